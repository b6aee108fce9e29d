"""How shall we reach you: the same wishes as on the contact's own page, which this link does not open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from entendu.doors.portal.case.section import Place, Section
from entendu.doors.portal.forms import ReachForm
from entendu.doors.portal.hours import in_words
from entendu.flows.judge import recipient_of
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """The form with what we hold of it; addresses are masked, for a link may be passed on."""
    return with_form(ticket, contact, form_of(contact), now)


def form_of(contact: Contact, data: Any = None) -> ReachForm:
    """The form, filled from the contact or from what was posted."""
    return ReachForm(data, contact=contact, now_hours=in_words(contact.hours), masked=True)


def with_form(ticket: Ticket, contact: Contact, form: ReachForm, now: datetime) -> Section:
    """The section with this form, which may have been sent back with what is missing."""
    place = recipient_of(contact, ticket.mailbox).timezone.rpartition("/")[2].replace("_", " ")
    return Section("wishes", _("How shall we reach you?"), "portal/case/reach_you.html", Place.SIDE, shown={
        "form": form, "place": place, "there": formats.date_format(timezone.localtime(now), "H:i")})
