"""What stands around every page of the desk: the navigation with its counts, and replies that can be taken back.

A page is shown by `show(request, template, context, at=…)`; `at` names the place of the navigation that it belongs to
("inbox", "mine", "us", "them", "promises",
"people", "knowledge", "quiet", "settings", "wording", "keys", "me", "search", "more" or
"").
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entendu.core.governor.reasons import moment_words
from entendu.parts.outbox import queries as outbox
from entendu.parts.promises import queries as promises
from entendu.parts.staff.models import Member, Role
from entendu.parts.tickets import queries as tickets

# Where the navigation leads: the route, which names the icon too, the keys for it, and what it is called.
PLACES = (
    ("inbox", "g i", gettext_lazy("Inbox")), ("mine", "g m", gettext_lazy("Mine")),
    ("us", "g u", gettext_lazy("Waiting for us")), ("them", "g t", gettext_lazy("Waiting for them")),
    ("promises", "g p", gettext_lazy("Promises")),
    ("people", "g e", gettext_lazy("People")), ("knowledge", "g k", gettext_lazy("Knowledge")),
    ("quiet", "g q", gettext_lazy("Quiet")),
)
WORDING = ("wording", "", gettext_lazy("Wording"))
SETTINGS = ("settings", "g s", gettext_lazy("Settings"))
KEYS = ("keys", "?", gettext_lazy("Keyboard"))
# Replies that are held until somebody's morning can be taken back on their tickets; the bar shows the next few.
HELD_SHOWN = 3
# Who has so many late promises need not have them counted on each page.
MANY_LATE = 100


def show(request: HttpRequest, template: str, context: dict[str, Any], *, at: str = "",
         status: int = 200) -> HttpResponse:
    """A page of the desk inside its frame."""
    return render(request, template, {**frame(request, at), **context}, status=status)


def frame(request: HttpRequest, at: str = "") -> dict[str, Any]:
    """The values `nav` and `undo` of every page; see the head of `web/nav.html` and `web/undo.html`."""
    member: Member = request.user  # type: ignore[assignment]
    now = timezone.now()
    return {"nav": navigation(member, at, now), "undo": leaving(member, now)}


def navigation(member: Member, at: str, now: datetime) -> dict[str, Any]:
    """Where one can go, how many tickets wait there and how many promises are late; two queries."""
    counts, change = tickets.counts(member, now=now)
    says = {name: how_many(many) for name, many in counts.items() if many}
    around = (SETTINGS, KEYS) if member.is_administrator else (WORDING, KEYS) if member.role == Role.LEAD else (KEYS,)
    places = [{"name": name, "url": reverse(name), "keys": keys, "words": str(words), "current": name == at,
               "count": says.get(name, ""), "late": ""} for name, keys, words in (*PLACES, *around)]
    late = promises.how_many_late(tickets.mailbox_ids(member), now, MANY_LATE)
    if late:
        few = ngettext("%(n)d late", "%(n)d late", late) % {"n": late}
        next(place for place in places if place["name"] == "promises")["late"] = (
            few if late < MANY_LATE else _("%(n)d and more late") % {"n": late})
    return {
        "at": at, **counts, "says": says, "places": places[:len(PLACES)], "around": places[len(PLACES):],
        "settings_url": "", "wording_url": "",
        **{f"{place['name']}_url": place["url"] for place in places},
        "search_url": reverse("search"), "more_url": reverse("more"),
        "refresh_url": reverse("nav", args=[at or "none"]),
        "live_url": f"{reverse('live')}?after={change}",
        "theme": member.theme, "single_keys": member.single_keys,
        "me": {"name": member.name, "face": member.initials, "url": reverse("me"),
               "place_time": place_time(member, now)},
    }


def how_many(counted: int) -> str:
    """The number of cases in a list as it is shown: "12", "999+"."""
    return f"{tickets.MOST_COUNTED - 1}+" if counted >= tickets.MOST_COUNTED else str(counted)


def place_time(member: Member, now: datetime) -> str:
    """Where the member's clock stands: "Paris, 18:40"."""
    place = member.time_zone.rpartition("/")[2].replace("_", " ")
    return f"{place}, {formats.date_format(timezone.localtime(now), 'H:i')}"


def undo_seconds(member: Member) -> int:
    """How long this member's replies can be taken back before they leave."""
    return settings.ENTENDU_UNDO_SECONDS if member.undo_seconds is None else member.undo_seconds


def leaving(member: Member, now: datetime) -> list[dict[str, Any]]:
    """The member's replies that have not left: first those that count down, then the next few that are held."""
    total = undo_seconds(member)
    counting, held = [], []
    for kept in outbox.leaving(member, tickets.seen_by(member), now):
        due = kept.delivery.due_at
        one = {"name": kept.contact.first_name or kept.delivery.address, "url": reverse("undo", args=[kept.pk]),
               "left": math.ceil((due - now).total_seconds()), "total": total, "held_until": ""}
        if due - now > timedelta(seconds=total):
            held.append(one | {"held_until": in_words(due, now)})
        else:
            counting.append(one)
    return counting + held[:HELD_SHOWN]


def in_words(moment: datetime, now: datetime) -> str:
    """A moment on the reader's clock and in their language: "at 08:00 tomorrow"."""
    return moment_words(timezone.localtime(moment), timezone.localtime(now), (translation.get_language() or "en")[:2])
