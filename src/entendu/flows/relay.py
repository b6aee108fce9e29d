"""A system's mail for a contact comes by the relay: stored as it is, answered then, judged afterwards (RFC 1047).

`take` keeps the bytes; when it returns, the system may be told so. `read_waiting` makes of each letter one submission
for each of its recipients, once however often the letter was handed in.
"""

from __future__ import annotations

import logging
import re
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
from entendu.flows.sources import Handed, Words, hand_over
from entendu.flows.submit import KeyReused
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox import queries as letters
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox import source_queries as queries
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.actions.sources import Seen
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.source_models import Source, SourceTemplate
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


@transaction.atomic
def take(raw: bytes, source: Source, envelope: Envelope, *, now: datetime) -> RawLetter:
    """Stores a letter as it came and counts it. Once this returns, it survives a power cut and will be handed in."""
    if not sources.count_use(source.pk, len(envelope.recipients), now=now):
        raise TooMany
    letter = inbox.store(raw, replace(envelope, via=RawLetter.Via.RELAY, source=source.name), mailbox=source.mailbox,
                         now=now)
    transaction.on_commit(bell.ring)
    return letter


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
    """Hands in these letters in one transaction, each in a savepoint of its own; returns how many were settled.

    In the order of their recipients, so that two readers lock the same people in the same order.
    """
    if not letter_ids:
        return 0
    inbox.count_attempts(letter_ids)
    with transaction.atomic():
        known = {source.name: source for source in queries.sources()}
        claimed = sorted(letters.claim(letter_ids), key=lambda letter: (sorted(letter.envelope_to), letter.pk))
        return sum(_try(letter, known[letter.source], now) for letter in claimed)


def _try(letter: RawLetter, source: Source, now: datetime) -> bool:
    try:
        with transaction.atomic():
            if letter.attempts > TRIES:
                _set_aside(letter, source, now)
            else:
                _hand_in(letter, source)
    except Exception:  # whatever one letter does to us, the others are read; it is tried again and then set aside
        logger.exception("relayed letter not read", extra={"letter": letter.pk})
        return False
    return True


def _hand_in(letter: RawLetter, source: Source) -> None:
    """The letter as submissions. It counts from the moment at which we took it: "tomorrow" was written then."""
    at = letter.received_at
    raw = letters.content(letter)
    mail, orders = read(raw), read_orders(raw, source)
    if not mail.text.strip() and not mail.subject.strip():
        inbox.settle(letter, State.RECORDED, why="There are no words in it that could be sent.")
        return
    contacts = [_contact(address, mail, at) for address in sorted(set(letter.envelope_to))]
    words = _words(source, mail, orders, contacts, at)
    handed = [_once(source, contact, replace(words, key=f"{words.key} {contact.pk}" if words.key else ""), at)
              for contact in contacts]
    fresh = [one for one in handed if one.fresh]
    _keep_files([one.submission for one in fresh], mail)
    inbox.settle(letter, State.PLACED if fresh else State.DUPLICATE, why=" ".join(orders.doubts))
    logger.info("handed in", extra={"letter": letter.pk, "source": source.name, "recipients": len(handed),
                                    "fresh": len(fresh)})


def _once(source: Source, contact: Contact, words: Words, at: datetime) -> Handed:
    """The submission. A system that gives its key to other words has more to say: nothing of it is lost."""
    try:
        return hand_over(source, contact, words, now=at)
    except KeyReused:
        other = sha256(f"{words.subject}\0{words.body}".encode()).hexdigest()[:32]
        return hand_over(source, contact, replace(words, key=f"{words.key} {other}"), now=at)


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
                 channel=Channel.EMAIL, due=orders.due, expires=orders.expires, answers=answers, template=template)


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
