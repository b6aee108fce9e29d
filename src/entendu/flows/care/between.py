"""How it has been between us and somebody: feelings, words, promises kept and broken, what of ours failed them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from entendu.core.care.moments import Happened, Kind
from entendu.parts.care.queries import moments
from entendu.parts.diagnosis.models.defects import Defect, DefectTicket
from entendu.parts.promises import queries as promises
from entendu.parts.promises.models import Promise

State = Promise.State
LOOKED_BACK = timedelta(days=365)
# Of each sort the latest; more could not be told apart on a line.
MOST = 24


@dataclass(frozen=True, slots=True)
class OurWord:
    """What was promised and is over, how much of it was done in time, and the words of the last that was not."""

    given: int
    kept: int
    late: str


def happened(contacts: Iterable[int], mailboxes: Sequence[int], now: datetime) -> list[Happened]:
    """A year between us, oldest first; three queries however many contacts there are."""
    theirs, since = list(contacts), now - LOOKED_BACK
    found = [*moments.of_contacts(theirs, mailboxes, since), *_promises(theirs, mailboxes, since, now),
             *_failures(theirs, mailboxes, since)]
    return sorted(found, key=lambda one: one.at)


def our_word(contact: int, mailboxes: Sequence[int], now: datetime) -> OurWord:
    """How our word to this contact stands in the same year; one query."""
    return OurWord(*promises.our_word(contact, mailboxes, now - LOOKED_BACK, now))


def _promises(contacts: list[int], mailboxes: Sequence[int], since: datetime, now: datetime) -> list[Happened]:
    rows = (Promise.objects.filter(contact__in=contacts, mailbox__in=mailboxes, due__gte=since, due__lt=now,
                                   state__in=[State.KEPT, State.BROKEN, State.OPEN])
            .order_by("-due", "-id").values_list("state", "due", "settled_at", "words", "ticket_id")[:MOST])
    return [Happened(settled if state == State.KEPT and settled else due, _kind(state, due, settled), words, ticket)
            for state, due, settled, words, ticket in rows]


def _kind(state: str, due: datetime, settled: datetime | None) -> Kind:
    if state == State.KEPT:
        return Kind.KEPT if settled is None or settled <= due else Kind.LATE
    return Kind.BROKEN if state == State.BROKEN else Kind.LATE


def _failures(contacts: list[int], mailboxes: Sequence[int], since: datetime) -> list[Happened]:
    """What of ours failed them: incidents and defects that were seen, once each."""
    rows = (DefectTicket.objects.filter(ticket__contact__in=contacts, ticket__mailbox__in=mailboxes, refused=False,
                                        defect__state__in=[Defect.State.CONFIRMED, Defect.State.FIXED], at__gte=since)
            .order_by("-at").values_list("at", "defect__title", "ticket_id")[:MOST])
    return [Happened(at, Kind.INCIDENT, title, ticket) for at, title, ticket in rows]
