"""Temporary fixes: what stands in for the repair, until when, and whether they know."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.core.tickets.closing import OPEN, Fix
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.understanding.step import Dot, Step
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries import temporary
from entendu.parts.tickets.models import Ticket


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """None where nothing temporary ever stood. One query."""
    fixes = temporary.to_show(ticket)
    if not fixes:
        return None
    states = {state_words(one, ticket) for one in fixes}
    return Step("temporary", _("Temporary fix"), Dot.TEMP if fixes[0].state in OPEN else Dot.DONE,
                "web/understanding/temporary.html", state=states.pop() if len(states) == 1 else "",
                state_is_theirs=all(one.state in {Fix.CONFIRMED, Fix.ACCEPTED} for one in fixes),
                url=reverse("temporary", args=[ticket.number]),
                shown={"fixes": [_line(one, ticket, reader) for one in fixes], "apart": bool(states)})


def _line(fix: TemporaryFix, ticket: Ticket, reader: Reader) -> dict[str, Any]:
    is_open = fix.state in OPEN
    return {"name": fix.name, "language": fix.language, "is_open": is_open, "since": stamp(fix.since),
            "until": fix.until, "late": is_open and fix.until is not None and fix.until < reader.now.date(),
            "ended": fix.ended_words, "lives": fix.state == Fix.ACCEPTED, "state": state_words(fix, ticket)}


def state_words(fix: TemporaryFix, ticket: Ticket) -> str:
    """How far it has come, in a few words."""
    name = ticket.contact.first_name or _("them")
    if fix.asked_at is not None and Fix(fix.state) in OPEN:
        return _("%(name)s is asked whether it may stay") % {"name": name}
    return {
        Fix.RECORDED: _("%(name)s does not know yet"), Fix.TOLD: _("with %(name)s"),
        Fix.ANSWERED: _("%(name)s answered: read it"), Fix.CONFIRMED: _("confirmed by %(name)s"),
        Fix.FIXED: _("root cause fixed"), Fix.ACCEPTED: _("%(name)s lives with it"),
    }[Fix(fix.state)] % {"name": name}
