"""What our systems wrote on the case while the customer wants fewer messages about it: it stands here instead."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from entendu.doors.portal.case.clock import in_words
from entendu.doors.portal.case.section import Section
from entendu.parts.outbox.queries.arrived import spared_of
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

LATEST = 12


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """The latest, newest first; None where they are spared nothing. Two queries, none where nobody asked for it."""
    rows = spared_of(ticket, LATEST) if ticket.spared_at is not None else []
    if not rows:
        return None
    return Section("updates", _("How it stands"), "portal/case/updates.html",
                   shown={"rows": [(in_words(one.submitted_at, now), one.body.strip()) for one in rows]})
