"""Beside the conversation: who this is, what their clock says, and what stands around the case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entendu.core.governor import hours
from entendu.core.governor.reasons import clock
from entendu.core.tickets.states import Status, may_move
from entendu.doors.web.care import style
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.rows import beside, day_and_clock, name_of, subject_of, ticket_url
from entendu.doors.web.desk.thread import their_zone
from entendu.doors.web.people.choices import language_name
from entendu.doors.web.people.hours import in_words
from entendu.doors.web.people.works import works
from entendu.doors.web.templatetags.desk import channel_name
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries
from entendu.parts.tickets.models import STATUS_NAMES, Ticket

OTHERS = 5


def rail(ticket: Ticket, reader: Reader, colleagues: list[Member], view: str, *,
         has_updates: bool = False) -> dict[str, Any]:
    """The value `rail` of the templates; see the head of `web/ticket/rail.html`. One query. What becomes of updates is
    asked only where there are any."""
    beside_it = list(queries.beside(ticket, reader.member)[:OTHERS + 1])
    others = [one for one in beside_it if one.joined_to_id is None]
    status = Status(ticket.status)
    people = {one.pk: one.name for one in colleagues}
    if ticket.assignee is not None:
        people.setdefault(ticket.assignee.pk, ticket.assignee.name)
    return {
        "person": _person(ticket, reader),
        "others": [{"url": ticket_url(one.number), "subject": subject_of(one),
                    "state_text": STATUS_NAMES[Status(one.status)]} for one in others[:OTHERS]],
        "all_url": reverse("person", args=[ticket.contact_id]) if len(beside_it) > OTHERS else "",
        "same": [(one.number, subject_of(one)) for one in others[:OTHERS] if one.mailbox_id == ticket.mailbox_id],
        "joined": [(one.number, subject_of(one)) for one in beside_it if one.joined_to_id is not None],
        "join_url": beside("join", ticket.number, view), "apart_url": beside("take_apart", ticket.number, view),
        "save_url": beside("save_case", ticket.number, view),
        "assignees": sorted(people.items(), key=lambda one: one[1]), "assignee": ticket.assignee_id or "",
        "statuses": [(one.value, name) for one, name in STATUS_NAMES.items() if one is status or may_move(status, one)],
        "status": ticket.status, "tags": ", ".join(tag.name for tag in ticket.tags.all()),
        "updates": [("", _("As they come")), ("spared", _("Only with other news"))]
        if has_updates or ticket.spared_at else [],
        "spared": "spared" if ticket.spared_at else "",
        "subject": ticket.subject, "understanding_url": reverse("understanding", args=[ticket.number]),
    }


def _person(ticket: Ticket, reader: Reader) -> dict[str, Any]:
    contact = ticket.contact
    organisation = contact.organisation
    return {
        "name": name_of(ticket), "url": reverse("person", args=[contact.pk]), "local_time": local_time(ticket, reader),
        "about": contact.about, "organisation": organisation.name if organisation else "",
        "organisation_url": reverse("organisation", args=[organisation.pk]) if organisation else "",
        "language": language_name(contact.language) if contact.language else "", "channels": channels(contact),
        "hours": in_words(contact.hours), "style": style.shown(contact),
        "works": works(organisation) if organisation else [],
    }


def local_time(ticket: Ticket, reader: Reader) -> str:
    """What their clock says, and until when they are not to be disturbed: "21:40, quiet until 08:00"."""
    zone = their_zone(ticket)
    now = reader.now.astimezone(zone)
    time = clock(now, reader.language)
    rows = tuple((str(days), str(opens), str(closes)) for days, opens, closes in ticket.contact.hours)
    theirs = hours.weekly(rows, zone.key)
    if theirs.is_open(reader.now):
        return time
    opening = day_and_clock(theirs.next_opening(reader.now).astimezone(zone), now, reader.language)
    return _("%(time)s, quiet until %(opening)s") % {"time": time, "opening": opening}


def channels(contact: Contact) -> str:
    """How they are reached, the chosen way first: "Email, then phone"."""
    kinds = list(dict.fromkeys(address.channel for address in contact.addresses.all()
                               if address.undeliverable_since is None))
    if contact.channel in kinds:
        kinds.sort(key=lambda kind: kind != contact.channel)
    names = [str(channel_name(kind)) for kind in kinds]
    if not names:
        return _("None that works")
    first = names[0][:1].upper() + names[0][1:]
    return pgettext("channels", ", then ").join([first, *names[1:]])
