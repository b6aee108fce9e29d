"""The time of something that waits has come: everything for that person that still is news leaves as one message.

What the message says as well, or replaces, is carried by it and absorbed only when it has arrived. Should it fail,
all of it waits again and is judged anew: nothing is lost with its carrier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from entendu.core.governor.model import Decision, Reason, Verdict
from entendu.core.governor.release import Delivery as Message
from entendu.core.governor.release import Settled, release
from entendu.core.tickets import tokens
from entendu.flows.judge import choices, state_of
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.tickets import actions as tickets

Clock = Callable[[], datetime]


def release_due(clock: Clock, *, limit: int = 100) -> int:
    """Judges what is due, one person at a time; returns how many people were looked at."""
    contacts = queries.contacts_to_judge(clock(), limit)
    for contact_id in contacts:
        release_for(contact_id, clock())
    return len(contacts)


@transaction.atomic
def release_for(contact_id: int, now: datetime) -> Delivery | None:
    """Judges all that waits for one person, under their lock; the delivery that was made of it, if any."""
    contact = people.lock(contact_id)
    waiting = {str(kept.pk): kept for kept in queries.waiting(contact)}
    if not any(kept.due_at and kept.due_at <= now for kept in waiting.values()):
        return None
    mailbox = next(iter(waiting.values())).ticket.mailbox
    result = release(state_of(contact, mailbox, now), now, choices())
    delivery = None
    parts = [waiting[part] for part in result.delivery.parts if part in waiting] if result.delivery else []
    if result.delivery is not None and parts:
        delivery = _put(result.delivery, parts, now)
    for settled in result.settled:
        if settled.id in waiting:
            _settle(waiting[settled.id], settled, delivery, {str(part.pk) for part in parts}, now)
    return delivery


def _put(message: Message, parts: list[Submission], now: datetime) -> Delivery | None:
    """The delivery of these submissions and its entry; when no way is left, a person is asked instead."""
    verdict = Verdict.SEND if message.address else Verdict.ASK
    for part in parts:
        outbox.decided(part, Decision(verdict, now, message.channel, message.address, message.reasons), now=now)
    lead = parts[0]
    ticket = lead.ticket
    if verdict is Verdict.ASK:
        for part in parts:
            outbox.settle(part, Submission.State.ASKED)
        tickets.come_back(ticket, "asked", now=now, words="")
        return None
    unique = hashlib.sha256("\0".join([*(str(part.pk) for part in parts), now.isoformat()]).encode()).hexdigest()[:20]
    message_id = tokens.message_id(ticket.number, unique, ticket.mailbox.address.rpartition("@")[2],
                                   settings.ENTENDU_SECRETS_KEY.encode())
    entry = tickets.record_ours(ticket, None, tickets.Said(
        text=message.body, channel=message.channel, language=lead.language, subject=message.subject,
        message_id=message_id, author=lead.author or lead.source), now=now)
    outbox.speak_for(lead, entry)
    return outbox.put(parts, contact=lead.contact, ticket=ticket, entry=entry, channel=message.channel,
                      address=message.address, message_id=message_id, subject=message.subject, body=message.body,
                      automatic=True, due_at=now, created_at=now)


def _settle(kept: Submission, settled: Settled, delivery: Delivery | None, parts: set[str], now: datetime) -> None:
    """The end of a submission that is not sent: carried when what says it instead is only now on its way."""
    reasons: tuple[Reason, ...] = (settled.reason,)
    outbox.decided(kept, Decision(Verdict.DROP, now, "", "", reasons, settled.because), now=now)
    if delivery is not None and parts & set(settled.because):
        outbox.carry(kept, delivery)
    else:
        outbox.settle(kept, Submission.State.DROPPED)
