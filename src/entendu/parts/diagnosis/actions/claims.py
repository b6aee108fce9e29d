"""The only writers of what was said and found of a case, of its evidence and of its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from django.db import transaction

from entendu.core.governor.facts.fold import fold
from entendu.parts.diagnosis.models.claims import Evidence, Fact, FactEvent
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Attachment, Entry, Ticket

Act, Kind, State = FactEvent.Act, Fact.Kind, Fact.State
WIDEST = 500
_ACTS = {State.CLAIMED: Act.REOPENED, State.CONFIRMED: Act.CONFIRMED, State.REFUTED: Act.REFUTED,
         State.WITHDRAWN: Act.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing as it was said: its kind, its words, and where it was read."""

    kind: str
    words: str
    start: int = 0
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence: its kind, and the words, message, file or change that it is. `against` speaks against."""

    kind: str
    words: str = ""
    entry: Entry | None = None
    file: Attachment | None = None
    change: int | None = None
    against: bool = False


def key_of(kind: str, words: str) -> str:
    """What makes two sayings one: the same letters and digits, however they are written, and claims of any kind."""
    said = "".join(letter for letter in fold(words) if letter.isalnum())
    what = "claim" if kind in {Kind.CLAIM, Kind.FINDING} else kind
    return blake2b(f"{what}:{said}".encode(), digest_size=16).hexdigest()


@transaction.atomic
def note(ticket: Ticket, said: Sequence[Said], *, entry: Entry, now: datetime) -> list[Fact]:
    """What was read in an entry. What stands there already stays as it is; returns what is new."""
    rows = {key_of(one.kind, one.words): one for one in said if one.words.strip()}
    known = set(Fact.objects.filter(ticket=ticket, key__in=rows).values_list("key", flat=True))
    fresh = [Fact(ticket=ticket, kind=one.kind, words=one.words[:WIDEST], key=key, entry=entry, start=one.start,
                  file=one.file, created_at=now, changed_at=now) for key, one in rows.items() if key not in known]
    if not fresh:
        return []
    made = Fact.objects.bulk_create(fresh)
    FactEvent.objects.bulk_create([FactEvent(fact=one, act=Act.CLAIMED, at=now) for one in made])
    return made


@transaction.atomic
def add(ticket: Ticket, member: Member, said: Said, *, entry: Entry | None = None, now: datetime) -> Fact:
    """A member writes it down: a claim of theirs, or what we found. What stood there before, or had been taken out,
    stands there again as it was."""
    key = key_of(said.kind, said.words)
    known = Fact.objects.filter(ticket=ticket, key=key).first()
    if known is not None:
        if known.state == State.WITHDRAWN:
            set_state(known, State.CLAIMED, member, now=now)
        return known
    fact = Fact.objects.create(ticket=ticket, kind=said.kind, words=said.words[:WIDEST], key=key, entry=entry,
                               start=said.start, member=member, created_at=now, changed_at=now)
    FactEvent.objects.create(fact=fact, act=Act.CLAIMED, member=member, at=now)
    return fact


@transaction.atomic
def set_state(fact: Fact, state: str, member: Member, *, now: datetime) -> None:
    """It is so, it is not, it is open again, or it does not belong here."""
    if fact.state == state:
        return
    fact.state, fact.changed_at = state, now
    fact.save(update_fields=["state", "changed_at"])
    FactEvent.objects.create(fact=fact, act=_ACTS[State(state)], member=member, at=now)


@transaction.atomic
def edit(fact: Fact, words: str, member: Member, *, now: datetime) -> bool:
    """The same in other words; False where the case says just that already, and nothing was changed."""
    key = key_of(fact.kind, words)
    if Fact.objects.filter(ticket=fact.ticket_id, key=key).exclude(pk=fact.pk).exists():
        return False
    was, fact.words, fact.key, fact.changed_at = fact.words, words[:WIDEST], key, now
    if was != fact.words:
        fact.save(update_fields=["words", "key", "changed_at"])
        FactEvent.objects.create(fact=fact, act=Act.EDITED, was=was, member=member, at=now)
    return True


@transaction.atomic
def show(fact: Fact, shown: Iterable[Shown], member: Member, *, now: datetime) -> list[Evidence]:
    """What speaks for it, or against."""
    made = Evidence.objects.bulk_create([
        Evidence(fact=fact, kind=one.kind, words=one.words[:WIDEST], entry=one.entry, file=one.file, change=one.change,
                 against=one.against, member=member, at=now) for one in shown])
    fact.changed_at = now
    fact.save(update_fields=["changed_at"])
    return made


@transaction.atomic
def drop_evidence(evidence: Evidence, *, now: datetime) -> None:
    """It was no evidence after all."""
    fact = evidence.fact
    evidence.delete()
    fact.changed_at = now
    fact.save(update_fields=["changed_at"])
