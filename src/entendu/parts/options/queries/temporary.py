"""Readers of temporary fixes."""

from __future__ import annotations

from django.db.models import QuerySet

from entendu.core.tickets.closing import OPEN
from entendu.parts.options.models import TemporaryFix
from entendu.parts.tickets.models import Ticket


def fixes(ticket: Ticket) -> QuerySet[TemporaryFix]:
    """All of them, the newest first."""
    return (TemporaryFix.objects.filter(ticket=ticket).select_related("entry", "member", "ended_by")
            .order_by("-id"))


def latest(ticket: Ticket) -> TemporaryFix | None:
    """The newest, open or not."""
    return TemporaryFix.objects.filter(ticket=ticket).order_by("-id").first()


def standing(ticket: Ticket) -> TemporaryFix | None:
    """The one that is open."""
    return TemporaryFix.objects.filter(ticket=ticket, state__in=OPEN).select_related("entry").first()
