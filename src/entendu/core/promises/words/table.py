"""The form of a language's table, and what the three have in common.

A row is a kind and an expression for folded text. The kinds, and the groups that they read:

    offset    a day counted from today (the whole of it, or `day`, stands in `offsets`), perhaps `weeks` more
    weekday   `wd`, with `later` (of next week), `weeks` more ("Monday week", "en huit"), or `this` (may be today)
    workday   the next working day
    weekend   the Sunday of this week, with `later` of the next one
    afterweek the first working day after this week
    canadian  what is the weekend in Canada and the end of the working week elsewhere
    date      `d` and `mo`, or `mo` and `d`, perhaps `y`
    dotted    `a` and `b`, perhaps `y`: 20/11, 20.11.
    iso       `y`, `b`, `a`
    monthday  `d` alone, perhaps `later` (of next month)
    week      `later` or not, or `after_next`, perhaps `part` (start, middle, end)
    weekof    the week of a day of the month, `d` and perhaps `mo`, or the `nth` week of `mo`
    month     the same for a month: `later`, `mo`, `part`
    inmonth   a month `mo` with nothing but "in"
    quarter   the end of this quarter of the year
    year      the end of this year
    feast     the last working day before a feast: `feast`
    feastday  the feast itself: `feast`
    span      `n` and `unit`, perhaps `working`; `half` a unit more; `or_two` where it says "a day or two"
    clock     `h`, perhaps `m`, `ap`, `half`, `quarter`, minutes `past` or `to` it; `h2`, `m2` where it is a stretch
    samehour  the hour that it is now
    part      a part of the day: `part`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# 20/11, 20.11., 20/11/2026; "4.7.1" is a version, "3.5" a number and "24/7" always.
DOTTED = (
    r"(?<![.,/])(?!24/7)(?:(?P<a>\d\d?)(?:/|\.(?=0\d|1[0-2]))(?P<b>\d\d?)(?:[/.](?P<y>(?:20)?\d\d)(?![./]\d))?)"
    r"(?![./]?\d)"
)


_FIGURE, _WORD = re.compile(r"\d"), re.compile(r"[a-z]+")
_EVERYWHERE = frozenset(
    "the and our before when out over off done soon une dans avant apres que les des par sur pour pana cum dupa".split()
)


@dataclass(frozen=True)
class Words:
    """One language's way to speak of time. Keys are folded."""

    rows: tuple[tuple[str, str], ...]
    numbers: Mapping[str, float]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    offsets: Mapping[str, int]
    units: Mapping[str, str]
    parts: Mapping[str, str]
    feasts: Mapping[
        str, tuple[int, int]
    ]  # month and day; 0 or -1 and days after western or eastern Easter; (11, -4): the fourth Thursday
    ordinals: Mapping[str, float]  # days of the month in words
    deadline: re.Pattern[str]  # stands just before the last moment: "by", "avant", "până"
    other: re.Pattern[str]  # stands just before a day that belongs to something else: "since", "the invoice of"
    aside: re.Pattern[str]  # stands just before a day that may: "your visit on", and before the first of many: "from"

    unbound: re.Pattern[str]  # stands in a clause whose day is not ours to keep: "we are closed", "it expires"
    acting: re.Pattern[str]  # … unless we act in it
    ours: re.Pattern[str]  # stands in a clause in which we act, or the reader gets something
    periods: str  # further words without which no row reads a stretch: weeks, months, quarters as their rows spell them
    month_first: bool = False  # whether Americans who write it put the month first: 12/1

    def may_tell_time(self, folded: str) -> bool:
        """Whether a row can read something in a text: a figure or a word of time is in it. Most sentences have none."""
        return _FIGURE.search(folded) is not None or not self._of_time.isdisjoint(_WORD.findall(folded))

    @cached_property
    def _of_time(self) -> frozenset[str]:
        """The words of all tables, but for those that stand everywhere."""
        days = (self.weekdays, self.months, self.offsets, self.feasts, self.ordinals)
        tables = (self.numbers, self.units, self.parts, *days)
        words = {word for table in tables for key in table for word in _WORD.findall(key)}
        return frozenset({word for word in words if len(word) > 2} - _EVERYWHERE | set(self.periods.split()))

    @cached_property
    def expressions(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The rows, ready to be searched: made when the language is first read, since most processes read one."""
        return tuple((kind, re.compile(source)) for kind, source in self.rows)

    def number(self, word: str) -> float | None:
        """A number in figures or in words; None if it is neither."""
        word = word.strip()
        if word.replace(",", ".", 1).replace(".", "", 1).isdigit():
            return float(word.replace(",", "."))
        return self.numbers.get(word)

    def day_of_month(self, word: str) -> int:
        """A day of the month in figures ("21", "1er") or in words; 0, which is no day, if it is neither."""
        figures = word.removesuffix("er")
        return int(figures) if figures.isdigit() else round(self.ordinals.get(word, 0))


def alternatives(words: Mapping[str, object]) -> str:
    """An expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def rows(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Rows from their expressions; a space in one means any space, also one that does not break."""
    return tuple((kind, rf"(?<![\w])(?:{source})(?![\w])") for kind, source in pairs)
