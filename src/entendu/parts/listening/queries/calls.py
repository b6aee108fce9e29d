"""Readers of calls."""

from __future__ import annotations

from entendu.parts.listening.models import Call
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

LATEST = 5


def held_by(ticket: Ticket, member: Member) -> Call | None:
    """The call that the member is holding about this ticket."""
    return Call.objects.filter(ticket=ticket, member=member, ended_at=None).first()


def held_on(ticket: Ticket) -> Call | None:
    """The call about this ticket that somebody is holding, the latest where several are."""
    return Call.objects.filter(ticket=ticket, ended_at=None).order_by("-started_at").first()


def latest(ticket: Ticket) -> list[Call]:
    """The ticket's latest calls, newest first."""
    return list(Call.objects.filter(ticket=ticket).select_related("member").order_by("-started_at")[:LATEST])
