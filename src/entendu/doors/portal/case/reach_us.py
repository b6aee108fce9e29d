"""How to reach us: in the same place on every page (WCAG 2.2, 3.2.6)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from entendu.doors.portal.case.section import Place, Section
from entendu.doors.portal.hours import in_words
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """Our address, when it is read, and the form of this page."""
    box = ticket.mailbox
    place = box.time_zone.rpartition("/")[2].replace("_", " ")
    when = _("One of us reads it: %(hours)s, time of %(place)s") % {
        "hours": in_words(box.hours), "place": place} if box.hours else _("One of us reads it and answers")
    return Section("reach", _("How to reach us"), "portal/case/reach_us.html", Place.SIDE,
                   shown={"address": box.address, "number": ticket.number, "when": when})
