"""A system of the company has something to say: to whom, on which ticket, what for, and whether it said so before.

What comes by the mail relay and by the interface for programs is made one thing here, and handed to the governor.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from entendu.core.governor.model import Intent
from entendu.core.mail.language import detect
from entendu.flows.hand_in import HandedIn, hand_in
from entendu.flows.submit import KeyReused
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox import source_queries as queries
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.source_models import Source, SourceMessage, SourceTemplate
from entendu.parts.people import actions as people
from entendu.parts.people.models import Channel, Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries as ticket_queries
from entendu.parts.tickets.models import Ticket

# A system that got no answer sends the same words again soon after (study of resubmissions, T1).
AGAIN_WITHIN = timedelta(minutes=10)
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Words:
    """One message as a source said it. `key` and `case` are its own names for the message and the matter.

    `answers` are Message-IDs of the letters that it answers; `template` the form letter that it was recognised as.
    """

    intent: Intent
    body: str
    subject: str = ""
    key: str = ""
    case: str = ""
    channel: str = ""
    language: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    vital: bool = False
    due: datetime | None = None
    expires: datetime | None = None
    not_before: datetime | None = None
    answers: tuple[str, ...] = ()
    template: SourceTemplate | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """The submission and what its source said with it; `fresh` is False when it was handed in before."""

    message: SourceMessage
    submission: Submission
    fresh: bool


@transaction.atomic
def hand_over(source: Source, contact: Contact, words: Words, *, now: datetime) -> Handed:
    """Hands the message to the governor, once; said again, the row that stands comes back.

    `KeyReused` when the key stands for other words: then nothing was taken.
    """
    people.lock(contact.pk)
    mark = fingerprint(contact, words)
    key = _key(source, words, mark, now)
    before = outbox.submission(source.name, key)
    if before is not None:
        return Handed(_said_before(before, source, mark, key), before, fresh=False)
    intent, vital, claimed = _allowed(source, words)
    ticket = _ticket(source, contact, words, now)
    kept = hand_in(HandedIn(
        source=source.name, key=key, ticket=ticket, intent=intent, body=words.body, subject=words.subject[:300],
        channel=words.channel, language=words.language or source.language or detect(words.body), author=source.name,
        facts=words.facts, vital=vital, due=words.due, expires=words.expires, not_before=words.not_before,
        in_reply_to=next(iter(words.answers), "")[:255]), now=now)
    if claimed:
        tickets.record_event(ticket, "demoted", member=None, now=now, source=source.name)
    message = sources.note_message(kept, source=source, template=words.template, fingerprint=mark, claimed=claimed,
                                   received_at=now)
    return Handed(message, kept, fresh=True)


def fingerprint(contact: Contact, words: Words) -> str:
    """A digest by which the same request is recognised: everything that the source said, but for its key."""
    said = [contact.pk, words.intent, words.body, words.subject, words.case, words.channel, words.language,
            dict(words.facts), words.vital,
            *(moment and moment.isoformat() for moment in (words.due, words.expires, words.not_before))]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _key(source: Source, words: Words, mark: str, now: datetime) -> str:
    """The source's own key, shortened where it is too long; without one, the same words are one message for a while."""
    if words.key:
        if len(words.key) <= LONGEST_KEY:
            return words.key
        return hashlib.sha256(words.key.encode()).hexdigest()
    same = queries.same_lately(source, mark, now - AGAIN_WITHIN)
    return same.key if same is not None else f"{mark} {now.isoformat()}"


def _said_before(before: Submission, source: Source, mark: str, key: str) -> SourceMessage:
    said = queries.message_of(before)
    if said is None or said.fingerprint != mark:
        raise KeyReused(f"The key {key!r} was used by {source.name} for another message; that one stands and nothing "
                        f"else was taken; use a new key for new words.")
    return said


def _allowed(source: Source, words: Words) -> tuple[Intent, bool, str]:
    """Intent and vitality as far as the source may claim them, and what it claimed in vain."""
    urgent = words.vital or words.intent is Intent.ALERT
    if not urgent or source.may_claim_urgency:
        return words.intent, words.vital, ""
    intent = Intent.UPDATE if words.intent is Intent.ALERT else words.intent
    return intent, False, Intent.ALERT.value


def _ticket(source: Source, contact: Contact, words: Words, now: datetime) -> Ticket:
    """The ticket of the source's case; without a case the one that the message answers, else the one that is open.

    A new one waits for nobody: what a system says is no question to us.
    """
    case = words.case[:LONGEST_KEY]
    known = queries.ticket_of_case(source, case, contact)
    if case and known is not None:
        return known.ticket
    answered = _answered(source, contact, words) if not case else None
    if answered is not None:
        return answered
    if known is not None and known.ticket.status not in ticket_queries.OVER:
        return known.ticket
    ticket = tickets.open_ticket(source.mailbox, contact, subject=words.subject or source.name,
                                 channel=words.channel or "email", now=now)
    tickets.answer(ticket, closes=False, now=now)
    sources.set_case(source, case, contact, ticket)
    return ticket


def _answered(source: Source, contact: Contact, words: Words) -> Ticket | None:
    """The contact's own ticket in the source's mailbox whose letters this message answers."""
    for found in ticket_queries.entries_by_message_id(words.answers, contact):
        ticket = ticket_queries.ticket(found.ticket)
        if ticket is not None and (ticket.contact_id, ticket.mailbox_id) == (contact.pk, source.mailbox_id):
            return ticket
    return None


def recipient(source: Source, to: int | str, *, now: datetime) -> Contact | None:
    """Whom a source means by a contact's id, a mail address or a telephone number.

    Whoever has no contact yet becomes one. None for an id that the source's mailbox does not know, and for an address
    of ours.
    """
    if isinstance(to, int):
        return queries.contact_for(source, to)
    channel = Channel.EMAIL if "@" in to else Channel.SMS
    if channel == Channel.EMAIL and ticket_queries.is_ours(to):
        return None
    return people.meet(channel, to, name="", language="", now=now)
