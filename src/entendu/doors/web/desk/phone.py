"""What stands on the other person's phone or in their mailbox: all that our systems sent them, on their clock.

Also what of another team's the reader may not see is there, for the other person has it; its words are not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entendu.core.governor.hours import Hours, weekly
from entendu.core.governor.model import Decision
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.thread import their_zone
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.queries import quiet
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import seen_by

SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Phone:
    """What they got in seven days and what is on its way, as items in the order in which they see them.

    An item has kind ("got", "next" or "new"), name, at (on their clock), channel, subject, text, language and outside.
    """

    place: ZoneInfo
    hours: Hours
    got: list[dict[str, Any]]
    coming: list[dict[str, Any]]
    spared: int

    @property
    def last_at(self) -> datetime | None:
        """When the latest of what they got came."""
        return self.got[-1]["at"] if self.got else None

    @property
    def outside(self) -> int:
        """How many came outside their hours."""
        return sum(item["outside"] for item in self.got)


def phone_of(ticket: Ticket, reader: Reader) -> Phone:
    """The phone of the ticket's contact; eight queries at most, however much they got."""
    contact, place, since = ticket.contact, their_zone(ticket), reader.now - SHOWN
    hours = weekly(tuple((str(days), str(opens), str(closes)) for days, opens, closes in contact.hours), place.key)
    got, leaving = quiet.got_since(contact, since), quiet.leaving_to(contact)
    waiting = outbox.waiting(contact)
    numbers = {one.ticket_id for one in (*got, *leaving, *waiting)}
    seen = set(seen_by(reader.member).filter(pk__in=numbers).values_list("pk", flat=True))
    shown = _Shown(place, hours, seen)
    coming = [shown.delivery(one, one.due_at, "next") for one in leaving]
    coming += [shown.submission(one, one.due_at or reader.now) for one in waiting]
    return Phone(place, hours, [shown.delivery(one, quiet.left_at(one), "got") for one in got],
                 sorted(coming, key=lambda item: item["at"]), quiet.spared_since(contact, since))


def arriving(phone: Phone, reader: Reader, text: str, decision: Decision) -> dict[str, Any]:
    """The draft as it would arrive."""
    at = max(decision.at, reader.now).astimezone(phone.place)
    return {"kind": "new", "name": reader.member.first_name, "at": at, "channel": decision.channel, "subject": "",
            "text": text, "language": "", "outside": not phone.hours.is_open(at)}


def days(items: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """The items under the day on which they came, on the other person's calendar; `now` on their clock."""
    groups: list[dict[str, Any]] = []
    for item in items:
        title = _day(item["at"], now)
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "items": []})
        groups[-1]["items"].append(item)
    return groups


def _day(at: datetime, now: datetime) -> str:
    day = formats.date_format(at.date(), pgettext("date format", "l j M"))
    ahead = (at.date() - now.date()).days
    if ahead == 0:
        return _("Today, %(day)s") % {"day": day}
    if ahead == 1:
        return _("Tomorrow, %(day)s") % {"day": day}
    return day


@dataclass(frozen=True, slots=True)
class _Shown:
    """How rows become items: on whose clock, in whose hours, and which tickets the reader may see."""

    place: ZoneInfo
    hours: Hours
    seen: set[int]

    def delivery(self, row: Delivery, at: datetime, kind: str) -> dict[str, Any]:
        entry, parts = row.entry, list(row.submissions.all())
        if entry is not None and entry.member is not None:
            name = entry.member.first_name
        else:
            name = (entry.author if entry is not None else "") or row.ticket.mailbox.name
        language = parts[0].language if parts else ""
        return self._item(row.ticket_id, kind, at, {
            "name": name, "channel": row.channel, "subject": row.subject, "text": row.body, "language": language})

    def submission(self, row: Submission, at: datetime) -> dict[str, Any]:
        return self._item(row.ticket_id, "next", at, {
            "name": row.author or row.source, "channel": row.channel, "subject": row.subject, "text": row.body,
            "language": row.language})

    def _item(self, number: int, kind: str, at: datetime, words: dict[str, Any]) -> dict[str, Any]:
        if number not in self.seen:
            words = {"name": _("Another team of ours"), "channel": words["channel"], "subject": "", "language": "",
                     "text": ""}
        return {"kind": kind, "at": at.astimezone(self.place), "outside": not self.hours.is_open(at), **words}
