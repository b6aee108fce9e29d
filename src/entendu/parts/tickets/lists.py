"""The lists of tickets, a page at a time. First the keys, by the index; then what the rows show, for those alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from entendu.core.tickets.states import Status
from entendu.parts.people.models import Address
from entendu.parts.sql import marks, stored
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.tickets.queries import WAITING_FOR_US, mailbox_ids, seen_by

# THESE stands for as many placeholders as there are tickets. Each page asks this: written out it takes a tenth of
# the time that the ORM needs to put it together.
UNREAD = """
SELECT t.id FROM tickets_ticket t LEFT JOIN tickets_reading r ON r.ticket_id = t.id AND r.member_id = %s
WHERE EXISTS (SELECT 1 FROM tickets_entry e
              WHERE e.ticket_id = t.id AND e.id > COALESCE(r.entry, 0) AND e.kind <> %s) AND t.id IN (THESE)
"""
# What makes a ticket part of a list: its status, and more. "late" are those of "mine" that wait for us.
AWAKE = "(later_until IS NULL OR later_until <= %(now)s)"
LISTS = {
    "inbox": (WAITING_FOR_US, f"{AWAKE} AND COALESCE(assignee_id, %(me)s) = %(me)s"),
    "mine": ((*WAITING_FOR_US, Status.WAITING_FOR_THEM), "assignee_id = %(me)s"),
    "late": (WAITING_FOR_US, f"{AWAKE} AND assignee_id = %(me)s"),
    "us": (WAITING_FOR_US, AWAKE),
    "them": ((Status.WAITING_FOR_THEM,), "TRUE"),
    "all": (tuple(Status), "joined_to_id IS NULL"),
}
# The first tickets of each mailbox and status, and of those the first: the indexes `ticket_newest` and `ticket_longest`
# are walked a page far, however many tickets there are. Each vendor has its own way to ask so.
FIRST = {
    "postgresql": """
        WITH place (mailbox, state) AS (VALUES {places})
        SELECT one.id FROM place CROSS JOIN LATERAL (
            SELECT id, last_at, waiting_since FROM tickets_ticket
            WHERE mailbox_id = place.mailbox AND status = place.state AND {among}
            ORDER BY {order} LIMIT %(most)s) AS one
        ORDER BY {order} LIMIT %(most)s""",
    "sqlite": """
        WITH place (mailbox, state) AS (VALUES {places})
        SELECT one.id FROM place CROSS JOIN tickets_ticket AS one ON one.id IN (
            SELECT id FROM tickets_ticket WHERE mailbox_id = place.mailbox AND status = place.state AND {among}
            ORDER BY {order} LIMIT %(most)s)
        ORDER BY {order} LIMIT %(most)s""",
}
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


def page(member: Member, view: str, part: Part, *, now: datetime) -> Page:
    """One page of a list (inbox, mine, us, them or all), newest word first, under the few that have waited longest."""
    waiting: list[int] = []
    if part.waiting_since is not None:
        late = _Asking(member, "late" if view == "mine" else view, now)
        waiting = late.first("waiting_since, id", LONGEST, "waiting_since < %(moment)s", moment=part.waiting_since)
    asking, newest = _Asking(member, view, now), "last_at DESC, id DESC"
    if part.cursor is None:
        keys = asking.first(newest, part.size + 1)
    else:
        keys = asking.first(newest, part.size + 1, "(last_at, id) < (%(moment)s, %(number)s)",
                            moment=part.cursor.last_at, number=part.cursor.number)
    shown = {ticket.pk: ticket for ticket in in_order(member, list(dict.fromkeys(waiting + keys[:part.size])))}
    tickets = [shown[key] for key in keys[:part.size] if key in shown]
    more = len(keys) > part.size and tickets
    return Page(tickets, write_cursor(tickets[-1]) if more else "", [shown[key] for key in waiting if key in shown])


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks for which list, and when."""

    member: Member
    view: str
    now: datetime

    def first(self, order: str, most: int, beyond: str = "TRUE", **beyond_what: datetime | int) -> list[int]:
        """The keys of the first of the list in this order, of those for which `beyond` holds."""
        statuses, among = LISTS[self.view]
        places = ", ".join(f"({mailbox:d}, '{status.value}')" for mailbox in mailbox_ids(self.member)
                           for status in statuses)
        if not places:
            return []
        sql = FIRST[connection.vendor].format(places=places, among=f"{among} AND {beyond}", order=order)
        values = {"now": self.now, "me": self.member.pk, "most": most, **beyond_what}
        with connection.cursor() as cursor:
            cursor.execute(sql, {name: stored(value)
                                 if isinstance(value, datetime) else value for name, value in values.items()})
            return [key for (key,) in cursor.fetchall()]


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
    these = marks(keys)
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
