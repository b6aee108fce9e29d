"""The saved replies of a team, or of all teams: listed by occasion, written with the second reader at hand."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from entendu.core.wording import rules, saved
from entendu.core.wording.saved import Reply, ReplyError
from entendu.doors.web.access import member_of
from entendu.doors.web.desk.remarks import quoted, says_of
from entendu.doors.web.nav import show
from entendu.doors.web.occasions import OCCASIONS, times_in_words
from entendu.doors.web.people.choices import language_name
from entendu.doors.web.settings.leads import leads_only, team_of, teams_led_by
from entendu.doors.web.settings.wording import language_of
from entendu.flows.knowledge import saved_replies as flow
from entendu.parts.knowledge.actions import replies as actions
from entendu.parts.knowledge.queries import replies as queries
from entendu.parts.knowledge.queries.replies import Origin, Standing
from entendu.parts.staff.models import Team

ALL = "all"  # what stands for all teams in an address and in a form; for administrators alone
WRONG = {
    "nested": gettext_lazy("%(mark)s stands inside another condition; close that one first."),
    "stray": gettext_lazy("%(mark)s belongs to no condition; begin one before it."),
    "open": gettext_lazy("A condition is left open; close it with %(mark)s."),
    "unknown": gettext_lazy("%(mark)s asks for something that the desk does not know; see the names beside."),
    "title": gettext_lazy("Give it a name of up to 120 characters."),
    "text": gettext_lazy("Write some words, up to 5,000 characters; more is an article."),
    "occasion": gettext_lazy("Choose an occasion."),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose replies are meant, and in which language; `team` is None for all teams."""

    team: Team | None
    language: str

    @property
    def fields(self) -> str:
        """As it stands in an address."""
        return f"team={self.team.pk if self.team else ALL}&language={self.language}"

    def url(self, name: str, *args: str) -> str:
        """A page of this scope."""
        return f"{reverse(name, args=args)}?{self.fields}"


class ReplyForm(forms.Form):
    """The fields of a saved reply."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=actions.LONGEST_TITLE, help_text=gettext_lazy(
        "By which you find it after a slash, in the language of the reply."))
    occasion = forms.ChoiceField(label=gettext_lazy("Occasion"), choices=tuple(OCCASIONS.items()),
                                 help_text=gettext_lazy("It is offered first where the case speaks for this."))
    text = forms.CharField(label=pgettext_lazy("of a saved reply", "Words"), max_length=actions.LONGEST,
                           widget=forms.Textarea(attrs={"rows": 12}))

    def __init__(self, *args: Any, scope: Scope, **more: Any) -> None:
        super().__init__(*args, **more)
        self.scope = scope
        self.fields["text"].widget.attrs["lang"] = scope.language

    def clean_text(self) -> str:
        """The words with the ends of lines as drafts have them; refused where a condition cannot be read."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            saved.parts(text, self.scope.language)
        except ReplyError as wrong:
            raise forms.ValidationError(sentence(wrong)) from wrong
        return text


@leads_only
@require_safe
def replies(request: HttpRequest) -> HttpResponse:
    """All of them on one page, for one team and one language, by occasion."""
    scope = scope_of(request)
    sent = queries.times_sent(scope.team.pk, scope.language) if scope.team else {}
    groups = [
        {"id": occasion, "title": OCCASIONS[occasion], "rows": [_row(one, scope, sent) for one in rows]}
        for occasion, rows in groupby(queries.standing(scope.team, scope.language), lambda one: one.reply.occasion)]
    return show(request, "web/settings/replies.html", _around(request, scope) | {
        "title": _("Saved replies"), "groups": groups, "new_url": scope.url("new_reply"),
        "switch_url": scope.url("switch_reply"),
        "languages": [{"code": code, "name": language_name(code), "url": Scope(scope.team, code).url("replies")}
                      for code in rules.LANGUAGES],
        "back_url": reverse("settings") if member_of(request).is_administrator else "",
    }, at=_at(request))


@leads_only
def new_reply(request: HttpRequest) -> HttpResponse:
    """One more."""
    return _edit(request, scope_of(request), None)


@leads_only
def saved_reply(request: HttpRequest, name: str) -> HttpResponse:
    """One that stands: changed here, it is the team's own from then on."""
    scope = scope_of(request)
    known = queries.one_standing(scope.team, scope.language, name)
    if known is None:
        raise Http404
    return _edit(request, scope, known)


@leads_only
@require_POST
def try_reply(request: HttpRequest) -> HttpResponse:
    """How the reply reads as it stands in the form, and what the second reader says of it; nothing is kept."""
    scope = scope_of(request)
    text = request.POST.get("text", "").replace("\r\n", "\n")[:actions.LONGEST]
    return render(request, "web/settings/reply_tried.html", {"tried": _tried(request, scope, text)})


@leads_only
@require_POST
def switch_reply(request: HttpRequest) -> HttpResponse:
    """The reply that `on` or `off` names is offered from now on, or is not."""
    scope = scope_of(request)
    on = "on" in request.POST
    name = request.POST.get("on" if on else "off", "")[:80]
    actions.switch(scope.team, (scope.language, name), on, member_of(request), now=timezone.now())
    return redirect(f"{scope.url('replies')}#reply-{name}")


