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


def standing(ticket: Ticket) -> list[TemporaryFix]:
    """Those that are open, in the order in which they were put on record."""
    return list(TemporaryFix.objects.filter(ticket=ticket, state__in=OPEN).select_related("entry").order_by("id"))


def to_show(ticket: Ticket) -> list[TemporaryFix]:
    """Those that are open, in the order in which they were put on record; without any the one that came last."""
    fixes = list(TemporaryFix.objects.filter(ticket=ticket).order_by("id"))
    return [one for one in fixes if one.state in OPEN] or fixes[-1:]
