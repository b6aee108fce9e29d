"""Whether a case is one of many: the defects and incidents that it is linked with, and those whose signs it bears."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.diagnosis import incident
from entendu.flows.diagnosis.incident import Fit
from entendu.parts.tickets.models import Ticket


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """What it is linked with, and what it may be; None where there is neither. At most three queries."""
    fits = incident.fitting(ticket)
    if not fits:
        return None
    linked = [fit for fit in fits if fit.linked]
    over = all(not fit.defect.is_live for fit in linked)
    dot = Dot.OPEN if not linked else Dot.DONE if over else Dot.PART
    return Step("incidents", _("One of many"), dot, "web/understanding/incidents.html", shown={
        "rows": [line(fit) for fit in fits], "act_url": reverse("ticket_incidents", args=[ticket.number])},
        url=reverse("ticket_incidents", args=[ticket.number]))


def line(fit: Fit) -> dict[str, Any]:
    """A line of the rail and of the page."""
    defect = fit.defect
    return {"id": defect.pk, "title": defect.title, "url": reverse("incident", args=[defect.pk]), "linked": fit.linked,
            "state": defect.get_state_display(), "version": defect.version, "has_news": fit.has_news,
            "signs": ", ".join(fit.signs)}
