"""A rare word tells more than a common one, and what is found is measured by the weight that it covers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.knowledge.weight import covered, heaviest, weights


def test_rare_words_weigh_more() -> None:
    known = weights({"page": 60_000, "booking": 4_000, "gw1207": 0}, 100_000)
    assert known["gw1207"] > known["booking"] > known["page"] > 0
    assert heaviest(known, 2) == ["gw1207", "booking"]


def test_where_nothing_was_counted_all_weigh_alike() -> None:
    known = weights({"page": 0, "booking": 0}, 0)
    assert known["page"] == known["booking"] > 0
    assert heaviest(known, 8) == ["page", "booking"], "in the order in which they were said"


@pytest.mark.parametrize(("found", "share"), [
    ([], 0.0), (["a"], 0.75), (["b"], 0.25), (["a", "b"], 1.0), (["a", "a", "x"], 0.75),
])
def test_covered(found: list[str], share: float) -> None:
    assert covered(found, {"a": 3.0, "b": 1.0}) == share


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 10**6)), st.integers(0, 10**6))
def test_every_word_weighs_something(counts: dict[str, int], documents: int) -> None:
    known = weights(counts, documents)
    assert all(weight > 0 for weight in known.values())
    assert covered(list(known), known) == (1.0 if known else 0.0)
    assert covered([], {}) == 0.0
