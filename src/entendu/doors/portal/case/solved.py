"""Is it really solved? Their word, by one tap, and "not yet" at any time."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from entendu.core.tickets.states import Status, is_over
from entendu.doors.portal.case.section import Section
from entendu.flows.care.satisfaction import State
from entendu.parts.care.queries import solutions
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """From the moment at which we said so, until the case goes on; one query."""
    found = solutions.latest(ticket)
    if found is None or not is_over(Status(ticket.status)) or found.state in {State.OVER, State.NOT_YET}:
        return None
    return Section("solved", _("Is it really solved?"), "portal/case/solved.html", look="card",
                   shown={"agreed": found.state == State.AGREED,
                          "who": ticket.assignee.first_name if ticket.assignee else ticket.mailbox.name})


def waiting(ticket: Ticket) -> bool:
    """Whether their word is wanted."""
    return is_over(Status(ticket.status)) and solutions.unverified(ticket) is not None
