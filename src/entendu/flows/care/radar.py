"""The radar: whom of their customers a member had better call, why, at which number and hours, with a brief.

What was felt and said stands in the part of care; late promises, long waits and open cases are asked of theirs. A call
wipes the slate: only what happened since counts. "Not now" puts one off until a day, or until something new happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest

from entendu.core.care.moments import Kind
from entendu.core.care.radar import (
    LONG_SILENT,
    LOOKED_BACK,
    Reason,
    pressing,
    reasons,
    troubles,
)
from entendu.flows.care import moments
from entendu.parts.care.actions import calls as actions
from entendu.parts.care.queries import radar as queries
from entendu.parts.people.models import Contact
from entendu.parts.promises import queries as promises
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket

SHOWN = 7
# Of so many is asked how long they wait and how much is open; a page of a few needs no more.
LOOKED_AT = 200
PUT_OFF_FOR = timedelta(days=3)


@dataclass(slots=True)
class _Known:
    """What was gathered of one contact so far (`core.care.radar.Known`)."""

    times: dict[Kind, int] = field(default_factory=dict)
    last: dict[Kind, datetime] = field(default_factory=dict)
    late: int = 0
    late_since: datetime | None = None
    broken: int = 0
    waiting_since: datetime | None = None
    open_cases: int = 0

    def heard(self, kind: Kind, at: datetime) -> None:
        """Once more, and later than what was known."""
        self.times[kind], self.last[kind] = self.times.get(kind, 0) + 1, at


@dataclass(frozen=True, slots=True)
class Proposed:
    """A call that is proposed, and why, the weightiest reason first."""

    contact: Contact
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Radar:
    """The calls that matter most, and how many more there are."""

    calls: tuple[Proposed, ...]
    more: int


def radar(member: Member, now: datetime, *, shown: int = SHOWN) -> Radar:
    """Whom the member had better call; nine queries however many customers there are."""
    ranked = _ranked(_boxes(member), now)
    few = dict(ranked[:shown])
    for contact, at in promises.late_since(few, _boxes(member), now).items():
        few[contact].late_since = at
    found = Contact.objects.filter(pk__in=few).select_related("organisation")
    by_id = {who.pk: who for who in found.prefetch_related("addresses")}
    calls = tuple(Proposed(by_id[pk], reasons(one, now)) for pk, one in few.items() if pk in by_id)
    return Radar(calls, max(len(ranked) - shown, 0))


def reasons_for(contact: Contact, member: Member, now: datetime) -> tuple[Reason, ...]:
    """Why this contact had better be called; () where they need not be."""
    return next((reasons(one, now) for _, one in _ranked(_boxes(member), now, contact)), ())


def put_off(contact: Contact, member: Member, why: str, *, now: datetime) -> None:
    """Not now, and why; they come back on the radar in some days, or when something new happens."""
    actions.put_off(contact, member, why, now + PUT_OFF_FOR, now=now)


def note_call(ticket: Ticket, *, now: datetime) -> None:
    """We talked: what was before it counts no more."""
    moments.keep(ticket, Kind.CALL, "", now=now)


def _boxes(member: Member) -> Sequence[int]:
    return tickets.mailbox_ids(member)


def _ranked(boxes: Sequence[int], now: datetime, only: Contact | None = None) -> list[tuple[int, _Known]]:
    """The contacts for whom a call is proposed, the most pressing first, with what is known of each."""
    known = _felt(boxes, now) if only is None else _felt_by(only, boxes, now)
    _promises(known, boxes, now, only)
    _cases(known, boxes, now, only)
    pressed = {contact: presses for contact, one in known.items() if (presses := pressing(one, now))}
    put_off_at = queries.put_off(now, only.pk if only else None) if pressed else {}
    found = [(-presses, known[contact].waiting_since or now, contact) for contact, presses in pressed.items()
             if not _is_put_off(known[contact], put_off_at.get(contact))]
    return [(contact, known[contact]) for _, _, contact in sorted(found)]


def _is_put_off(one: _Known, at: datetime | None) -> bool:
    return at is not None and not any(last > at for last in one.last.values())


def _felt(boxes: Sequence[int], now: datetime) -> defaultdict[int, _Known]:
    """What was felt and said lately, since the last call where there was one; two queries."""
    since, known, called = now - LOOKED_BACK, defaultdict[int, _Known](_Known), dict[int, datetime]()
    found = queries.counted(boxes, since)
    for contact, kind, _times, last in found:
        if kind is Kind.CALL:
            called[contact] = last
    for contact, kind, times, last in found:
        if contact not in called:
            one = known[contact]
            one.times[kind], one.last[kind] = times, last
    for contact, kind, at in queries.after(called, since):
        if at > called[contact]:
            known[contact].heard(kind, at)
    return known


def _felt_by(contact: Contact, boxes: Sequence[int], now: datetime) -> defaultdict[int, _Known]:
    """The same of one contact; one query."""
    known = defaultdict[int, _Known](_Known)
    for kind, at, mailbox in queries.of_contact(contact.pk, now - LOOKED_BACK):
        if kind is Kind.CALL:
            known.clear()
        elif mailbox in boxes:
            known[contact.pk].heard(kind, at)
    return known


def _promises(known: defaultdict[int, _Known], boxes: Sequence[int], now: datetime, only: Contact | None) -> None:
    """Late and broken promises by contact; one query."""
    for contact, many, since, gone in promises.gone_by(boxes, now - LOOKED_BACK, now, only.pk if only else None):
        one = known[contact]
        one.late, one.late_since, one.broken = one.late or many, one.late_since or since, one.broken or gone


def _cases(known: defaultdict[int, _Known], boxes: Sequence[int], now: datetime, only: Contact | None) -> None:
    """Open cases and the longest wait, of those contacts with whom most else is the matter and of those who wait long;
    two queries, or one of a contact alone."""
    if only is not None:
        looked_at = {only.pk}
    else:
        grave = {contact: troubles(one.times, one.late, one.broken) for contact, one in known.items()}
        troubled = nlargest(LOOKED_AT, (contact for contact, much in grave.items() if much), key=grave.__getitem__)
        looked_at = {*troubled, *tickets.waiting_since_before(boxes, now - LONG_SILENT)}
    for contact, many, since in tickets.open_by_contact(boxes, looked_at):
        known[contact].open_cases, known[contact].waiting_since = many, since
