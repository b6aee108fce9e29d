"""They want fewer updates of one case: what systems say of how it stands goes along with other news, or stands on the
case's page.

A person of ours read that in their words, or was told so; nothing changes by itself. Answers, questions, promises,
danger and what they have to reckon with go as ever (`core.governor.sparing`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from entendu.core.governor.deadline import wake
from entendu.core.governor.model import State
from entendu.flows import bell
from entendu.flows.judge import choices, judged, state_of, value_of
from entendu.flows.listening.guesses import RIGHT, WRONG, Guess
from entendu.flows.systems.hand_in import is_spared, span_of
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import entry_seen_by

# The check under which the wish is found in a letter.
CHECK = "fewer-updates"


def follow(member: Member, guess: Guess, *, now: datetime) -> None:
    """A member has said of a guess that it is right, or wrong: where it is this wish, the case follows."""
    entry = entry_seen_by(member, guess.entry) if guess.check == CHECK else None
    if entry is not None and guess.verdict in {RIGHT, WRONG}:
        _change(entry.ticket, guess.verdict == RIGHT, member, now)


@transaction.atomic
def spare(ticket: Ticket, member: Member, *, now: datetime) -> bool:
    """From now on; what waits is judged again. False where it was so already."""
    return _change(ticket, True, member, now)


@transaction.atomic
def spare_no_more(ticket: Ticket, member: Member, *, now: datetime) -> bool:
    """Updates go as they come again, also those that wait for other news. False where they do already."""
    return _change(ticket, False, member, now)


def _change(ticket: Ticket, spared: bool, member: Member, now: datetime) -> bool:
    contact = people.lock(ticket.contact_id)
    if not tickets.spare(ticket, spared, member=member, now=now):
        return False
    for kept in queries.waiting(contact):
        if kept.ticket_id == ticket.pk:
            _judge_again(kept, state_of(contact, kept.ticket.mailbox, now, without=kept.pk), now)
    transaction.on_commit(bell.ring)
    return True


def _judge_again(kept: Submission, state: State, now: datetime) -> None:
    """What waits has other company to wait for now, or none."""
    value = value_of(kept)
    spared = is_spared(value, kept.ticket, state)
    if spared == kept.spared:
        return
    outbox.spare(kept, spared)
    when, value = span_of(kept, state), replace(value, spared=spared)
    outbox.wait(kept, when.opens, when.closes, max(now, wake(value, when, choices())))
    outbox.decided(kept, judged(value, state, now, None), now=now)
