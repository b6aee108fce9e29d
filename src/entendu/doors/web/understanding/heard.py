"""What we heard: the restatement and how far it has come, what is still missing, what we asked for."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.core.listening.heard import helps
from entendu.core.listening.missing import missing
from entendu.core.listening.said import Letter
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.listening.ask import LABELS
from entendu.parts.listening.models import Restatement
from entendu.parts.listening.queries.summary import Summary, summary
from entendu.parts.tickets.models import Entry, Ticket

State = Restatement.State
LATEST = 20
MISSING_SHOWN = 3
DOTS = {State.CONFIRMED: Dot.DONE, State.SENT: Dot.PART, State.ANSWERED: Dot.PART, State.CORRECTED: Dot.PART}


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """None for a quick question. Three queries: the summary's two, and the letters while nothing is confirmed."""
    found = summary(ticket)
    letters = [] if found.state == State.CONFIRMED else _letters(ticket)
    told = [letter for letter, _wish in letters]
    wish = next((words for _letter, words in reversed(letters) if words), "") if not found.has_request else ""
    offer = found.state == State.DRAFT or (not found.state and helps(told))
    if found.is_empty and not wish and not offer:
        return None
    left = [] if found.state == State.CONFIRMED else [code for code in missing(told) if code not in found.codes]
    return Step("heard", _("What we heard"), DOTS.get(found.state, Dot.OPEN), "web/understanding/heard.html",
                state=_state(found, ticket), state_is_theirs=found.state == State.CONFIRMED,
                url=reverse("heard", args=[ticket.number]), shown=_shown(found, ticket, left, wish) | {"offer": offer})


def _shown(found: Summary, ticket: Ticket, left: list[str], wish: str) -> dict[str, Any]:
    asked = found.asked + found.done
    return {
        "text": found.text if found.state != State.DRAFT else "", "language": found.language,
        "missing": [str(LABELS[code]) for code in left[:MISSING_SHOWN]],
        "tasks": ngettext("%(done)d of %(n)d thing answered", "%(done)d of %(n)d things answered", asked) % {
            "n": asked, "done": found.done} if asked else "",
        "ready": ngettext("%(n)d thing ready to ask", "%(n)d things ready to ask", found.ready) % {
            "n": found.ready} if found.ready else "",
        "tasks_url": reverse("tasks", args=[ticket.number]), "wish": wish, "has_request": found.has_request,
        "request_url": reverse("feature_request", args=[ticket.number]),
        "heard_url": reverse("heard", args=[ticket.number]),
    }


def _state(found: Summary, ticket: Ticket) -> str:
    """What stands at the right of the title."""
    name = ticket.contact.first_name or _("them")
    words = {
        State.DRAFT: _("a draft"), State.SENT: _("with %(name)s"), State.ANSWERED: _("%(name)s answered: read it"),
        State.CONFIRMED: _("confirmed by %(name)s"), State.CORRECTED: _("not quite, says %(name)s"),
    }
    return words[State(found.state)] % {"name": name} if found.state else ""


def _letters(ticket: Ticket) -> list[tuple[Letter, str]]:
    """Their latest letters with what was felt, and the wish that was read in each; one query."""
    rows = (Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS, automatic="").select_related("read_as")
            .only("visible", "language", "at", "read_as__findings", "read_as__entry").order_by("-at", "-id"))
    return [_letter(row) for row in reversed(rows[:LATEST])]


def _letter(row: Entry) -> tuple[Letter, str]:
    findings = row.read_as.findings if hasattr(row, "read_as") else []
    by_check: dict[str, list[Any]] = {}
    for found in findings:
        by_check.setdefault(found["check"], []).append(found)
    feeling = next((one.get("value", "") for one in by_check.get("emotion", [])), "")
    wish = next((one["text"] for one in by_check.get("feature-request", [])), "")
    return Letter(row.visible, row.language, feeling, tuple(one["text"] for one in by_check.get("claim", []))), wish
