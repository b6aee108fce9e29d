"""What a message promises is on record from the moment in which it is accepted for sending, in the same transaction.

Where the message does not go after all, its promises were never given. What was only hoped is no promise.
"""

from __future__ import annotations

from datetime import datetime

from entendu.flows.read_draft import DraftReading, reading_to_send
from entendu.parts.outbox.models import Submission
from entendu.parts.promises import actions
from entendu.parts.promises.actions import Given
from entendu.parts.staff.models import Member


def record(kept: Submission, owner: Member, reading: DraftReading, *, now: datetime) -> None:
    """The promises of an accepted message, read in its words: `owner` is to keep them."""
    given = [Given(kept.body[one.start : one.end], one.due) for one in reading.promises if not one.hedged]
    actions.record(kept.ticket, owner, kept.pk, given, now=now)


def record_released(kept: Submission, owner: Member, *, now: datetime) -> None:
    """The same of a message that a person sends after all: its "tomorrow" is read now, as its reader will."""
    record(kept, owner, reading_to_send(kept.ticket, owner, kept.body, now, kept.key), now=now)


def take_back(kept: Submission) -> None:
    """The message does not go: what it promised was never said."""
    actions.withdraw(kept.pk)
