"""Readers of mistakes that we owned up to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from entendu.parts.options.models import Mistake
from entendu.parts.tickets.models import Ticket


def mistakes_of(ticket: Ticket) -> list[Mistake]:
    """Those of a ticket, the one being written first, then the newest."""
    found = list(Mistake.objects.filter(ticket=ticket).select_related("member").order_by("-id"))
    return sorted(found, key=lambda one: one.sent_at is not None)


def owned(mailboxes: Collection[int]) -> QuerySet[Mistake]:
    """Those that were sent from these mailboxes, the newest first."""
    return (Mistake.objects.filter(ticket__mailbox__in=mailboxes).exclude(sent_at=None)
            .select_related("ticket__contact").order_by("-sent_at", "-id"))


def by_month(mailboxes: Collection[int], since: datetime) -> dict[tuple[int, int], int]:
    """How many were sent in each month (year, month) from then on, on the clock that is in force."""
    rows = (Mistake.objects.filter(ticket__mailbox__in=mailboxes, sent_at__gte=since).order_by()
            .annotate(month=TruncMonth("sent_at")).values_list("month").annotate(n=Count("pk")))
    return {(month.year, month.month): n for month, n in rows}
