"""Who has room for one more on a day: said only where somebody has none, and never reckoned about anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.promises.room import Hand, day_span, with_room

ANA, BEA, CLEO = 1, 2, 3


@pytest.mark.parametrize(("hands", "whose", "room"), [
    ([], None, []),
    ([Hand(ANA, "Ana", 2, 1), Hand(BEA, "Bea", 3, 0)], None, []),
    ([Hand(ANA, "Ana", 2, 2), Hand(BEA, "Bea", 3, 0)], None, [("Bea", 3)]),
    ([Hand(ANA, "Ana", 2, 5), Hand(BEA, "Bea", 3, 3)], None, []),
    ([Hand(CLEO, "Cleo", 4, 1), Hand(ANA, "Ana", 1, 1), Hand(BEA, "Bea", 3, 2)], None, [("Bea", 1), ("Cleo", 3)]),
    ([Hand(ANA, "Ana", 2, 2), Hand(BEA, "Bea", 3, 0)], BEA, []),
    ([Hand(ANA, "Ana", 2, 2), Hand(BEA, "Bea", 3, 0)], ANA, [("Bea", 3)]),
])
def test_who_has_room(hands: list[Hand], whose: int | None, room: list[tuple[str, int]]) -> None:
    assert with_room(hands, whose) == room


@pytest.mark.parametrize(("day", "zone", "hours"), [
    (date(2026, 11, 27), "Europe/Paris", 24), (date(2026, 3, 29), "Europe/Paris", 23),
    (date(2026, 10, 25), "Europe/Paris", 25), (date(2026, 11, 27), "Indian/Mauritius", 24),
    (date(2026, 3, 29), "Europe/Bucharest", 23),
])
def test_a_day_is_as_long_as_it_is_there(day: date, zone: str, hours: int) -> None:
    begins, ends = (one.astimezone(UTC) for one in day_span(day, ZoneInfo(zone)))
    assert (ends - begins).total_seconds() == hours * 3600
    assert begins.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime(day.year, day.month, day.day)


@given(st.lists(st.builds(Hand, st.integers(1, 9), st.text("abc", min_size=1), st.integers(1, 5), st.integers(0, 9))))
def test_nobody_is_named_who_has_none(hands: list[Hand]) -> None:
    room = with_room(hands)
    assert all(more > 0 for _name, more in room)
    assert not room or any(one.due >= one.most for one in hands)
