"""What is temporary, called so: whether they know, and whether they can live with it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from entendu.core.tickets.closing import OPEN, Fix
from entendu.doors.portal.case.section import Section
from entendu.flows.truth.choose import day_words
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries import temporary
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """The stopgap that they were told of, while it stands or stays by their word; two queries."""
    fix = temporary.latest(ticket)
    if fix is None or fix.state in {Fix.RECORDED, Fix.FIXED}:
        return None
    reached = _reached(fix)
    if fix.submission not in reached:
        return None
    is_open = Fix(fix.state) in OPEN
    return Section("temporary", _("For now: %(name)s") % {"name": fix.name} if is_open else fix.name,
                   "portal/case/temporary.html", look="temp", shown={
                       "id": fix.pk, "works": fix.works, "language": fix.language, "is_open": is_open,
                       "until": day_words(fix.until) if fix.until else "",
                       "ask": is_open and fix.state in {Fix.TOLD, Fix.ANSWERED},
                       "may_stay": is_open and fix.asked_submission in reached,
                       "confirmed": fix.state == Fix.CONFIRMED})


def standing(ticket: Ticket) -> TemporaryFix | None:
    """The stopgap that stands and of which they were told."""
    fix = temporary.standing(ticket)
    return fix if fix is not None and fix.state != Fix.RECORDED and fix.submission in _reached(fix) else None


def _reached(fix: TemporaryFix) -> dict[int, datetime]:
    return arrived_at([one for one in (fix.submission, fix.asked_submission) if one is not None])
