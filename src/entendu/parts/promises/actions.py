"""The only writers of promises and rhythms.

What belongs to a message is called in the transaction in which the message itself is submitted or taken back, under its
contact's lock: a promise is on record exactly as long as the message that gives it. Every change of state is a
conditional update: of two that happen at once, one counts, and no promise is ever deleted but one that was never given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from entendu.parts.promises.models import Promise, Rhythm
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

State, Kind = Promise.State, Promise.Kind


@dataclass(frozen=True, slots=True)
class Given:
    """One promise: its words, by when where they say so, from when where it is a window; `step` is the id of the
    planned step that it makes a promise of."""

    words: str
    due: datetime | None = None
    kind: str = Kind.WORD
    opens: datetime | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """When the contact hears that a promise moves, as far as one knows: by the message with this id, or, without one,
    by voice; `why` in words."""

    at: datetime
    by: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """How often there is news, in working days (0 for one date only), and whether it is sent by rule; `doing` says what
    we do meanwhile, in the customer's language."""

    every: int = 0
    by_rule: bool = False
    doing: str = ""


def record(ticket: Ticket, owner: Member | None, submission: int, given: Sequence[Given], *, now: datetime) -> None:
    """The promises of one message, by the id of its submission. Recorded twice, they are there once; what was withdrawn
    with it before counts from now on, when it is said after all.
    """
    Promise.objects.filter(submission=submission, state=State.WITHDRAWN).delete()
    for place, one in enumerate(given):
        if one.step is not None:
            Promise.objects.filter(pk=one.step, ticket=ticket, state=State.PLANNED).update(
                state=State.OPEN, submission=submission, place=place, made_at=now)
    Promise.objects.bulk_create([
        Promise(ticket=ticket, mailbox_id=ticket.mailbox_id, contact_id=ticket.contact_id, owner=owner,
                submission=submission, place=place, words=one.words, due=one.due, kind=one.kind, opens=one.opens,
                made_at=now)
        for place, one in enumerate(given) if one.step is None], ignore_conflicts=True)


@transaction.atomic
def withdraw(submission: int) -> int:
    """The message was taken back before it left: what it promised was never said, what it kept, moved or owned up to
    stands as before. Returns how many promises it had given.
    """
    given = Promise.objects.filter(submission=submission, state=State.OPEN)
    given.filter(kind=Kind.STEP, moved_from=None).order_by().update(state=State.PLANNED, submission=None)
    Promise.objects.filter(Q(told_by=submission) | Q(kept_by=submission),
                           state__in=[State.MOVED, State.BROKEN, State.KEPT]).update(**_UNSETTLED)
    return given.update(state=State.WITHDRAWN)


_UNSETTLED: dict[str, Any] = {"state": State.OPEN, "told_by": None, "told_at": None, "kept_by": None, "why": "",
                              "settled_at": None, "settled_by": None, "moved_to": None}


def keep(promise: Promise, member: Member | None, at: datetime, *, kept_by: int | None = None, why: str = "") -> bool:
    """Done at `at`: by the message `kept_by`, or by an act, `why` in words. False where it is not owed any more."""
    return _change(promise, State.OPEN, state=State.KEPT, settled_at=at, settled_by=member, kept_by=kept_by,
                   why=why[:300])


def owe_again(promise: Promise) -> bool:
    """It was not kept after all. False where it was not kept."""
    return _change(promise, State.KEPT, **_UNSETTLED)


def disown(promise: Promise, member: Member, why: str, *, now: datetime) -> bool:
    """The words were read wrongly: they promise nothing. False where it is not owed any more."""
    return _change(promise, State.OPEN, state=State.WITHDRAWN, settled_at=now, settled_by=member, why=why[:300])


def give_to(promise: Promise, owner: Member) -> bool:
    """Somebody else is to keep it from now on."""
    return _change(promise, State.OPEN, owner=owner)


@transaction.atomic
def move(promise: Promise, to: Promise, telling: Telling, member: Member, *, now: datetime) -> bool:
    """`to` takes the place of `promise`, and the contact is told. Broken instead of moved where they hear it when its
    moment is over. False where it is not owed any more.
    """
    late = promise.due is not None and promise.due <= telling.at
    return _change(promise, State.OPEN, state=State.BROKEN if late else State.MOVED, settled_at=now,
                   settled_by=member, told_by=telling.by, told_at=None if telling.by else telling.at,
                   why=telling.why[:300], moved_to=to)


