"""The governor's rules written once more, for the machines to judge by: nothing here is read from the product.

Hours are walked minute by minute of the wall clock, deadlines are counted from what was submitted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Rows = tuple[tuple[str, str, str], ...]
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PRESENCE = timedelta(minutes=30)
WAITS = {"confirmation": 5, "answer": 2, "question": 15, "update": 240, "driver": 240, "promise": 15, "resolution": 30}
WAITS = {kind: timedelta(minutes=minutes) for kind, minutes in WAITS.items()} | {"alert": timedelta(seconds=60)}
VITAL = frozenset({"alert"})


@dataclass(frozen=True)
class Somebody:
    """Who is written to, where they live and when they may be disturbed."""

    language: str
    zone: str
    hours: Rows
    channel: str | None
    emergencies: bool

    def event(self, at: datetime, name: str = "marie") -> dict[str, object]:
        """The event that introduces them."""
        return {
            "at": at.isoformat(), "event": "person", "person": name, "name": "Marie Laval", "language": self.language,
            "timezone": self.zone, "channel": self.channel, "hours": [list(row) for row in self.hours],
            "addresses": {"sms": "+33600000000", "email": "marie@example.com"}, "emergencies": self.emergencies,
        }  # fmt: skip

    def is_open(self, moment: datetime) -> bool:
        """Whether they may be written to; the minute of closing is no longer theirs."""
        return is_open(self.hours, self.zone, moment)

    def opening(self, moment: datetime) -> datetime:
        """That moment, or when their hours next begin."""
        return moment if self.is_open(moment) else _edge(self.hours, self.zone, moment, True)

    def closing(self, moment: datetime) -> datetime:
        """When the hours end that hold that moment, or that come next."""
        return _edge(self.hours, self.zone, self.opening(moment), False) if self.hours else moment + 9999 * DAY

    def closing_before(self, moment: datetime) -> datetime:
        """When their hours last ended."""
        return _last_closing(self.hours, self.zone, moment)


@lru_cache(maxsize=100_000)
def is_open(hours: Rows, zone: str, moment: datetime) -> bool:
    """Read off the wall clock where they live; hours over midnight belong to the day on which they begin."""
    if not hours:
        return True
    local = moment.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}"
    for days, opens, closes in hours:
        today, yesterday = _holds(days, local.date()), _holds(days, local.date() - DAY)
        if opens < closes and today and opens <= clock < closes:
            return True
        if opens >= closes and ((today and clock >= opens) or (yesterday and clock < closes)):
            return True
    return False


def _holds(days: str, day: date) -> bool:
    first, _, last = days.partition("-")
    a, b = WEEK.index(first), WEEK.index(last or first)
    return (day.weekday() - a) % 7 <= (b - a) % 7


@lru_cache(maxsize=100_000)
def _edge(hours: Rows, zone: str, moment: datetime, opens: bool) -> datetime:
    """The first time written in their hours, after that moment, at which they become open (or closed)."""
    return min(
        m for m in _clocks(hours, zone, moment, range(-1, 10)) if m > moment and is_open(hours, zone, m) is opens
    )


@lru_cache(maxsize=100_000)
def _last_closing(hours: Rows, zone: str, moment: datetime) -> datetime:
    ends = (m for m in _clocks(hours, zone, moment, range(-10, 2)) if m <= moment)
    return max(m for m in ends if not is_open(hours, zone, m) and is_open(hours, zone, m - MINUTE))


def _clocks(hours: Rows, zone: str, moment: datetime, days: range) -> list[datetime]:
    where = ZoneInfo(zone)
    local = moment.astimezone(where).date()
    found = []
    for ahead in days:
        for _, *clocks in hours:
            for clock in clocks:
                hour, minute = (int(part) for part in clock.split(":"))
                day = local + timedelta(days=ahead)
                found.append(
                    datetime(day.year, day.month, day.day, hour, minute, tzinfo=where).astimezone(moment.tzinfo)
                )
    return found


@dataclass(frozen=True)
class Spoken:
    """What a system wanted to tell: `value` is its news; it may go from `opens` and is owed by `limit`, if at all."""

    id: str
    kind: str
    case: str
    value: int
    text: str
    at: datetime
    limit: datetime | None
    expires: datetime | None
    opens: datetime


def limit(somebody: Somebody, kind: str, at: datetime, is_here: bool) -> datetime:
    """By when news of this kind must have been told: counted from its coming, or from their next opening."""
    if (kind in VITAL and somebody.emergencies) or (kind == "answer" and is_here):
        return at + WAITS[kind]
    return min(somebody.opening(at) + WAITS[kind], somebody.closing(at))


def promised(somebody: Somebody, due: datetime, at: datetime) -> datetime:
    """The last moment at which promised news keeps the promise, in hours of theirs that are still to come."""
    last = due if somebody.is_open(due) else somebody.closing_before(due)
    return last if last >= somebody.opening(at) else limit(somebody, "promise", at, False)


def moved(somebody: Somebody, spoken: Spoken) -> Spoken:
    """The same after their hours have changed; one that is forbidden now counts from the next opening."""
    end, at_any_hour = spoken.limit, spoken.kind in VITAL and somebody.emergencies
    if end is None or at_any_hour or somebody.is_open(end - timedelta(seconds=2)):
        return spoken
    opening = somebody.opening(end)
    if spoken.expires and spoken.expires < opening:
        return replace(spoken, limit=None)
    later = min(opening + WAITS[spoken.kind], somebody.closing(end))
    return replace(spoken, limit=min(later, spoken.expires) if spoken.expires else later)
