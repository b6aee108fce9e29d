"""Weekly hours in a person's own time zone.

Windows are half-open, [opening, closing). A window whose closing is not later than its opening ends on the
next day. A local time that the clocks skip means the first instant after the gap; a local time that comes
twice closes at its first and opens at its second coming, which is the quieter reading of both.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = 24 * 60
_ROW = re.compile(r"^\s*([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\d\d?:\d\d)\s*-\s*(\d\d?:\d\d)\s*$", re.IGNORECASE)


class HoursError(ValueError):
    """A row of hours that cannot be read; its text says which and what is understood."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which it opens (Monday is 0), and minutes after that midnight."""

    days: frozenset[int]
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of windows in one zone; no windows means always open. On a holiday nothing opens."""

    zone: ZoneInfo
    windows: tuple[Window, ...] = ()
    holidays: frozenset[date] = field(default_factory=frozenset)
    # What a local day comes to, remembered: a pure function of the day, asked many times for few days.
    _days: dict[date, list[tuple[datetime, datetime]]] = field(default_factory=dict, repr=False, compare=False)
    # Windows that were asked for, by their closing: from when on each is the next, its opening, its closing.
    _spans: list[tuple[datetime, datetime, datetime]] = field(default_factory=list, repr=False, compare=False)

    def is_open(self, now: datetime) -> bool:
        """Whether `now` lies within the hours."""
        return not self.windows or self._span(now)[0] <= now

    def next_opening(self, now: datetime) -> datetime:
        """`now` itself while open, else the next opening, in UTC."""
        return now.astimezone(UTC) if not self.windows else max(now.astimezone(UTC), self._span(now)[0])

    def closing(self, now: datetime) -> datetime:
        """The end of the window that holds `now`, or of the next one, in UTC; the end of time where always open."""
        return _NEVER if not self.windows else self._span(now)[1]

    def window(self, now: datetime) -> tuple[datetime, datetime]:
        """`next_opening` and the `closing` of the same window, in UTC."""
        now = now.astimezone(UTC)
        if not self.windows:
            return now, _NEVER
        opens, closes = self._span(now)
        return max(opens, now), closes

    def closing_before(self, now: datetime) -> datetime | None:
        """The last closing that is not after `now`, in UTC; None where there was none in the last nine days."""
        local = now.astimezone(self.zone).date()
        ends = (
            closes for back in range(10) for _, closes in self._spans_of(local - timedelta(days=back)) if closes <= now
        )
        return max(ends, default=None)

    def _span(self, now: datetime) -> tuple[datetime, datetime]:
        """The window that holds `now`, else the next one; windows that touch count as one."""
        now = now.astimezone(UTC)  # two moments may share a wall clock; in UTC they never do
        k = bisect_right(self._spans, now, key=_closing)
        if k < len(self._spans) and self._spans[k][0] <= now:
            return self._spans[k][1:]
        opens, closes = next(self._upcoming(now))
        for later_opens, later_closes in self._upcoming(closes):
            if later_opens > closes or closes - opens > timedelta(days=8):
                break
            closes = max(closes, later_closes)
        self._remember(min(now, opens), opens, closes)
        return opens, closes

    def _remember(self, since: datetime, opens: datetime, closes: datetime) -> None:
        """Keeps a window, but for one that was cut short because it never ends."""
        if closes - opens > timedelta(days=8):
            return
        if len(self._spans) > 64:
            self._spans.clear()
        k = bisect_right(self._spans, since, key=_closing)
        if k < len(self._spans) and self._spans[k][2] == closes:
            self._spans.pop(k)
        insort(self._spans, (since, opens, closes), key=_closing)

    def _upcoming(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Windows that end after `now`, by their opening; holidays are left out, but never for ever."""
        today = now.astimezone(self.zone).date()
        for ahead in range(-1, 15 + 7 * len(self.holidays)):
            day = today + timedelta(days=ahead)
            if day not in self.holidays:
                yield from ((o, c) for o, c in self._spans_of(day) if c > now)

    def _spans_of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The windows that open on a local day, as UTC instants, in order."""
        known = self._days.get(day)
        if known is not None:
            return known
        spans = [
            (instant(self.zone, day, w.opens, late=True), instant(self.zone, day, w.closes, late=False))
            for w in self.windows
            if day.weekday() in w.days
        ]
        if len(self._days) > 400:
            self._days.clear()
        self._days[day] = sorted((o, c) for o, c in spans if o < c)
        return self._days[day]


def _closing(span: tuple[datetime, datetime, datetime]) -> datetime:
    return span[2]


_NEVER = datetime.max.replace(tzinfo=UTC)


def parse(rows: Iterable[tuple[str, str, str] | list[str] | str], zone: str, holidays: Iterable[date] = ()) -> Hours:
    """Hours from rows, each `"mon-fri 09:00-17:30"` or `("mon-fri", "09:00", "17:30")`, in an IANA zone.

    Raises HoursError where a row or the zone cannot be understood.
    """
    try:
        where = ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise HoursError(f"The time zone {zone!r} is not known; use an IANA name such as Europe/Paris.") from error
    return Hours(where, tuple(_window(row) for row in rows), frozenset(holidays))


@lru_cache(maxsize=4096)
def weekly(rows: tuple[tuple[str, str, str], ...], zone: str) -> Hours:
    """As `parse`, for values that were checked when they were stored: what cannot be read counts as always open."""
    try:
        return parse(rows, zone)
    except HoursError:
        try:
            return parse((), zone)
        except HoursError:
            return parse((), "UTC")


def instant(zone: ZoneInfo, day: date, minutes: int, late: bool) -> datetime:
    """A local time in UTC; of one that comes twice the second where `late`, of a skipped one the end of the gap."""
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return first
    if second > first:
        return second if late else first
    return _end_of_gap(zone, second, first)


def _end_of_gap(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The instant between the two at which the zone's offset changes, to the second."""
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _window(row: tuple[str, str, str] | list[str] | str) -> Window:
    text = row if isinstance(row, str) else f"{row[0]} {row[1]}-{row[2]}" if len(row) == 3 else str(row)
    match = _ROW.match(text)
    first, last = (match[1].lower(), (match[2] or match[1]).lower()) if match else ("", "")
    if not match or first not in WEEK or last not in WEEK:
        raise HoursError(f"The hours {text!r} cannot be read; write them as in mon-fri 09:00-17:30.")
    opens, closes = _minutes(match[3], text), _minutes(match[4], text)
    a, b = WEEK.index(first), WEEK.index(last)
    days = frozenset((a + k) % 7 for k in range((b - a) % 7 + 1))
    return Window(days, opens, closes if closes > opens else closes + _DAY)


def _minutes(clock: str, row: str) -> int:
    hour, minute = (int(part) for part in clock.split(":"))
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise HoursError(f"The hours {row!r} hold the time {clock}, which no clock shows.")
    return hour * 60 + minute