def reword(promise: Promise, words: str) -> None:
    """What is promised in words that name its date."""
    promise.words = words
    promise.save(update_fields=["words"])


def promise_by_voice(promise: Promise, due: datetime, owner: Member, words: str, *, now: datetime) -> Promise:
    """What was promised anew on the phone, in the place of `promise`."""
    return Promise.objects.create(ticket=promise.ticket, mailbox_id=promise.mailbox_id, contact_id=promise.contact_id,
                                  owner=owner, kind=promise.kind, words=words, due=due, made_at=now)


def broken(promise: Promise, told_by: int | None, *, now: datetime) -> bool:
    """A window was missed; the message `told_by` says so. False where it was kept meanwhile."""
    return _change(promise, State.OPEN, state=State.BROKEN, settled_at=now, told_by=told_by)


def told(promise: Promise, at: datetime) -> None:
    """The message that says so has arrived."""
    Promise.objects.filter(pk=promise.pk, told_by=promise.told_by).update(told_at=at)


def not_told_in_time(promise: Promise) -> bool:
    """It was to be moved, and its moment came before they knew: it is broken. False where it is moved no more."""
    return _change(promise, State.MOVED, state=State.BROKEN)


def announced(promise: Promise, submission: int) -> bool:
    """Its one heads-up is this message. False where it has one, or is not owed any more."""
    return bool(Promise.objects.filter(pk=promise.pk, state=State.OPEN, heads_up=None).update(heads_up=submission))


def plan(ticket: Ticket, owner: Member, words: str, due: datetime, *, now: datetime) -> Promise:
    """A step of a plan, which nobody outside knows of yet."""
    return Promise.objects.create(ticket=ticket, mailbox_id=ticket.mailbox_id, contact_id=ticket.contact_id,
                                  owner=owner, kind=Kind.STEP, words=words, due=due, made_at=now, state=State.PLANNED)


def plan_otherwise(step: Promise, words: str, due: datetime) -> bool:
    """The step in other words or for another day. False where they know of it: then it moves."""
    return _change(step, State.PLANNED, words=words, due=due)


def unplan(step: Promise) -> bool:
    """The step is left out; nobody outside knew of it."""
    return _change(step, State.PLANNED, state=State.WITHDRAWN)


@transaction.atomic
def agree(ticket: Ticket, member: Member, agreed: Agreed, *, now: datetime) -> Rhythm:
    """News in this rhythm from now on, in the place of an earlier one."""
    rhythm, _made = Rhythm.objects.update_or_create(ticket=ticket, defaults={
        "every": agreed.every, "by_rule": agreed.by_rule, "doing": agreed.doing[:300], "member": member,
        "agreed_at": now, "ended_at": None, "ready_for": None, "text": "", "next_due": None})
    return rhythm


def owe_news(ticket: Ticket, owner: Member | None, due: datetime, words: str, *, now: datetime) -> Promise:
    """The next news of a rhythm is due then."""
    return Promise.objects.create(ticket=ticket, mailbox_id=ticket.mailbox_id, contact_id=ticket.contact_id,
                                  owner=owner, kind=Kind.NEWS, words=words, due=due, made_at=now)


def end_rhythm(rhythm: Rhythm, *, now: datetime) -> None:
    """No more news by a rhythm; what is owed stays owed."""
    Rhythm.objects.filter(pk=rhythm.pk).update(ended_at=now, ready_for=None, text="", next_due=None)


def ready(rhythm: Rhythm, promise: Promise, text: str, next_due: datetime | None) -> None:
    """Something to send stands ready for this promise of news."""
    Rhythm.objects.filter(pk=rhythm.pk).update(ready_for=promise, text=text, next_due=next_due)


def _change(promise: Promise, only_from: State, **fields: Any) -> bool:
    """Sets the fields where the promise is still in that state, on the row and on the value; False otherwise."""
    if not Promise.objects.filter(pk=promise.pk, state=only_from).update(**fields):
        return False
    for name, value in fields.items():
        setattr(promise, name, value)
    return True
