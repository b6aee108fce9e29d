"""Out of sight until a better moment: the moments that are offered, on the reader's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from entendu.parts.tickets.models import Ticket

MORNING = 8
TWO_HOURS = timedelta(hours=2)


def choices(ticket: Ticket, now: datetime) -> list[tuple[str, str]]:
    """Values and their words; the first choice of a ticket that is put off is to take it up again."""
    offered = [("hours", _("In two hours")), ("tomorrow", _("Tomorrow, 08:00")), ("monday", _("Monday, 08:00")),
               ("week", _("In a week"))]
    put_off = ticket.later_until is not None and ticket.later_until > now
    return [("now", _("Take it up now")), *offered] if put_off else offered


def moment(value: str, now: datetime) -> datetime | None:
    """The moment that a value stands for; None for "now", `ValueError` for any other word."""
    local = timezone.localtime(now)
    match value:
        case "now":
            return None
        case "hours":
            return now + TWO_HOURS
        case "tomorrow":
            return _morning(local, 1)
        case "monday":
            return _morning(local, 7 - local.weekday())
        case "week":
            return _morning(local, 7)
    raise ValueError(value)


def _morning(local: datetime, days: int) -> datetime:
    """Eight o'clock so many days from now, whatever the clocks do in between."""
    day = local.replace(tzinfo=None) + timedelta(days=days)
    return timezone.make_aware(day.replace(hour=MORNING, minute=0, second=0, microsecond=0))
