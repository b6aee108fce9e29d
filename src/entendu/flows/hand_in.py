"""A system wants to tell a ticket's contact something. It waits, and is judged with all else when its time has come.

Nothing of a system goes straight into the outbox: `release.py` makes one message of what is still news then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from entendu.core.governor.deadline import Span, span, wake
from entendu.core.governor.hours import weekly
from entendu.core.governor.model import Intent, State
from entendu.flows import bell
from entendu.flows.judge import choices, judged, state_of, value_of
from entendu.flows.submit import KeyReused
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Submission
from entendu.parts.people import actions as people
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


@transaction.atomic
def hand_in(message: HandedIn, *, now: datetime) -> Submission:
    """Keeps the message and what would become of it now; `KeyReused` when its key stands for other words."""
    contact = people.lock(message.ticket.contact_id)
    before = queries.submission(message.source, message.key)
    if before is not None:
        if (before.body, before.ticket_id) != (message.body, message.ticket.pk):
            raise KeyReused(f"The key {message.key!r} was used by {message.source} for another message; that one "
                            f"stands and nothing else was taken; use a new key for new words.")
        return before
    kept = outbox.keep(
        source=message.source, key=message.key, contact=contact, ticket=message.ticket, intent=message.intent.value,
        channel=message.channel, subject=message.subject, body=message.body, language=message.language,
        author=message.author, facts=dict(message.facts), vital=message.vital, due=message.due, expires=message.expires,
        not_before=message.not_before, in_reply_to=message.in_reply_to, status_before=message.ticket.status,
        submitted_at=now)
    state = state_of(contact, message.ticket.mailbox, now)
    when = span_of(kept, state)
    outbox.decided(kept, judged(value_of(kept), state, now, None), now=now)
    outbox.wait(kept, when.opens, when.closes, wake(value_of(kept), when, choices()))
    transaction.on_commit(bell.ring)
    return kept


def span_of(kept: Submission, state: State) -> Span:
    """From when and until when the submission may wait, by the person's hours and whether they are here."""
    desk = choices()
    value = value_of(kept)
    here = any(wrote.at <= value.submitted_at <= wrote.at + desk.presence for wrote in state.inbound)
    hours = weekly(state.recipient.hours, state.recipient.timezone)
    return span(value, hours, state.recipient.emergencies, here, desk)
