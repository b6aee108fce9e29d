"""Writing what we know: a form of the fields that its kind has, read by the second reader while one writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.reading import number_in
from entendu.doors.web.desk.remarks import quoted, says_of
from entendu.doors.web.desk.rows import ticket_url
from entendu.doors.web.knowledge import show
from entendu.doors.web.knowledge.decide import overtaken, publish
from entendu.doors.web.nav import show as show_page
from entendu.flows.knowledge import learn
from entendu.flows.knowledge.look_up import language_of
from entendu.flows.knowledge.proofread import proofread
from entendu.parts.knowledge.actions import items as actions
from entendu.parts.knowledge.actions.items import About, MayNotPublish, Overtaken
from entendu.parts.knowledge.models import Item, Page, Version
from entendu.parts.knowledge.models.items import FIELDS, FIELDS_OF, LANGUAGES, Content, Kind, Stance
from entendu.parts.knowledge.queries import items
from entendu.parts.staff.models import Role, Team
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket

REMARKS = 8
LONGEST = 20_000
TITLES = {
    Kind.ARTICLE: gettext_lazy("Title"), Kind.ERROR: gettext_lazy("What happens, in one line"),
    Kind.LIMIT: gettext_lazy("What can or cannot be done, as a customer would read it"),
    Kind.DECISION: gettext_lazy("What was decided, as a customer would read it"),
}
HINTS = {
    "symptoms": gettext_lazy("In the words of those who met it: a case is recognised by them."),
    "workaround": gettext_lazy("Each way that helped somebody, with how they worked."),
    "reason": gettext_lazy("The reason goes into the reply with it; a no without a why helps nobody."),
    "affected": gettext_lazy("For example: 2.3 to 2.6."),
}
ROWS = {"body": 14, "symptoms": 4, "cause": 3, "fix": 6, "workaround": 4, "reason": 4}


class ItemForm(forms.Form):
    """The fields of one kind. Everything but the title is Markdown."""

    def __init__(self, *args: Any, kind: str, teams: list[Team], **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = Kind(kind)
        for name in FIELDS_OF[self.kind]:
            self.fields[name] = self._field(name)
        if self.kind == Kind.LIMIT:
            self.fields["stance"] = forms.ChoiceField(
                label=_("It says"), choices=[(one.value, show.STANCES[one]) for one in Stance], initial=Stance.CANNOT)
        if self.kind == Kind.ERROR:
            self.fields["codes"] = forms.CharField(
                label=_("Error codes"), required=False, max_length=500,
                help_text=_("Several with commas between them. A case with one of them finds this at once."))
        self.fields["team"] = forms.ModelChoiceField(
            label=_("Team"), required=False, empty_label=_("All teams"),
            queryset=Team.objects.filter(pk__in=[team.pk for team in teams]))
        self.fields["for_customers"] = forms.BooleanField(
            label=_("Customers may read it"), required=False, initial=True,
            help_text=_("Else it is for the team, and says so when somebody quotes it."))
        self.voice_fields = [name for name in FIELDS_OF[self.kind] if name not in {"title", "affected"}]

    def _field(self, name: str) -> forms.CharField:
        if name == "title":
            return forms.CharField(label=TITLES[self.kind], max_length=200)
        hint = HINTS.get(name, "")
        if name == "affected":
            return forms.CharField(label=show.FIELDS[name], required=False, max_length=300, help_text=hint)
        return forms.CharField(label=show.FIELDS[name], required=False, max_length=LONGEST, help_text=hint,
                               widget=forms.Textarea(attrs={"rows": ROWS[name]}))

    def content(self) -> Content:
        """The words that were entered."""
        said = self.cleaned_data
        return Content(**{name: said[name].replace("\r\n", "\n").strip() for name in FIELDS if name in said})

    def about(self, ticket: Ticket | None = None) -> About:
        """What the item is."""
        said = self.cleaned_data
        codes = tuple(code for code in said.get("codes", "").replace(";", ",").split(",") if code.strip())
        return About(self.kind, said["team"], said.get("stance", ""), said["for_customers"], codes, ticket)


@members_only
def new(request: HttpRequest) -> HttpResponse:
    """A new item of `kind`, in `language`; with `ticket` and `title` filled from a case."""
    kind = request.GET.get("kind", "")
    if kind not in set(Kind):
        return show_page(request, "web/knowledge/kinds.html", {
            "kinds": [{"url": f"{reverse('new_item')}?kind={one}", "label": show.KINDS[one], "hint": WHAT[one]}
                      for one in Kind], "back_url": reverse("knowledge")}, at="knowledge")
    ticket = tickets.ticket_seen_by(member_of(request), number_in(request.GET.get("ticket")))
    language = request.GET.get("language", "")
    language = language if language in dict(LANGUAGES) else language_of(ticket) if ticket else _own(request)
    form = _form(request, kind, _from_case(request, kind, ticket))
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.begin(form.about(ticket), language, form.content(), member_of(request),
                                    now=timezone.now())
        except ValidationError as wrong:
            _add(form, wrong)
        else:
            return _done(request, version, ticket)
    return _shown(request, form, _Place(language, ticket=ticket))


@members_only
def edit(request: HttpRequest, item_id: int, language: str) -> HttpResponse:
    """An item's words in one language, which may be one that it does not have yet."""
    item = show.item_or_404(request, item_id)
    if language not in dict(LANGUAGES):
        raise Http404
    page = items.page_of(item, language)
    newest = items.newest(page) if page else None
    form = _form(request, item.kind, _as_it_is(item, newest))
    if request.method == "POST" and form.is_valid():
        try:
            version = _write(request, item, page, language, form)
        except Overtaken as trouble:
            form.add_error(None, overtaken(trouble))
            newest = items.newest(page) if page else None
        except ValidationError as wrong:
            _add(form, wrong)
        else:
            return _done(request, version, None)
    return _shown(request, form, _Place(language, item, newest))


