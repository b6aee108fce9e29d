"""A system wants to tell a ticket's contact something. It waits, and is judged with all else when its time has come.

Nothing of a system goes straight into the outbox: `release.py` makes one message of what is still news then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from entendu.core.governor.deadline import Span, span, wake
from entendu.core.governor.hours import weekly
from entendu.core.governor.model import Intent, State, Waiting
from entendu.flows import bell
from entendu.flows.judge import choices, inbound_of, judged, state_of, value_of
from entendu.flows.submit import KeyReused
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One message of a system. `source` and `key` make it one, however often it is handed in.

    `facts` are what a structured source says beside its words; `due` when the news was promised for; `expires` from
    when it is worthless; `vital` that it concerns danger, outage or today's visit.
    """

    source: str
    key: str
    ticket: Ticket
    intent: Intent
    body: str
    subject: str = ""
    channel: str = ""
    language: str = ""
    author: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    vital: bool = False
    due: datetime | None = None
    expires: datetime | None = None
    not_before: datetime | None = None
    in_reply_to: str = ""


def hand_in(message: HandedIn, *, now: datetime) -> Submission:
    """Keeps the message and what would become of it now; `KeyReused` when its key stands for other words."""
    return hand_in_all([message], now=now)[0]


@transaction.atomic
def hand_in_all(messages: Sequence[HandedIn], *, now: datetime) -> list[Submission]:
    """As `hand_in`, for messages that came together: one commit for all of them, or, on `KeyReused`, for none."""
    contacts = people.lock_all({message.ticket.contact_id for message in messages})
    known = queries.submissions({(message.source, message.key) for message in messages})
    inbound = inbound_of(contacts.values(), now)
    states: dict[int, State] = {}
    kept, fresh = [], []
    for message in messages:
        contact = contacts[message.ticket.contact_id]
        before = known.get((message.source, message.key))
        if before is None:
            if contact.pk not in states:
                states[contact.pk] = state_of(contact, message.ticket.mailbox, now, inbound=inbound[contact.pk])
            before = known[message.source, message.key] = _new(message, contact, states[contact.pk], now)
            fresh.append(before)
        elif (before.body, before.ticket_id) != (message.body, message.ticket.pk):
            raise KeyReused(f"The key {message.key!r} was used by {message.source} for another message; that one "
                            f"stands and nothing else was taken; use a new key for new words.")
        kept.append(before)
    outbox.keep_all(fresh)
    _judge_all(fresh, states, now)
    transaction.on_commit(bell.ring)
    return kept


def _new(message: HandedIn, contact: Contact, state: State, now: datetime) -> Submission:
    """The record of it, with the times between which it may leave."""
    kept = Submission(
        source=message.source, key=message.key, contact=contact, ticket=message.ticket, intent=message.intent.value,
        channel=message.channel, subject=message.subject, body=message.body, language=message.language,
        author=message.author, facts=dict(message.facts), vital=message.vital, due=message.due, expires=message.expires,
        not_before=message.not_before, in_reply_to=message.in_reply_to, status_before=message.ticket.status,
        submitted_at=now)
    when, value = span_of(kept, state), value_of(kept, has_files=False)
    kept.opens_at, kept.closes_at, kept.due_at = when.opens, when.closes, wake(value, when, choices())
    return kept


def _judge_all(fresh: Sequence[Submission], states: dict[int, State], now: datetime) -> None:
    """What would become of each now, one after the other: the second knows that the first waits."""
    decisions = []
    for kept in fresh:
        state, value = states[kept.contact_id], value_of(kept, has_files=False)
        decisions.append((kept, judged(value, state, now, None)))
        waits = Waiting(value, kept.due_at or now)
        states[kept.contact_id] = replace(state, waiting=(*state.waiting, waits))
    outbox.decided_all(decisions, now=now)


def span_of(kept: Submission, state: State) -> Span:
    """From when and until when the submission may wait, by the person's hours and whether they are here."""
    desk = choices()
    value = value_of(kept, has_files=False)
    here = any(wrote.at <= value.submitted_at <= wrote.at + desk.presence for wrote in state.inbound)
    hours = weekly(state.recipient.hours, state.recipient.timezone)
    return span(value, hours, state.recipient.emergencies, here, desk)
