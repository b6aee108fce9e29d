"""Who has room for one more on a day: by a number that members set for themselves, never one worked out about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Hand(NamedTuple):
    """One member on one day: how many promises they said they can keep, and how many fall due."""

    member: int
    name: str
    most: int
    due: int


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The day as whoever lives in the zone has it, [begins, ends): 23 or 25 hours where the clocks change."""
    return (datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone))


def with_room(hands: Iterable[Hand], whose: int | None = None) -> list[tuple[str, int]]:
    """Who can take how many more, by name; nobody where no day is full: then there is nothing to hand over. With
    `whose` it is that member's day that has to be full."""
    those = list(hands)
    if not any(one.due >= one.most for one in those if whose in {None, one.member}):
        return []
    return sorted((one.name, one.most - one.due) for one in those if one.due < one.most)
