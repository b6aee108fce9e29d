"""What is not ours to do, where a letter asks for it: whom to ask instead, into the reply by a press."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.truth.elsewhere import not_ours
from entendu.parts.tickets.models import Ticket


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """None where nothing was read as out of our scope. Three queries: letters, what was read in them, the directory."""
    found = not_ours(ticket)
    if found is None:
        return None
    rows = [{"id": one.pk, "topic": one.topic, "whom": one.whom} for one in found.entries]
    return Step("not-ours", _("Not ours"), Dot.OPEN, "web/understanding/not_ours.html",
                url=reverse("not_ours", args=[ticket.number]),
                shown={"words": found.words, "rows": rows, "use_url": reverse("not_ours", args=[ticket.number])})
