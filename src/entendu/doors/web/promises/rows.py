"""One promise as a row of the board: what was said, to whom, by whom, and the hour on both clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entendu.core.governor.hours import weekly
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.rows import span
from entendu.doors.web.middleware import zone
from entendu.doors.web.templatetags.desk import HOUR, short_day
from entendu.parts.people.models import Channel, Contact
from entendu.parts.promises.models import Promise

SOON = timedelta(hours=1)
LONGEST = 160


def row(promise: Promise, reader: Reader) -> dict[str, Any]:
    """See the head of `web/promises/rows.html`. What stands there several times is escaped here, once."""
    number, contact = promise.ticket_id, promise.contact
    due = promise.due
    ahead = due - reader.now if due else None
    soon = ahead is not None and timedelta(0) <= ahead <= SOON
    on_their_clock = theirs(promise, due) if due else ""
    return {
        "id": promise.pk, "words": escape(short(promise.words)), "name": contact.name or _("Somebody"),
        "url": _place(promise), "case_url": _url("ticket", number),
        "act_url": _url("promise_act", promise.pk), "move_url": _url("move_promise", promise.pk),
        "when": clock(due) if due else "", "theirs": on_their_clock,
        "beside": _("in %(span)s") % {"span": span(ahead)} if ahead is not None and soon else on_their_clock,
        "hours": f"{clock(promise.opens)}–{clock(due)}" if promise.opens and due else clock(due) if due else "",
        "day": short_day(due) if due else "", "soon": soon,
        "late": late(-ahead) if ahead is not None and ahead < timedelta(0) else "",
        "by": by(promise, reader), "nobody": is_nobodys(promise),
    }


def late_row(promise: Promise, reader: Reader) -> dict[str, Any]:
    """The same for the block on top, with whether they know, until when they can be reached, and by which number."""
    contact = promise.contact
    hours = weekly(tuple((str(days), str(opens), str(closes)) for days, opens, closes in contact.hours),
                   str(_zone(promise)))
    reach = ""
    if contact.hours and hours.is_open(reader.now):
        reach = _("Their hours end at %(when)s.") % {"when": clock(hours.closing(reader.now))}
    elif contact.hours:
        reach = _("Their hours begin again %(day)s at %(when)s.") % {
            "day": short_day(hours.next_opening(reader.now)), "when": clock(hours.next_opening(reader.now))}
    return row(promise, reader) | {
        "told": _("%(name)s has not been told.") % {"name": contact.first_name or contact.name or _("The customer")},
        "reach": reach, "phone": phone_of(contact), "call_url": _url("call", promise.ticket_id),
        "due_words": _("due %(when)s") % {"when": moment(promise.due, reader.now)} if promise.due else "",
    }


def kept_row(promise: Promise, reader: Reader) -> dict[str, Any]:
    """One that was kept today: how early or late."""
    early = (promise.due - promise.settled_at) if promise.due and promise.settled_at else None
    said = ""
    if early is not None and early >= timedelta(minutes=1):
        said = _("%(span)s early") % {"span": span(early)}
    elif early is not None and early <= -timedelta(minutes=1):
        said = late(-early)
    elif early is not None:
        said = _("on the minute")
    return {"words": short(promise.words), "name": promise.contact.name or _("Somebody"), "early": said,
            "url": _place(promise),
            "case_url": _url("ticket", promise.ticket_id), "by": by(promise, reader)}


def by(promise: Promise, reader: Reader) -> str:
    """Who is to keep it: "by you", "by Léo", or '' where nobody is."""
    if is_nobodys(promise) or promise.owner is None:
        return ""
    if promise.owner_id == reader.member.pk:
        return _("by you")
    return _("by %(name)s") % {"name": promise.owner.first_name}


def is_nobodys(promise: Promise) -> bool:
    """Whether nobody who works here is to keep it."""
    return promise.owner is None or not promise.owner.is_active


def clock(at: datetime) -> str:
    """The hour on the reader's clock."""
    return timezone.localtime(at).strftime(HOUR)


def moment(at: datetime, now: datetime) -> str:
    """The hour alone today, else with its day."""
    local = timezone.localtime(at)
    return clock(at) if local.date() == timezone.localtime(now).date() else f"{short_day(at)}, {clock(at)}"


def theirs(promise: Promise, at: datetime) -> str:
    """Their clock where it shows another hour: "09:00 theirs"."""
    hour = at.astimezone(_zone(promise)).strftime(HOUR)
    return "" if hour == clock(at) else _("%(hour)s theirs") % {"hour": hour}


def late(length: timedelta) -> str:
    """How late: "2 h 10 late", in days from a day on."""
    minutes = max(int(length.total_seconds() // 60), 1)
    if minutes < 60 or minutes >= 24 * 60 or not minutes % 60:
        return _("%(span)s late") % {"span": span(timedelta(minutes=minutes))}
    return pgettext("hours and minutes", "%(hours)d h %(minutes)02d late") % {
        "hours": minutes // 60, "minutes": minutes % 60}


def short(words: str) -> str:
    """The words on few lines."""
    plain = " ".join(words.split()).strip("“”„\"«» ")
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST - 1].rstrip()}…"


def phone_of(contact: Contact) -> str:
    """The number at which they are phoned, '' where we have none."""
    return next((one.value for one in contact.addresses.all() if one.channel in {Channel.PHONE, Channel.SMS}), "")


def _zone(promise: Promise) -> ZoneInfo:
    """Their clock, from what the board has read of them in one query for all."""
    return zone(promise.contact.time_zone or promise.mailbox.time_zone)


def _place(promise: Promise) -> SafeString:
    """Where it stands on the page of its case."""
    return _url("case_promises", promise.ticket_id) + escape(f"#p-{promise.pk}")


@lru_cache(maxsize=4096)
def _url(name: str, number: int) -> SafeString:
    """The address of something by its number, as it stands in HTML; a board has dozens."""
    return escape(reverse(name, args=[number]))
