"""What makes it better or worse between us and somebody, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """One up or down."""

    WORRY = "worry"
    FRUSTRATION = "frustration"
    ANGER = "anger"
    INSULT = "insult"
    THREAT = "threat"
    SATISFACTION = "satisfaction"
    NOT_YET = "not-yet"  # what we called solved was not
    AGREED = "agreed"  # they say that it works
    CALL = "call"  # we talked
    KEPT = "kept"  # our word
    BROKEN = "broken"
    LATE = "late"  # a promise whose time has gone by
    INCIDENT = "incident"  # something of ours failed them


# How far each moves the line, out of 100 between the best and the worst. Transparent and few; none is a score for
# the person: they say what happened between us.
WEIGHTS: Mapping[Kind, int] = MappingProxyType({
    Kind.WORRY: -6, Kind.FRUSTRATION: -14, Kind.ANGER: -22, Kind.INSULT: -18, Kind.THREAT: -26, Kind.SATISFACTION: 14,
    Kind.NOT_YET: -20, Kind.AGREED: 20, Kind.CALL: 16, Kind.KEPT: 8, Kind.BROKEN: -24, Kind.LATE: -18,
    Kind.INCIDENT: -16,
})
# What read feelings are worth a moment; worry alone is nobody's fault and is seen only on the line.
FELT = frozenset({Kind.WORRY, Kind.FRUSTRATION, Kind.ANGER, Kind.SATISFACTION})
SAID = frozenset({Kind.INSULT, Kind.THREAT})
# After so long half of a bad (or good) impression is gone.
HALF = timedelta(days=45)
MOST = 50.0


@dataclass(frozen=True, slots=True)
class Happened:
    """One moment: when, what, in which words."""

    at: datetime
    kind: Kind
    words: str = ""
    ticket: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """How it stands at a moment: `level` from -50 to 50, where nothing between us is 0; `happened` what moved it."""

    at: datetime
    level: float
    happened: Happened | None = None


def line(moments: Iterable[Happened], until: datetime) -> list[Point]:
    """The line through these moments, oldest first, and where it stands at `until`. Between two it goes back towards
    nothing, by half in `HALF`."""
    points: list[Point] = []
    for one in sorted(moments, key=lambda each: each.at):
        before = faded(points[-1], one.at) if points else 0.0
        points.append(Point(one.at, _within(before + WEIGHTS[one.kind]), one))
    if points:
        points.append(Point(until, faded(points[-1], until)))
    return points


def faded(point: Point, at: datetime) -> float:
    """What is left of a level at a later moment."""
    return point.level * float(0.5 ** (max(at - point.at, timedelta()) / HALF))


def _within(level: float) -> float:
    return max(-MOST, min(MOST, level))
