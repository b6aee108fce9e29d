"""The board: what is late on top with its next act, then the days as columns, and how much was kept in twelve weeks.

Teams and customers have a share that was kept; colleagues have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of
from entendu.doors.web.nav import show
from entendu.doors.web.promises.chart import chart, day
from entendu.doors.web.promises.room import room_by_day
from entendu.doors.web.promises.rows import kept_row, late_row, row
from entendu.parts.people.models import Address
from entendu.parts.promises import queries
from entendu.parts.promises.models import Promise
from entendu.parts.promises.queries import WEEKS, Kept, Span, Week
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets

COLUMNS = 4  # days, then what is later
LATE, TODAY, A_DAY, KEPT = 3, 8, 6, 5
PAGE = 50
CUSTOMERS = 12


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose promises are shown: of these mailboxes, by this member alone or by everybody."""

    mailboxes: tuple[int, ...]
    owner: Member | None
    team: int
    query: str


@members_only
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """`?of=mine` for one's own, `?team=` for one team's."""
    reader = reader_of(request)
    boxes = list(tickets.mailboxes_of(reader.member))
    whose = _whose(request, boxes)
    edges = _edges(reader.now)
    counts = queries.how_many(whose.mailboxes, whose.owner, edges)
    since = mondays(reader.now)
    weeks = queries.weeks_kept(whose.mailboxes, since, reader.now)
    late, *columns, kept = queries.shown(whose.mailboxes, whose.owner, _spans(edges),
                                         Kept(_midnight(reader.now), KEPT))
    days = _days(whose, reader, edges, list(zip(columns, counts[1:], strict=False)))
    days[0]["kept"] = [kept_row(one, reader) for one in kept]
    teams = {box.team_id for box in boxes if box.pk in whose.mailboxes}
    for column, lines in zip(days, room_by_day([_local(edge).date() for edge in edges[:COLUMNS]], teams, whose.owner),
                             strict=False):
        column["room"] = lines
    return show(request, "web/promises/board.html", {
        "late": _late(whose, reader, late, counts[0]), "days": days, **_back_to(request),
        "nothing": not sum(counts) and not days[0]["kept"], "undated": counts[-1],
        "undated_url": _list_url("undated", whose),
        "mine": whose.owner is not None, "everyone_url": _here(whose.team, mine=False),
        "mine_url": _here(whose.team, mine=True), "teams": _teams(boxes, whose),
        **_kept(weeks), "customers": _customers(whose, since[0], reader.now),
    }, at="promises")


@members_only
@require_safe
def listed(request: HttpRequest, part: str) -> HttpResponse:
    """All of one part of the board, a page at a time: late, undated, or from a day on (`2026-11-26`)."""
    reader = reader_of(request)
    whose = _whose(request, list(tickets.mailboxes_of(reader.member)))
    start = number_in(request.GET.get("from"))
    found, title = _part(part, whose, reader.now, start)
    more = len(found) > PAGE
    return show(request, "web/promises/list.html", {
        **_back_to(request), "title": title, "rows": [row(one, reader) for one in found[:PAGE]],
        "board_url": _here(whose.team, whose.owner),
        "more_url": f"{_list_url(part, whose)}{'&' if whose.query else '?'}from={start + PAGE}" if more else "",
    }, at="promises")


def _part(part: str, whose: Whose, now: datetime, start: int) -> tuple[list[Promise], str]:
    """A page of a part, one more than it shows where there is another, and what it is called."""
    if part == "undated":
        rows = queries.undated(whose.mailboxes, whose.owner)
        return list(rows[start:start + PAGE + 1]), _("Without a date")
    if part == "late":
        span, title = Span(None, now, PAGE + 1, start), _("Late")
    else:
        try:
            begins = datetime.fromisoformat(part).replace(tzinfo=timezone.get_current_timezone())
        except ValueError as wrong:
            raise Http404 from wrong
        span = Span(max(begins, now), None, PAGE + 1, start)
        title = _("From %(day)s on") % {"day": formats.date_format(begins, "l j F")}
    return queries.shown(whose.mailboxes, whose.owner, [span])[0], title


def _whose(request: HttpRequest, boxes: Sequence[Any]) -> Whose:
    team = number_in(request.GET.get("team"))
    chosen = [box.pk for box in boxes if box.team_id == team] if team else [box.pk for box in boxes]
    mine = request.GET.get("of") == "mine"
    asked = [f"team={team}"] * bool(team) + ["of=mine"] * mine
    return Whose(tuple(chosen), member_of(request) if mine else None, team, "&".join(asked))


def _back_to(request: HttpRequest) -> dict[str, str]:
    """The address of the page, for forms, and as a value in the address of another page."""
    here = request.get_full_path()
    return {"here": here, "here_quoted": quote(here, safe="/")}


def _late(whose: Whose, reader: Reader, rows: list[Promise], count: int) -> dict[str, Any]:
    """The block on top, with the addresses by which its people are reached."""
    prefetch_related_objects(rows, Prefetch("contact__addresses", Address.objects.order_by("id")))
    more = count - LATE
    return {"rows": [late_row(one, reader) for one in rows], "url": _list_url("late", whose),
            "more": ngettext("%(n)d more is late", "%(n)d more are late", more) % {"n": more} if more > 0 else ""}


