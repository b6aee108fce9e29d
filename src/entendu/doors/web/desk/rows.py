"""A ticket as a row of a list: who, what, and how long somebody has waited."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.core.governor.reasons import clock
from entendu.core.tickets.states import Status, is_over, waits_for_us
from entendu.doors.web.desk.chat_presence import called
from entendu.doors.web.templatetags.desk import by_channel, channel_icon, short_day, short_when, stamp
from entendu.parts.tickets import search
from entendu.parts.tickets.models import STATUS_NAMES, Ticket


def row(ticket: Ticket, *, view: str, now: datetime, current: int | None = None) -> dict[str, Any]:
    """The row of a ticket that came from `lists.in_order`; see the head of `web/inbox/row.html`."""
    return {
        "number": ticket.number, "id": f"row-{ticket.pk}", "url": ticket_url(ticket.number, view),
        "name": name_of(ticket), "subject": subject_of(ticket), "icon": channel_icon(ticket.channel),
        "by": by_channel(ticket.channel), "at": timezone.localtime(ticket.last_at).isoformat(),
        "when": short_when(ticket.last_at),
        "unread": ticket.unread,  # type: ignore[attr-defined]
        "current": ticket.number == current, "due_text": "", "due_state": "", "waiting_text": waiting(ticket, now),
        "snippet": "",
    }


def ticket_url(number: int, view: str = "inbox") -> str:
    """A ticket beside the list from which it was opened."""
    return beside("ticket", number, view)


@lru_cache(maxsize=4096)
def beside(name: str, number: int, view: str) -> str:
    """The address of something that is done to a ticket, which then stands beside the same list."""
    return reverse(name, args=[number]) + ("" if view == "inbox" else f"?in={view}")


def name_of(ticket: Ticket) -> str:
    """Whom the ticket is about, by name or else by address."""
    if ticket.contact.name:
        return ticket.contact.name
    address = getattr(ticket, "address", None)  # rows bring it along, a single ticket has its contact's addresses
    if address is None:
        address = next((one.value for one in ticket.contact.addresses.all()), "")
    return called(address) if address else _("Somebody without an address")


def subject_of(ticket: Ticket) -> str:
    """The ticket's subject, or words that say that it has none."""
    return ticket.subject.strip() or _("(no subject)")


def waiting(ticket: Ticket, now: datetime) -> str:
    """Who waits for whom, and since when, in a few words."""
    status = Status(ticket.status)
    if ticket.later_until is not None and ticket.later_until > now:
        return _("Comes back %(when)s") % {"when": stamp(ticket.later_until)}
    if is_over(status):
        return str(STATUS_NAMES[status]).capitalize()
    if not waits_for_us(status):
        return _("We wrote %(ago)s ago") % {"ago": span(now - ticket.last_at)}
    if ticket.waiting_since is None:
        return _("Nobody waits")
    return _("Waiting %(span)s") % {"span": span(now - ticket.waiting_since)}


def span(length: timedelta) -> str:
    """A length of time in its largest unit: "38 min", "2 h", "3 days"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def day_and_clock(moment: datetime, now: datetime, language: str) -> str:
    """The hour alone where it comes within a day, else with the day of the week or the date."""
    ahead = moment - now
    if ahead < timedelta(days=1):
        return clock(moment, language)
    day = formats.date_format(moment, "D") if ahead < timedelta(days=6) else short_day(moment)
    return f"{day} {clock(moment, language)}"


WORD = re.compile(r"\w+")


def marked(snippet: str, query: str) -> SafeString:
    """The snippet as safe HTML; words that begin like a word of the query are marked, whatever their accents."""
    wanted = tuple(WORD.findall(search.fold(query)))
    pieces, end = [], 0
    for found in WORD.finditer(snippet):
        pieces.append(escape(snippet[end:found.start()]))
        word = escape(found.group())
        pieces.append(f"<mark>{word}</mark>" if wanted and search.fold(found.group()).startswith(wanted) else word)
        end = found.end()
    pieces.append(escape(snippet[end:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above
