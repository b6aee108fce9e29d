"""Working time: the hours and days in which a firm keeps its word, in one time zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE: tuple[tuple[str, str, str], ...] = (("mon-fri", "09:00", "17:30"),)
_FAR = 400  # days in which a working day is looked for


class WorkingTimeError(ValueError):
    """Rows of hours that cannot be read; its text says which."""


@dataclass(frozen=True)
class WorkingTime:
    """A week of working hours and the days on which nobody works.

    `windows` has, for each day of the week from Monday, the minutes after midnight of its openings and closings, in
    order.
    """

    zone: ZoneInfo
    windows: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[date] = frozenset()

    @cached_property
    def _usual(self) -> tuple[int, int]:
        """First opening and last closing of the week's first working day; nine to half past five if there is none."""
        return next(((w[0][0], w[-1][1]) for w in self.windows if w), (9 * 60, 17 * 60 + 30))

    def works_on(self, day: date) -> bool:
        """Whether somebody works on that day."""
        return bool(self.windows[day.weekday()]) and day not in self.holidays

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody works then; the minute of closing still counts, as work that is due by then."""
        local = moment.astimezone(self.zone)
        return self.works_on(local.date()) and any(
            self.at(local.date(), opens) <= moment <= self.at(local.date(), closes)
            for opens, closes in self.windows[local.weekday()]
        )

    def works_between(self, begin: datetime, end: datetime) -> bool:
        """Whether anybody works for a minute at least after `begin` and before `end`, both aware."""
        span = next(self._spans(begin.astimezone(self.zone)), None)
        return span is not None and end - max(span[0], begin) >= timedelta(minutes=1)

    def last_closing(self, moment: datetime) -> datetime:
        """When work last ended before `moment`, outside working hours; `moment` itself where it never did."""
        local = moment.astimezone(self.zone)
        for back in range(_FAR):
            day = local.date() - timedelta(days=back)
            ended = [self.at(day, closes) for _, closes in self.windows[day.weekday()] if self.works_on(day)]
            if past := [one for one in ended if one <= moment]:
                return past[-1]
        return moment

    def opening(self, day: date) -> datetime:
        """When work begins on that day; on a free day, when it usually would."""
        own = self.windows[day.weekday()]
        return self.at(day, own[0][0] if own else self._usual[0])

    def closing(self, day: date) -> datetime:
        """When work ends on that day; on a free day, when it usually would."""
        own = self.windows[day.weekday()]
        return self.at(day, own[-1][1] if own else self._usual[1])

    def at(self, day: date, minutes: int) -> datetime:
        """That many minutes after midnight by the clock on the wall; an hour that is skipped means the one after it.

        24:00 and later are the last minute of the day: "by midnight tonight" is still today.
        """
        hour, minute = divmod(min(minutes, 24 * 60 - 1), 60)
        local = datetime.combine(day, time(hour, minute), self.zone)
        skipped = local.astimezone(ZoneInfo("UTC")).astimezone(self.zone)
        return skipped if skipped.replace(tzinfo=None) > local.replace(tzinfo=None) else local

    def next_working_day(self, day: date, count: int = 1) -> date:
        """The `count`-th working day after `day`."""
        for ahead in range(1, _FAR):
            there = day + timedelta(days=ahead)
            if self.works_on(there):
                count -= 1
                if count <= 0:
                    return there
        return day

    def last_working_day(self, day: date) -> date:
        """`day` itself if somebody works then, else the last working day before it."""
        return next((d for d in (day - timedelta(days=back) for back in range(_FAR)) if self.works_on(d)), day)

    def after_hours(self, now: datetime, minutes: int) -> datetime:
        """The moment when so many working minutes have gone by since `now`."""
        for opens, closes in self._spans(now.astimezone(self.zone)):
            began = max(opens, now)
            there = int((closes - began).total_seconds() // 60)
            if there >= minutes:
                return began + timedelta(minutes=minutes)
            minutes -= max(there, 0)
        return now + timedelta(minutes=minutes)

    def _spans(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The windows that end after `now`, in order."""
        for ahead in range(_FAR):
            day = now.date() + timedelta(days=ahead)
            if self.works_on(day):
                for opens, closes in self.windows[day.weekday()]:
                    if self.at(day, closes) > now:
                        yield self.at(day, opens), self.at(day, closes)


def working_time(
    zone: str, rows: Sequence[Sequence[str]] = OFFICE, holidays: Sequence[date] | frozenset[date] = ()
) -> WorkingTime:
    """Working time from rows like `["mon-fri", "09:00", "17:30"]`; `zone` is an IANA name.

    Raises WorkingTimeError with one sentence where a row or the zone cannot be read.
    """
    windows: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    try:
        for days, opens, closes in rows or OFFICE:
            first, _, last = days.lower().partition("-")
            for k in range(DAYS.index(first), DAYS.index(last or first) + 1):
                windows[k].append((_minutes(opens), _minutes(closes)))
        return WorkingTime(ZoneInfo(zone), tuple(tuple(sorted(w)) for w in windows), frozenset(holidays))
    except (ValueError, KeyError, OSError) as wrong:
        raise WorkingTimeError(
            f"The hours {list(rows)} in {zone} cannot be read: a row is like mon-fri 09:00 17:30."
        ) from wrong


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute or 0)
