"""A letter comes in. Stored first, answered then, read afterwards.

`take_in` keeps the bytes; when it returns, the other side may be told so. `place_letter` reads them and, in one
transaction, finds the person and the ticket and writes the entry. Automatic mail is recorded where it belongs and
never answered; what cannot be read becomes a ticket that says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.mail.letter import Address, Letter
from entendu.core.mail.read import read
from entendu.core.mail.subject import base_subject
from entendu.core.tickets import threading, tokens
from entendu.core.tickets.confirming import NOBODY_READS
from entendu.flows import bell
from entendu.flows.confirm import confirm
from entendu.flows.listening.listen import listen
from entendu.flows.mail.arrive import take_in as take_in
from entendu.flows.mail.bounce import record_bounce
from entendu.flows.mail.read_letter import make_ready, read_entry
from entendu.flows.people.prefer import hear_opt_out
from entendu.flows.people.verify import by_use
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox import queries as letters
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.people.models import Channel, Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Mailbox, Ticket

logger = logging.getLogger(__name__)
State = RawLetter.State

# A letter at which the reader died so often is not read again; a ticket shows it as it came.
TRIES = 3
MACHINE_WINDOW = timedelta(days=7)
# The nearest letters of a thread are enough to find it.
MOST_REFERENCES = 50


class NoMailbox(Exception):
    """No mailbox is set up, so there is nowhere to put a letter; nothing was read."""


def wake_reader() -> None:
    """Letters were stored: the reader of this process need not wait for its next look."""
    bell.ring()


def read_waiting(now: datetime, *, limit: int = 100) -> int:
    """Reads letters that wait, oldest first; returns how many were settled.

    The attempt is counted and committed before a letter is opened. Should one kill the process, the batch is read
    one by one the next time, and the letter at fault is set aside after `TRIES`.
    """
    waiting = letters.letters_to_read(limit)
    if waiting:
        make_ready()
    fresh = [letter_id for letter_id, tries in waiting if tries == 0]
    settled = read_batch(fresh, now)
    for letter_id, tries in waiting:
        if tries:
            settled += read_batch([letter_id], now)
    return settled


def read_batch(letter_ids: list[int], now: datetime) -> int:
    """Reads these letters in one transaction, each in a savepoint of its own; returns how many were settled."""
    if not letter_ids:
        return 0
    inbox.count_attempts(letter_ids)
    with transaction.atomic():
        post = Post(queries.mailboxes())
        return sum(_try(letter, post, now) for letter in letters.claim(letter_ids))


@dataclass(frozen=True, slots=True)
class Post:
    """Our mailboxes, oldest first, as they are while a batch of letters is read."""

    mailboxes: list[Mailbox]

    def one_of(self, addresses: Iterable[str]) -> Mailbox:
        """The mailbox that the first of these addresses names, else the oldest; `NoMailbox` when there is none."""
        if not self.mailboxes:
            raise NoMailbox("No mailbox is set up yet; the letter is kept and read as soon as there is one.")
        by_address = {mailbox.address: mailbox for mailbox in self.mailboxes}
        wanted = (tokens.without_plus(address.lower()) for address in addresses)
        return next((by_address[address] for address in wanted if address in by_address), self.mailboxes[0])

    def is_ours(self, address: str) -> bool:
        """Whether mail from there is not a customer's."""
        return any(mailbox.address == address.lower() for mailbox in self.mailboxes)


def _try(letter: RawLetter, post: Post, now: datetime) -> bool:
    try:
        with transaction.atomic():
            if letter.attempts > TRIES:
                _set_aside(letter, post, now)
            else:
                raw = letters.content(letter)
                _place(letter, read(raw), raw, post, now)
    except NoMailbox:
        raise
    except Exception:  # whatever one letter does to us, the others are read; it is tried again and then set aside
        logger.exception("letter not read", extra={"letter": letter.pk})
        return False
    return True


