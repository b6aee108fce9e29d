"""The plan: what was promised and what became of it, each with its date; calls and visits stand among it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from entendu.doors.portal.case.clock import in_words
from entendu.doors.portal.case.section import Section
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people.models import Contact
from entendu.parts.promises import queries
from entendu.parts.promises.models import Promise
from entendu.parts.tickets.models import Ticket

State, Kind = Promise.State, Promise.Kind
NAME = "plan"
LATEST = 12


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """What they were told of, oldest first; None where it is one promise or none: that stands above. Two queries."""
    every = [one for one in queries.promises_of(ticket) if one.due is not None and one.state != State.PLANNED]
    reached = arrived_at({one.submission for one in every if one.submission}) if every else {}
    known = [one for one in every if one.submission is None or one.submission in reached]
    if len(known) < 2 and all(one.kind == Kind.WORD and one.state == State.OPEN for one in known):
        return None
    rows = [_row(one, now) for one in known[-LATEST:]]
    told = {"when": in_words(ticket.created_at, now), "words": _("You told us, we listened"), "done": True, "note": "",
            "late": False, "word": False, "over": False}
    return Section(NAME, _("The plan"), "portal/case/plan.html", shown={"rows": [told, *rows]})


def stands(sections: Sequence[Section]) -> bool:
    """Whether the plan is on the page, so that its promises need not stand above as well."""
    return any(one.name == NAME for one in sections)


def _row(one: Promise, now: datetime) -> dict[str, Any]:
    """See the head of `portal/case/plan.html`."""
    due = one.due or now
    when, note = in_words(due, now), ""
    if one.opens is not None:
        when = _("%(when)s to %(hour)s") % {"when": in_words(one.opens, now),
                                            "hour": formats.date_format(timezone.localtime(due), "H:i")}
    is_late = one.state == State.OPEN and due < now
    if one.state == State.MOVED:
        note = _("Moved; we told you before.")
    elif one.state == State.BROKEN:
        note = _("We did not keep this.")
    elif is_late:
        note = _("Late. One of us owes you this.")
    elif one.state == State.OPEN:
        note = (_("You hear from us once more an hour before.") if one.kind in {Kind.CALL, Kind.VISIT} else
                _("Our word. If it slips you hear it from us first."))
    return {"when": when, "words": _words(one), "done": one.state == State.KEPT, "note": note, "late": is_late,
            "word": one.state == State.OPEN, "over": one.state in {State.MOVED, State.BROKEN}}


def _words(one: Promise) -> str:
    words = " ".join(one.words.split())
    if one.kind == Kind.CALL:
        return _("We call you: %(words)s") % {"words": words}
    if one.kind == Kind.VISIT:
        return _("We come to you: %(words)s") % {"words": words}
    return words
