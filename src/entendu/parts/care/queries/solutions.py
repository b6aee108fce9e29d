"""Readers of what customers say of our solutions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from entendu.parts.care.models import Solution
from entendu.parts.tickets.models import Ticket

State = Solution.State


def latest(ticket: Ticket) -> Solution | None:
    """The last time that we said "solved"; one query."""
    return Solution.objects.filter(ticket=ticket).select_related("member").first()


def unverified(ticket: Ticket) -> Solution | None:
    """The one that still wants their word."""
    return Solution.objects.filter(ticket=ticket, state__in=[State.PLANNED, State.ASKED]).first()


def to_ask(now: datetime, limit: int) -> list[int]:
    """The ids of those whose time to be asked has come, longest first."""
    due = Solution.objects.filter(state=State.PLANNED, ask_at__lte=now)
    return list(due.order_by("ask_at").values_list("pk", flat=True)[:limit])


def claim(solution_id: int) -> Solution | None:
    """The solution, held until the transaction ends; None where another worker has it or it is planned no more."""
    return (Solution.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("ticket__mailbox", "ticket__contact").filter(pk=solution_id, state=State.PLANNED).first())


def states_of(tickets: Iterable[Ticket]) -> dict[int, str]:
    """The state of the latest solution of each of these tickets; one query."""
    rows = Solution.objects.filter(ticket__in=[one.pk for one in tickets]).order_by("id")
    return dict(rows.values_list("ticket_id", "state"))