def _place(letter: RawLetter, mail: Letter, raw: bytes, post: Post, now: datetime) -> RawLetter:
    digests = [sha256(file.content).hexdigest() for file in mail.attachments]
    mark = threading.fingerprint(mail.message_id, mail.sender.address, mail.date, mail.text, digests)
    same = letters.same_letter(mark, letter.pk)
    if same is not None:
        inbox.settle(letter, State.DUPLICATE, fingerprint=mark, why=f"The same letter as number {same}.")
        return letter
    mailbox = letter.mailbox or _mailbox_of(letter, mail, post)
    at = _written_at(mail, letter)
    if mail.bounce is not None and record_bounce(letter, mail, mark, now):
        return letter
    if post.is_ours(mail.sender.address) and outbox.delivery_of_message_id(mail.message_id):
        inbox.settle(letter, State.DUPLICATE, fingerprint=mark, why="Our own message came back to us.")
        return letter
    addressee = _addressee(letter, mail, post)
    contact = _writer(mail, post, now) if addressee is None else _known_as(addressee, "", now)
    ticket, fresh = _ticket_for(mail, contact, mailbox, at)
    if addressee is None:
        entry = tickets.record_theirs(ticket, contact, _said(mail), now=at)
    else:
        entry = tickets.record_ours(ticket, None, _said(mail), now=at)
        tickets.answer(ticket, closes=False, now=at)
    tickets.attach(entry, [{"name": file.name, "type": file.type[:127], "size": len(file.content), "sha256": digest,
                            "inline": file.inline, "content_id": file.content_id[:255]}
                           for file, digest in zip(mail.attachments, digests, strict=True)])
    inbox.settle(letter, State.PLACED, fingerprint=mark, entry=entry)
    if letter.via == RawLetter.Via.IMPORT:
        return letter
    if addressee is None:
        by_use(Channel.EMAIL, mail.sender.address, answers=next(iter(mail.in_reply_to), ""), now=now)
        read_entry(entry)
    stops = addressee is None and hear_opt_out(entry, now=now)
    if addressee is None and not stops:
        listen(entry, now=now)
    if fresh and addressee is None and not stops:
        confirm(ticket, mail, raw, now)
    logger.info("placed", extra={"letter": letter.pk, "ticket": ticket.pk, "fresh": fresh})
    return letter


def _set_aside(letter: RawLetter, post: Post, now: datetime) -> RawLetter:
    """The letter becomes a ticket that says what happened, with the bytes as they came for a download."""
    mailbox = letter.mailbox or post.one_of(letter.envelope_to)
    contact = people.meet(Channel.EMAIL, letter.envelope_from or f"unreadable@{mailbox.address.rpartition('@')[2]}",
                          name="", language="", now=now)
    with translation.override(mailbox.language):
        subject = _("A letter that could not be read")
    ticket = tickets.open_ticket(mailbox, contact, subject=subject, channel=Channel.EMAIL, now=now)
    entry = tickets.record_theirs(ticket, contact, tickets.Said(
        text="", automatic="unreadable", details={"size": letter.size}), now=now)
    inbox.settle(letter, State.QUARANTINED, entry=entry, why=f"Reading stopped {TRIES} times; kept as it came.")
    logger.error("letter set aside", extra={"letter": letter.pk})
    return letter


def _mailbox_of(letter: RawLetter, mail: Letter, post: Post) -> Mailbox:
    """Whose letter it is: by the envelope, else by the headers, else the first mailbox's."""
    return post.one_of([*letter.envelope_to, *mail.delivered_to, *mail.original_to,
                        *(address.address for address in (*mail.to, *mail.cc))])


def _writer(mail: Letter, post: Post, now: datetime) -> Contact:
    """Who wrote. A form on a web page writes from an address that nobody reads and names its user in Reply-To."""
    author = mail.sender
    machine = post.is_ours(author.address) or NOBODY_READS.match(author.address.partition("@")[0])
    if mail.reply_to and machine and not mail.auto:
        author = mail.reply_to[0]
    if not author.address:
        author = Address(mail.return_path or "unknown@invalid", author.name)
    return _known_as(author, mail.language, now)


