"""A call: notes are typed while the other one talks, each line with its moment, and are a note when it ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from entendu.core.listening.call_notes import Line, marked, written
from entendu.flows.care import radar
from entendu.flows.promises import settle
from entendu.parts.listening.actions import calls as actions
from entendu.parts.listening.models import Call
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket


def start(ticket: Ticket, member: Member, *, now: datetime) -> Call:
    """The member's call about the ticket, from now on; the one that is being held where there is one."""
    return actions.start(ticket, member, now=now)


def lines_of(call: Call) -> tuple[Line, ...]:
    """What stands in its notes."""
    return tuple(Line(int(seconds), str(words)) for seconds, words in call.lines)


def write(call: Call, text: str, *, now: datetime) -> tuple[Line, ...]:
    """Keeps the notes as they stand now; returns them with their moments."""
    lines = marked(lines_of(call), text, max(int((now - call.started_at).total_seconds()), 0))
    actions.write(call, [(line.seconds, line.text) for line in lines])
    return lines


@transaction.atomic
def end(ticket: Ticket, call: Call, text: str, *, now: datetime) -> Entry | None:
    """The call is over: its notes are a note for the team, headed by how long it was; None where nothing was typed."""
    lines = write(call, text, now=now)
    entry = None
    if lines:
        minutes = max(round((now - call.started_at).total_seconds() / 60), 1)
        head = ngettext("Call, %(n)d minute", "Call, %(n)d minutes", minutes) % {"n": minutes}
        entry = tickets.note(ticket, call.member, f"{head}\n{written(lines)}", now=now)
    else:
        tickets.record_event(ticket, "called", member=call.member, now=now)
    actions.end(call, entry, now=now)
    settle.called(ticket, call.member, call.started_at, now=now)
    radar.note_call(ticket, now=now)
    return entry
