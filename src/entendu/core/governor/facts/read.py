"""Reading a message: what it states, of what, and in which role; what in it is no news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from entendu.core.governor.facts.calendar_words import LONG_DATES
from entendu.core.governor.facts.fold import compose, fold
from entendu.core.governor.facts.parts import Part, Sentence, minute_of, sentences, stamp_of
from entendu.core.governor.facts.shape import shape_of
from entendu.core.governor.facts.values import Found, find, names_days_from_today


@dataclass(frozen=True, slots=True)
class Statement:
    """One value in its role: what kind, which, what for."""

    kind: str
    canon: str
    role: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says, as far as words can be read.

    `news` are the statements that count; `old` the values it says no longer hold; `states` what has become of
    the matter, with "not-" in front where it is denied; `names`, `entities` and `marks` what it is about; `words` and
    `tokens` the rest, as a set and in order; `books` whether it speaks of the company's own bookkeeping; `rots` the
    places where a day is named from today.
    """

    news: frozenset[Statement]
    old: frozenset[Statement]
    labels: frozenset[str]
    states: frozenset[str]
    names: frozenset[str]
    entities: frozenset[tuple[str, str]]
    marks: frozenset[tuple[str, str]]
    words: frozenset[str]
    tokens: tuple[str, ...]
    asks: bool
    books: bool
    still: bool
    rots: tuple[tuple[int, int, str], ...]
    sentences: tuple[Sentence, ...]


def read(text: str, at: datetime, case: str = "") -> Reading:
    """Read a text (subject, newline, body) written at `at`, which is in the person's own zone."""
    return _read(text, at.replace(tzinfo=None), case)  # one instant is two days in two zones, and equal to itself


@lru_cache(maxsize=8192)
def _read(text: str, at: datetime, case: str) -> Reading:
    text = compose(text)
    folded = fold(text)
    found = find(folded, at.date())
    cut = sentences(text, folded, found, at)
    reader = _Reader(text, folded, at, fold(case))
    today = at.date().isoformat()
    news = [s for s in cut if s.part is Part.NEWS]
    reader.has_day = any(
        v.kind == "date" and v.canon != today and s.start <= v.start < s.end for v in found for s in news
    )
    for sentence in cut:
        if sentence.part is Part.NEWS:
            reader.take(sentence, [v for v in found if sentence.start <= v.start < sentence.end])
    return reader.done(found, cut)


class _Reader:
    """The state of one reading, sentence by sentence."""

    def __init__(self, text: str, folded: str, at: datetime, case: str) -> None:
        self.text, self.folded, self.at, self.case = text, folded, at, case
        self.news: set[Statement] = set()
        self.old: set[Statement] = set()
        self.labels: set[str] = set()
        self.states: set[str] = set()
        self.names: set[str] = set()
        self.entities: set[tuple[str, str]] = set()
        self.marks: set[tuple[str, str]] = set()
        self.tokens: list[str] = []
        self.books = self.still = self.asks = self.has_day = False

    def take(self, sentence: Sentence, values: list[Found]) -> None:
        """Read one sentence of news."""
        said = shape_of(self.text, sentence.start, sentence.end, values)
        self.books |= said.board or said.books
        self.still |= said.still
        self.asks |= said.asks
        self.states |= said.states
        self.marks |= said.marks
        self.names |= said.names
        self.tokens += said.tokens
        if not values:
            return
        made = set() if said.is_over else stamp_of(values, self.at, said.stamps)
        books = said.board or said.books
        for value, role in zip(values, said.roles, strict=True):
            if id(value) in made or self._is_stamp(value, role, books, bool(made)):
                continue
            if not (said.board and self._is_of_the_books(value)):
                self._state(value, role)

    def _state(self, value: Found, role: str) -> None:
        if value.kind == "time" and role == "plan" and not self.has_day and self._is_over(value.canon):
            role = "since"  # an hour of today that is over
        if role == "plan" and value.relative and value.canon == self.at.date().isoformat():
            role = "today"
        statement = Statement(value.kind, value.canon, role)
        if role == "old":
            self.old.add(statement)
        elif value.kind in ("phone", "hours") or (
            value.kind == "link" and "/" not in value.canon.split("//")[-1].rstrip("/")
        ):
            return
        elif value.kind == "code" and (role == "label" or value.canon == self.case):
            self.labels.add(value.canon)
        elif role not in ("message", "hours"):
            self.news.add(statement)
            if value.kind == "code" and role in ("entity", "code"):
                self.entities.add((_shape(value.canon), value.canon))

    def _is_of_the_books(self, value: Found) -> bool:
        """Whether a value beside a change of the books belongs to it: a level, a user's number, when it was done."""
        return value.kind in ("number", "code", "version", "link") or (
            value.kind == "time" and self._is_over(value.canon)
        )

    def _is_over(self, clock: str) -> bool:
        """Whether an hour without a day is over today; just after midnight's hours may be tomorrow's."""
        return 0 <= self.at.hour * 60 + self.at.minute - minute_of(clock) < 12 * 60

    def _is_stamp(self, value: Found, role: str, books: bool, made: bool) -> bool:
        """Whether a value only says which message this is, and when it was made."""
        if role == "stamp" or (
            made and value.kind in ("code", "number") and role in ("message", "label", "code", "number")
        ):
            return True
        if value.kind == "number" and role != "secret" and re.fullmatch(r"(?:19|20)\d\d", value.canon):
            return True
        if books and value.kind == "number" and role != "secret":
            return True
        if not books or role not in ("plan", "past", "number"):
            return False
        today = self.at.date().isoformat()
        if value.kind == "date":
            return value.canon == today
        if value.kind == "time":
            return abs(minute_of(value.canon) - self.at.hour * 60 - self.at.minute) <= 15
        return False

    def done(self, found: list[Found], cut: list[Sentence]) -> Reading:
        """The reading, with the places that rot; a quotation keeps its words."""
        told = {place for s in cut if s.part is Part.NEWS for place in range(s.start, s.end)}
        return Reading(
            news=frozenset(self.news),
            old=frozenset(self.old),
            labels=frozenset(self.labels),
            states=frozenset(self.states),
            names=frozenset(self.names),
            entities=frozenset(self.entities),
            marks=frozenset(self.marks),
            words=frozenset(self.tokens),
            tokens=tuple(self.tokens),
            asks=self.asks,
            books=self.books,
            still=self.still,
            rots=tuple((v.start, v.end, v.canon) for v in found if v.relative and v.start in told),
            sentences=tuple(cut),
        )


def _shape(code: str) -> str:
    return re.sub(r"\d", "9", code)


def rewrite(text: str, at: datetime, now: datetime, language: str, case: str = "") -> str:
    """The text with days named from today rewritten as dates, if today has become another day since."""
    if at.date() == now.date() or not names_days_from_today(fold(text)):
        return text
    text = compose(text)
    for start, end, day in reversed(read(text, at, case).rots):
        text = text[:start] + _long_date(date.fromisoformat(day), language) + text[end:]
    return text


def _long_date(day: date, language: str) -> str:
    form, days, months = LONG_DATES[language if language in LONG_DATES else "en"]
    return form.format(day=days[day.weekday()], date=day.day, month=months[day.month - 1])