def _known_as(address: Address, language: str, now: datetime) -> Contact:
    return people.meet(Channel.EMAIL, address.address, name=address.name, language=language, now=now)


def _addressee(letter: RawLetter, mail: Letter, post: Post) -> Address | None:
    """Whom a letter of ours was written to, when it was written with another program and comes with our own archive.

    Only what we fetch or import ourselves is believed to be ours: from outside, anybody may write our address as the
    sender. A form on our page writes from our address for somebody else, whom Reply-To names.
    """
    if letter.via not in {RawLetter.Via.IMPORT, RawLetter.Via.IMAP} or not post.is_ours(mail.sender.address):
        return None
    if any(not post.is_ours(one.address) for one in mail.reply_to):
        return None
    return next((one for one in (*mail.to, *mail.cc) if one.address and not post.is_ours(one.address)), None)


def _ticket_for(mail: Letter, contact: Contact, mailbox: Mailbox, now: datetime) -> tuple[Ticket, bool]:
    """The ticket that the letter belongs to, and whether it was opened for it."""
    subject = base_subject(mail.subject)
    references = list(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)]))[:MOST_REFERENCES]
    known = queries.entries_by_message_id(references, contact)
    place = threading.place(
        threading.Answering(references=references, tokens=_tokens(mail, references), base_subject=subject.casefold(),
                            is_answer=subject != mail.subject.strip(), at=now, message_id=mail.message_id),
        known, _alive(contact, mailbox), _missing([mail.message_id, *references], contact))
    found = queries.ticket(place.ticket) if place.ticket else None
    if found is None and (mail.auto or NOBODY_READS.match(mail.sender.address.partition("@")[0])):
        found = queries.newest_automatic_ticket(contact, mailbox, now - MACHINE_WINDOW)
    ticket = found or tickets.open_ticket(mailbox, contact, subject=mail.subject, channel=Channel.EMAIL,
                                          now=now)
    unseen = set(references) - {one.message_id for one in known}
    if unseen:
        tickets.await_letters(ticket, sorted(unseen))
    return ticket, found is None


def _missing(ids: list[str], contact: Contact) -> Iterator[threading.Known]:
    """Letters that we have not seen and that others answer; asked for when no letter that we have says it."""
    yield from queries.missing_by_message_id(ids, contact)


def _alive(contact: Contact, mailbox: Mailbox) -> Iterator[threading.Alive]:
    """The contact's tickets, asked for only when nothing better says where a letter belongs."""
    yield from queries.alive_tickets(contact, mailbox)


def _tokens(mail: Letter, references: list[str]) -> list[int]:
    """Tickets named by a signature of ours, in the addresses first: a person may answer any letter of a thread."""
    key = settings.ENTENDU_SECRETS_KEY.encode()
    addresses = [*mail.delivered_to, *mail.original_to, *(one.address for one in (*mail.to, *mail.cc))]
    numbers = [tokens.number_in(text, key) for text in (*addresses, *references)]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _said(mail: Letter) -> tickets.Said:
    return tickets.Said(
        text=mail.text, visible=mail.visible, html=mail.html, language=mail.language, subject=mail.subject,
        message_id=mail.message_id, channel=Channel.EMAIL, automatic=mail.auto or "", author=mail.sender.name,
        details={"defects": list(mail.defects)} if mail.defects else {})


def _written_at(mail: Letter, letter: RawLetter) -> datetime:
    """When it happened for us: at import the letter's own date, else its arrival; the future is not believed."""
    if letter.via == RawLetter.Via.IMPORT and mail.date is not None and mail.date <= letter.received_at:
        return mail.date
    return letter.received_at
