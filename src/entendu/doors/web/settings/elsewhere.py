"""The directory of what is not ours: topic, whom to ask, link, and a reply prepared in each language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of
from entendu.doors.web.nav import show
from entendu.doors.web.settings.leads import leads_only, teams_led_by
from entendu.parts.knowledge.actions import elsewhere as actions
from entendu.parts.knowledge.models.elsewhere import Elsewhere
from entendu.parts.knowledge.queries import elsewhere as queries
from entendu.parts.staff.models import Member

REPLIES = ("reply_en", "reply_fr", "reply_ro")


class ElsewhereForm(forms.Form):
    """One topic that others look after."""

    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=120)
    signs = forms.CharField(label=gettext_lazy("How they speak of it"), max_length=2_000, required=False,
                            widget=forms.Textarea(attrs={"rows": 3}),
                            help_text=gettext_lazy("A few words a line, in any language; a letter that holds all words "
                                                   "of a line may be about it."))
    whom = forms.CharField(label=gettext_lazy("Whom to ask"), max_length=200)
    link = forms.CharField(label=gettext_lazy("Where to reach them"), max_length=300, required=False,
                           help_text=gettext_lazy("A web address, a mail address or a telephone number."))
    team = forms.ChoiceField(label=gettext_lazy("For"))
    reply_en = forms.CharField(label=gettext_lazy("Prepared reply, English"), max_length=2_000, required=False,
                               widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}))
    reply_fr = forms.CharField(label=gettext_lazy("Prepared reply, French"), max_length=2_000, required=False,
                               widget=forms.Textarea(attrs={"rows": 3, "lang": "fr"}))
    reply_ro = forms.CharField(label=gettext_lazy("Prepared reply, Romanian"), max_length=2_000, required=False,
                               widget=forms.Textarea(attrs={"rows": 3, "lang": "ro"}))
    voice_fields = REPLIES

    def __init__(self, member: Member, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        everybody = [("", _("All teams"))] if member.is_administrator else []
        teams = [*everybody, *((str(team.pk), team.name) for team in teams_led_by(member))]
        self.fields["team"] = forms.ChoiceField(label=_("For"), choices=teams, required=not member.is_administrator)


@leads_only
def elsewhere(request: HttpRequest) -> HttpResponse:
    """All entries that this member may change, with those for all teams."""
    member = member_of(request)
    rows = [{"url": reverse("elsewhere_entry", args=[one.pk]) if _may_change(member, one) else "", "label": one.topic,
             "trouble": "",
             "cells": [one.whom, one.link, _languages(one), one.team.name if one.team else _("All teams")]}
            for one in queries.of_teams(teams_led_by(member))]
    back = ("settings", _("Settings")) if member.is_administrator else ("wording", _("Wording"))
    return show(request, "web/settings/table.html", {
        "title": _("Not ours"), "lede": _("What people ask us for and others look after. Beside a case its words go "
                                          "into the reply by a press."),
        "back_url": reverse(back[0]), "back_label": back[1],
        "columns": [_("Topic"), _("Whom to ask"), _("Where"), _("Prepared in"), _("For")], "rows": rows,
        "new_url": reverse("new_elsewhere"), "new_label": _("Add a topic"), "empty_lead": _("Nothing stands here yet."),
        "empty_text": _("Add what people ask for that is not yours, and whom they can ask."),
    }, at=back[0])


@leads_only
def new_elsewhere(request: HttpRequest) -> HttpResponse:
    """One more."""
    return _edit(request, None)


@leads_only
def elsewhere_entry(request: HttpRequest, elsewhere_id: int) -> HttpResponse:
    """One entry."""
    return _edit(request, _entry(request, elsewhere_id))


@leads_only
@require_POST
def remove_elsewhere(request: HttpRequest, elsewhere_id: int) -> HttpResponse:
    """It goes from the directory; what was said before stays said."""
    actions.remove(_entry(request, elsewhere_id))
    messages.success(request, _("It is gone from the directory."))
    return redirect("elsewhere")


def _edit(request: HttpRequest, known: Elsewhere | None) -> HttpResponse:
    member = member_of(request)
    initial = {name: getattr(known, name) for name in ("topic", "signs", "whom", "link", *REPLIES)} if known else {}
    if known is not None and known.team_id is not None:
        initial["team"] = str(known.team_id)
    form = ElsewhereForm(member, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        team = next((one for one in teams_led_by(member) if str(one.pk) == said.pop("team")), None)
        actions.keep(known, member, now=timezone.now(), team=team, **said)
        messages.success(request, _("Kept."))
        return redirect("elsewhere")
    return show(request, "web/settings/form.html", {
        "title": known.topic if known else _("Add a topic"), "form": form, "submit_label": _("Save"),
        "lede": _("Without a prepared reply, a plain sentence says whom to ask and where."),
        "form_url": reverse("elsewhere_entry", args=[known.pk]) if known else reverse("new_elsewhere"),
        "back_url": reverse("elsewhere"), "back_label": _("Not ours"),
        "delete_url": reverse("remove_elsewhere", args=[known.pk]) if known else "", "delete_label": _("Remove it"),
        "delete_text": _("It is not offered any more. What was said before stays said."),
    }, at="settings", status=422 if form.is_bound else 200)


def _entry(request: HttpRequest, elsewhere_id: int) -> Elsewhere:
    """404 for one that the member may not change."""
    member = member_of(request)
    found = queries.entry_of(teams_led_by(member), elsewhere_id)
    if found is None or not _may_change(member, found):
        raise Http404
    return found


def _may_change(member: Member, entry: Elsewhere) -> bool:
    """What is for all teams only administrators change."""
    return member.is_administrator or entry.team_id is not None


def _languages(entry: Elsewhere) -> str:
    return ", ".join(name.removeprefix("reply_") for name in REPLIES if getattr(entry, name).strip())
