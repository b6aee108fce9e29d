"""Times on the customer's own clock, in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entendu.parts.tickets.models import Ticket


def zone_of(ticket: Ticket) -> ZoneInfo:
    """The zone of the ticket's contact, or of its mailbox where they never said; UTC where neither is known."""
    for name in (ticket.contact.time_zone, ticket.mailbox.time_zone):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def in_words(at: datetime, now: datetime) -> str:
    """A moment on the clock that Django shows at present: "today, 17:00", "Thu 26 Nov, 17:00"."""
    local, today = timezone.localtime(at), timezone.localtime(now)
    hour = formats.date_format(local, "H:i")
    ahead = (local.date() - today.date()).days
    if ahead == 0:
        return _("today, %(hour)s") % {"hour": hour}
    if ahead == 1:
        return _("tomorrow, %(hour)s") % {"hour": hour}
    day = formats.date_format(local, pgettext("date format", "D j M"))
    return _("%(day)s, %(hour)s") % {"day": day, "hour": hour}
