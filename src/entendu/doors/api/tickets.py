"""Tickets for programs: the list, one conversation, and a note for the team."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from entendu.doors.api.forms import (
    ConversationForm,
    EntryForm,
    NoteForm,
    StatusName,
    TicketsForm,
    entry_fields,
    ticket_fields,
)
from entendu.doors.api.problems import Problem
from entendu.doors.api.tokens import asking
from entendu.parts.outbox.queries import deliveries_of
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions, queries
from entendu.parts.tickets.models import Ticket

router = Router(tags=["tickets"])
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# Each of these is a place in the list, up to the year 2286.
POSITION = "^[0-9]{1,16}-[0-9]{1,18}$"
REFUSALS = {401: Problem, 404: Problem, 422: Problem}


class Wanted(Schema):
    """Which tickets, and how many at a time."""

    status: StatusName | None = None
    mailbox: Annotated[str | None, Field(max_length=254, description="A mailbox's mail address.")] = None
    q: Annotated[str | None, Field(max_length=200, description="Words that the tickets hold, each of them.")] = None
    after: Annotated[str | None, Field(pattern=POSITION, description="“next” of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@router.get("", response={200: TicketsForm, 401: Problem, 422: Problem}, summary="List tickets, newest first")
def list_tickets(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, object]:
    """Tickets in the member's mailboxes, those with the latest word first.

    With `q`, the thousand that fit best are listed, by time as well.
    """
    member = asking(request)
    found = queries.with_rows(queries.seen_by(member))
    if wanted.status:
        found = found.filter(status=wanted.status.status)
    if wanted.mailbox:
        found = found.filter(mailbox__address=wanted.mailbox.strip().lower().replace("\0", ""))
    if wanted.q:
        found = found.filter(pk__in=queries.numbers_found(queries.mailboxes_of(member), wanted.q))
    if wanted.after:
        found = queries.older_than(found, *_position(wanted.after))
    page = list(found[:wanted.limit + 1])
    more = len(page) > wanted.limit
    page = page[:wanted.limit]
    return {"tickets": [ticket_fields(ticket) for ticket in page], "next": _after(page[-1]) if more else None}


@router.get("/{int:number}", response={200: ConversationForm, **REFUSALS}, summary="Read one ticket")
def read_ticket(request: HttpRequest, number: int) -> dict[str, object]:
    """The ticket and its conversation, oldest first; notes are marked as such."""
    ticket = _ticket(asking(request), number)
    fates = deliveries_of(ticket)
    entries = [entry_fields(entry, fates.get(entry.pk)) for entry in queries.conversation(ticket)]
    return {**ticket_fields(ticket), "entries": entries}


@router.post("/{int:number}/notes", response={201: EntryForm, 400: Problem, 413: Problem, **REFUSALS},
             summary="Leave a note for the team")
def leave_note(request: HttpRequest, number: int, note: NoteForm) -> Status:
    """A note in the member's name. Nobody outside the team ever gets it."""
    member = asking(request)
    entry = actions.note(_ticket(member, number), member, note.text, now=timezone.now())
    return Status(201, entry_fields(entry, None))


def _ticket(member: Member, number: int) -> Ticket:
    ticket = queries.ticket_seen_by(member, number)
    if ticket is None:
        raise Http404
    return ticket


def _after(ticket: Ticket) -> str:
    """Where the next page begins: the time of the page's last ticket in microseconds, and its number."""
    return f"{(ticket.last_at - EPOCH) // MICROSECOND}-{ticket.pk}"


def _position(after: str) -> tuple[datetime, int]:
    """The time and number that `_after` wrote."""
    at, number = after.split("-")
    return EPOCH + int(at) * MICROSECOND, int(number)
