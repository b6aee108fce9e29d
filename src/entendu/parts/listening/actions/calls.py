"""Writers of calls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from entendu.parts.listening.models import Call
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket


def start(ticket: Ticket, member: Member, *, now: datetime) -> Call:
    """The member's call about this ticket: the one that is being held, or a new one from now on."""
    call, _ = Call.objects.get_or_create(ticket=ticket, member=member, ended_at=None, defaults={"started_at": now})
    return call


def write(call: Call, lines: Iterable[tuple[int, str]]) -> None:
    """What stands in the notes now, as seconds and words."""
    call.lines = [list(line) for line in lines]
    call.save(update_fields=["lines"])


def end(call: Call, entry: Entry | None, *, now: datetime) -> None:
    """The call is over; what was typed is this note, None where nothing was."""
    call.ended_at, call.entry = now, entry
    call.save(update_fields=["ended_at", "entry"])
