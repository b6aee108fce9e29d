"""What others read of what was said and found of a case."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from entendu.parts.diagnosis.models.claims import Evidence, Fact, FactEvent
from entendu.parts.tickets.models import Ticket

State = Fact.State


def facts_of(ticket: Ticket) -> list[Fact]:
    """All that was said and found, in the order of time, without what was taken out; one query."""
    return list(Fact.objects.filter(ticket=ticket).exclude(state=State.WITHDRAWN).select_related("member"))


def with_all(ticket: Ticket) -> list[Fact]:
    """The same, and what was taken out, with evidence and history; three queries."""
    evidence = Evidence.objects.select_related("member", "entry__member", "entry__contact", "file")
    history = FactEvent.objects.select_related("member")
    return list(Fact.objects.filter(ticket=ticket).select_related("member", "entry__contact", "entry__member", "file")
                .prefetch_related(Prefetch("evidence", evidence), Prefetch("history", history)))


def confirmed(ticket: Ticket) -> list[Fact]:
    """What was checked and is so, with its evidence; two queries."""
    return list(Fact.objects.filter(ticket=ticket, state=State.CONFIRMED).prefetch_related("evidence"))


def fact_on(ticket: Ticket, fact_id: int) -> Fact | None:
    """One of them."""
    return Fact.objects.filter(ticket=ticket, pk=fact_id).select_related("ticket").first()


def evidence_on(ticket: Ticket, evidence_id: int) -> Evidence | None:
    """A piece of evidence on one of them."""
    return Evidence.objects.filter(fact__ticket=ticket, pk=evidence_id).select_related("fact").first()


def first_said(ticket: Ticket, kind: str) -> Fact | None:
    """What was said first of this kind: the first error code, since when."""
    return Fact.objects.filter(ticket=ticket, kind=kind).exclude(state__in=[State.WITHDRAWN, State.REFUTED]).first()


def tickets_with_facts(tickets: QuerySet[Ticket]) -> set[int]:
    """Those of the tickets on which something was said or found."""
    return set(Fact.objects.filter(ticket__in=tickets).exclude(state=State.WITHDRAWN)
               .order_by().values_list("ticket", flat=True).distinct())
