"""Who had better be called, and the line of ups and downs: few, transparent rules, each a row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.care.moments import HALF, MOST, WEIGHTS, Happened, Kind, faded, line
from entendu.core.care.radar import Signals, Why, pressing, proposes, reasons, weight

NOW = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
DAY = timedelta(days=1)


def signals(**more: Any) -> Signals:
    times = {Kind(kind): n for kind, n in more.pop("times", {}).items()}
    return Signals(times=times, last=dict.fromkeys(times, NOW - DAY) | more.pop("last", {}), **more)


@pytest.mark.parametrize(("known", "first"), [
    (signals(times={"anger": 1}, late=1, late_since=NOW - DAY), Why.LATE),
    (signals(times={"anger": 2, "not-yet": 1}), Why.ANGER),
    (signals(times={"threat": 1, "frustration": 1}), Why.THREAT),
    (signals(broken=1, waiting_since=NOW - 4 * DAY), Why.BROKEN),
    (signals(times={"not-yet": 2, "insult": 1}), Why.NOT_YET),
    (signals(times={"anger": 1}, last={Kind.AGREED: NOW - 9 * DAY}), Why.ANGER),
    (signals(late=2, broken=1), Why.LATE), (signals(times={"anger": 1}, open_cases=4), Why.ANGER),
])
def test_these_are_proposed_with_the_weightiest_reason_first(known: Signals, first: Why) -> None:
    found = reasons(known, NOW)
    assert proposes(found)
    assert found[0].why is first


@pytest.mark.parametrize("known", [
    signals(), signals(times={"anger": 1}), signals(times={"frustration": 5}), signals(open_cases=9),
    signals(times={"frustration": 2}, open_cases=9), signals(late=1, late_since=NOW - DAY),
    signals(waiting_since=NOW - 9 * DAY), signals(times={"satisfaction": 9, "agreed": 3}),
])
def test_the_quiet_ones_are_left_in_peace(known: Signals) -> None:
    assert not proposes(reasons(known, NOW))


MORE = st.fixed_dictionaries({"times": st.dictionaries(st.sampled_from([k.value for k in Kind]), st.integers(1, 9)),
                              "late": st.integers(0, 9), "broken": st.integers(0, 9), "open_cases": st.integers(0, 20)})


@given(MORE, st.integers(1, 3))
def test_one_thing_more_never_makes_a_call_less_pressing(more: dict[str, Any], late: int) -> None:
    before = weight(reasons(signals(**{**more, "times": dict(more["times"])}), NOW))
    after = weight(reasons(signals(**{**more, "late": more["late"] + late}), NOW))
    assert after >= before


@given(MORE, st.one_of(st.none(), st.integers(0, 12)))
def test_what_presses_is_what_is_proposed(more: dict[str, Any], days: int | None) -> None:
    known = signals(**{**more, "times": dict(more["times"])}, waiting_since=None if days is None else NOW - days * DAY)
    found = reasons(known, NOW)
    assert pressing(known, NOW) == pytest.approx(weight(found) if proposes(found) else 0.0)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(list(Kind))), max_size=40))
def test_the_line_goes_up_with_what_is_good_and_never_leaves_its_box(moments: list[tuple[int, Kind]]) -> None:
    happened = [Happened(NOW - timedelta(hours=hours * 20), kind) for hours, kind in moments]
    points = line(happened, NOW)
    assert len(points) == (len(happened) + 1 if happened else 0)
    assert all(-MOST <= one.level <= MOST for one in points)
    for before, after in pairwise(points[:-1]):
        assert after.happened is not None
        change = after.level - faded(before, after.at)
        assert change * WEIGHTS[after.happened.kind] >= 0


def test_half_of_an_impression_is_gone_in_time() -> None:
    first, last = line([Happened(NOW - HALF, Kind.ANGER)], NOW)
    assert first.level == WEIGHTS[Kind.ANGER]
    assert last.level == pytest.approx(first.level / 2)
