"""When: the moment by which a sentence says that something will be done, in English, French and Romanian.

A day means the end of its working hours; a part of the day its own end ("tomorrow morning": twelve o'clock; "tonight":
23:59; "first thing": an hour after opening); a stretch ("between two and four") its end; a week its Friday; a month its
last working day. Hours without "am" or "pm" are read so that they fall into the working day, where they can.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from entendu.core.governor.facts.fold import fold
from entendu.core.promises.words.en import WORDS as EN
from entendu.core.promises.words.fr import WORDS as FR
from entendu.core.promises.words.ro import WORDS as RO
from entendu.core.promises.words.table import Words
from entendu.core.promises.working import WorkingTime

LANGUAGES = {"en": EN, "fr": FR, "ro": RO}
_NEAR = 22  # characters between a day and its hour, at most: "Tuesday, no later than 14:00"
_UNTIL = re.compile(r"\b(?:by|before|until|d'ici|avant|jusqu|pana|inainte)")
_NEXT_YEAR = timedelta(days=150)  # so far ahead, at most, lies a date of next year that is named without it
# All that may stand between them.
_LINK = re.compile(
    r"""[\s,(–-]*(?:(?:at|by|on|before|until|till|no|not|later|than|around|about|the|in|from|somewhere|sometime|between|sharp|of|same|its|latest
    |a|au|le|la|les|des|vers|avant|plus|tard|pour|jusqu|sur|dans|d|ici|entre|l|de
    |pana|pina|pe|cel|tarziu|cam|spre|fix|ora|orele|inainte|undeva|intre|imediat|chiar|inca)[\s,'(-]+)*""",
    re.VERBOSE,
)
_START, _MIDDLE = ("early", "start", "begin", "debut", "incep"), ("mid", "mi", "jum", "mij", "courant")


@dataclass(frozen=True, slots=True)
class When:
    """A moment named in a text, at `[start, end)`; `is_deadline` where it was said to be the last one ("by Friday")."""

    start: int
    end: int
    due: datetime
    is_deadline: bool
    aside: bool = False  # it may belong to something else: "your visit on Friday"


@dataclass(frozen=True, slots=True)
class _Found:
    """One piece: a day, an hour (in minutes) or a moment; `guess` is how an hour without am or pm was written."""

    start: int
    end: int
    day: date | None = None
    minutes: int | None = None
    part: str = ""
    moment: datetime | None = None
    is_open: bool = False  # an hour that may be of the morning or the afternoon


def due(text: str, language: str, now: datetime, work: WorkingTime) -> When | None:
    """The moment by which the sentence `text` says it will be done, or None if it names none.

    `now` is aware; the answer is in the zone of `work`. Where several are named, the one that is said to be the last
    wins, then the first; one that stands aside ("your visit on Friday") does where there is no other. A day that
    belongs to something else ("the backup of Tuesday") is left out, as is the past.
    """
    return promised(moments(text, language, now, work), now)


def promised(named: Iterable[When], now: datetime) -> When | None:
    """Of the moments that a sentence names, the one by which it says that something will be done (`due`)."""
    ahead = [w for w in named if w.due > now]
    return min(ahead, key=lambda w: (w.aside, not w.is_deadline, w.start), default=None)


def moments(text: str, language: str, now: datetime, work: WorkingTime) -> list[When]:
    """All moments that a text names, in their order; none for a language that has no table."""
    words = LANGUAGES.get(language)
    if words is None:
        return []
    folded = fold(text)
    reader = _Reader(words, folded, now.astimezone(work.zone), work)
    found = _apart(reader.pieces())
    return [w for group in _groups(found, folded) if (w := reader.when(group)) is not None]


def _apart(pieces: Sequence[_Found]) -> list[_Found]:
    """Pieces that do not overlap: the longer one stands, and of equals the one whose row comes first."""
    kept: list[_Found] = []
    for piece in sorted(pieces, key=lambda p: p.start - p.end):
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def _groups(found: Sequence[_Found], folded: str) -> Iterator[list[_Found]]:
    """Days with the hours beside them; each piece is in one group."""
    group: list[_Found] = []
    for piece in found:
        if group and not _belongs(group, piece, folded[group[-1].end : piece.start]):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _belongs(group: Sequence[_Found], piece: _Found, between: str) -> bool:
    has_day = any(p.day is not None for p in group)
    has_hour = any(p.minutes is not None or p.part for p in group)
    if (piece.part.endswith(":0") and has_day) or (piece.day is not None and any(p.part.endswith(":0") for p in group)):
        return False  # "the backup of Tuesday tonight": tonight has its own day
    fits = piece.moment is None and all(p.moment is None for p in group)
    told_apart = piece.minutes is not None and all(p.minutes is None for p in group)  # "tomorrow morning at nine"
    fits &= not (has_day and piece.day is not None) and not (
        has_hour and (piece.minutes is not None or bool(piece.part)) and not (told_apart or _is_half_of_day(piece))
    )
    return fits and len(between) <= _NEAR and _LINK.fullmatch(between) is not None


def _is_half_of_day(piece: _Found) -> bool:
    return piece.part.partition(":")[0] in ("morning", "night", "close")


class _Reader:
    """Reads the pieces of one text and puts them together."""

    def __init__(self, words: Words, folded: str, now: datetime, work: WorkingTime) -> None:
        self.words, self.folded, self.now, self.work = words, folded, now, work
        self.today = now.date()

    def pieces(self) -> list[_Found]:
        """Everything in the text that one of the rows reads, overlapping as it may."""
        out = []
        for kind, expression in self.words.expressions:
            for found in expression.finditer(self.folded):
                got = {name: value for name, value in found.groupdict().items() if value is not None}
                piece = getattr(self, f"_{kind}")(found, got)
                if piece is not None:
                    out.append(piece)
        return out

    def when(self, group: Sequence[_Found]) -> When | None:
        """One moment from a group; None where its day belongs to something else."""
        start, end = group[0].start, group[-1].end
        before = self.folded[max(0, start - 30) : start].rstrip(" ,(")
        is_deadline = self.words.deadline.search(before) is not None
        if not is_deadline and self.words.other.search(before) is not None:
            return None
        moment = next((p.moment for p in group if p.moment is not None), None) or self._moment(group)
        # A "by" may stand between the day and its hour, or be part of what was read.
        said = self.folded[start:end]
        is_deadline = is_deadline or any(
            self.words.deadline.search(said[: k.start()].rstrip()) for k in re.finditer(r" ", said)
        )
        aside = not is_deadline and self.words.aside.search(before) is not None
        return When(start, end, moment, is_deadline, aside)

    def _moment(self, group: Sequence[_Found]) -> datetime:
        day = next((p.day for p in group if p.day is not None), None)
        part = next((p.part for p in group if p.part), "")
        clock = next((p for p in group if p.minutes is not None), None)
        if clock is not None and clock.minutes is not None:
            return self._at_clock(day, clock, part)
        name, _, ahead = part.partition(":")
        if day is None:
            day = self._day_of_part(name, ahead)
        if not name:
            return self.work.closing(day)
        return self._end_of_part(name, day)

    def _day_of_part(self, name: str, ahead: str) -> date:
        """The day of a part of the day that has none: today, if it is not over."""
        tomorrow = self.today + timedelta(days=1)
        if ahead == "next" or (name == "first" and self._end_of_part(name, self.today) <= self.now):
            return tomorrow
        return self.today if ahead == "0" or self._end_of_part(name, self.today) > self.now else tomorrow

    def _end_of_part(self, name: str, day: date) -> datetime:
        if name == "first":
            return self.work.opening(day) + timedelta(hours=1)
        if name == "close":
            return self.work.closing(day)
        return self.work.at(day, {"early": 8 * 60, "morning": 12 * 60, "noon": 12 * 60}.get(name, 24 * 60 - 1))

    def _at_clock(self, day: date | None, clock: _Found, part: str) -> datetime:
        minutes = clock.minutes or 0
        if clock.is_open and minutes < 12 * 60:
            afternoon = part.startswith(("close", "night"))
            morning = part.startswith(("morning", "first"))
            opens = self.work.opening(day or self.today)
            early = minutes < opens.hour * 60 + opens.minute and minutes < 7 * 60
            passed = day in (None, self.today) and self.work.at(self.today, minutes) <= self.now
            if afternoon or (not morning and (early or (passed and (day is not None or minutes <= 8 * 60)))):
                minutes += 12 * 60
        there = self.work.at(day or self.today, minutes)
        if day is None and there <= self.now:
            there = self.work.at(self.today + timedelta(days=1), minutes)
        return there

    # One method a kind of row (words/table.py), each from what was found to a piece.

    def _offset(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        return _Found(*found.span(), day=self.today + timedelta(days=self.words.offsets[found.group()]))

    def _weekday(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        wanted = self.words.weekdays[got.get("wd") or got["wd2"]]
        ahead = (wanted - self.today.weekday()) % 7 or (0 if "this" in got else 7)
        if "later" in got or "later2" in got:
            ahead = 7 - self.today.weekday() + wanted
        elif "weeks" in got:
            ahead += 14 if got["weeks"].strip() in ("quinze",) else 14 if "fortnight" in got["weeks"] else 7
            ahead -= 7 if got["weeks"].strip() == "quinze" and ahead > 14 and wanted == self.today.weekday() else 0
        return _Found(*found.span(), day=self.today + timedelta(days=ahead))

    def _workday(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        return _Found(*found.span(), day=self.work.next_working_day(self.today))

    def _weekend(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        ahead = 6 - self.today.weekday() + (7 if "later" in got else 0)
        return _Found(*found.span(), day=self.today + timedelta(days=ahead))

    def _date(self, found: re.Match[str], got: dict[str, str]) -> _Found | None:
        day = 1 if got["d"] in ("intai", "1-ul") else int(got["d"])
        return self._dated(found, day, self.words.months[got["mo"]], got.get("y"))

    def _dotted(self, found: re.Match[str], got: dict[str, str]) -> _Found | None:
        day, month = int(got["a"]), int(got["b"])
        american = self.words is EN and str(self.work.zone).startswith(("America/", "US/"))
        if month > 12 >= day or (american and day <= 12):
            day, month = month, day
        return self._dated(found, day, month, got.get("y"))

    def _iso(self, found: re.Match[str], got: dict[str, str]) -> _Found | None:
        return self._dated(found, int(got["a"]), int(got["b"]), got["y"])

    def _monthday(self, found: re.Match[str], got: dict[str, str]) -> _Found | None:
        day = 1 if got["d"] == "1er" else int(got["d"])
        month, year = self.today.month, self.today.year
        if day < self.today.day or "later" in got:
            month, year = (1, year + 1) if month == 12 else (month + 1, year)
        return self._dated(found, day, month, str(year))

    def _dated(self, found: re.Match[str], day: int, month: int, year: str | None) -> _Found | None:
        """A date of this year, or of the next one where it is long gone and near there; None if there is no such day.

        Who writes of the third of May in November means the one that was; who writes "by the third of May", the next.
        """
        try:
            if year:
                return _Found(*found.span(), day=date(int(year) % 100 + 2000, month, day))
            there = date(self.today.year, month, day)
            if there < self.today - timedelta(days=60):
                coming = date(self.today.year + 1, month, day)
                ends = _UNTIL.search(found.string, max(0, found.start() - _NEAR), found.start())
                there = coming if ends or coming < self.today + _NEXT_YEAR else there
        except ValueError:
            return None
        return _Found(*found.span(), day=there)

    def _feast(self, found: re.Match[str], got: dict[str, str]) -> _Found | None:
        month, day = self.words.feasts[got["feast"]]
        there = date(self.today.year, month, day)
        if there <= self.today:
            there = date(self.today.year + 1, month, day)
        last = self.work.last_working_day(there - timedelta(days=1))
        return _Found(*found.span(), moment=self.work.closing(last))

    def _week(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        monday = self.today - timedelta(days=self.today.weekday())
        if "later" in got or self.today.weekday() > 4:  # on a Saturday, "this week" is the coming one
            monday += timedelta(days=7)
        part = got.get("part", "")
        ahead = 1 if part.startswith(_START) else 2 if part.startswith(_MIDDLE) else 4
        return _Found(*found.span(), day=self.work.last_working_day(monday + timedelta(days=ahead)))

    def _month(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        month, year = self.today.month, self.today.year
        if "mo" in got:
            month = self.words.months[got["mo"]]
            year += month < self.today.month
        elif "later" in got:
            month, year = (1, year + 1) if month == 12 else (month + 1, year)
        part = got.get("part", "")
        if part.startswith(_START):
            return _Found(*found.span(), day=date(year, month, 5))
        if part.startswith(_MIDDLE):
            return _Found(*found.span(), day=date(year, month, 15))
        last = date(year, month, monthrange(year, month)[1])
        return _Found(*found.span(), day=self.work.last_working_day(last))

    def _year(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        return _Found(*found.span(), day=self.work.last_working_day(date(self.today.year, 12, 31)))

    def _span(self, found: re.Match[str], got: dict[str, str]) -> _Found | None:
        count = self.words.number(got.get("n") or got.get("n2") or "1")
        if count is None:
            count = self.words.number((got.get("n") or "").removesuffix(" de"))
        unit = self.words.units.get(got.get("unit") or got.get("unit2") or "")
        if count is None or unit is None:
            return None
        count += 0.5 if "half" in got else 0
        if unit in ("minute", "hour"):
            minutes = round(count * (60 if unit == "hour" else 1))
            there = (
                self.work.after_hours(self.now, minutes)
                if "working" in got
                else (self.now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(self.work.zone)
            )
            return _Found(*found.span(), moment=there)
        days = {"day": 1, "week": 7, "fortnight": 14, "month": 30}[unit] * count
        if "working" in got and unit == "day":
            day = self.work.next_working_day(self.today, max(1, round(count)))
        elif unit == "month":
            day = _months_later(self.today, round(count))
        else:
            day = self.today + timedelta(days=round(days))
        return _Found(*found.span(), day=day)

    def _clock(self, found: re.Match[str], got: dict[str, str]) -> _Found | None:
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
        if half in ("pm", "du soir", "de l'apres-midi", "seara", "dupa-amiaza", "dupa-masa") and hour < 12:
            hour += 12
        if half in ("am", "du matin", "dimineata") and hour == 12:
            hour = 0
        if hour > 24:
            return None
        is_open = not half and len(written) < 2 + (not written.isdigit()) * 20 and hour <= 12 and "m" not in got
        is_open = is_open or (not half and 1 <= hour <= 6 and not written.startswith("0"))
        return _Found(*found.span(), minutes=hour * 60 + minute, is_open=is_open)

    def _part(self, found: re.Match[str], got: dict[str, str]) -> _Found:
        return _Found(*found.span(), part=self.words.parts[got["part"]])


def _months_later(day: date, count: int) -> date:
    """The same day some months later, or the last of a month that is shorter."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
