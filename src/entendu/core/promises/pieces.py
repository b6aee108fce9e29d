"""The pieces of a moment that a text names, each read by one row of a language's table: days, hours, stretches."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from entendu.core.promises.words.table import Words
from entendu.core.promises.working import WorkingTime

_UNTIL = re.compile(r"\b(?:by|before|until|d'ici|avant|jusqu|pana|inainte)")
_NEAR = 22  # characters between a date and the "by" before it, at most
_NEXT_YEAR = timedelta(days=150)  # so far ahead, at most, lies a date of next year that is named without it
_MONTHS_AHEAD = 6  # "in March" means the coming one no further ahead than this; else it may be the last one
_START, _MIDDLE = ("early", "start", "begin", "debut", "incep"), ("mid", "mi", "jum", "mij")
_AFTERNOON = ("pm", "du soir", "de l'apres-midi", "seara", "dupa-amiaza", "dupa-masa")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece, at `[start, end)`: a day, an hour (in minutes after midnight), a part of the day, or a whole moment.

    `kind` is that of its row; `is_open` an hour that may be of the morning or the afternoon.
    """

    start: int
    end: int
    kind: str
    day: date | None = None
    minutes: int | None = None
    part: str = ""
    moment: datetime | None = None
    is_open: bool = False


class Pieces:
    """Reads the pieces of one folded text; `now` is in the zone of `work`."""

    def __init__(self, words: Words, folded: str, now: datetime, work: WorkingTime) -> None:
        self.words, self.folded, self.now, self.work = words, folded, now, work
        self.today = now.date()

    def all(self) -> list[Piece]:
        """Everything in the text that one of the rows reads, overlapping as it may."""
        out = []
        for kind, expression in self.words.expressions:
            for found in expression.finditer(self.folded):
                got = {name: value for name, value in found.groupdict().items() if value is not None}
                piece: Piece | None = getattr(self, f"_{kind}")(found, got)
                if piece is not None:
                    out.append(piece)
        return out

    @cached_property
    def _is_american(self) -> bool:
        """Whether the month stands before the day in dates like 12/1."""
        return self.words.month_first and str(self.work.zone).startswith(("America/", "US/"))

    # One method a kind of row (words/table.py), each from what was found to a piece.

    def _offset(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        day = got.get("day") or got.get("day2")
        ahead = self.words.offsets[day or found.group()]
        if day:  # "a week tomorrow", "two weeks today"
            ahead += 7 * round(self.words.number(got.get("weeks", "one")) or 1)
        return Piece(*found.span(), "offset", day=self.today + timedelta(days=ahead))

    def _weekday(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        wanted = self.words.weekdays[got.get("wd") or got["wd2"]]
        ahead = (wanted - self.today.weekday()) % 7 or (0 if "this" in got else 7)
        if "later" in got or "later2" in got:
            ahead = 7 - self.today.weekday() + wanted
        elif "weeks" in got or "weeks2" in got:
            weeks = got.get("weeks", got.get("weeks2", "")).strip()
            ahead += 14 if weeks == "quinze" or "fortnight" in weeks else 7
            # Said on a Thursday, "jeudi en huit" is this day's week.
            ahead -= 7 if weeks in ("huit", "quinze") and wanted == self.today.weekday() else 0
        return Piece(*found.span(), "weekday", day=self.today + timedelta(days=ahead))

    def _workday(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        return Piece(*found.span(), "workday", day=self.work.next_working_day(self.today))

    def _weekend(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        ahead = 6 - self.today.weekday() + (7 if "later" in got else 0)
        return Piece(*found.span(), "weekend", day=self.today + timedelta(days=ahead))

    def _afterweek(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        sunday = self.today + timedelta(days=6 - self.today.weekday())
        return Piece(*found.span(), "offset", day=self.work.next_working_day(sunday))

    def _canadian(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        """« En fin de semaine »: on Saturday and Sunday in Canada, by Friday elsewhere."""
        kind = self._weekend if str(self.work.zone).startswith(("America/", "Canada/")) else self._week
        return kind(found, got)

    def _date(self, found: re.Match[str], got: dict[str, str]) -> Piece | None:
        day = self.words.day_of_month(got["d"])
        return self._dated(found, day, self.words.months[got["mo"]], got.get("y"))

    def _dotted(self, found: re.Match[str], got: dict[str, str]) -> Piece | None:
        day, month = int(got["a"]), int(got["b"])
        if month > 12 >= day or (self._is_american and day <= 12):
            day, month = month, day
        return self._dated(found, day, month, got.get("y"))

    def _iso(self, found: re.Match[str], got: dict[str, str]) -> Piece | None:
        return self._dated(found, int(got["a"]), int(got["b"]), got["y"])

    def _monthday(self, found: re.Match[str], got: dict[str, str]) -> Piece | None:
        day = self.words.day_of_month(got["d"])
        month, year = self.today.month, self.today.year
        if day < self.today.day or "later" in got:
            month, year = (1, year + 1) if month == 12 else (month + 1, year)
        piece = self._dated(found, day, month, str(year))
        # "Lundi 26" is a date where the 26th is a Monday.
        is_so = piece and piece.day and piece.day.weekday() == self.words.weekdays.get(got.get("wd", ""))
        return piece if is_so or "wd" not in got else None

    def _dated(self, found: re.Match[str], day: int, month: int, year: str | None) -> Piece | None:
        """A date of this year, or of the next one where it is long gone and near there; None if there is no such day.

        Who writes of the third of May in November means the one that was; who writes "by the third of May", the next.
        """
        try:
            if year:
                return Piece(*found.span(), "date", day=date(int(year) % 100 + 2000, month, day))
            there = date(self.today.year, month, day)
            if there < self.today - timedelta(days=60):
                coming = date(self.today.year + 1, month, day)
                ends = _UNTIL.search(found.string, max(0, found.start() - _NEAR), found.start())
                there = coming if ends or coming < self.today + _NEXT_YEAR else there
        except ValueError:
            return None
        return Piece(*found.span(), "date", day=there)

    def _feast(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        last = self.work.last_working_day(self._next_feast(got["feast"]) - timedelta(days=1))
        return Piece(*found.span(), "feast", moment=self.work.closing(last))

    def _feastday(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        return Piece(*found.span(), "date", day=self._next_feast(got["feast"]))

    def _next_feast(self, name: str) -> date:
        there = _feast_in(self.today.year, self.words.feasts[name])
        return there if there > self.today else _feast_in(self.today.year + 1, self.words.feasts[name])

    def _week(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        monday = self.today - timedelta(days=self.today.weekday())
        if (
            any(name.startswith("later") for name in got) or self.today.weekday() > 4
        ):  # on a Saturday, "this week" is the coming one
            monday += timedelta(days=7)
        if "after_next" in got:
            monday += timedelta(days=14)
        part = got.get("part", "").removeprefix("the ")
        ahead = 1 if part.startswith(_START) else 2 if part.startswith(_MIDDLE) else 4
        kind = "week" if ahead == 4 else "week-part"
        return Piece(*found.span(), kind, day=self.work.last_working_day(monday + timedelta(days=ahead)))

    def _weekof(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        """The Friday of the week in which a day of the month lies, or of the first, second … week of a month."""
        month, year = self.today.month, self.today.year
        if "mo" in got:
            month = self.words.months[got["mo"]]
            year += month < self.today.month
        elif int(got.get("d", "31")) < self.today.day:
            month, year = (1, year + 1) if month == 12 else (month + 1, year)
        last = monthrange(year, month)[1]
        if "d" in got:
            there = date(year, month, min(int(got["d"]), last))
        elif got["nth"].startswith(("last", "derni", "ultim")):
            there = self.work.last_working_day(date(year, month, last))
        else:
            there = date(year, month, min(last, 7 * round(self.words.ordinals[got["nth"]]) - 6))
            # A month that begins on a Thursday or later has its first whole week after that.
            there += timedelta(days=7 - there.weekday() if there.weekday() > 2 else 0)
        friday = there + timedelta(days=4 - min(there.weekday(), 4))
        return Piece(*found.span(), "week", day=self.work.last_working_day(friday))

    def _month(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        month, year = self.today.month, self.today.year
        if "mo" in got:
            month = self.words.months[got["mo"]]
            year += month < self.today.month
        elif "later" in got:
            month, year = (1, year + 1) if month == 12 else (month + 1, year)
        part = got.get("part", "").removeprefix("the ")
        if part.startswith(_START):
            return Piece(*found.span(), "month", day=date(year, month, 5))
        if part.startswith(_MIDDLE):
            return Piece(*found.span(), "month", day=date(year, month, 15))
        last = date(year, month, monthrange(year, month)[1])
        return Piece(*found.span(), "month", day=self.work.last_working_day(last))

    def _inmonth(self, found: re.Match[str], got: dict[str, str]) -> Piece | None:
        """A month with nothing but "in": the coming one where it is near, else perhaps the last one, and left out."""
        near = (self.words.months[got["mo"]] - self.today.month) % 12 <= _MONTHS_AHEAD
        return self._month(found, got) if near else None

    def _quarter(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        month = (self.today.month + 2) // 3 * 3
        last = date(self.today.year, month, monthrange(self.today.year, month)[1])
        return Piece(*found.span(), "month", day=self.work.last_working_day(last))

    def _year(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        return Piece(*found.span(), "month", day=self.work.last_working_day(date(self.today.year, 12, 31)))

    def _span(self, found: re.Match[str], got: dict[str, str]) -> Piece | None:
        count = self.words.number(got.get("n") or got.get("n2") or "1")
        if count is None:
            count = self.words.number((got.get("n") or "").removesuffix(" de"))
        unit = self.words.units.get(got.get("unit") or got.get("unit2") or "")
        if count is None or unit is None:
            return None
        count = 2 if "or_two" in got else count + (0.5 if "half" in got else 0)
        if unit in ("minute", "hour"):
            minutes = round(count * (60 if unit == "hour" else 1))
            there = (
                self.work.after_hours(self.now, minutes)
                if "working" in got
                else (self.now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(self.work.zone)
            )
            return Piece(*found.span(), "span", moment=there)
        days = {"day": 1, "week": 7, "fortnight": 14, "month": 30}[unit] * count
        if "working" in got and unit == "day":
            day = self.work.next_working_day(self.today, max(1, round(count)))
        elif unit == "month":
            day = _months_later(self.today, round(count))
        else:
            day = self.today + timedelta(days=round(days))
        if "exact" in got:  # "this time next week"
            return Piece(*found.span(), "span", moment=self.work.at(day, self.now.hour * 60 + self.now.minute))
        return Piece(*found.span(), "span", day=day)

    def _clock(self, found: re.Match[str], got: dict[str, str]) -> Piece | None:
        written = got.get("h2") or got["h"]
        hour = int(written) if written.isdigit() else int(self.words.number(written) or 0)
        minute = int(got.get("m2") or ("0" if "h2" in got else got.get("m") or "0"))
        if "half" in got:
            minute = 30
        elif "past" in got:
            minute = int(self.words.number(got["past"]) or 0)
        elif "to" in got:
            hour, minute = hour - 1, 60 - int(self.words.number(got["to"]) or 0)
        elif "quarter" in got:
            back = got["quarter"].startswith(("quarter to", "moins", "fara"))
            hour, minute = (hour - 1, 45) if back else (hour, 15)
        half = got.get("ap", "").replace(".", "")
        if half in _AFTERNOON and hour < 12:
            hour += 12
        if half in ("am", "du matin", "dimineata") and hour == 12:
            hour = 0
        if hour > 24:
            return None
        is_open = not half and len(written) < 2 + (not written.isdigit()) * 20 and hour <= 12 and "m" not in got
        is_open = is_open or (not half and 1 <= hour <= 6 and not written.startswith("0"))
        return Piece(*found.span(), "clock", minutes=hour * 60 + minute, is_open=is_open)

    def _samehour(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        return Piece(*found.span(), "clock", minutes=self.now.hour * 60 + self.now.minute)

    def _part(self, found: re.Match[str], got: dict[str, str]) -> Piece:
        return Piece(*found.span(), "part", part=self.words.parts[got["part"]])


def _months_later(day: date, count: int) -> date:
    """The same day some months later, or the last of a month that is shorter."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _feast_in(year: int, feast: tuple[int, int]) -> date:
    """The day of a feast in a year, as `Words.feasts` gives it."""
    month, day = feast
    if month <= 0:
        return (_easter(year) if month == 0 else _orthodox_easter(year)) + timedelta(days=day)
    if day < 0:
        first = date(year, month, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 7 * (-day - 1))
    return date(year, month, day)


def _easter(year: int) -> date:
    """Easter Sunday of the western churches, by the anonymous Gregorian reckoning (Nature, 20 April 1876)."""
    century, golden = divmod(year, 100)[0], year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
    fix = (golden + 11 * epact + 22 * rest) // 451
    month, day = divmod(epact + rest - 7 * fix + 114, 31)
    return date(year, month, day + 1)


def _orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, by Meeus' Julian reckoning; the calendars are 13 days apart until 2099."""
    rest = (19 * (year % 19) + 15) % 30
    month, day = divmod(rest + (2 * (year % 4) + 4 * (year % 7) - rest + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)
