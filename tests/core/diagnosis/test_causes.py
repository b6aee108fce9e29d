"""How likely, in words, and which check first: ranks move as evidence comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.causes import (
    OURS,
    Cost,
    Hypothesis,
    Likelihood,
    Verdict,
    Weigh,
    checks_in_order,
    ranked,
)

HEADER, CACHE, OUR_SIDE = Hypothesis("header", 1.5), Hypothesis("cache", 0.2), Hypothesis("ours", OURS)


def words(*every: Hypothesis) -> dict[str, Likelihood]:
    return {one.hypothesis.key: one.likelihood for one in ranked(every)}


def with_evidence(one: Hypothesis, *evidence: Weigh, verdict: Verdict = Verdict.OPEN) -> Hypothesis:
    return Hypothesis(one.key, one.prior, evidence, one.cost, verdict)


def test_evidence_moves_the_ranks() -> None:
    assert words(HEADER, CACHE, OUR_SIDE)["header"] is Likelihood.LIKELY
    moved = words(with_evidence(HEADER, Weigh.STRONGLY_FOR), CACHE, OUR_SIDE)
    assert list(moved) == ["header", "cache", "ours"]
    assert moved["header"] is Likelihood.VERY_LIKELY
    fallen = words(with_evidence(HEADER, Weigh.SETTLES_AGAINST), CACHE, OUR_SIDE)
    assert list(fallen)[-1] == "header"
    assert fallen["header"] is Likelihood.UNLIKELY


def test_ruling_one_out_lifts_the_others_and_puts_it_last() -> None:
    before, after = ranked([HEADER, CACHE]), ranked([with_evidence(HEADER, verdict=Verdict.RULED_OUT), CACHE])
    assert after[-1].likelihood is Likelihood.RULED_OUT
    assert after[0].share > next(one for one in before if one.hypothesis.key == "cache").share


def test_what_is_confirmed_leaves_little_to_the_others() -> None:
    found = ranked([CACHE, OUR_SIDE, with_evidence(HEADER, verdict=Verdict.CONFIRMED)])
    assert [one.likelihood for one in found] == [Likelihood.CONFIRMED, Likelihood.UNLIKELY, Likelihood.UNLIKELY]


@pytest.mark.parametrize(("costs", "first"), [
    ({"header": Cost.QUICK, "cache": Cost.QUICK}, "header"),
    ({"header": Cost.DAY, "cache": Cost.QUICK}, "cache"),
    ({"header": Cost.HOUR, "cache": Cost.HOUR}, "header"),
])
def test_cheap_and_decisive_checks_come_first(costs: dict[str, Cost], first: str) -> None:
    every = [Hypothesis(one.key, one.prior, (), costs[one.key]) for one in (HEADER, CACHE)]
    assert checks_in_order(ranked(every))[0].hypothesis.key == first


def test_what_is_settled_needs_no_check() -> None:
    every = [with_evidence(HEADER, verdict=Verdict.RULED_OUT), CACHE]
    assert [one.hypothesis.key for one in checks_in_order(ranked(every))] == ["cache"]


HYPOTHESES = st.lists(st.builds(
    Hypothesis, st.uuids().map(str), st.floats(-20, 20), st.lists(st.sampled_from(list(Weigh)), max_size=40).map(tuple),
    st.sampled_from(list(Cost)), st.sampled_from(list(Verdict))), max_size=12)


@given(HYPOTHESES)
def test_whatever_is_thought_of(every: list[Hypothesis]) -> None:
    found = ranked(every)
    assert sorted(one.hypothesis.key for one in found) == sorted(one.key for one in every)
    assert all(0.0 <= one.share <= 1.0 for one in found)
    still_open = [one.share for one in found if one.hypothesis.verdict is Verdict.OPEN]
    assert still_open == sorted(still_open, reverse=True)
    assert sum(still_open) <= 1.0 + 1e-9


@given(HYPOTHESES.filter(bool), st.data())
def test_evidence_for_a_cause_never_lowers_it(every: list[Hypothesis], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(every) - 1))
    one = every[place]
    more = [*every[:place], Hypothesis(one.key, one.prior, (*one.evidence, Weigh.WEAKLY_FOR), one.cost, one.verdict),
            *every[place + 1:]]
    before, after = ({r.hypothesis.key: r.share for r in ranked(all_of)}[one.key] for all_of in (every, more))
    assert after >= before - 1e-12