@members_only
@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """What the second reader says of the words in the form; nothing is kept."""
    language = request.POST.get("language", "")
    language = language if language in dict(LANGUAGES) else ""
    team = next((one for one in items.teams_of(member_of(request)) if one.pk == number_in(request.POST.get("team"))),
                None)
    return render(request, "web/knowledge/remarks.html", {"remarks": _remarks(request, language, team)})


WHAT = {
    Kind.ARTICLE: gettext_lazy("How something is done, or how it works."),
    Kind.ERROR: gettext_lazy("What goes wrong, why, what mends it, what helps until then."),
    Kind.LIMIT: gettext_lazy("What can be done, what cannot, what is planned; and why."),
    Kind.DECISION: gettext_lazy("What was decided, by us or above us, and why."),
}


def _form(request: HttpRequest, kind: str, initial: dict[str, Any]) -> ItemForm:
    return ItemForm(request.POST or None, kind=kind, teams=items.teams_of(member_of(request)), initial=initial)


def _from_case(request: HttpRequest, kind: str, ticket: Ticket | None) -> dict[str, Any]:
    """What a new item begins with: the words that were selected, and what the case brings along."""
    title = " ".join(request.GET.get("title", "").replace("\0", "").split())[:200]
    if ticket is None:
        return {"title": title}
    content = learn.content_from(ticket, kind, title)
    codes = ", ".join(learn.codes_of(ticket)) if kind == Kind.ERROR else ""
    return {name: getattr(content, name) for name in FIELDS} | {"codes": codes, "team": ticket.mailbox.team_id}


def _as_it_is(item: Item, newest: Version | None) -> dict[str, Any]:
    said = {name: getattr(newest, name) for name in FIELDS} if newest else {}
    return said | {"stance": item.stance, "team": item.team_id, "for_customers": item.for_customers,
                   "codes": ", ".join(code.text for code in item.codes.all())}


def _write(request: HttpRequest, item: Item, page: Page | None, language: str, form: ItemForm) -> Version:
    member, now = member_of(request), timezone.now()
    about = form.about(item.ticket)
    before = (item.team_id, item.stance, item.for_customers, sorted(code.text for code in item.codes.all()))
    if page is None:
        version = actions.translate(item, language, form.content(), member, now=now)
    else:
        number, _colon, edits = request.POST.get("seen", "").partition(":")
        seen = (number_in(number), number_in(edits)) if number else None
        version = actions.write(page, form.content(), member, seen=seen, now=now)
    after = (about.team.pk if about.team else None, about.stance, about.for_customers, sorted(about.codes))
    if after != before and _may_change(request, item):
        actions.change(item, about)
    return version


