"""Somebody wrote by a channel that has accounts: the words are placed as a letter is, once, however often we are told.

Who it is tells the address; which case, the last thing that we said to them by this account, else their newest case in
the account's mailbox. Several people may share a number: then the one whom we wrote to last is meant, and the case says
who else it may be.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.channels.messages import Incoming
from entendu.flows.channels.accounts import address_of
from entendu.flows.channels.wishes import hear_wish
from entendu.flows.listening.listen import listen
from entendu.flows.mail.read_letter import read_entry
from entendu.flows.people.verify import by_use
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.people import queries as contacts
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Entry, Mailbox, Ticket

logger = logging.getLogger(__name__)

# So long an answer without a reference is taken for one to the last thing that we said, as with letters.
ANSWERED_WITHIN = timedelta(days=30)
# A provider's clock is believed within these bounds; beyond them the time of arrival counts.
OLDEST = timedelta(days=2)
LONGEST_SUBJECT = 80


@transaction.atomic
def take_in(account: ChannelAccount, message: Incoming, *, now: datetime) -> Entry | None:
    """Places one message; None where it came before. Its files are there already (`Hooks.fetch`)."""
    account = accounts.lock(account)
    arrival = accounts.arrived(account, message.provider_id, now=now)
    if arrival is None:
        return None
    at = _happened(message, now)
    contact, others = _writer(account, message, at, now)
    ticket = _case(account, contact, message, at)
    details = {"location": list(message.location)} if message.location else {}
    entry = tickets.record_theirs(ticket, contact, tickets.Said(
        text=message.text, visible=message.text, channel=message.channel, author=message.sender_name or contact.name,
        details=details), now=at)
    _attach(entry, message)
    accounts.became(arrival, entry)
    by_use(message.channel, address_of(account, message.sender), now=now)
    if others:
        tickets.record_event(ticket, "shared-number", member=None, now=at, address=message.sender,
                             others=[one.name or message.sender for one in others], taken_for=contact.name)
    read_entry(entry)
    if not hear_wish(entry, account, now=now):
        listen(entry, now=now)
    logger.info("placed", extra={"account": account.pk, "ticket": ticket.pk})
    return entry


def _happened(message: Incoming, now: datetime) -> datetime:
    """The provider's time of it; ours where its clock is wrong or it says none."""
    return message.at if message.at is not None and now - OLDEST <= message.at <= now else now


def _writer(account: ChannelAccount, message: Incoming, at: datetime, now: datetime) -> tuple[Contact, list[Contact]]:
    """Who wrote, and who else is reached at this address: of several the one whom we wrote to last, else the first."""
    address = address_of(account, message.sender)
    known = contacts.contacts_at(message.channel, address)
    if len(known) < 2:
        return people.meet(message.channel, address, name=message.sender_name, language="", now=now), []
    last = outbox.last_written_to([one.pk for one in known], account, at - ANSWERED_WITHIN)
    named = [one for one in known if message.sender_name and one.name.casefold() == message.sender_name.casefold()]
    contact = last.contact if last is not None else (named or known)[0]
    return contact, [one for one in known if one.pk != contact.pk]


def _case(account: ChannelAccount, contact: Contact, message: Incoming, at: datetime) -> Ticket:
    """The case that it answers, or a new one."""
    last = outbox.last_written_to([contact.pk], account, at - ANSWERED_WITHIN)
    if last is not None and last.ticket.status not in queries.OVER:
        return last.ticket
    alive = [one for one in queries.alive_tickets(contact, account.mailbox) if at - one.last_at <= ANSWERED_WITHIN]
    found = queries.ticket(alive[0].ticket) if alive else None
    if found is not None:
        return found
    return tickets.open_ticket(account.mailbox, contact, subject=_subject(account.mailbox, message),
                               channel=message.channel, now=at)


def _subject(mailbox: Mailbox, message: Incoming) -> str:
    """The first line of what they wrote, cut between words; of a picture alone, that it is one."""
    line = next((line.strip() for line in message.text.splitlines() if line.strip()), "")
    if len(line) > LONGEST_SUBJECT:
        line = line[:LONGEST_SUBJECT].rsplit(" ", 1)[0] + "…"
    if line:
        return line
    with translation.override(mailbox.language):
        return _("A file without words") if message.files else _("A message without words")


def _attach(entry: Entry, message: Incoming) -> None:
    files = [(file, sha256(file.content).hexdigest()) for file in message.files if file.content]
    for file, digest in files:
        tickets.keep_file(file.content, digest)
    tickets.attach(entry, [{"name": file.name[:255], "type": file.type[:127], "size": len(file.content),
                            "sha256": digest} for file, digest in files])
