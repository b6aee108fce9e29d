"""What a message promises is on record from the moment in which it is accepted for sending, in the same transaction.

Where the message does not go after all, its promises were never given. What was only hoped is no promise. What bots and
systems promise is on record once it has arrived: until then it may be made anew in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from entendu.core.governor.model import Intent
from entendu.core.mail.language import detect
from entendu.core.wording import promise
from entendu.core.wording.findings import Context
from entendu.core.wording.prose import prose
from entendu.flows.writing.read_draft import DraftReading, reading_to_send, work_of
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.promises import actions
from entendu.parts.promises.actions import Given
from entendu.parts.staff.models import Member

# What a system writes for this one person; a form letter that says "we will be in touch" binds nobody.
PERSONAL = (Intent.ANSWER, Intent.QUESTION, Intent.PROMISE)


def record(kept: Submission, owner: Member, reading: DraftReading, given: Sequence[Given] = (), *,
           now: datetime) -> None:
    """The promises of an accepted message: those that its form names, and what is read in its words for other moments.
    `owner` is to keep them.
    """
    named = {one.due for one in given} | {one.opens for one in given}
    read = [Given(kept.body[one.start : one.end], one.due) for one in reading.promises if not one.hedged]
    if given:
        words = [" ".join(one.words.split()).rstrip(".!") for one in given]
        read = [one for one in read if one.due is not None and one.due not in named
                and not any(said in " ".join(one.words.split()) for said in words)]
    actions.record(kept.ticket, owner, kept.pk, [*given, *read], now=now)


def record_released(kept: Submission, owner: Member, *, now: datetime) -> None:
    """The same of a message that a person sends after all: its "tomorrow" is read now, as its reader will."""
    record(kept, owner, reading_to_send(kept.ticket, owner, kept.body, now, kept.key), now=now)


def record_of_systems(delivery: Delivery, *, now: datetime) -> None:
    """What a message of bots and systems that has arrived promises for a moment to come.

    Whoever has the ticket is to keep it. Its "tomorrow" is the day after it was written.
    """
    said = delivery.submissions.filter(state=Submission.State.DELIVERED, intent__in=PERSONAL)
    for kept in said.select_related("ticket__mailbox", "contact"):
        language = detect(kept.body) or kept.language or kept.contact.language or kept.ticket.mailbox.language
        context = Context(now=kept.submitted_at, work=work_of(kept.ticket.mailbox, kept.contact.time_zone))
        found = promise.findings(prose(kept.body), language, context)
        given = [Given(kept.body[one.start : one.end], one.due) for one in found
                 if not one.hedged and one.due is not None and one.due > now]
        actions.record(kept.ticket, kept.ticket.assignee, kept.pk, given, now=now)


def take_back(kept: Submission) -> None:
    """The message does not go: what it promised was never said."""
    actions.withdraw(kept.pk)
