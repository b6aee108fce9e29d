"""What may have caused it: the first few in the rail, each with a word."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.core.diagnosis.causes import Likelihood, Verdict
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding import said
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.diagnosis import diagnose
from entendu.parts.tickets.models import Ticket

SHOWN = 4


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """The first causes, each with its word; None where there is no trouble to find a cause of."""
    found = diagnose.glance(ticket, now=reader.now)
    if found is None:
        return None
    rows = [{"words": said.cause_words(one), "likely": said.LIKELIHOODS[one.likelihood],
             "first": place == 0 and one.likelihood is not Likelihood.RULED_OUT,
             "over": one.likelihood is Likelihood.RULED_OUT} for place, one in enumerate(found.causes)]
    confirmed = any(one.likelihood is Likelihood.CONFIRMED for one in found.causes)
    begun = any(one.cause and (one.cause.weights or one.cause.verdict != Verdict.OPEN) for one in found.causes)
    dot = Dot.DONE if confirmed else Dot.PART if begun else Dot.OPEN
    return Step("causes", _("Possible causes"), dot, "web/understanding/causes.html",
                url=reverse("causes", args=[ticket.number]),
                shown={"rows": rows[:SHOWN], "changes_url": reverse("changes", args=[ticket.number]),
                       "changes": found.changes})
