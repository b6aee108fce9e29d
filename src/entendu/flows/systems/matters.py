"""Which matter a system speaks about: the ticket on which its message stands.

Systems that know nothing of each other speak of one visit. What each of them says of it has to stand on one ticket, or
nobody could tell that it was said before. So a name that they give the matter is one for all of them, in the header or
as a reference in the words; without a name, the same hour, amount or number, said within two days, is the same matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from entendu.core.governor.facts.note import stated
from entendu.core.governor.facts.read import Reading, Statement, read
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source
from entendu.parts.outbox.queries import sources as queries
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries as ticket_queries
from entendu.parts.tickets.models import Mailbox, Ticket

if TYPE_CHECKING:
    from entendu.flows.systems.sources import Message

LONGEST_NAME = 200
SAID_WITHIN = timedelta(days=2)
# A day alone is no matter: a visit and a delivery may fall on one. These tell two matters apart.
TELLING = frozenset({"time", "window", "money", "code", "number"})


class Matters:
    """The tickets of messages that came together: what the first of them begins, the next ones find."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._peers = {one.source for one in messages}
        self._read = {id(one): _reading(one) for one in messages if not one.words.case}
        self._cases = queries.cases_of((one.source, name, one.contact) for one in messages for name in self._names(one))
        unnamed = [one for one in messages if not one.words.case]
        since = min((one.at for one in unnamed), default=datetime.max.replace(tzinfo=UTC)) - SAID_WITHIN
        self._said = [(one.contact_id, one.ticket, _telling(_stated(one))) for one in queries.said_lately(
            {one.contact.pk for one in unnamed}, {one.source.mailbox_id for one in unnamed}, since)]

    def ticket(self, message: Message) -> Ticket:
        """The ticket of the matter; without a name for it the one that the message answers, else the one on which the
        same was said, else the one that is open. A new one waits for nobody: what a system says is no question to us.
        """
        found = self._named(message) if message.words.case else self._unnamed(message)
        if found is None:
            found = tickets.open_ticket(
                message.source.mailbox, message.contact, subject=message.words.subject or message.source.name,
                channel=message.words.channel or "email", now=message.at)
            tickets.answer(found, closes=False, now=message.at)
        self._keep(message, found)
        return found

    def _names(self, message: Message) -> list[str]:
        """What the matter may be called: the name that was given, or the references in its words and no name at all."""
        if message.words.case:
            return [as_name(message.words.case)]
        return ["", *sorted(self._read[id(message)].labels)]

    def _named(self, message: Message) -> Ticket | None:
        return self._cases.get(_key(message.source, as_name(message.words.case), message.contact))

    def _unnamed(self, message: Message) -> Ticket | None:
        answered = _answered(message)
        if answered is not None:
            return answered
        own, *by_label = (self._cases.get(_key(message.source, name, message.contact)) for name in self._names(message))
        called = {found.pk: found for found in by_label if found is not None}
        if len(called) == 1:
            return next(iter(called.values()))
        if own is not None and own.status in ticket_queries.OVER:
            own = None
        alike = self._alike(message)
        if len(alike) == 1 and (own is None or own.pk not in alike):
            return next(iter(alike.values()))
        is_another = own is not None and by_label and own.pk not in alike and queries.has_a_name(own)
        return None if is_another else own

    def _alike(self, message: Message) -> dict[int, Ticket]:
        """Those on which something was said that this message says too."""
        says = _telling(self._read[id(message)].news)
        return {ticket.pk: ticket for contact, ticket, said in self._said
                if contact == message.contact.pk and ticket.mailbox_id == message.source.mailbox_id and says & said}

    def _keep(self, message: Message, ticket: Ticket) -> None:
        """From now on these names mean this ticket, for the source and for those beside it."""
        names = self._names(message)
        if not message.words.case:
            self._said.append((message.contact.pk, ticket, _telling(self._read[id(message)].news)))
            names = names[:2] if len(names) == 2 else [""]  # several references name several things
        for name in names:
            own = _key(message.source, name, message.contact)
            if (known := self._cases.get(own)) is None or (known.pk != ticket.pk and not name):
                sources.set_case(message.source, name, message.contact, ticket)
                self._cases[own] = ticket
            for peer in self._peers if queries.is_shared(name) else ():
                if peer.mailbox_id == message.source.mailbox_id:
                    self._cases.setdefault(_key(peer, name, message.contact), ticket)


def as_name(case: str) -> str:
    """A name of a matter as it is compared."""
    return case[:LONGEST_NAME].casefold()


def _key(source: Source, name: str, contact: Contact) -> tuple[int, str, int]:
    return source.pk, name, contact.pk


def _reading(message: Message) -> Reading:
    return _read(message.words.subject, message.words.body, message.at, message.contact, message.source.mailbox)


def _stated(said: Submission) -> frozenset[Statement]:
    """What was noted when a system said it; what one of us wrote is read now."""
    if said.reading:
        return stated(said.reading)
    return _read(said.subject, said.body, said.submitted_at, said.contact, said.ticket.mailbox).news


def _read(subject: str, body: str, at: datetime, contact: Contact, mailbox: Mailbox) -> Reading:
    """Words as they are read where no matter is known, by the clock of whoever gets them."""
    zone = ZoneInfo(contact.time_zone or mailbox.time_zone)
    return read(f"{subject}\n{body}" if subject else body, at.astimezone(zone))


def _telling(statements: Iterable[Statement]) -> frozenset[Statement]:
    return frozenset(one for one in statements if one.kind in TELLING)


def _answered(message: Message) -> Ticket | None:
    """The contact's own ticket in the source's mailbox whose letters this message answers."""
    contact, source = message.contact, message.source
    for found in ticket_queries.entries_by_message_id(message.words.answers, contact) if message.words.answers else ():
        ticket = ticket_queries.ticket(found.ticket)
        if ticket is not None and (ticket.contact_id, ticket.mailbox_id) == (contact.pk, source.mailbox_id):
            return ticket
    return None
