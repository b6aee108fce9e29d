"""What we keep about them, as far as this case goes, and whom to ask to change or erase it."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.doors.portal.case.section import Place, Section
from entendu.doors.portal.forms import masked
from entendu.doors.portal.hours import in_words
from entendu.parts.outbox.queries.arrived import said_to_them
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """Name, addresses, hours, and how much was said; one query."""
    many = said_to_them(ticket).count()
    said = ngettext("%(n)d message in this case, since %(day)s", "%(n)d messages in this case, since %(day)s", many) % {
        "n": many, "day": formats.date_format(timezone.localtime(ticket.created_at), "DATE_FORMAT")}
    rows = [
        (_("Your name"), contact.name),
        (_("How you are reached"), ", ".join(masked(one) for one in contact.addresses.all())),
        (_("Your hours"), in_words(contact.hours) or _("Any hour")), (_("What was said"), said),
    ]
    return Section("kept", _("What we keep about you"), "portal/case/kept.html", Place.SIDE,
                   shown={"rows": [(name, words) for name, words in rows if words], "address": ticket.mailbox.address})
