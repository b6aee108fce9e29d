"""The lists: inbox, mine, waiting for us or them, all. Newest first, and above them who has waited longest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.rows import row
from entendu.doors.web.nav import show
from entendu.parts.tickets import lists
from entendu.parts.tickets.models import Ticket

PAGE, BESIDE = 30, 15
TITLES = {
    "inbox": gettext_lazy("Inbox"), "mine": gettext_lazy("Mine"), "us": gettext_lazy("Waiting for us"),
    "them": gettext_lazy("Waiting for them"), "all": gettext_lazy("All cases"),
}
NOTHING = {
    "inbox": (gettext_lazy("Nobody waits for you."), gettext_lazy("New cases appear here by themselves.")),
    "mine": (gettext_lazy("You have no open case."), gettext_lazy("Answer one from the inbox and it is yours.")),
    "us": (gettext_lazy("Nobody waits for us."), gettext_lazy("New cases appear here by themselves.")),
    "them": (gettext_lazy("We wait for nobody."), gettext_lazy("A case comes here once we have answered it.")),
    "all": (gettext_lazy("There is no case yet."), gettext_lazy("Connect a mailbox, or open a case yourself.")),
}
OPEN_CASE = re.compile(r"^/c/(\d+)/")


@dataclass(frozen=True, slots=True)
class Looking:
    """Which part of which list is asked for, and which ticket stands open beside it."""

    view: str = "inbox"
    before: str = ""
    current: int | None = None
    beside: bool = False


@members_only
def home(request: HttpRequest) -> HttpResponse:
    """The desk begins with the inbox."""
    return redirect("inbox")


@members_only
def listed(request: HttpRequest, view: str) -> HttpResponse:
    """A list by itself, or its rows again for a page on which a ticket is open."""
    current = open_case(request)
    looking = Looking(view, request.GET.get("before", ""), current, beside=current is not None)
    return show(request, "web/inbox/page.html", {"list": list_of(request, looking)}, at=view)


def open_case(request: HttpRequest) -> int | None:
    """The ticket that stands open on the page that htmx asks for."""
    address = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    found = OPEN_CASE.match(address)
    return int(found[1]) if found else None


def list_beside(view: str) -> dict[str, Any]:
    """The value `list` of a page on which a case is open: the list's head. Its rows come by themselves once the case
    stands, so that no reader waits for them and no phone, where the list is not shown, asks for them."""
    return {"title": TITLES[view], "order_text": _("newest first"), "new_url": reverse("new"), "url": reverse(view),
            "comes": True}


def list_of(request: HttpRequest, looking: Looking) -> dict[str, Any]:
    """The value `list` of the templates; see the head of `web/inbox/list.html`. Three queries, however long it is."""
    member, now = member_of(request), timezone.now()
    cursor = lists.read_cursor(looking.before)
    above = cursor is None and looking.view in {"inbox", "us", "mine"}
    part = lists.Part(BESIDE if looking.beside else PAGE, cursor, _midnight(now) if above else None)
    page = lists.page(member, looking.view, part, now=now)
    lead, text = NOTHING[looking.view]
    address = reverse(looking.view)
    return {
        "title": TITLES[looking.view], "order_text": _("newest first"), "new_url": reverse("new"),
        "open_inline": looking.beside,
        "url": f"{address}?{urlencode({'before': looking.before})}" if cursor else address,
        "groups": _groups(page.longest, page.tickets, looking, now),
        "older_url": f"{address}?{urlencode({'before': page.next_cursor})}" if page.next_cursor else "",
        "empty_lead": lead, "empty_text": text,
    }


def _groups(longest: list[Ticket], tickets: list[Ticket], looking: Looking, now: datetime) -> list[dict[str, Any]]:
    """Rows under the words that say when something was last said; who has waited longest stands above."""
    groups: list[dict[str, Any]] = []
    shown = {ticket.pk for ticket in longest}
    named = [(_("Waiting longest"), ticket) for ticket in longest]
    named += [(_day(ticket.last_at, now), ticket) for ticket in tickets if ticket.pk not in shown]
    for title, ticket in named:
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "late": False, "rows": []})
        groups[-1]["rows"].append(row(ticket, view=looking.view, now=now, current=looking.current))
    return groups


def _day(at: datetime, now: datetime) -> str:
    midnight = _midnight(now)
    if at >= midnight:
        return _("Today")
    if at >= midnight - timedelta(days=1):
        return _("Yesterday")
    return _("Earlier")


def _midnight(now: datetime) -> datetime:
    """When the reader's day began."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def next_case(request: HttpRequest, view: str, number: int) -> int | None:
    """The ticket that follows this one in the list, for "send and open next"."""
    rows = [row["number"] for group in list_of(request, Looking(view))["groups"] for row in group["rows"]]
    after = rows[rows.index(number) + 1:] if number in rows else rows
    return next((one for one in after if one != number), None)
