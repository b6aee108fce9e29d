"""How somebody likes to be written to, guessed from how they write: yellow, red, green or blue, or not known.

The rules are few and can be read: each trait that shows in a letter speaks for a style, a style is named once it
leads clearly over several letters, and whatever a person says of it stands above any guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from entendu.core.care.words import LANGUAGES
from entendu.core.governor.facts.fold import compose, fold


class Style(StrEnum):
    """The four styles."""

    YELLOW = "yellow"  # likes a few words of small talk
    RED = "red"  # short, one date, no story
    GREEN = "green"  # reassurance, one step after the other, time
    BLUE = "blue"  # details, reasons, lists; a summary rather than many updates


class Trait(StrEnum):
    """What shows in a letter."""

    SMALL_TALK = "small-talk"
    EXCLAIMS = "exclaims"
    SHORT = "short"
    TO_THE_POINT = "to-the-point"
    CAREFUL = "careful"
    PATIENT = "patient"
    EXACT = "exact"
    ORDERED = "ordered"
    LONG = "long"


SPEAKS_FOR: Mapping[Trait, tuple[Style, float]] = MappingProxyType({
    Trait.SMALL_TALK: (Style.YELLOW, 1.5), Trait.EXCLAIMS: (Style.YELLOW, 0.5), Trait.SHORT: (Style.RED, 0.5),
    Trait.TO_THE_POINT: (Style.RED, 1.0), Trait.CAREFUL: (Style.GREEN, 1.0), Trait.PATIENT: (Style.GREEN, 0.5),
    Trait.EXACT: (Style.BLUE, 1.0), Trait.ORDERED: (Style.BLUE, 1.0), Trait.LONG: (Style.BLUE, 0.5),
})
# A guess needs so many letters, so much evidence a letter on average, so clear a lead over the next style, and a plain
# sign of it in more than half of them.
FEWEST, ENOUGH, LEAD = 3, 0.5, 0.25
LONG, SHORT = 120, 25  # words
LISTED = 3  # lines that begin with a mark or a number
EXACT = 3  # different exact things
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Guess:
    """A style, from how many letters, and the traits that speak for it, the most frequent first."""

    style: Style
    letters: int
    traits: tuple[Trait, ...]


def traits(text: str) -> frozenset[Trait]:
    """What shows in one letter, whatever its language."""
    folded = fold(compose(text))
    many, seen = len(folded.split()), set[Trait]()
    tables = LANGUAGES.values()
    careful = any(words.calm.search(folded) for words in tables)
    if any(words.warm.search(folded) for words in tables):
        seen.add(Trait.SMALL_TALK)
    if text.count("!") >= 2 and many > SHORT:
        seen.add(Trait.EXCLAIMS)
    if any(words.brief.search(folded) for words in tables):
        seen.add(Trait.TO_THE_POINT)
    if careful:
        seen.add(Trait.CAREFUL)
    if careful and many > SHORT:
        seen.add(Trait.PATIENT)
    if max(len({one.group() for one in words.detail.finditer(folded)}) for words in tables) >= EXACT:
        seen.add(Trait.EXACT)
    if sum(_is_listed(line) for line in folded.splitlines()) >= LISTED:
        seen.add(Trait.ORDERED)
    if many >= LONG:
        seen.add(Trait.LONG)
    if many <= SHORT:
        seen.add(Trait.SHORT)
    return frozenset(seen)


def guess(letters: Iterable[str]) -> Guess | None:
    """The style that leads clearly in these letters; None where there are too few, or none leads."""
    shown = [traits(text) for text in letters if text.strip()]
    if len(shown) < FEWEST:
        return None
    times = Counter(trait for each in shown for trait in each)
    points = dict.fromkeys(Style, 0.0)
    for trait, many in times.items():
        style, weight = SPEAKS_FOR[trait]
        points[style] += weight * many / len(shown)
    first, second = sorted(points.values(), reverse=True)[:2]
    style = max(points, key=points.__getitem__)
    plain = sum(any(_is_plain(trait, style) for trait in each) for each in shown)
    if first < ENOUGH or first - second < LEAD or plain * 2 <= len(shown):
        return None
    own = [trait for trait, _ in times.most_common() if SPEAKS_FOR[trait][0] is style]
    return Guess(style, len(shown), tuple(own))


def _is_plain(trait: Trait, of: Style) -> bool:
    """Whether the trait by itself says this style."""
    style, weight = SPEAKS_FOR[trait]
    return style is of and weight >= 1.0


def _is_listed(line: str) -> bool:
    start = line.strip()[:4]
    return start[:2] in ("- ", "* ", "• ") or (start[:1].isdigit() and any(mark in start for mark in (")", ".", ":")))


def next_summary(now: datetime, zone: ZoneInfo) -> datetime:
    """When the next weekly summary may leave: Friday at nine on their clock; the governor adds their own hours."""
    there = now.astimezone(zone).date()
    days = (there + timedelta(days=ahead) for ahead in range(8))
    return next(at for day in days if (at := datetime.combine(day, time(9), zone)) > now and day.weekday() == FRIDAY)
