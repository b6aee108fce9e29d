"""The link to the page of one case: signed, good for 90 days, and it can be withdrawn at any time.

Whoever has it sees that case and nothing else of the contact's. It can be made for no other case without our key, so no
page can be found by counting; signatures are compared in constant time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.utils.http import base36_to_int, int_to_base36

from entendu.parts.listening.actions import doors as actions
from entendu.parts.listening.queries import doors
from entendu.parts.people import queries as contacts
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Ticket

GOOD_FOR = timedelta(days=90)
# Clocks of two machines may differ by so much.
AHEAD = timedelta(minutes=5)
SALT = "entendu.case-page"
LONGEST = 200


class Door(StrEnum):
    """Whether a link that we signed still opens its page."""

    OPEN = "open"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that we signed: its ticket, and whether it is still good."""

    ticket: Ticket
    door: Door
    until: datetime


def link(ticket: Ticket, at: datetime, *, answer: str = "", solved: str = "") -> str:
    """The address of the case page, signed at `at`; `answer` is "yes" or "no" to "Is this right?", `solved` to "Is it
    really solved?", for who is in a hurry: it only opens the page there, because a mail program may follow links by
    itself (RFC 9110 §9.2.1)."""
    asked = f"?heard={answer}#heard" if answer else f"?solved={solved}#solved" if solved else ""
    return f"{settings.ENTENDU_URL}/case/{token(ticket, at)}/{asked}"


def token(ticket: Ticket, at: datetime) -> str:
    """Ticket, moment, generation and signature, in letters that every mail program leaves alone."""
    parts = (ticket.pk, int(at.timestamp()), doors.generation(ticket.pk))
    words = ".".join(int_to_base36(part) for part in parts)
    return f"{words}.{_signature(words, ticket.contact_id)}"


def opened(text: str, now: datetime) -> Opened | None:
    """What a link opens; None for anything that we did not sign for this ticket and its contact."""
    words, _, signature = text[:LONGEST].rpartition(".")
    try:
        number, moment, generation = (base36_to_int(part) for part in words.split("."))
    except ValueError:
        return None
    ticket = queries.ticket(number) if number < 2**63 else None
    # A number without a ticket costs the same work as one with a wrong signature.
    owners = contacts.names_of_one(ticket.contact_id) if ticket is not None else [0]
    right = [signing.constant_time_compare(signature, _signature(words, owner)) for owner in owners]
    if not any(right) or ticket is None:
        return None
    until = datetime.fromtimestamp(moment, now.tzinfo) + GOOD_FOR
    if generation != doors.generation(number):
        return Opened(ticket, Door.WITHDRAWN, until)
    is_good = until - GOOD_FOR <= now + AHEAD and now <= until
    return Opened(ticket, Door.OPEN if is_good else Door.EXPIRED, until)


def withdraw(ticket: Ticket, member: Member, *, now: datetime) -> None:
    """No link that was given out until now opens the case page any more; the next message brings a new one."""
    for one in (ticket, *ticket.joined.all()):
        actions.withdraw_links(one, member, now=now)
    tickets.record_event(ticket, "links-withdrawn", member=member, now=now)


def _signature(words: str, contact: int) -> str:
    """HMAC-SHA-256 over the words and the contact: a case that is given to another contact has other links. Where two
    contacts turn out to be one person, the links of both hold."""
    return signing.Signer(salt=SALT).signature(f"{words}.{contact}")
