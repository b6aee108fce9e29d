"""Who had better be called: relationships in trouble, with the reasons, gravest first. Few, or nobody reads them.

A reason is something that happened, in words; the weights behind them rank and are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from entendu.core.care.moments import Kind


class Why(StrEnum):
    """One reason for a call."""

    LATE = "late"  # promises whose time has gone by
    BROKEN = "broken"
    NOT_YET = "not-yet"  # what we called solved was not
    THREAT = "threat"  # to leave, to complain, to sue
    ANGER = "anger"
    INSULT = "insult"
    FRUSTRATION = "frustration"
    SILENCE = "silence"  # they wait for a word of ours
    MANY = "many"  # open cases at once
    FALLING = "falling"  # content before, upset now


WEIGHTS: Mapping[Why, int] = {
    Why.LATE: 3, Why.BROKEN: 3, Why.NOT_YET: 3, Why.THREAT: 4, Why.ANGER: 3, Why.INSULT: 2, Why.FRUSTRATION: 1,
    Why.SILENCE: 2, Why.MANY: 2, Why.FALLING: 2,
}
# A second time weighs less than the first, a third not at all.
AGAIN = 0.5
ENOUGH = 5.0
LOOKED_BACK = timedelta(days=30)
SILENT, LONG_SILENT = timedelta(days=3), timedelta(days=7)
MANY = 4
BAD: Mapping[Kind, Why] = {
    Kind.NOT_YET: Why.NOT_YET, Kind.THREAT: Why.THREAT, Kind.ANGER: Why.ANGER, Kind.INSULT: Why.INSULT,
    Kind.FRUSTRATION: Why.FRUSTRATION,
}
GOOD = frozenset({Kind.SATISFACTION, Kind.AGREED})
FELT: Mapping[Kind, int] = {kind: WEIGHTS[why] for kind, why in BAD.items()}


class Known(Protocol):
    """What `Signals` holds, however it was gathered."""

    @property
    def times(self) -> Mapping[Kind, int]: ...
    @property
    def last(self) -> Mapping[Kind, datetime]: ...
    @property
    def late(self) -> int: ...
    @property
    def late_since(self) -> datetime | None: ...
    @property
    def broken(self) -> int: ...
    @property
    def waiting_since(self) -> datetime | None: ...
    @property
    def open_cases(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one relationship lately: how often each thing happened and when last, late and broken promises,
    since when they wait for a word, how many cases are open."""

    times: Mapping[Kind, int] = field(default_factory=dict)
    last: Mapping[Kind, datetime] = field(default_factory=dict)
    late: int = 0
    late_since: datetime | None = None
    broken: int = 0
    waiting_since: datetime | None = None
    open_cases: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, how often or how many, and since or at when."""

    why: Why
    many: int = 1
    at: datetime | None = None


def reasons(signals: Known, now: datetime) -> tuple[Reason, ...]:
    """Everything that speaks for a call, the weightiest first."""
    found = [Reason(BAD[kind], times, signals.last.get(kind)) for kind, times in signals.times.items()
             if kind in BAD and times]
    if signals.late:
        found.append(Reason(Why.LATE, signals.late, signals.late_since))
    if signals.broken:
        found.append(Reason(Why.BROKEN, signals.broken))
    if signals.waiting_since is not None and now - signals.waiting_since >= SILENT:
        found.append(Reason(Why.SILENCE, (now - signals.waiting_since).days, signals.waiting_since))
    if signals.open_cases >= MANY:
        found.append(Reason(Why.MANY, signals.open_cases))
    if _falls(signals):
        found.append(Reason(Why.FALLING))
    return tuple(sorted(found, key=lambda one: (-_weight(one), list(Why).index(one.why))))


def pressing(signals: Known, now: datetime) -> float:
    """How much speaks for a call where one is proposed, else 0: `weight` of its `reasons`, without working them out."""
    total, is_grave, was_bad = 0.0, False, False
    for kind, times in signals.times.items():
        weighs = FELT.get(kind)
        if weighs is not None and times:
            total += weighs * (1 + AGAIN * (times > 1))
            was_bad, is_grave = True, is_grave or kind is not Kind.FRUSTRATION
    for many, why in ((signals.late, Why.LATE), (signals.broken, Why.BROKEN)):
        if many:
            total, is_grave = total + WEIGHTS[why] * (1 + AGAIN * (min(many, 2) - 1)), True
    if signals.waiting_since is not None:
        waits = now - signals.waiting_since
        total += WEIGHTS[Why.SILENCE] * ((waits >= SILENT) + (waits >= LONG_SILENT))
        is_grave = is_grave or waits >= SILENT
    falls = was_bad and _falls(signals)
    total += WEIGHTS[Why.MANY] * (signals.open_cases >= MANY) + WEIGHTS[Why.FALLING] * falls
    return total if total >= ENOUGH and (is_grave or falls) else 0.0


def troubles(times: Mapping[Kind, int], late: int, broken: int) -> float:
    """How much is the matter apart from waits and open cases: to look at those more closely with whom it is most."""
    felt = sum([FELT.get(kind, 0) for kind in times])
    return felt + WEIGHTS[Why.LATE] * min(late, 2) + WEIGHTS[Why.BROKEN] * min(broken, 2)


def weight(found: Iterable[Reason]) -> float:
    """How much speaks for a call, to rank by."""
    return sum(_weight(one) for one in found)


def proposes(found: Iterable[Reason]) -> bool:
    """Whether a call is proposed: enough, and not for frustration or many cases alone."""
    reasons_ = list(found)
    return weight(reasons_) >= ENOUGH and any(one.why not in {Why.FRUSTRATION, Why.MANY} for one in reasons_)


def _weight(one: Reason) -> float:
    if one.why is Why.SILENCE:
        return WEIGHTS[one.why] * (2 if one.many >= LONG_SILENT.days else 1)
    if one.why in {Why.MANY, Why.FALLING}:
        return WEIGHTS[one.why]
    return WEIGHTS[one.why] * (1 + AGAIN * (min(one.many, 2) - 1))


def _falls(signals: Known) -> bool:
    """They were content within the same weeks, and something bad came after."""
    good = [at for kind, at in signals.last.items() if kind in GOOD]
    bad = [at for kind, at in signals.last.items() if kind in BAD]
    return bool(good and bad) and max(bad) > max(good)
