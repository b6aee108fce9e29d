"""The lists of tickets, a page at a time. First the keys, by the index; then what the rows show, for those alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from entendu.core.tickets.states import Status
from entendu.parts.people.models import Address
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.tickets.queries import OVER, WAITING_FOR_US, older_than, seen_by

# THESE stands for as many placeholders as there are tickets. Each page asks this: written out it takes a tenth of
# the time that the ORM needs to put it together.
UNREAD = """
SELECT t.id FROM tickets_ticket t LEFT JOIN tickets_reading r ON r.ticket_id = t.id AND r.member_id = %s
WHERE EXISTS (SELECT 1 FROM tickets_entry e
              WHERE e.ticket_id = t.id AND e.id > COALESCE(r.entry, 0) AND e.kind <> %s) AND t.id IN (THESE)
"""
LONGEST = 5  # how many of those who have waited longest stand above a list


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which ticket a page begins: lists run from the newest word to the oldest."""

    last_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list: from `cursor` on, `size` rows, and those who have waited for us since `waiting_since`."""

    size: int
    cursor: Cursor | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list. `next_cursor` asks for the following part, '' at the end; `longest` stands above it."""

    tickets: list[Ticket]
    next_cursor: str
    longest: list[Ticket]


def which(member: Member, view: str, now: datetime) -> Q:
    """What makes a ticket part of a list: inbox, mine, us, them or all."""
    awake = Q(later_until=None) | Q(later_until__lte=now)
    return {
        "inbox": Q(status__in=WAITING_FOR_US) & awake & theirs_or_nobodys(member),
        "mine": Q(assignee=member) & ~Q(status__in=OVER),
        "us": Q(status__in=WAITING_FOR_US) & awake,
        "them": Q(status=Status.WAITING_FOR_THEM),
        "all": Q(),
    }[view]


def theirs_or_nobodys(member: Member) -> Q:
    """Tickets that are with the member or with nobody. Not written as an OR: SQLite would leave the list's index for
    one index a side, and look at each ticket's row."""
    return Q(Exact(Coalesce("assignee_id", Value(member.pk)), Value(member.pk)))


def page(member: Member, view: str, part: Part, *, now: datetime) -> Page:
    """One page of a list, newest word first, under the few that have waited longest; three queries."""
    listed = seen_by(member).filter(which(member, view, now))
    waiting: list[int] = []
    if part.waiting_since is not None:
        late = listed.filter(which(member, "us", now)) if view == "mine" else listed
        waiting = list(late.filter(waiting_since__lt=part.waiting_since)
                       .order_by("waiting_since", "pk").values_list("pk", flat=True)[:LONGEST])
    found = listed.order_by("-last_at", "-pk")
    if part.cursor is not None:
        found = older_than(found, part.cursor.last_at, part.cursor.number)
    keys = list(found.values_list("pk", flat=True)[:part.size + 1])
    shown = {ticket.pk: ticket for ticket in in_order(member, list(dict.fromkeys(waiting + keys[:part.size])))}
    tickets = [shown[key] for key in keys[:part.size] if key in shown]
    more = len(keys) > part.size and tickets
    return Page(tickets, write_cursor(tickets[-1]) if more else "", [shown[key] for key in waiting if key in shown])


def in_order(member: Member, keys: list[int]) -> list[Ticket]:
    """These tickets with what a row shows of them and of their contacts, in this order.

    `unread` says whether there is more than the member has read. `address` is the contact's first one where they have
    no name, else ''.
    """
    found = {ticket.pk: ticket for ticket in seen_by(member).filter(pk__in=keys).select_related("contact")}
    nameless = [ticket.contact_id for ticket in found.values() if not ticket.contact.name]
    addresses, news = _first_addresses(nameless) if nameless else {}, _unread(member, list(found))
    for ticket in found.values():
        ticket.unread = ticket.pk in news  # type: ignore[attr-defined]
        ticket.address = addresses.get(ticket.contact_id, "")  # type: ignore[attr-defined]
    return [found[key] for key in keys if key in found]


def _first_addresses(contacts: list[int]) -> dict[int, str]:
    return dict(Address.objects.filter(contact__in=contacts).order_by("-id").values_list("contact_id", "value"))


def _unread(member: Member, keys: list[int]) -> set[int]:
    """Those of the tickets in which something was said that the member has not read."""
    if not keys:
        return set()
    these = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(UNREAD.replace("THESE", these), [member.pk, Entry.Kind.EVENT.value, *keys])
        return {key for (key,) in cursor.fetchall()}


def write_cursor(ticket: Ticket) -> str:
    """Where the page after this ticket begins, as a part of an address."""
    return f"{ticket.last_at.isoformat()}~{ticket.pk}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor that `write_cursor` wrote; None for anything else, which is the first page."""
    moment, _, number = text.partition("~")
    try:
        cursor = Cursor(datetime.fromisoformat(moment), int(number))
    except ValueError:
        return None
    return cursor if cursor.last_at.tzinfo is not None and cursor.number < 2**63 else None
