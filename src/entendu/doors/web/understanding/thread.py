"""The thread of steps beside a conversation, and the address that the rail fetches it from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.guesses import guesses
from entendu.doors.web.desk.reading import reader_of, view_of
from entendu.doors.web.understanding import (
    causes,
    escalation,
    facts,
    heard,
    incidents,
    known,
    not_ours,
    options,
    promises,
    satisfaction,
    temporary,
    tone,
)
from entendu.doors.web.understanding.step import Step
from entendu.parts.tickets.models import Ticket

# The order in which a case is understood. A step that has nothing to say gives None and takes no room.
STEPS: tuple[Callable[[Ticket, Reader], Step | None], ...] = (
    tone.step,
    heard.step, facts.step, causes.step, known.step,
    not_ours.step, incidents.step, escalation.step, options.step, temporary.step,
    promises.step,
    satisfaction.step,
)


# What was read in letters and stands among the facts, where there are some.
AMONG_FACTS = frozenset({"claim", "error-code"})


def steps(ticket: Ticket, reader: Reader) -> list[Step]:
    """What is worth a line of each step."""
    return [found for one in STEPS if (found := one(ticket, reader)) is not None]


def understood(ticket: Ticket, reader: Reader, view: str) -> dict[str, Any]:
    """The values of `web/understanding/thread.html`: the steps, and what was read in the letters as guesses."""
    shown = steps(ticket, reader)
    elsewhere = AMONG_FACTS if any(one.name == "facts" for one in shown) else frozenset()
    return {"steps": shown, "guesses": guesses(ticket, view, elsewhere)}


@members_only
@require_safe
def understanding(request: HttpRequest, number: int) -> HttpResponse:
    """The thread alone: the rail fetches it once the conversation stands, so that nobody waits for it to read."""
    ticket = ticket_or_404(request, number)
    return render(request, "web/understanding/thread.html",
                  {"pane": "conversation", **understood(ticket, reader_of(request), view_of(request))})