def _spans(edges: Sequence[datetime]) -> list[Span]:
    """What is late, then the columns: from one edge to the next, the last without an end."""
    ends = [*edges[1:], None]
    return [Span(None, edges[0], LATE), *(Span(begins, end, _most(place)) for place, (begins, end) in
                                          enumerate(zip(edges, ends, strict=True)))]


def _most(place: int) -> int:
    """How many rows a column shows."""
    return TODAY if place == 0 else A_DAY


def _days(whose: Whose, reader: Reader, edges: Sequence[datetime],
          held: Sequence[tuple[list[Promise], int]]) -> list[dict[str, Any]]:
    """The columns, from what each of them shows and how much there is."""
    days = []
    for place, (begins, (found, count)) in enumerate(zip(edges, held, strict=True)):
        more = count - _most(place)
        title, date = _title(place, begins)
        days.append({
            "id": f"d{place}", "title": title, "date": date, "today": place == 0, "later": place == COLUMNS,
            "rows": [row(one, reader) for one in found], "url": _list_url(f"{_local(begins):%Y-%m-%d}", whose),
            "more": ngettext("%(n)d more", "%(n)d more", more) % {"n": more} if more > 0 else "", "kept": [],
        })
    return days


def _title(place: int, begins: datetime) -> tuple[str, str]:
    """What a column is called, and its date."""
    local = _local(begins)
    if place == COLUMNS:
        return _("Later"), ""
    if place < 2:
        return (_("Today"), _("Tomorrow"))[place], formats.date_format(local, "D j")
    return formats.date_format(local, "l").capitalize(), formats.date_format(local, "j")


def _kept(weeks: Sequence[Week]) -> dict[str, Any]:
    """The headline, what was late, the drawing and its table."""
    given, kept, told = (sum(counts) for counts in zip(*((week.given, week.kept, week.told) for week in weeks),
                                                       strict=True))
    headline = _("%(kept)d of %(given)d kept on time in %(weeks)d weeks.") % {
        "kept": kept, "given": given, "weeks": WEEKS}
    late = given - kept
    lede = ""
    if late:
        before = ngettext("%(n)d of them was told of before its hour had come.",
                          "%(n)d of them were told of before their hour had come.", told) % {"n": told}
        lede = ngettext("%(n)d was late.", "%(n)d were late.", late) % {"n": late}
        lede += " " + (before if told else _("None of those people heard it from us before."))
    elif given:
        lede = _("None was late.")
    return {
        "headline": headline if given else _("Nothing was promised for the last %(weeks)d weeks.") % {"weeks": WEEKS},
        "lede": lede, "chart": chart(weeks),
        "weeks": [{"begins": day(week), "given": week.given, "kept": week.kept, "told": week.told}
                  for week in weeks if week.given],
    }


def _customers(whose: Whose, since: datetime, now: datetime) -> list[dict[str, Any]]:
    """The people to whom something was late; by how much was promised to them, never by who had promised it."""
    return [{"name": name or _("Somebody"), "url": reverse("person", args=[contact]),
             "words": _("%(kept)d of %(given)d on time") % {"kept": kept, "given": given}}
            for contact, name, given, kept in queries.let_down(whose.mailboxes, since, now, CUSTOMERS)]


def _teams(boxes: Sequence[Any], whose: Whose) -> list[dict[str, Any]]:
    """The teams to choose from, where there are several."""
    named = {box.team_id: box.team.name for box in boxes}
    if len(named) < 2:
        return []
    return [{"name": _("All teams"), "url": _here(0, whose.owner), "current": not whose.team}] + [
        {"name": name, "url": _here(team, whose.owner), "current": team == whose.team} for team, name in named.items()]


def _here(team: int, mine: object) -> str:
    asked = "&".join([f"team={team}"] * bool(team) + ["of=mine"] * bool(mine))
    return reverse("promises") + (f"?{asked}" if asked else "")


def _list_url(part: str, whose: Whose) -> str:
    return reverse("promise_list", args=[part]) + (f"?{whose.query}" if whose.query else "")


def _edges(now: datetime) -> list[datetime]:
    """From now on, then each midnight of the reader's clock."""
    today = _midnight(now)
    return [now, *(_day_after(today, days) for days in range(1, COLUMNS + 1))]


def mondays(now: datetime) -> list[datetime]:
    """When each of the last twelve weeks began on the reader's clock, this one included."""
    today = _midnight(now)
    return [_day_after(today, -today.weekday() - 7 * back) for back in reversed(range(WEEKS))]


def _day_after(midnight: datetime, days: int) -> datetime:
    """So many days later at midnight, whatever the clocks do between."""
    return datetime.combine(midnight.date() + timedelta(days=days), midnight.time(), midnight.tzinfo)


def _midnight(now: datetime) -> datetime:
    return _local(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)
