"""A visitor of a page writes in the chat window, looks at it, and says where to go on.

Whoever shows a window's key is that visitor; it is made by the window, so that a first line that is sent twice is one
line of one visitor. Nothing is asked before the first word, and nobody has to say who they are.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from entendu.channels.chat import limits
from entendu.channels.chat.way_on import masked, way_on
from entendu.channels.messages import File, Incoming, Receipt
from entendu.flows import bell
from entendu.flows.channels.chat import CHANNEL
from entendu.flows.channels.receipt import receipt
from entendu.flows.channels.take_in import take_in
from entendu.flows.judge import channels_of
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import actions, queries
from entendu.parts.chat.models import Line, Visit
from entendu.parts.people import actions as people
from entendu.parts.people import queries as contacts
from entendu.parts.people.models import Channel, Contact
from entendu.parts.tickets import actions as tickets

logger = logging.getLogger(__name__)

# A delivery that knows nothing of a line after so long will not learn of it any more.
SETTLED = timedelta(minutes=10)


class TooMuch(Exception):
    """More than a window, or all windows of an account, may say for now; nothing was taken, nothing is lost."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many lines at once; this one was not taken; it is sent again in {seconds} s.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Words:
    """One line as the window sends it. `key` makes it one, however often it comes; `page` is where it was written."""

    key: str
    text: str
    files: tuple[File, ...] = ()
    language: str = ""
    page: str = ""


def allowed_origins(account: ChannelAccount) -> tuple[str, ...]:
    """The pages that may show the window, as origins."""
    return tuple(str(one) for one in account.settings.get("origins", []))


def ways_on(account: ChannelAccount) -> frozenset[str]:
    """The channels by which a chat of this account can go on when its window is closed."""
    return channels_of(account.mailbox) & {Channel.EMAIL.value, Channel.SMS.value}


def sha256(secret: str) -> str:
    """What is stored of a window's key: enough to know it again. It is random in itself, a slow hash would add
    nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def say(account: ChannelAccount, secret: str, words: Words, *, now: datetime) -> Line:
    """Keeps one line of a visitor as an entry of their case; the same line again is the line that is there.

    `TooMuch` beyond `channels.chat.limits`.
    """
    account, digest = accounts.lock(account), sha256(secret)
    visit = queries.visit_of(account.pk, digest)
    known = queries.line_of(visit, words.key) if visit is not None else None
    if known is not None:
        return known
    _bounded(account, visit, now)
    sender = visit.address if visit is not None else queries.address_for(digest)
    contact = visit.contact if visit is not None else people.meet(CHANNEL, sender, name="", language=words.language,
                                                                  now=now)
    people.lock(contact.pk)
    entry = take_in(account, Incoming(CHANNEL, f"{digest[:32]}:{words.key}", sender, words.text,
                                      sender_name=contact.name, files=words.files, at=now), now=now)
    if entry is None:
        raise TooMuch(limits.wait(limits.LINES, 0))  # its arrival is known and its line is not: another try settles it
    if visit is None:
        visit = actions.begin(account.pk, contact, digest, now=now, address=sender, language=words.language,
                              page=words.page)
    held = actions.lock(visit.pk)
    actions.concerns(held, entry.ticket)
    line = actions.add_theirs(held, words.key, entry, now=now)
    _came(held, now)
    transaction.on_commit(bell.ring)
    return line


def look(visit: Visit, up_to: int, *, now: datetime) -> None:
    """Somebody looks at the window, which has shown its lines up to this number: what they read has arrived."""
    with transaction.atomic():
        people.lock(visit.contact_id)
        held = actions.lock(visit.pk)
        new = actions.show(held, up_to, now=now)
        _came(held, now)
    if new:
        tell_shown(now)


def tell_shown(now: datetime) -> int:
    """Lines that were shown become receipts of their deliveries; returns how many. A delivery that is still being
    written down hears of it the next time."""
    told = 0
    for line in queries.untold():
        shown_at = line.shown_at or now
        if receipt(line.visit.account, Receipt(line.reference, "read"), now=shown_at) or now - shown_at > SETTLED:
            actions.told(line, now=now)
            told += 1
    return told


def go(visit: Visit, *, now: datetime) -> None:
    """Its page was closed. Pages follow each other: who comes back within seconds has not left."""
    actions.say_goodbye(visit, now - limits.AWAY + limits.NEXT_PAGE)


@transaction.atomic
def keep_way_on(visit: Visit, text: str, name: str, *, now: datetime) -> str:
    """Where it goes on when they leave; returns the address as its owner knows it, "" where it is none.

    Only what this desk can send by is one. A mail address that another contact has is no proof that it is they: it is
    only written to.
    """
    found = way_on(text, str(visit.account.settings.get("region", "")))
    if found is None:
        return ""
    channel, value = found
    if channel not in ways_on(visit.account):
        return ""
    contact = people.lock(visit.contact_id)
    held = actions.lock(visit.pk)
    owner = contacts.contact_at(channel, value) if channel == Channel.EMAIL else None
    if owner is not None and owner.pk != contact.pk:
        actions.claim_mail(held, value)
    else:
        actions.claim_mail(held, "")
        _add(contact, channel, value)
    if name.strip() and not contact.name:
        people.change_contact(contact, name=name.strip()[:limits.LONGEST_NAME])
    if held.ticket is not None:
        tickets.record_event(held.ticket, "chat-way", member=None, now=now, channel=channel, address=value)
    logger.info("way on", extra={"visit": visit.pk, "channel": channel})
    return masked(channel, value)


def known_way(visit: Visit) -> str:
    """The address at which it goes on, as its owner knows it; "" where none was given."""
    if visit.mail:
        return masked(Channel.EMAIL, visit.mail)
    ways = [one for one in contacts.addresses_of(visit.contact) if one.channel not in queries.NO_OTHER_WAY]
    return masked(ways[-1].channel, ways[-1].value) if ways else ""


def _add(contact: Contact, channel: str, value: str) -> None:
    try:
        with transaction.atomic():
            people.add_address(contact, channel, value)
    except ValidationError:
        return  # they have given it before
    if not contact.channel:
        people.change_contact(contact, channel=channel)


def _came(visit: Visit, now: datetime) -> None:
    """They are here: what is written to them goes into the window again."""
    if not actions.look(visit, now=now):
        return
    for address in contacts.addresses_of(visit.contact).filter(channel=CHANNEL):
        people.mark_deliverable(address)
    if visit.ticket is not None:
        tickets.tell_changed(visit.ticket, "presence", None, now=now)


def _bounded(account: ChannelAccount, visit: Visit | None, now: datetime) -> None:
    if visit is None:
        if queries.began_since(account.pk, now - limits.VISITS_IN) >= limits.VISITS:
            raise TooMuch(int(limits.IN.total_seconds()))
        return
    seconds = limits.wait(queries.lines_since(visit, now - limits.IN), queries.lines_since(visit, now - limits.DAY))
    if seconds:
        raise TooMuch(seconds)
