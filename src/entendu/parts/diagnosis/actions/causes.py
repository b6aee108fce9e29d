"""The only writer of when a trouble began, of its possible causes, of what speaks for each and what worked around."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from entendu.core.diagnosis.causes import Cost, Verdict, Weigh
from entendu.parts.diagnosis.models.causes import Alternative, Cause, CauseEvidence, Onset
from entendu.parts.diagnosis.models.changes import SystemChange
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket


class NeedsEvidence(ValueError):
    """A verdict without anything that speaks for it; nothing was changed."""


@dataclass(frozen=True, slots=True)
class New:
    """A cause to take up; `origin` '' where a member thought of it. `prior` in nats (`core.diagnosis.causes`)."""

    origin: str
    prior: float
    words: str = ""
    settled_by: str = ""
    cost: str = Cost.HOUR.value
    change: SystemChange | None = None
    like: Cause | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece of evidence: what it weighs, in words, and where it is seen."""

    weigh: Weigh
    words: str
    entry: Entry | None = None
    change: SystemChange | None = None


def set_onset(ticket: Ticket, between: tuple[datetime, datetime], words: str, *, member: Member,
              now: datetime) -> Onset:
    """The trouble began between these moments, as a member says."""
    earliest, latest = between
    onset, _new = Onset.objects.update_or_create(ticket=ticket, defaults={
        "earliest": earliest, "latest": latest, "words": words[:120], "member": member, "at": now})
    return onset


def forget_onset(ticket: Ticket) -> None:
    """From now on it is read from the letters again."""
    Onset.objects.filter(ticket=ticket).delete()


@transaction.atomic
def take_up(ticket: Ticket, new: New, *, member: Member | None, now: datetime) -> Cause:
    """The cause stands among the ticket's; a proposal that was taken up before comes back as it is."""
    fields: dict[str, Any] = {
        "prior": new.prior, "words": new.words[:300], "settled_by": new.settled_by[:300], "cost": new.cost,
        "change": new.change, "like": new.like, "member": member, "created_at": now}
    if new.origin:
        return Cause.objects.get_or_create(ticket=ticket, origin=new.origin[:140], defaults=fields)[0]
    return Cause.objects.create(ticket=ticket, **fields)


def reword(cause: Cause, *, words: str, settled_by: str, cost: str) -> None:
    """Other words for a cause and its check, and another cost."""
    cause.words, cause.settled_by, cause.cost = words[:300], settled_by[:300], cost
    cause.save(update_fields=["words", "settled_by", "cost"])


@transaction.atomic
def add_evidence(cause: Cause, seen: Seen, *, member: Member, now: datetime) -> CauseEvidence:
    """Something speaks for the cause or against it."""
    cause = Cause.objects.select_for_update().get(pk=cause.pk)
    row = CauseEvidence.objects.create(cause=cause, weigh=seen.weigh, words=seen.words[:500], entry=seen.entry,
                                       change=seen.change, member=member, at=now)
    _weigh_again(cause)
    return row


@transaction.atomic
def remove_evidence(evidence: CauseEvidence) -> None:
    """It does not belong there. A verdict that stood on it alone is open again."""
    cause = Cause.objects.select_for_update().get(pk=evidence.cause_id)
    evidence.delete()
    _weigh_again(cause)
    if cause.verdict != Verdict.OPEN and not _is_borne(cause, Verdict(cause.verdict)):
        _decide(cause, Verdict.OPEN, None, None)


@transaction.atomic
def settle(cause: Cause, verdict: Verdict, *, member: Member, now: datetime) -> Cause:
    """A member decides. `NeedsEvidence` where nothing speaks for what they decided."""
    cause = Cause.objects.select_for_update().get(pk=cause.pk)
    if not _is_borne(cause, verdict):
        raise NeedsEvidence
    _decide(cause, verdict, member, now)
    return cause


def credit(cause: Cause, contact: Contact | None) -> None:
    """Whose idea it was; None for ours."""
    cause.credited_to = contact
    cause.save(update_fields=["credited_to"])


def add_alternative(cause: Cause, words: str, *, worked: bool, member: Member, now: datetime) -> Alternative:
    """Another way was tried."""
    return Alternative.objects.create(cause=cause, words=words[:300], worked=worked, member=member, at=now)


def remove_alternative(alternative: Alternative) -> None:
    """It does not belong there."""
    alternative.delete()


def _is_borne(cause: Cause, verdict: Verdict) -> bool:
    speaking_for = [Weigh(one).speaks_for for one in cause.weights]
    if verdict is Verdict.CONFIRMED:
        return any(speaking_for)
    return verdict is Verdict.OPEN or not all(speaking_for)


def _weigh_again(cause: Cause) -> None:
    cause.weights = list(cause.evidence.order_by("pk").values_list("weigh", flat=True))
    cause.save(update_fields=["weights"])


def _decide(cause: Cause, verdict: Verdict, member: Member | None, now: datetime | None) -> None:
    cause.verdict, cause.decided_by, cause.decided_at = verdict.value, member, now
    cause.save(update_fields=["verdict", "decided_by", "decided_at"])
