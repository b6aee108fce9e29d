"""All models of a language scored together say what each would say alone."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.wording.features import features
from entendu.core.wording.findings import Direction
from entendu.core.wording.linear import Models, of_the_product

WORDS = ["i", "will", "call", "you", "never", "again", "simply", "sorry", "by", "0", "?", "."]
WEIGHTS = st.dictionaries(st.sampled_from([*WORDS, "i will", "you_by", "#nev", "#<cal"]),
                          st.floats(-9, 9).map(lambda weight: round(weight, 3)))


def alone(weights: dict[str, float], bias: float, text: str) -> float:
    """One model by the book: a logistic regression over the features."""
    return 1 / (1 + exp(-(bias + sum(value * weights.get(name, 0.0) for name, value in features(text).items()))))


@given(st.lists(WEIGHTS, max_size=6), st.lists(st.sampled_from(WORDS), max_size=12), st.floats(-3, 3))
def test_together_as_alone(tables: list[dict[str, float]], words: list[str], bias: float) -> None:
    text = " ".join(words)
    levels = {"threshold": 0.5, "in_a_reply": 0.7, "warns": 0.9, "veto": 0.1}
    models = Models([{"check": f"check {k}", "bias": bias, "weights": weights, **levels}
                     for k, weights in enumerate(tables)])
    likely = models.likelihoods(text)
    assert likely == pytest.approx({f"check {k}": alone(one, bias, text) for k, one in enumerate(tables)}, abs=1e-5)


@pytest.mark.parametrize("language", ["de", "", "../../governor", "EN"])
def test_a_language_without_models_has_none(language: str) -> None:
    assert of_the_product(language, Direction.OUT).models == ()
