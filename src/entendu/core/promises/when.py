"""When: the moment by which a sentence says that something will be done, in English, French and Romanian.

A day means the end of its working hours; a part of the day its own end ("tomorrow morning": twelve o'clock; "tonight":
23:59; "first thing": an hour after opening); a stretch ("between two and four") its end; a week its Friday; a month its
last working day. Hours without "am" or "pm" are read so that they fall into the working day, where they can, and in
another zone where one is named ("5 p.m. Pacific").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from entendu.core.governor.facts.fold import fold
from entendu.core.promises.pieces import Piece, Pieces
from entendu.core.promises.words.en import WORDS as EN
from entendu.core.promises.words.fr import WORDS as FR
from entendu.core.promises.words.ro import WORDS as RO
from entendu.core.promises.words.table import Words
from entendu.core.promises.working import WorkingTime
from entendu.core.promises.zones import zone_after

LANGUAGES = {"en": EN, "fr": FR, "ro": RO}
_NEAR = 22  # characters between a day and its hour, at most: "Tuesday, no later than 14:00"
_BEFORE = 45  # characters before a moment that say whose it is, at most
_CLAUSE = 60  # … and where words of the same clause stand between them: "Tuesday we will call you at 14:00"
_ALONE = 2  # words beside a moment that make a clause of it
_STOPS = re.compile(r"[.;:!?()]")
# What stands between two clauses; between two moments of which one will do; and around a stretch of days.
_CLAUSES = re.compile(r"[,;:()]| - | (?:but|so|and|because|mais|donc|et|pis|car|dar|iar|asa ca|deci|si|fiindca) ")
_OR = re.compile(r",? (?:or|ou|sau|ori) (?:on |by |at |the |le |pe |au )?")
_TO = re.compile(r" (?:and|to|till|until|et|au|a|si|pana) (?:on |the |le |pe )?")
# What says the same moment again, more exactly; and what only counts from a day that was named.
_AGAIN = re.compile(
    r"(?:,|:| -| \()? ?(?:say|that is|that's|i\.e\.|namely|to be exact|to be precise|meaning|which is"
    r"|soit|donc|c'est-a-dire|autrement dit|a savoir|disons|plus precisement|precisement|adica|mai exact|mai precis"
    r"|respectiv|deci)"
    r",? (?:on |by |at |the |le |pe |au |a |la )*"
)
_RELATIVE = re.compile(r"(?:le lendemain|a doua zi|the next day|the (?:following|next) \w+|next \w+)")
_COMMA = re.compile(r", (?:on |the |le |pe )*")
_BETWEEN = re.compile(r"\b(?:between|from|entre|du|de|intre|de la)(?: the| le)? ?$")
_DAYS = ("offset", "weekday", "date", "workday")
# All that may stand between them.
_LINK = re.compile(
    r"""[\s,(–-]*(?:(?:at|by|on|before|until|till|no|not|later|than|around|about|the|in|from|somewhere|sometime|between
    |sharp|of|same|its|latest|very
    |a|au|le|la|les|des|vers|avant|plus|tard|precises?|pile|tapantes|sonnantes|pour|jusqu|sur|dans|d|ici|entre|l|de
    |pana|pina|pe|cel|tarziu|cam|spre|fix|ora|orele|inainte|undeva|intre|imediat|chiar|inca)[\s,'(-]+)*""",
    re.VERBOSE,
)
# The ends of parts of the day, in minutes after midnight; "first" and "close" go by the working hours.
_ENDS = {
    "early": 8 * 60, "midmorning": 11 * 60, "morning": 12 * 60, "noon": 12 * 60, "afternoon": 15 * 60,
    "midafternoon": 16 * 60, "evening": 20 * 60,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A moment named in a text, at `[start, end)`; `is_deadline` where it was said to be the last one ("by Friday")."""

    start: int
    end: int
    due: datetime
    is_deadline: bool
    aside: bool = False  # it may belong to something else: "your visit on Friday"
    is_ours: bool = True  # somebody of us, or the reader, does or gets something in its clause


def due(text: str, language: str, now: datetime, work: WorkingTime) -> When | None:
    """The moment by which the sentence `text` says it will be done, or None if it names none.

    `now` is aware; the answer is in the zone of `work`. Where several are named, one in whose clause we act wins, then
    the one that is said to be the last, then the first; one that stands aside ("your visit on Friday") does where there
    is no other. A day that belongs to something else ("the backup of Tuesday") is left out, as is the past.
    """
    return promised(moments(text, language, now, work), now)


def promised(named: Iterable[When], now: datetime) -> When | None:
    """Of the moments that a sentence names, the one by which it says that something will be done (`due`)."""
    ahead = [w for w in named if w.due > now]
    return min(ahead, key=lambda w: (w.aside, not w.is_ours, not w.is_deadline, w.start), default=None)


def moments(text: str, language: str, now: datetime, work: WorkingTime) -> list[When]:
    """All moments that a text names, in their order; none for a language that has no table."""
    words = LANGUAGES.get(language)
    if words is None:
        return []
    folded = fold(text)
    if not words.may_tell_time(folded):
        return []
    local = now.astimezone(work.zone)
    found = _apart(Pieces(words, folded, local, work).all())
    reader = _Reader(words, text, folded, local, work)
    groups = reader.joined([g for g in _groups(found, folded) if not reader.is_of_another(g)])
    return _later_of_two([reader.when(group) for group in groups], folded)


def _later_of_two(named: Sequence[When], folded: str) -> list[When]:
    """Of two moments of which either may come true, the later; of two names of one moment, the more exact, the second.

    "Today or tomorrow", "between Thursday and Saturday"; "mid-month, say the 16th", « le lendemain, le 12 ».
    """
    out: list[When] = []
    for when in named:
        between = folded[out[-1].end : when.start] if out else ""
        begins = folded[: out[-1].start] if out else ""
        if _OR.fullmatch(between) or (_TO.fullmatch(between) and _BETWEEN.search(begins)):
            first = out.pop()
            when = replace(when, start=first.start, due=max(first.due, when.due))
        elif out and (
            _AGAIN.fullmatch(between) or (_COMMA.fullmatch(between) and _RELATIVE.fullmatch(_of(out[-1], folded)))
        ):
            first = out.pop()
            when = replace(first, end=when.end, due=when.due)
        out.append(when)
    return out


def _of(when: When, folded: str) -> str:
    return folded[when.start : when.end]


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that do not overlap: the longer one stands, and of equals the one whose row comes first."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.start - p.end):
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def _groups(found: Sequence[Piece], folded: str) -> Iterator[list[Piece]]:
    """Days with the hours beside them; each piece is in one group."""
    group: list[Piece] = []
    for piece in found:
        if group and not _belongs(group, piece, folded[group[-1].end : piece.start]):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _belongs(group: Sequence[Piece], piece: Piece, between: str) -> bool:
    day = next((p for p in group if p.day is not None), None)
    has_hour = any(p.minutes is not None or p.part for p in group)
    if (piece.part.endswith(":0") and day) or (piece.day is not None and any(p.part.endswith(":0") for p in group)):
        return False  # "the backup of Tuesday tonight": tonight has its own day
    fits = piece.moment is None and all(p.moment is None for p in group)
    told_apart = piece.minutes is not None and all(p.minutes is None for p in group)  # "tomorrow morning at nine"
    fits &= not (day and piece.day is not None and not _is_one_day(day, piece)) and not (
        has_hour and (piece.minutes is not None or bool(piece.part)) and not (told_apart or _is_half_of_day(piece))
    )
    return fits and len(between) <= _NEAR and _LINK.fullmatch(between) is not None


def _is_one_day(day: Piece, other: Piece) -> bool:
    """Whether two pieces name one day: "next week, on Monday", "early next week, Monday", "Thursday, on the 12th"."""
    if {day.kind, other.kind} in ({"week", "weekday"}, {"week-part", "weekday"}):
        return True
    return (
        {day.kind, other.kind} in ({"weekday", "date"}, {"offset", "weekday"}, {"offset", "date"})
        and day.day is not None
        and other.day is not None
        and (day.day == other.day if "offset" in (day.kind, other.kind) else day.day.weekday() == other.day.weekday())
    )


def _is_half_of_day(piece: Piece) -> bool:
    return piece.part.partition(":")[0] in ("morning", "night", "close")


class _Reader:
    """Puts the pieces of one text together; `now` is in the zone of `work`."""

    def __init__(self, words: Words, text: str, folded: str, now: datetime, work: WorkingTime) -> None:
        self.words, self.text, self.folded, self.now, self.work = words, text, folded, now, work
        self.today = now.date()

    def is_of_another(self, group: Sequence[Piece]) -> bool:
        """Whether the day belongs to something else: "the backup of Tuesday"; what is to come tomorrow may be meant."""
        before = self._before(group)
        return (
            self.words.deadline.search(before) is None
            and self.words.other.search(before) is not None
            and not self._is_ahead(group)
        )

    def joined(self, groups: Sequence[list[Piece]]) -> list[list[Piece]]:
        """A day and the hour that the same clause names for it: "Tomorrow we will call you at three"."""
        out: list[list[Piece]] = []
        for group in groups:
            between = self.folded[out[-1][-1].end : group[0].start] if out else ""
            if out and len(between) <= _CLAUSE and not _STOPS.search(between) and self._fills(out[-1], group):
                out[-1] = [*out[-1], *group]
            else:
                out.append(group)
        return out

    def _fills(self, first: Sequence[Piece], second: Sequence[Piece]) -> bool:
        """Whether `first` is but a day to come, and `second` but an hour."""
        day = first[0].day
        return (
            len(first) == len(second) == 1
            and day is not None
            and day >= self.today
            and first[0].kind in _DAYS
            and second[0].minutes is not None
            and not self._aside(first)
        )

    def _before(self, group: Sequence[Piece]) -> str:
        start = group[0].start
        return self.folded[max(0, start - _BEFORE) : start].rstrip(" ,(")

    def _is_ahead(self, group: Sequence[Piece]) -> bool:
        return any(p.kind == "offset" and p.day is not None and p.day > self.today for p in group)

    def _aside(self, group: Sequence[Piece]) -> bool:
        before = self._before(group)
        if self.words.deadline.search(before) is not None:
            return False
        return self.words.aside.search(before) is not None or self.words.other.search(before) is not None

    def when(self, group: Sequence[Piece]) -> When:
        """One moment from a group."""
        start, end = group[0].start, group[-1].end
        is_deadline = self.words.deadline.search(self._before(group)) is not None
        moment = next((p.moment for p in group if p.moment is not None), None)
        if moment is None:
            moment, end = self._in_zone(group, self._moment(group))
        # A "by" may stand between the day and its hour, or be part of what was read.
        said = self.folded[start:end]
        is_deadline = is_deadline or any(
            self.words.deadline.search(said[: k.start()].rstrip()) for k in re.finditer(r" ", said)
        )
        clause = self._clause(start, end)
        # A state, the past or others, and not what we will do.
        is_unbound = self.words.unbound.search(clause) is not None and self.words.acting.search(clause) is None
        aside = (not is_deadline and self._aside(group)) or is_unbound
        return When(start, end, moment, is_deadline, aside, self.words.ours.search(clause) is not None)

    def _clause(self, start: int, end: int) -> str:
        """The clause around a moment; where the moment stands alone, with the next one, or the one before the last.

        "On Monday, we …"; "you have it the day before, on the 9th".
        """
        cuts = [cut.span() for cut in _CLAUSES.finditer(self.folded)]
        begins = [*(stop for _, stop in reversed(cuts) if stop <= start), 0]
        stops = [*(cut for cut, _ in cuts if cut >= end), len(self.folded)]
        rest = f"{self.folded[begins[0] : start]} {self.folded[end : stops[0]]}"
        if len(re.findall(r"\w+", rest)) >= _ALONE:
            return self.folded[begins[0] : stops[0]]
        if len(stops) > 1:
            return self.folded[begins[0] : stops[1]]
        return self.folded[begins[min(1, len(begins) - 1)] : stops[0]]

    def _in_zone(self, group: Sequence[Piece], moment: datetime) -> tuple[datetime, int]:
        """The moment by the clock of the zone that stands beside its hour, and where the words for it end."""
        end = group[-1].end
        clock = next((p for p in group if p.minutes is not None), None)
        named = zone_after(self.text, self.folded, clock.end) if clock else None
        if named is None:
            return moment, end
        there = moment.replace(tzinfo=named[0]).astimezone(self.work.zone)
        if there <= self.now and all(p.day is None for p in group):
            there += timedelta(days=1)
        return there, max(end, named[1])

    def _moment(self, group: Sequence[Piece]) -> datetime:
        day = self._day(group)
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

    def _day(self, group: Sequence[Piece]) -> date | None:
        """The day of a group: of two, the date, or the day of the week that is named beside it."""
        days = {p.kind: p.day for p in group if p.day is not None}
        week, weekday = days.get("week") or days.get("week-part"), days.get("weekday")
        if week is not None and weekday is not None:
            return week + timedelta(days=weekday.weekday() - week.weekday())
        return days.get("date") or next(iter(days.values()), None)

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
        if name == "opening":
            return self.work.opening(day)
        return self.work.at(day, _ENDS.get(name, 24 * 60 - 1))

    def _at_clock(self, day: date | None, clock: Piece, part: str) -> datetime:
        minutes = clock.minutes or 0
        if clock.is_open and minutes == 12 * 60 and part.startswith("night"):
            minutes = 24 * 60
        if clock.is_open and minutes < 12 * 60:
            afternoon = part.startswith(("close", "night", "afternoon", "midafternoon", "evening"))
            morning = part.startswith(("morning", "midmorning", "first", "early"))
            opens = self.work.opening(day or self.today)
            early = minutes < opens.hour * 60 + opens.minute and minutes < 7 * 60
            passed = day in (None, self.today) and self.work.at(self.today, minutes) <= self.now
            afternoon = afternoon and not (part.startswith("close") and minutes >= 8 * 60)  # « tantôt à dix heures »
            if afternoon or (not morning and (early or (passed and (day is not None or minutes <= 8 * 60)))):
                minutes += 12 * 60
        there = self.work.at(day or self.today, minutes)
        if day is None and there <= self.now:
            there = self.work.at(self.today + timedelta(days=1), minutes)
        return there
