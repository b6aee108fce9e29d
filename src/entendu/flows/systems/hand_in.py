"""A system wants to tell a ticket's contact something. It waits, and is judged with all else when its time has come.

Nothing of a system goes straight into the outbox: `release.py` makes one message of what is still news then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from entendu.core.governor.deadline import Span, span, wake
from entendu.core.governor.decide import decide
from entendu.core.governor.facts.note import noted
from entendu.core.governor.hours import weekly
from entendu.core.governor.matter import Matter
from entendu.core.governor.model import Decision, Intent, Settings, State, Verdict, Waiting
from entendu.core.governor.model import Submission as Value
from entendu.core.governor.sparing import is_mere_update
from entendu.core.governor.told import reading_of, said
from entendu.flows import bell
from entendu.flows.care import style
from entendu.flows.judge import choices, reader, states_of, value_of
from entendu.flows.submit import KeyReused
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket

# What is put before a person while it waits: the ticket says so. Without their word it goes when its time has come.
DOUBTS = frozenset({"contradicts"})


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One message of a system. `source` and `key` make it one, however often it is handed in.

    `facts` are what a structured source says beside its words; `due` when the news was promised for; `expires` from
    when it is worthless; `vital` that it concerns danger, outage or today's visit; `at` when it was handed in, where
    that was not now; `doubtful` the words in it that a person must read before anybody gets it; `to` the one address,
    of `channel`, that it is about: it goes there by itself, or nowhere; `has_files` that files will be put to it.
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
    at: datetime | None = None
    doubtful: str = ""
    to: str = ""
    has_files: bool = False


def hand_in(message: HandedIn, *, now: datetime) -> Submission:
    """Keeps the message and what would become of it now; `KeyReused` when its key stands for other words."""
    return hand_in_all([message], now=now)[0]


@transaction.atomic
def hand_in_all(messages: Sequence[HandedIn], *, now: datetime,
                locked: Mapping[int, Contact] | None = None) -> list[Submission]:
    """As `hand_in`, for messages that came together: one commit for all of them, or, on `KeyReused`, for none.

    As many statements for all as for one: the people are locked in one order, then all that is known of them is read.
    `locked` are the people, by their id, where the caller holds them already (`people.lock_all`).
    """
    contacts = dict(locked or {})
    contacts |= people.lock_all({one.ticket.contact_id for one in messages} - contacts.keys())
    weekly = style.weekly_until(contacts, now)
    kept = queries.submissions({(message.source, message.key) for message in messages})
    fresh: list[tuple[HandedIn, Submission]] = []
    for message in messages:
        before = kept.get((message.source, message.key))
        if before is None:
            before = kept[message.source, message.key] = _record(
                message, contacts[message.ticket.contact_id], now, weekly.get(message.ticket.contact_id))
            fresh.append((message, before))
        elif (before.body, before.ticket_id) != (message.body, message.ticket.pk):
            raise KeyReused(f"The key {message.key!r} was used by {message.source} for another message; that one "
                            f"stands and nothing else was taken; use a new key for new words.")
    _keep_and_judge(fresh, now)
    transaction.on_commit(bell.ring)
    return [kept[message.source, message.key] for message in messages]


def _record(message: HandedIn, contact: Contact, now: datetime, weekly: datetime | None) -> Submission:
    """`weekly` is when the next summary of somebody leaves who wants single updates together once a week."""
    waits = message.intent is Intent.UPDATE and not message.vital and message.due is None and message.expires is None
    return Submission(
        source=message.source, key=message.key, contact=contact, ticket=message.ticket, intent=message.intent.value,
        channel=message.channel, subject=message.subject, body=message.body, language=message.language,
        author=message.author, facts=dict(message.facts), vital=message.vital, due=message.due, expires=message.expires,
        not_before=message.not_before or (weekly if waits else None), in_reply_to=message.in_reply_to,
        by=message.channel if message.to else "", to=message.to,
        status_before=message.ticket.status,
        submitted_at=message.at or now)


def _keep_and_judge(fresh: Sequence[tuple[HandedIn, Submission]], now: datetime) -> None:
    """What would become of each, one after the other in the order of time: the second knows that the first waits."""
    desk = choices()
    asked = {kept.contact_id: (kept.contact, message.ticket.mailbox) for message, kept in reversed(fresh)}
    states = states_of(asked.values(), now)
    values = [_read(message, kept, states[kept.contact_id], desk) for message, kept in fresh]
    for message, kept in fresh:
        if message.doubtful:
            kept.state, kept.due_at = Submission.State.ASKED, None
    outbox.keep_all([kept for _, kept in fresh])
    decisions = []
    for (message, kept), value in sorted(zip(fresh, values, strict=True), key=lambda one: one[1].submitted_at):
        named, state = replace(value, id=str(kept.pk)), states[kept.contact_id]
        if message.doubtful:
            decisions.append((kept, _ask(message, named, state, desk)))
            tickets.come_back(message.ticket, "asked", now=kept.submitted_at, words="")
            continue
        decisions.append((kept, decide(named, state, kept.submitted_at, desk)))
        waits = Waiting(named, kept.due_at or now)
        states[kept.contact_id] = replace(state, waiting=(*state.waiting, waits))
    outbox.decided_all(decisions)
    for kept, decision in decisions:
        reason = decision.reasons[0]
        if decision.verdict is Verdict.ASK and reason.code in DOUBTS:
            tickets.come_back(kept.ticket, reason.code, now=now, words=f"{reason.params['text']}, {kept.source}")


def _ask(message: HandedIn, value: Value, state: State, desk: Settings) -> Decision:
    """A person reads it before anybody gets it; by when that matters is written beside it."""
    at = value.submitted_at
    by = max(at, min(moment for moment in (at + desk.waits[value.intent], value.due, value.expires) if moment))
    reason = Matter(value, state, at, desk).reason("bot-words", at=by, source=value.source, text=message.doubtful)
    return Decision(Verdict.ASK, by, "", "", (reason,))


def _read(message: HandedIn, kept: Submission, state: State, desk: Settings) -> Value:
    """The value that is judged; the record learns what was read in its words, whether they are to be spared it, and
    when it may leave."""
    value = value_of(kept, has_files=message.has_files)
    reading = reading_of(value, state.recipient)
    kept.reading = noted(reading, reader(state.recipient))
    kept.spared = is_spared(replace(value, reading=reading), message.ticket, state)
    value = replace(value, reading=reading, spared=kept.spared)
    when = _span(value, state, desk)
    kept.opens_at, kept.closes_at, kept.due_at = when.opens, when.closes, wake(value, when, desk)
    return value


def is_spared(value: Value, ticket: Ticket, state: State) -> bool:
    """Whether a system's message on the ticket is what its contact is to be spared."""
    return ticket.spared_at is not None and is_mere_update(value, said(value, state.recipient, choices()))


def span_of(kept: Submission, state: State) -> Span:
    """From when and until when the submission may wait, by the person's hours and whether they are here."""
    return _span(value_of(kept, has_files=False), state, choices())


def _span(value: Value, state: State, desk: Settings) -> Span:
    here = any(wrote.at <= value.submitted_at <= wrote.at + desk.presence for wrote in state.inbound)
    hours = weekly(state.recipient.hours, state.recipient.timezone)
    return span(value, hours, state.recipient.emergencies, here, desk)
