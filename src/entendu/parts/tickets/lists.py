"""The lists of tickets, a page at a time. First the keys, by the index; then what the rows show, for those alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from entendu.core.tickets.states import Status
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Reading, Ticket
from entendu.parts.tickets.queries import OVER, WAITING_FOR_US, older_than, seen_by


@dataclass(frozen=True, slots=True)
class Cursor:
    """After which ticket a page begins: lists run from the newest word to the oldest."""

    last_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list. `next_cursor` asks for the following part, '' at the end."""

    tickets: list[Ticket]
    next_cursor: str


def which(member: Member, view: str, now: datetime) -> Q:
    """What makes a ticket part of a list: inbox, mine, us, them or all."""
    awake = Q(later_until=None) | Q(later_until__lte=now)
    return {
        "inbox": Q(status__in=WAITING_FOR_US) & awake & (Q(assignee=None) | Q(assignee=member)),
        "mine": Q(assignee=member) & ~Q(status__in=OVER),
        "us": Q(status__in=WAITING_FOR_US) & awake,
        "them": Q(status=Status.WAITING_FOR_THEM),
        "all": Q(),
    }[view]


def page(member: Member, view: str, *, cursor: Cursor | None, size: int, now: datetime) -> Page:
    """One page of a list, newest word first; two queries."""
    found = seen_by(member).filter(which(member, view, now)).order_by("-last_at", "-pk")
    if cursor is not None:
        found = older_than(found, cursor.last_at, cursor.number)
    keys = list(found.values_list("pk", flat=True)[:size + 1])
    tickets = in_order(member, keys[:size])
    more = len(keys) > size and tickets
    return Page(tickets, write_cursor(tickets[-1]) if more else "")


def waiting_longest(member: Member, view: str, *, since: datetime, size: int, now: datetime) -> list[Ticket]:
    """The few tickets of a list that have waited for us longest, since before `since`; two queries."""
    found = (seen_by(member).filter(which(member, view, now), status__in=WAITING_FOR_US, waiting_since__lt=since)
             .filter(Q(later_until=None) | Q(later_until__lte=now)).order_by("waiting_since", "pk"))
    return in_order(member, list(found.values_list("pk", flat=True)[:size]))


def in_order(member: Member, keys: list[int]) -> list[Ticket]:
    """These tickets with what a row shows, in this order.

    `newest` is the id of the last entry and `read_to` how far the member has read: a row is unread when they differ.
    """
    found = {ticket.pk: ticket for ticket in rows(member).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def rows(member: Member) -> QuerySet[Ticket]:
    """Tickets that the member may see, with contact, assignee, `newest` and `read_to`."""
    read_to = Reading.objects.filter(ticket=OuterRef("pk"), member=member).values("entry")[:1]
    newest = Entry.objects.filter(ticket=OuterRef("pk")).exclude(kind=Entry.Kind.EVENT).order_by("-id").values("id")[:1]
    return (seen_by(member).select_related("contact", "assignee").prefetch_related("contact__addresses")
            .annotate(newest=Subquery(newest), read_to=Coalesce(Subquery(read_to), Value(0))))


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
