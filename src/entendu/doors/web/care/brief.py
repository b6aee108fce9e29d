"""The brief for a call, on one page: how to begin, what they said, what to ask, what we owe, what to leave out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from entendu.core.care.radar import LOOKED_BACK
from entendu.core.governor import hours
from entendu.doors.web.care.said import reason_words
from entendu.doors.web.middleware import zone
from entendu.doors.web.people.hours import in_words
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.care import calm, civility
from entendu.flows.care.radar import Proposed
from entendu.parts.care.queries import radar as queries
from entendu.parts.people.models import Channel, Contact
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import tickets_of_contact

CALLED = (Channel.PHONE, Channel.SMS)
CASES = 5


def number_of(contact: Contact) -> str:
    """The number at which they are called; '' where we know none that works."""
    known = [one for one in contact.addresses.all() if not one.undeliverable_since]
    return next((one.value for channel in CALLED for one in known if one.channel == channel), "")


def when(contact: Contact, now: datetime) -> dict[str, Any]:
    """Their clock and their hours, in words, and whether they may be called now."""
    place = zone(contact.time_zone) if contact.time_zone else timezone.get_current_timezone()
    there = now.astimezone(place)
    week = hours.weekly(tuple(tuple(row) for row in contact.hours), contact.time_zone or str(place))
    is_open = week.is_open(now)
    opens = week.next_opening(now).astimezone(place)
    return {"clock": formats.date_format(there, "H:i"), "hours": in_words(contact.hours), "open": is_open,
            "opens": "" if is_open else formats.date_format(opens, "D H:i")}


def row(one: Proposed, now: datetime) -> dict[str, Any]:
    """What every place shows of a proposed call."""
    return {"name": one.contact.first_name or one.contact.name, "full": one.contact.name,
            "number": number_of(one.contact), "reasons": [reason_words(why) for why in one.reasons],
            "when": when(one.contact, now)}


def latest_cases(contact: Contact, member: Member, most: int = CASES) -> list[Ticket]:
    """The contact's latest cases that the member may see, each with its mailbox and with this very contact."""
    cases = list(tickets_of_contact(member, contact).select_related("mailbox")[:most])
    for one in cases:
        one.contact = contact
    return cases


def brief(contact: Contact, latest: list[Ticket], now: datetime) -> dict[str, Any]:
    """The five lines of the brief, '' or [] where there is nothing to say, from the `latest_cases`; six queries."""
    cases = latest[:CASES]
    current = next((one for one in cases if one.waiting_since is not None), cases[0] if cases else None)
    said = queries.latest_words(contact.pk, now - LOOKED_BACK)
    owed = _owed(contact, cases)
    question = _question(current)
    return {
        "language": contact.language, "opening": _opening(contact, owed, now), "said": said.words if said else "",
        "said_when": stamp(said.at) if said else "", "ask": question, "owed": [_promise(one, now) for one in owed],
        "leave_out": _leave_out(contact), "cases": cases, "current": current,
    }


def _opening(contact: Contact, owed: list[Promise], now: datetime) -> str:
    """A first sentence in their language: what is late is owned up to, else they are asked how it stands."""
    with translation.override(contact.language or translation.get_language()):
        if any(one.due is not None and one.due < now for one in owed):
            return _("I am calling because we owe you something, and it is late.")
        return _("I am calling because I want to hear from you how things stand.")


def _question(current: Ticket | None) -> str:
    found = calm.offer(current) if current is not None else None
    return found.question if found else ""


def _owed(contact: Contact, cases: list[Ticket]) -> list[Promise]:
    """What we owe them on the cases that this member sees, the nearest first."""
    rows = Promise.objects.filter(contact=contact, state=Promise.State.OPEN, ticket__in=[one.pk for one in cases])
    return list(rows.order_by("due", "id")[:3])


def _promise(one: Promise, now: datetime) -> dict[str, Any]:
    return {"words": one.words, "due": stamp(one.due) if one.due else "", "late": one.due is not None and one.due < now}


def _leave_out(contact: Contact) -> str:
    stands = civility.stands(contact.pk)
    return _("The tone of the last letters, unless they begin with it.") if stands is not None else ""
