"""What others read of causes: those of a ticket, the one that was confirmed, what worked, and whose ideas they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Prefetch

from entendu.core.diagnosis.causes import Verdict
from entendu.parts.diagnosis.models.causes import Alternative, Cause, CauseEvidence
from entendu.parts.diagnosis.models.claims import Fact
from entendu.parts.diagnosis.models.codes import SeenCode
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Entry, Ticket

LETTERS = 5
LONGEST = 4000
MANY = 4
CLAIMED = (Fact.Kind.CLAIM, Fact.Kind.SINCE, Fact.Kind.CODE)


@dataclass(frozen=True, slots=True)
class Letter:
    """What they wrote on a ticket; with it, since when a member said that the trouble is there (None while nobody), and
    whether something that was claimed on the ticket stands there to be checked."""

    entry: int
    text: str
    language: str
    at: datetime
    onset: tuple[datetime, datetime, str] | None
    has_claims: bool


def letters(ticket: Ticket) -> list[Letter]:
    """Their first letters on the ticket, in the order of time; one query."""
    claims = Fact.objects.filter(ticket=ticket, kind__in=CLAIMED).exclude(state=Fact.State.WITHDRAWN)
    rows = (Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS, automatic="").order_by("at", "id")
            .values_list("pk", "visible", "language", "at", "ticket__onset__earliest", "ticket__onset__latest",
                         "ticket__onset__words", Exists(claims))[:LETTERS])
    return [Letter(pk, text[:LONGEST], language, at, (earliest, latest, words) if earliest else None, claimed)
            for pk, text, language, at, earliest, latest, words, claimed in rows]


def causes_of(ticket: Ticket) -> list[Cause]:
    """The causes that were taken up, with their changes; one query."""
    return list(Cause.objects.filter(ticket=ticket).select_related("change", "credited_to"))


def with_evidence(ticket: Ticket) -> list[Cause]:
    """The same with evidence, other ways, and who said so; three queries."""
    evidence = CauseEvidence.objects.select_related("member", "change")
    return list(Cause.objects.filter(ticket=ticket).select_related("change", "credited_to", "decided_by", "like")
                .prefetch_related(Prefetch("evidence", evidence),
                                  Prefetch("alternatives", Alternative.objects.select_related("member"))))


def cause_on(ticket: Ticket, cause_id: int) -> Cause | None:
    """One of them."""
    return Cause.objects.filter(ticket=ticket, pk=cause_id).select_related("change").first()


def evidence_on(ticket: Ticket, evidence_id: int) -> CauseEvidence | None:
    """A piece of evidence on one of them."""
    return CauseEvidence.objects.filter(cause__ticket=ticket, pk=evidence_id).first()


def alternative_on(ticket: Ticket, alternative_id: int) -> Alternative | None:
    """Another way that was tried on one of them."""
    return Alternative.objects.filter(cause__ticket=ticket, pk=alternative_id).first()


def confirmed_on(ticket: Ticket) -> Cause | None:
    """The ticket's confirmed cause, the latest where there are several; one query."""
    return (Cause.objects.filter(ticket=ticket, verdict=Verdict.CONFIRMED).select_related("change")
            .order_by("-decided_at").first())


def settled_on(numbers: Iterable[int]) -> dict[int, Cause]:
    """The confirmed cause of each of these tickets that has one, with its change and what worked; two queries."""
    rows = (Cause.objects.filter(ticket__in=list(numbers), verdict=Verdict.CONFIRMED).select_related("change")
            .prefetch_related("alternatives").order_by("decided_at"))
    return {row.ticket_id: row for row in rows}


def others_with(codes: Iterable[str], contact: Contact, since: datetime) -> int:
    """How many other customers' letters held one of these codes (their keys) since then; four stands for more."""
    rows = (SeenCode.objects.filter(key__in=list(codes), at__gte=since).exclude(ticket__contact=contact)
            .order_by().values("ticket__contact").distinct()[:MANY])
    return len(rows)


def ideas_of(contact: Contact) -> int:
    """How many confirmed causes were this customer's own idea."""
    return Cause.objects.filter(credited_to=contact, verdict=Verdict.CONFIRMED).count()


def ideas_since(since: datetime) -> tuple[int, int]:
    """Of the causes that were confirmed since then: how many were a customer's idea, and how many there were."""
    rows = Cause.objects.filter(verdict=Verdict.CONFIRMED, decided_at__gte=since)
    return rows.exclude(credited_to=None).count(), rows.count()
