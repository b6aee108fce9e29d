"""What changed at a customer's before the first error of the case that is open: a few lines on their page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.core.tickets.states import Status, is_over
from entendu.doors.web.desk.rows import span
from entendu.doors.web.understanding.said import day_and_hour, who_and_when
from entendu.flows.diagnosis.diagnose import TimeLine, time_line
from entendu.parts.diagnosis.queries.changes import systems_of
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

SHOWN = 3  # the likeliest


def changed_before(contact: Contact, cases: Sequence[Ticket]) -> dict[str, Any] | None:
    """The likeliest changes before the first error of the latest case that is open, the earliest first; None where no
    trouble is told, or nothing is known of their systems. No query without an open case, one without their systems,
    else five."""
    case = next((one for one in cases if not is_over(Status(one.status))), None)
    if case is None or not systems_of(contact):
        return None
    line = time_line(case, whole=False)
    if not line.told.is_trouble or not line.rated:
        return None
    first = line.told.first
    return {"rows": _rows(line), "url": reverse("changes", args=[case.number]), "when": day_and_hour(first.earliest),
            "error": case.subject or _("Without a subject"), "quote": "" if first.by_hand else first.words,
            "is_guess": first.is_guess}


def _rows(line: TimeLine) -> list[dict[str, Any]]:
    """Each with how long before it was; the one that comes first among the possible causes is marked."""
    likeliest = line.rated[0].happening.id
    shown = sorted(line.rated[:SHOWN], key=lambda one: one.happening.at)
    rows = []
    for one in shown:
        row, before = line.rows[one.happening.id], line.told.trouble.earliest - one.happening.at
        ago = _("%(span)s before") % {"span": span(before)} if before.total_seconds() > 0 else _("while it began")
        rows.append({"ago": ago, "what": row.object, "when": who_and_when(row), "details": row.details,
                     "likeliest": row.pk == likeliest})
    return rows
