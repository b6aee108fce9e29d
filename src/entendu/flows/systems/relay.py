"""A system's mail for a contact comes by the relay: stored as it is, answered then, judged afterwards (RFC 1047).

`take` keeps the bytes; when it returns, the system may be told so. `read_waiting` makes of each letter one submission
for each of its recipients, once however often the letter was handed in.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import transaction

from entendu.core.governor.intents import form_of, guess
from entendu.core.governor.model import Intent
from entendu.core.mail import mime
from entendu.core.mail.fields import Fields
from entendu.core.mail.letter import Letter
from entendu.core.mail.read import read
from entendu.core.mail.trace import parse_date
from entendu.flows import bell
from entendu.flows.submit import KeyReused
from entendu.flows.systems.sources import Handed, Message, Words, hand_over_all
from entendu.flows.systems.together import Gathering
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox import queries as letters
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.actions.sources import Seen
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source, SourceTemplate
from entendu.parts.outbox.queries import sources as queries
from entendu.parts.people import actions as people
from entendu.parts.people.models import Channel, Contact
from entendu.parts.tickets import actions as tickets

logger = logging.getLogger(__name__)
State = RawLetter.State

# A letter at which the reader died so often is not read again; a ticket shows it as it came.
TRIES = 3
_HEADER_END = re.compile(rb"\r?\n\r?\n")


class TooMany(Exception):
    """The source has handed in as much as it may within a minute, or is switched off; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter as the relay got it."""

    raw: bytes
    source: Source
    envelope: Envelope
    at: datetime


def take(raw: bytes, source: Source, envelope: Envelope, *, now: datetime) -> RawLetter:
    """Stores a letter as it came and counts it. Once this returns, it survives a power cut and will be handed in.

    Letters that come at the same moment are stored in one transaction; `TooMany` is for the one it is raised to.
    """
    return _taking.ask(Taken(raw, source, envelope, now))


@transaction.atomic
def take_all(letters: Sequence[Taken]) -> list[RawLetter | TooMany]:
    """As `take`, for letters that came together."""
    uses = [(one.source.pk, len(one.envelope.recipients), one.at) for one in letters]
    stored: list[RawLetter | TooMany] = []
    for one, may in zip(letters, sources.count_uses(uses), strict=True):
        envelope = replace(one.envelope, via=RawLetter.Via.RELAY, source=one.source.name)
        stored.append(inbox.store(one.raw, envelope, mailbox=one.source.mailbox, now=one.at) if may else TooMany())
    transaction.on_commit(bell.ring)
    return stored


_taking: Gathering[Taken, RawLetter] = Gathering(take_all)


def read_waiting(now: datetime, *, limit: int = 100) -> int:
    """Hands in what the relay has stored, oldest first; returns how many letters were settled.

    As with letters to us, the attempt is counted before a letter is opened: one that kills the process is read by
    itself the next time, and set aside after `TRIES`.
    """
    waiting = letters.letters_to_hand_over(limit)
    settled = read_batch([letter_id for letter_id, tries in waiting if tries == 0], now)
    for letter_id, tries in waiting:
        if tries:
            settled += read_batch([letter_id], now)
    return settled


def read_batch(letter_ids: list[int], now: datetime) -> int:
    """Hands in these letters in one transaction; returns how many were settled.

    Together, or each in a savepoint of its own where together they fail: whatever one letter does to us, the others
    are read. In the order of their recipients, so that two readers meet the same people in the same order.
    """
    if not letter_ids:
        return 0
    inbox.count_attempts(letter_ids)
    with transaction.atomic():
        known = {source.name: source for source in queries.sources()}
        claimed = sorted(letters.claim(letter_ids), key=lambda letter: (sorted(letter.envelope_to), letter.pk))
        if len(claimed) > 1 and _try(claimed, known, now):
            return len(claimed)
        return sum(_try([letter], known, now) for letter in claimed)


def _try(claimed: list[RawLetter], known: Mapping[str, Source], now: datetime) -> bool:
    try:
        with transaction.atomic():
            dangerous = [letter for letter in claimed if letter.attempts > TRIES]
            for letter in dangerous:
                _set_aside(letter, known[letter.source], now)
            _hand_in([_opened(letter, known[letter.source]) for letter in claimed if letter not in dangerous])
    except Exception:  # it is tried again and then set aside
        logger.exception("relayed letters not read", extra={"letters": [letter.pk for letter in claimed]})
        return False
    return True


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter with what is in it. It counts from the moment at which we took it: "tomorrow" was written then."""

    letter: RawLetter
    source: Source
    mail: Letter
    orders: Orders

    @property
    def at(self) -> datetime:
        """When we took it."""
        return self.letter.received_at

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it could be sent."""
        return not self.mail.text.strip() and not self.mail.subject.strip()


def _opened(letter: RawLetter, source: Source) -> Opened:
    raw = letters.content(letter)
    return Opened(letter, source, read(raw), read_orders(raw, source))


def _hand_in(opened: Sequence[Opened]) -> None:
    """The letters as submissions, one for each recipient of each."""
    messages: list[tuple[Opened, Message]] = []
    for one in opened:
        if one.is_empty:
            inbox.settle(one.letter, State.RECORDED, why="There are no words in it that could be sent.")
            continue
        contacts = [_contact(address, one.mail, one.at) for address in sorted(set(one.letter.envelope_to))]
        words = _words(one.source, one.mail, one.orders, contacts, one.at)
        for contact in contacts:
            own = replace(words, key=f"{words.key} {contact.pk}" if words.key else "")
            messages.append((one, Message(one.source, contact, own, one.at)))
    handed = _once([message for _, message in messages])
    for one in opened:
        if not one.is_empty:
            _settle(one, [it for (theirs, _), it in zip(messages, handed, strict=True) if theirs is one])


def _settle(one: Opened, handed: Sequence[Handed]) -> None:
    fresh = [it for it in handed if it.fresh]
    _keep_files([it.submission for it in fresh], one.mail)
    inbox.settle(one.letter, State.PLACED if fresh else State.DUPLICATE, why=" ".join(one.orders.doubts))
    logger.info("handed in", extra={"letter": one.letter.pk, "source": one.source.name, "recipients": len(handed),
                                    "fresh": len(fresh)})


def _once(messages: Sequence[Message]) -> list[Handed]:
    """The submissions. A system that gives its key to other words has more to say: nothing of it is lost."""
    handed = dict(enumerate(hand_over_all(messages)))
    reused = [place for place, it in handed.items() if isinstance(it, KeyReused)]
    if reused:
        handed |= zip(reused, hand_over_all([_under_another_key(messages[place]) for place in reused]), strict=True)
    for it in handed.values():
        if isinstance(it, KeyReused):
            raise it
    return [it for it in handed.values() if isinstance(it, Handed)]


def _under_another_key(message: Message) -> Message:
    words = message.words
    other = sha256(f"{words.subject}\0{words.body}".encode()).hexdigest()[:32]
    return replace(message, words=replace(words, key=f"{words.key} {other}"))


def _contact(address: str, mail: Letter, now: datetime) -> Contact:
    """Who it is for; whoever has no contact yet gets one, by the name that stands beside the address."""
    names = {one.address.lower(): one.name for one in (*mail.to, *mail.cc)}
    return people.meet(Channel.EMAIL, address, name=names.get(address.lower(), ""), language="", now=now)


def _words(source: Source, mail: Letter, orders: Orders, contacts: list[Contact], at: datetime) -> Words:
    template, intent = None, orders.intent
    answers = (*mail.in_reply_to, *reversed(mail.references))
    if intent is None and answers and queries.answers_a_letter(answers, contacts):
        intent = Intent.ANSWER
    if intent is None:
        template = _template(source, mail, contacts, at)
        intent = Intent(template.intent)
    subject, body = (mail.subject, mail.text.strip()) if mail.text.strip() else ("", mail.subject)
    return Words(intent=intent, body=body, subject=subject, key=orders.key or mail.message_id, case=orders.case,
                 channel=Channel.EMAIL, due=orders.due, expires=orders.expires, answers=answers, template=template,
                 has_files=any(not file.inline for file in mail.attachments))


def _template(source: Source, mail: Letter, contacts: list[Contact], at: datetime) -> SourceTemplate:
    """The form letter that it was written by. What calls itself bulk (RFC 2369, RFC 3834 §2) is a courtesy."""
    form = form_of(mail.subject, mail.text, [contact.name for contact in contacts])
    bulk = mail.precedence in {"bulk", "list", "junk"} or bool(mail.list_id)
    intent = Intent.COURTESY if bulk else guess(mail.subject, mail.text)
    return sources.see_template(source, Seen(form.digest, mail.subject, form.sample, intent.value), now=at)


def _keep_files(submissions: list[Submission], mail: Letter) -> None:
    """The files that go along, kept as those of a reply are; pictures that only adorn the page stay behind."""
    files = []
    for file in mail.attachments:
        if not file.inline:
            digest = sha256(file.content).hexdigest()
            tickets.keep_file(file.content, digest)
            files.append({"name": file.name, "type": file.type[:127], "size": len(file.content), "sha256": digest})
    for kept in submissions:
        sources.attach(kept, files)


def _set_aside(letter: RawLetter, source: Source, now: datetime) -> None:
    """A ticket shows the letter as it came: somebody must tell the contact by hand."""
    for address in sorted(set(letter.envelope_to)):
        contact = people.meet(Channel.EMAIL, address, name="", language="", now=now)
        ticket = tickets.open_ticket(source.mailbox, contact, subject=source.name, channel=Channel.EMAIL, now=now)
        entry = tickets.record_event(ticket, "not-relayed", member=None, now=now, source=source.name)
        if letter.entry is None:
            inbox.settle(letter, State.QUARANTINED, entry=entry,
                         why=f"Reading stopped {TRIES} times; kept as it came.")
    logger.error("relayed letter set aside", extra={"letter": letter.pk})


@dataclass(frozen=True, slots=True)
class Orders:
    """What the X-Entendu fields of a letter ask for; `doubts` holds a sentence for each that was not understood."""

    intent: Intent | None = None
    case: str = ""
    key: str = ""
    due: datetime | None = None
    expires: datetime | None = None
    doubts: tuple[str, ...] = ()


def read_orders(raw: bytes, source: Source) -> Orders:
    """The fields X-Entendu-Intent, -Case, -Key, -Due and -Expires; none is required.

    Times are RFC 3339 or as in Date (RFC 5322 §3.3); without an offset they are the mailbox's own.
    """
    fields = mime.parse(_HEADER_END.split(raw, 1)[0] + b"\r\n\r\n")[0].fields
    doubts: list[str] = []
    named = fields.text("x-entendu-intent").lower()
    intent = Intent(named) if named in set(Intent) else None
    if named and intent is None:
        doubts.append(f"X-Entendu-Intent {named[:30]!r} is no intent.")
    return Orders(intent, fields.text("x-entendu-case"), fields.text("x-entendu-key"),
                  _moment(fields, "x-entendu-due", source, doubts),
                  _moment(fields, "x-entendu-expires", source, doubts), tuple(doubts))


def _moment(fields: Fields, name: str, source: Source, doubts: list[str]) -> datetime | None:
    value = fields.text(name)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        found = parse_date(value)
        if found is None:
            doubts.append(f"{name.title()} {value[:40]!r} is no time.")
        return found
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(source.mailbox.time_zone))
