"""A case that was passed on to the developers, and what became of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.channels.trackers.issue import NAMES, Kind
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.understanding.step import Dot, Step
from entendu.parts.diagnosis.models.escalations import Escalation
from entendu.parts.diagnosis.queries import escalations as queries
from entendu.parts.tickets.models import Ticket

State, Outcome = Escalation.State, Escalation.Outcome


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """What was passed on and how it stands there; None where nothing was. One query."""
    rows = [line(one) for one in queries.escalations_of(ticket)]
    if not rows:
        return None
    open_still = any(row["open"] for row in rows)
    return Step("escalation", _("With the developers"), Dot.PART if open_still else Dot.DONE,
                "web/understanding/escalation.html", shown={"rows": rows},
                url=reverse("escalation", args=[ticket.number]))


def line(one: Escalation) -> dict[str, Any]:
    """A report in one line: where it is, and how it stands there."""
    tracker = NAMES[Kind(one.account.kind)]
    made = one.state == State.MADE
    return {
        "id": one.pk, "title": one.title, "url": one.url if made else "", "by": one.member.first_name,
        "when": stamp(one.created_at), "issue": f"{tracker} {one.number}" if made else tracker, "words": _standing(one),
        "open": not made or one.outcome == Outcome.OPEN, "trouble": one.why if not made else "",
        "refused": one.state == State.REFUSED,
        "again_url": reverse("escalation_again", args=[one.pk]) if one.state in {State.REFUSED, State.WAITING} else "",
        "removal_url": (reverse("escalation_removal", args=[one.pk])
                        if one.state in {State.REFUSED, State.WAITING} and not one.unsure else ""),
    }


def _standing(one: Escalation) -> str:
    """How it stands, in a word or two."""
    if one.state == State.REFUSED:
        return _("not taken")
    if one.state != State.MADE:
        return _("leaves %(when)s") % {"when": stamp(one.due_at)} if one.why else _("on its way")
    if one.outcome == Outcome.DONE:
        return _("fixed in %(version)s") % {"version": one.version} if one.version else _("closed")
    return str(Outcome(one.outcome).label)
