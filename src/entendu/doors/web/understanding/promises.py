"""What we said that we would do on this case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.rows import day_and_clock
from entendu.doors.web.desk.thread import their_zone
from entendu.doors.web.understanding.step import Dot, Step
from entendu.parts.promises import queries
from entendu.parts.tickets.models import Ticket


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """What is still owed, the nearest first; None where nothing is. One query."""
    owed = queries.open_promises(ticket)
    if not owed:
        return None
    zone = their_zone(ticket)
    now = reader.now.astimezone(zone)
    rows = [{"words": one.words, "late": one.due is not None and one.due < reader.now,
             "due": day_and_clock(one.due.astimezone(zone), now, reader.language) if one.due else ""} for one in owed]
    return Step("promises", _("Promises"), Dot.PART, "web/understanding/promises.html", shown={"rows": rows})
