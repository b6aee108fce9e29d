"""One text for many: who of those whom a defect or incident touches is told what, each once, and how soon again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Case = TypeVar("Case")

# News of one trouble comes at most so often, unless it lasts longer by more than this.
AT_MOST_EVERY = timedelta(minutes=30)
MUCH_WORSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Touched(Generic[Case]):
    """A case that is touched: whose it is, which language they read, since when it waits (less is longer), and the case
    itself as whoever asks knows it."""

    contact: int
    language: str
    waiting: float
    case: Case


@dataclass(frozen=True, slots=True)
class Told(Generic[Case]):
    """One message: the case on which it is said, the other cases of the same person that it answers too, and the
    language."""

    on: Case
    also: tuple[Case, ...]
    language: str


def one_each(touched: Sequence[Touched[Case]], written: Collection[str]) -> tuple[Told[Case], ...]:
    """One message for each person whose language is among those that are written, on the case that has waited longest;
    in the order in which the people come."""
    theirs: dict[int, list[Touched[Case]]] = {}
    for one in touched:
        if one.language in written:
            theirs.setdefault(one.contact, []).append(one)
    said = []
    for cases in theirs.values():
        first, *others = sorted(cases, key=lambda one: one.waiting)
        said.append(Told(first.case, tuple(one.case for one in others), first.language))
    return tuple(said)


def soon_enough(told: datetime, expected: datetime | None, now_expected: datetime | None) -> datetime:
    """When whoever was told at `told` may hear of it again: at once where it is now expected to be over much later than
    they were told; otherwise, or where no time was named, once the half hour is over."""
    if expected is not None and now_expected is not None and now_expected - expected > MUCH_WORSE:
        return told
    return told + AT_MOST_EVERY