def _may_change(request: HttpRequest, item: Item) -> bool:
    """Who sees it, and what it says of itself, is a lead's to change once it is published."""
    return actions.may_publish(item, member_of(request)) or not item.pages.exclude(published=None).exists()


def _done(request: HttpRequest, version: Version, ticket: Ticket | None) -> HttpResponse:
    """What the button said: published, proposed, or kept as a draft; then back to the case that it came from."""
    act = request.POST.get("act", "")
    try:
        if act == "publish":
            messages.success(request, publish(version, member_of(request)))
        elif act == "propose":
            actions.propose(version, now=timezone.now())
            messages.success(request, _("It waits for a lead to read it."))
        else:
            messages.success(request, _("The draft is kept."))
    except MayNotPublish as trouble:
        messages.error(request, str(trouble))
    where = show.page_url(version.page.item_id, version.page.language)
    return redirect(ticket_url(ticket.number) if ticket and act else f"{where}?draft=1")


@dataclass(frozen=True, slots=True)
class _Place:
    """What is being written: in which language, of which item, after which version, and for which case."""

    language: str
    item: Item | None = None
    newest: Version | None = None
    ticket: Ticket | None = None

    @property
    def back_url(self) -> str:
        """Where one comes from."""
        if self.item is not None:
            return (show.page_url(self.item.pk, self.language) if self.newest
                    else reverse("item", args=[self.item.pk]))
        return ticket_url(self.ticket.number) if self.ticket else reverse("knowledge")


def _shown(request: HttpRequest, form: ItemForm, place: _Place) -> HttpResponse:
    item, newest, language = place.item, place.newest, place.language
    member = member_of(request)
    lead = actions.may_publish(item, member) if item else member.role != Role.AGENT
    title = _("Change it") if newest else _("Translate it") if item else show.KINDS[form.kind]
    return show_page(request, "web/knowledge/edit.html", {
        "form": form, "title": title, "kind": form.kind, "lang": language, "language": show.NAMES[language],
        "form_url": request.get_full_path(), "words_url": reverse("proofread"), "lead": lead, "ticket": place.ticket,
        "languages": [] if item else [{"code": code, "name": name, "url": _in(request, code)}
                                      for code, name in LANGUAGES],
        "seen": f"{newest.pk}:{newest.edits}" if newest else "", "asked": newest.asked if newest else "",
        "original": _original(item, language) if item and newest is None else None, "back_url": place.back_url,
        "remarks": _remarks(request, language, None) if form.is_bound else [],
    }, at="knowledge", status=422 if form.is_bound else 200)


def _in(request: HttpRequest, language: str) -> str:
    """The same new item in another language."""
    asked = request.GET.copy()
    asked["language"] = language
    return f"{reverse('new_item')}?{asked.urlencode()}"


def _original(item: Item, language: str) -> dict[str, Any] | None:
    """What is to be translated: the item in another language."""
    other = next((one for one in item.pages.all() if one.language != language), None)
    page = items.page_of(item, other.language) if other else None
    version = (page.published or items.newest(page)) if page else None
    if page is None or version is None:
        return None
    return {"lang": page.language, "title": version.title, "sections": show.sections(item.kind, version.content)}


def _remarks(request: HttpRequest, language: str, team: Team | None) -> list[dict[str, str]]:
    """Each remark with the words that it is about and the better wording, gravest first; nothing of what is for the
    team alone."""
    if not request.POST.get("for_customers"):
        return []
    text = "\n\n".join(request.POST.get(name, "").strip() for name in FIELDS).replace("\r\n", "\n")[:LONGEST]
    found = proofread(text, language, team, now=timezone.now())
    return [{"quote": quoted(text[one.start:one.end]), "says": one.message or says_of(one.check),
             "better": one.suggestions[0] if one.suggestions else "", "lang": language} for one in found[:REMARKS]]


def _own(request: HttpRequest) -> str:
    return member_of(request).language if member_of(request).language in dict(LANGUAGES) else "en"


def _add(form: forms.Form, wrong: ValidationError) -> None:
    for name, sentences in (wrong.message_dict if hasattr(wrong, "error_dict") else {None: wrong.messages}).items():
        form.add_error(name if name in form.fields else None, sentences)
