"""What we said that we would do on this case."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.rows import day_and_clock
from entendu.doors.web.desk.thread import their_zone
from entendu.doors.web.understanding.step import Dot, Step
from entendu.parts.promises import queries
from entendu.parts.promises.models import Promise
from entendu.parts.tickets.models import Ticket

SHOWN = 5


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """What is still owed, the nearest first, then what was kept last; None where nothing was ever promised.

    Two queries, one more where news is owed.
    """
    owed = queries.open_promises(ticket)
    kept = queries.kept_on(ticket, SHOWN - len(owed)) if len(owed) < SHOWN else []
    if not owed and not kept:
        return None
    zone = their_zone(ticket)
    now = reader.now.astimezone(zone)
    rows = [{"words": one.words, "late": one.due is not None and one.due < reader.now, "kept": False,
             "due": day_and_clock(one.due.astimezone(zone), now, reader.language) if one.due else ""}
            for one in owed[:SHOWN]]
    rows += [{"words": one.words, "late": False, "kept": True, "due": ""} for one in kept]
    ready = False
    if any(one.kind == Promise.Kind.NEWS for one in owed):
        rhythm = queries.rhythm_of(ticket)
        ready = rhythm is not None and rhythm.ready_for_id in {one.pk for one in owed}
    return Step("promises", _("Promises"), Dot.PART if owed else Dot.DONE, "web/understanding/promises.html",
                url=reverse("case_promises", args=[ticket.number]), shown={"rows": rows, "ready": ready})
