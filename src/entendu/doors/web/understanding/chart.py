"""The time line as a drawing: the changes left of the first error, on a scale on which a day is as wide as a month.

What is near counts most and is widest; the place of a change says how long before the error it was. Everything is
reckoned here; the template draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log10

from django.utils.translation import gettext_lazy

from entendu.core.diagnosis.timeline import Rated
from entendu.parts.diagnosis.models.changes import SystemChange

WIDTH, LEFT, ERROR = 600, 16, 500  # the error stands here, what came after it on the right
BASE, LANE, LANES = 96, 24, 3
APART = 24
NUMBERED = 9
_TICKS = (
    (timedelta(hours=1), gettext_lazy("1 h")), (timedelta(days=1), gettext_lazy("1 day")),
    (timedelta(days=3), gettext_lazy("3 days")), (timedelta(days=7), gettext_lazy("1 week")),
    (timedelta(days=30), gettext_lazy("1 month")), (timedelta(days=180), gettext_lazy("6 months")),
)
_FARTHEST = log10(1 + 180 * 24)


@dataclass(frozen=True, slots=True)
class Mark:
    """A change on the drawing; `number` is its place in the list, 0 for one that the list does not hold."""

    x: int
    y: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the scale, and how long before the error it is."""

    x: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is drawn, in the drawing's own units."""

    marks: list[Mark]
    dots: list[Mark]
    ticks: list[Tick]
    error: int = ERROR
    base: int = BASE
    width: int = WIDTH


def drawing(rated: Sequence[Rated], after: Sequence[SystemChange], earliest: datetime, latest: datetime) -> Drawing:
    """The first changes of the list as numbers, in lanes so that none hides another; all others as dots."""
    marks: list[Mark] = []
    for number, one in enumerate(rated[:NUMBERED], 1):
        x = _place(earliest - one.happening.at)
        taken = {mark.y for mark in marks if abs(mark.x - x) < APART}
        lane = next((BASE - 20 - LANE * lane for lane in range(LANES) if BASE - 20 - LANE * lane not in taken), None)
        if lane is not None:
            marks.append(Mark(x, lane, number))
    dots = {_place(earliest - one.happening.at) for one in rated[NUMBERED:]}
    dots |= {_beyond(one.at - latest) for one in after}
    ticks = [Tick(_place(ago), str(words)) for ago, words in _TICKS]
    return Drawing(marks, [Mark(x, BASE) for x in sorted(dots)], ticks)


def _place(ago: timedelta) -> int:
    hours = max(ago.total_seconds() / 3600, 0.0)
    return round(ERROR - (ERROR - LEFT) * min(log10(1 + hours) / _FARTHEST, 1.0))


def _beyond(after: timedelta) -> int:
    hours = max(after.total_seconds() / 3600, 0.0)
    return round(ERROR + 10 + (WIDTH - ERROR - 20) * min(log10(1 + hours) / _FARTHEST, 1.0))
