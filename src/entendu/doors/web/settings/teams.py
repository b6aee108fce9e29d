"""Teams: the people who share mailboxes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.doors.web.settings.forms import TeamForm
from entendu.parts.staff import actions, queries
from entendu.parts.staff.models import Team


@administrators_only
def teams(request: HttpRequest) -> HttpResponse:
    """Each team with its members and its mailboxes."""
    rows = []
    for team in queries.teams().prefetch_related("members", "mailboxes"):
        members = [member.name for member in team.members.all() if member.is_active]
        addresses = [mailbox.address for mailbox in team.mailboxes.all()]
        rows.append({"url": reverse("team", args=[team.pk]), "label": team.name, "trouble": "",
                     "cells": [", ".join(members), ", ".join(addresses)]})
    return show(request, "web/settings/table.html", {
        "title": _("Teams"), "lede": _("A member sees the mailboxes of their teams, and no other."),
        "back_url": reverse("settings"), "back_label": _("Settings"),
        "columns": [_("Name"), _("Members"), _("Mailboxes")], "rows": rows, "new_url": reverse("new_team"),
        "new_label": _("Add a team"), "empty_lead": _("There is no team yet."),
        "empty_text": _("Add one, and give it mailboxes and members."),
    }, at="settings")


@administrators_only
def new_team(request: HttpRequest) -> HttpResponse:
    """One more team."""
    return _edit(request, None)


@administrators_only
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """The team's name. Who belongs to it is said on each member's page."""
    known = queries.team(team_id)
    if known is None:
        raise Http404
    return _edit(request, known)


def _edit(request: HttpRequest, known: Team | None) -> HttpResponse:
    form = TeamForm(request.POST or None, initial={"name": known.name} if known else {})
    title = known.name if known else _("Add a team")
    if request.method == "POST" and form.is_valid() and _kept(form, known):
        messages.success(request, _("Kept."))
        return redirect("teams")
    return show(request, "web/settings/form.html", {
        "title": title, "lede": "", "form": form, "submit_label": _("Save"),
        "form_url": reverse("team", args=[known.pk]) if known else reverse("new_team"),
        "back_url": reverse("teams"), "back_label": _("Teams"),
    }, at="settings", status=422 if form.is_bound else 200)


def _kept(form: TeamForm, known: Team | None) -> bool:
    """Stores it; False when another has the name, which the form then says."""
    name = form.cleaned_data["name"]
    try:
        if known:
            actions.rename_team(known, name)
        else:
            actions.add_team(name)
    except ValidationError:
        form.add_error("name", _("Another team has this name."))
        return False
    return True
