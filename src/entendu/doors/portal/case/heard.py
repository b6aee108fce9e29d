"""What we understood, and whether it is right: one tap, or a few words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from entendu.doors.portal.case.section import Section
from entendu.parts.listening.models import Restatement
from entendu.parts.listening.queries import restatements
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

State = Restatement.State
TITLES = {State.SENT: "asked", State.ANSWERED: "answered", State.CONFIRMED: "confirmed", State.CORRECTED: "corrected"}


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """The latest restatement that has reached them; nothing of a draft. Two queries."""
    found = restatements.with_them(ticket)
    if found is None or not _reached(found):
        return None
    return Section("heard", _("What we understood"), "portal/case/heard.html", look="card",
                   shown={"id": found.pk, "text": found.text, "language": found.language,
                          "state": TITLES[State(found.state)], "correction": found.correction})


def waiting(ticket: Ticket) -> bool:
    """Whether one is with them that they have not answered."""
    found = restatements.with_them(ticket)
    return found is not None and found.state == State.SENT and _reached(found)


def _reached(found: Restatement) -> bool:
    return found.submission is not None and bool(arrived_at([found.submission]))