@leads_only
@require_POST
def remove_reply(request: HttpRequest, name: str) -> HttpResponse:
    """The team's own words are gone; where they stood in the place of others, those stand again."""
    scope = scope_of(request)
    actions.remove(scope.team, scope.language, name)
    return redirect(scope.url("replies"))


def scope_of(request: HttpRequest) -> Scope:
    """What the address or the form names; all teams are the administrators' to speak for, and 404 for others."""
    if (request.POST.get("team") or request.GET.get("team")) == ALL:
        if not member_of(request).is_administrator:
            raise Http404
        return Scope(None, language_of(request))
    return Scope(team_of(request), language_of(request))


def sentence(wrong: ReplyError) -> str:
    """What is wrong with a text, in the reader's language."""
    return str(WRONG[wrong.kind]) % {"mark": wrong.mark}


def _edit(request: HttpRequest, scope: Scope, known: Standing | None) -> HttpResponse:
    old = known.reply if known else None
    begins = f"{{{saved.words_of(scope.language).names['greeting']}}}\n\n"
    initial = {"title": old.title, "occasion": old.occasion, "text": old.text} if old else {"text": begins}
    form = ReplyForm(request.POST or None, initial=initial, scope=scope)
    if request.method == "POST" and form.is_valid():
        data, member, now = form.cleaned_data, member_of(request), timezone.now()
        reply = Reply(old.name if old else "", scope.language, data["occasion"], data["title"], data["text"])
        row = (actions.change if old else actions.add)(scope.team, reply, member, now=now)
        return redirect(f"{scope.url('replies')}#reply-{row.name}")
    is_own = _is_own(known, scope)
    return show(request, "web/settings/reply.html", _around(request, scope) | {
        "title": old.title if old else _("Add a reply"), "title_language": scope.language if old else "", "form": form,
        "form_url": scope.url("saved_reply", old.name) if old else scope.url("new_reply"),
        "back_url": scope.url("replies"), "try_url": scope.url("try_reply"),
        "tried": _tried(request, scope, str(form["text"].value() or "").replace("\r\n", "\n")),
        "names": _names(scope.language), "words": saved.words_of(scope.language),
        "remove_url": scope.url("remove_reply", old.name) if old and is_own else "",
        "replaces": bool(known and known.replaces), "is_product": bool(known) and not is_own,
    }, at=_at(request), status=422 if form.is_bound else 200)


def _tried(request: HttpRequest, scope: Scope, text: str) -> dict[str, Any]:
    """The value `tried` of the templates; see the head of `web/settings/reply_tried.html`."""
    if not text.strip():
        return {}
    try:
        said = flow.tried(scope.team, scope.language, text, member_of(request), now=timezone.now())
    except ReplyError as wrong:
        return {"trouble": sentence(wrong)}
    remarks = [{"quote": quoted(said.text[one.start:one.end]), "says": one.message or says_of(one.check),
                "offers": one.suggestions[:3]} for one in said.findings]
    return {"text": said.text, "language": scope.language, "remarks": remarks,
            "misnamed": [(f"{{{place}}}", f"{{{name}}}") for place, name in saved.misnamed(text, scope.language)]}


def _names(language: str) -> list[tuple[str, str]]:
    """What the desk fills in, as this language says it, with what it means in the reader's."""
    words = saved.words_of(language)
    means = {
        "greeting": _("the greeting, where the message begins"), "first name": _("their first name"),
        "name": _("their whole name"), "organisation": _("their firm"), "agent": _("your first name"),
        "agent name": _("your whole name"), "mailbox": _("the mailbox"), "case number": _("the number of the case"),
        "subject": _("the subject"), "today": _("today"), "next working day": _("our next working day"),
        "second working day": _("the working day after that"), "upset": _("they are upset"),
        "late": _("something promised is late"),
    }
    return [(f"{{{words.names[name]}}}" if name in saved.NAMES else f"[{words.begins} {words.names[name]}]", said)
            for name, said in means.items()]


def _row(one: Standing, scope: Scope, sent: dict[str, int]) -> dict[str, Any]:
    whose = {Origin.PRODUCT: "", Origin.ALL: _("for all teams") if scope.team else "",
             Origin.TEAM: _("your own words") if one.replaces else _("your own")}
    return {"name": one.reply.name, "title": one.reply.title, "text": one.reply.text, "on": one.active,
            "whose": whose[one.origin], "sent": times_in_words(sent.get(one.reply.name, 0)),
            "url": scope.url("saved_reply", one.reply.name)}


def _is_own(known: Standing | None, scope: Scope) -> bool:
    """Whether these words are the scope's to take out."""
    return known is not None and known.origin is (Origin.TEAM if scope.team else Origin.ALL)


def _around(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """Team and language, and the teams that can be chosen."""
    return {"team": scope.team, "language": scope.language, "teams": teams_led_by(member_of(request)),
            "may_all": member_of(request).is_administrator, "all": ALL}


def _at(request: HttpRequest) -> str:
    return "settings" if member_of(request).is_administrator else "wording"
