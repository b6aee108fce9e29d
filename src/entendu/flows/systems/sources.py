"""A system of the company has something to say: to whom, on which ticket, what for, and whether it said so before.

What comes by the mail relay and by the interface for programs is made one thing here, and handed to the governor.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from entendu.core.governor.facts.read import read
from entendu.core.governor.hours import weekly
from entendu.core.governor.model import Intent
from entendu.core.mail.language import detect
from entendu.flows.submit import KeyReused
from entendu.flows.systems.hand_in import HandedIn, hand_in_all
from entendu.flows.systems.matters import Matters, as_name
from entendu.flows.systems.together import Gathering
from entendu.flows.writing.read_draft import errors_of_system
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source, SourceMessage, SourceTemplate
from entendu.parts.outbox.queries import sources as queries
from entendu.parts.people import actions as people
from entendu.parts.people.models import Channel, Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries as ticket_queries
from entendu.parts.tickets.models import Ticket

# A system that got no answer sends the same words again soon after (study of resubmissions, T1).
AGAIN_WITHIN = timedelta(minutes=10)
LONGEST_KEY = 200
DOUBTFUL = 80  # characters of what a bot wrote, in the sentence that asks about it


@dataclass(frozen=True, slots=True)
class Words:
    """One message as a source said it. `key` and `case` are its own names for the message and the matter.

    `answers` are Message-IDs of the letters that it answers; `template` the form letter that it was recognised as;
    `has_files` that files come with it.
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
    has_files: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What a source wants to tell a contact, and when it came."""

    source: Source
    contact: Contact
    words: Words
    at: datetime


@dataclass(frozen=True, slots=True)
class Handed:
    """The submission and what its source said with it; `fresh` is False when it was handed in before."""

    message: SourceMessage
    submission: Submission
    fresh: bool


def hand_over(source: Source, contact: Contact, words: Words, *, now: datetime) -> Handed:
    """Hands the message to the governor, once; said again, the row that stands comes back.

    `KeyReused` when the key stands for other words: then nothing was taken.
    """
    (handed,) = hand_over_all([Message(source, contact, words, now)])
    if isinstance(handed, KeyReused):
        raise handed
    return handed


def hand_over_all(messages: Sequence[Message]) -> list[Handed | KeyReused]:
    """As `hand_over`, for messages that came together: one transaction, and a refusal for whoever deserves it.

    The people are locked first, in one order; from there on nobody else changes what is known of them.
    """
    _read_ahead(messages)
    with transaction.atomic():
        return _hand_over_all(messages)


def _read_ahead(messages: Sequence[Message]) -> None:
    """Reads what can be read before anybody is locked: the reading is remembered until the words are judged.

    A person of whom many speak is locked by one process at a time, and nobody should wait there while words are read.
    Where the case or the zone is another by then, the words are read again.
    """
    cases = queries.cases_of((one.source, as_name(one.words.case), one.contact) for one in messages)
    for one in messages:
        ticket = cases.get((one.source.pk, as_name(one.words.case), one.contact.pk))
        if ticket is not None:
            zone = weekly((), one.contact.time_zone or ticket.mailbox.time_zone).zone
            subject = one.words.subject[:300]
            text = f"{subject}\n{one.words.body}" if subject else one.words.body
            read(text, one.at.astimezone(zone), str(ticket.pk))


def _hand_over_all(messages: Sequence[Message]) -> list[Handed | KeyReused]:
    contacts = people.lock_all({message.contact.pk for message in messages})
    marks = [fingerprint(message.contact, message.words) for message in messages]
    names = [(message.source.name, key) for message, key in zip(messages, _keys(messages, marks), strict=True)]
    said = queries.messages_under(names)
    first: dict[tuple[str, str], int] = {}
    for place, name in enumerate(names):
        if name not in said:
            first.setdefault(name, place)
    new = _take([(messages[place], name[1], marks[place]) for name, place in first.items()], contacts)
    fresh = dict(zip(first, new, strict=True))
    handed: list[Handed | KeyReused] = []
    for place, (name, mark) in enumerate(zip(names, marks, strict=True)):
        note = said.get(name) or fresh.get(name)
        if note is None or note.fingerprint != mark:
            handed.append(KeyReused(f"The key {name[1]!r} was used by {name[0]} for another message; that one stands "
                                    f"and nothing else was taken; use a new key for new words."))
        else:
            handed.append(Handed(note, note.submission, fresh=first.get(name) == place))
    return handed


def _take(new: Sequence[tuple[Message, str, str]], contacts: Mapping[int, Contact]) -> list[SourceMessage]:
    """Keeps and judges messages that were not handed in before, each with its key and fingerprint."""
    if not new:
        return []
    matters = Matters([message for message, _, _ in new])
    drafts, notes = [], []
    for message, key, _ in new:
        source, words = message.source, message.words
        intent, vital, claimed = _allowed(source, words)
        ticket = matters.ticket(message)
        if claimed:
            tickets.record_event(ticket, "demoted", member=None, now=message.at, source=source.name)
        drafts.append(HandedIn(
            source=source.name, key=key, ticket=ticket, intent=intent, body=words.body, subject=words.subject[:300],
            channel=words.channel, language=words.language or source.language or detect(words.body),
            author=source.name, facts=words.facts, vital=vital, due=words.due, expires=words.expires,
            not_before=words.not_before, in_reply_to=next(iter(words.answers), "")[:255], at=message.at,
            doubtful=_doubtful(message, ticket) if source.is_bot and not vital else "", has_files=words.has_files))
    kept = hand_in_all(drafts, now=max(message.at for message, _, _ in new), locked=contacts)
    for (message, _, mark), submission in zip(new, kept, strict=True):
        notes.append(SourceMessage(
            submission=submission, source=message.source, template=message.words.template, fingerprint=mark,
            claimed=_allowed(message.source, message.words)[2], received_at=message.at))
    sources.note_messages(notes)
    return notes


def _doubtful(message: Message, ticket: Ticket) -> str:
    """The gravest words that a bot wrote and its team would be asked about before sending; "" where there are none.

    What is vital is not held for its wording.
    """
    body = message.words.body
    found = errors_of_system(ticket, body, message.at)
    return body[found[0].start : found[0].end][:DOUBTFUL] if found else ""


def fingerprint(contact: Contact, words: Words) -> str:
    """A digest by which the same request is recognised: everything that the source said, but for its key."""
    said = [contact.pk, words.intent, words.body, words.subject, words.case, words.channel, words.language,
            dict(words.facts), words.vital,
            *(moment and moment.isoformat() for moment in (words.due, words.expires, words.not_before))]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _keys(messages: Sequence[Message], marks: Sequence[str]) -> list[str]:
    """The sources' own keys, shortened where too long; without one, the same words are one message for a while."""
    keyless = {(one.source.pk, mark) for one, mark in zip(messages, marks, strict=True) if not one.words.key}
    since = min((one.at for one in messages), default=None)
    lately = queries.same_lately(keyless, since - AGAIN_WITHIN) if keyless and since else {}
    keys = []
    for message, mark in zip(messages, marks, strict=True):
        key, name = message.words.key, (message.source.pk, mark)
        if not key:
            key, at = lately.get(name, ("", message.at))
            if not key or at <= message.at - AGAIN_WITHIN:
                key = f"{mark} {message.at.isoformat()}"
                lately[name] = key, message.at
        keys.append(key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest())
    return keys


def _allowed(source: Source, words: Words) -> tuple[Intent, bool, str]:
    """Intent and vitality as far as the source may claim them, and what it claimed in vain."""
    urgent = words.vital or words.intent is Intent.ALERT
    if not urgent or source.may_claim_urgency:
        return words.intent, words.vital, ""
    intent = Intent.UPDATE if words.intent is Intent.ALERT else words.intent
    return intent, False, Intent.ALERT.value


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


def count_use(source: Source, messages: int, *, now: datetime) -> bool:
    """Counts what the source hands in now; False, and nothing counted, when it may not."""
    return _counting.ask((source.pk, messages, now))


def hand_over_together(source: Source, contact: Contact, words: Words, *, now: datetime) -> Handed:
    """As `hand_over`, in one transaction with what others of this process hand over in this moment."""
    return _handing.ask(Message(source, contact, words, now))


_counting: Gathering[tuple[int, int, datetime], bool] = Gathering(sources.count_uses)
_handing: Gathering[Message, Handed] = Gathering(hand_over_all)
