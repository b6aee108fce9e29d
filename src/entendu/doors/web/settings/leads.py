"""Who may change how a team writes: its leads, and administrators. For everybody else these pages do not exist."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from entendu.doors.web.access import View, member_of, members_only
from entendu.doors.web.desk.reading import number_in
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member, Role, Team


def leads_only(view: View) -> View:
    """404 for members who lead no team and are no administrators."""

    @members_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not teams_led_by(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def teams_led_by(member: Member) -> list[Team]:
    """The teams whose wording this member may change."""
    if member.is_administrator:
        return list(staff.teams())
    return list(member.teams.all()) if member.role == Role.LEAD else []


def team_of(request: HttpRequest) -> Team:
    """The team that the address or the form names, else the first; 404 for one that the member does not lead."""
    teams = teams_led_by(member_of(request))
    wanted = request.POST.get("team") or request.GET.get("team")
    if not wanted:
        return teams[0]
    found = next((team for team in teams if team.pk == number_in(wanted)), None)
    if found is None:
        raise Http404
    return found
