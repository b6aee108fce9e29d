"""The only writers of promises.

Both verbs are called in the transaction in which the message itself is submitted or taken back, under its contact's
lock: a promise is on record exactly as long as the message that gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket

State = Promise.State


@dataclass(frozen=True, slots=True)
class Given:
    """One promise as it was read in a message: its words, and by when where they say so."""

    words: str
    due: datetime | None = None


def record(ticket: Ticket, owner: Member | None, submission: int, given: Sequence[Given], *, now: datetime) -> None:
    """The promises of one message, by the id of its submission. Recorded twice, they are there once; what was withdrawn
    with it before counts from now on, when it is said after all.
    """
    Promise.objects.filter(submission=submission, state=State.WITHDRAWN).delete()
    Promise.objects.bulk_create([
        Promise(ticket=ticket, contact_id=ticket.contact_id, owner=owner, submission=submission, place=place,
                words=one.words, due=one.due, made_at=now) for place, one in enumerate(given)], ignore_conflicts=True)


def withdraw(submission: int) -> int:
    """The message was taken back before it left: what it promised was never said. Returns how many there were."""
    return Promise.objects.filter(submission=submission, state=State.OPEN).update(state=State.WITHDRAWN)
