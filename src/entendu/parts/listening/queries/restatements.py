"""Readers of restatements."""

from __future__ import annotations

from django.db.models import QuerySet

from entendu.parts.listening.models import Restatement
from entendu.parts.tickets.models import Ticket

State = Restatement.State


def versions(ticket: Ticket) -> QuerySet[Restatement]:
    """All versions, the newest first."""
    return (Restatement.objects.filter(ticket=ticket).select_related("member", "decided_by", "entry")
            .order_by("-version"))


def latest(ticket: Ticket) -> Restatement | None:
    """The newest version, draft or not."""
    return versions(ticket).first()


def with_them(ticket: Ticket) -> Restatement | None:
    """The newest version that was sent, in whatever state it is by now."""
    return Restatement.objects.filter(ticket=ticket).exclude(state=State.DRAFT).order_by("-version").first()


def problem_statement(ticket: Ticket) -> Restatement | None:
    """What the customer confirmed last: the ticket's problem as we see it together."""
    return Restatement.objects.filter(ticket=ticket, state=State.CONFIRMED).order_by("-version").first()


def numbered(ticket: Ticket, restatement_id: int) -> Restatement | None:
    """One version of this ticket."""
    return Restatement.objects.filter(ticket=ticket, pk=restatement_id).first()
