"""The second reader: one linear model a check and language, made of labelled sentences (`data/prose`, `make models`).

A model is a few thousand weights and a threshold, kept as JSON that a person can look into. It stands behind the
rules: quieter than they are, and with a say against them where it is certain of the contrary.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from struct import Struct
from typing import Any

from entendu.core.wording.features import LETTERS, kinds, weight_of
from entendu.core.wording.findings import Direction

# The models of what we write; all others are of what customers write.
_OURS = frozenset(
    {"promise", "hedge", "overpromise", "blame", "marketing", "condescension", "arguing", "incivility"}
)


@dataclass(frozen=True, slots=True)
class Model:
    """One model's place among those of its language, and the likelihoods from which it speaks.

    `threshold` is for a text of a sentence or two, `in_a_reply` for one of more: each sentence is a chance to be wrong.
    From `warns` on it is right nearly always (`tools/make_models.py`); below `veto` a rule of the same check is not
    believed.
    """

    check: str
    bias: float
    threshold: float
    in_a_reply: float
    warns: float
    veto: float
    signs: tuple[tuple[str, float], ...] = ()  # what weighs beside it, where it is not alone (`signs/table.py`)


# A feature's weights for all models are lanes of one whole number, so that one addition serves every model: each in
# hundred-thousandths (models keep three digits of a weight), in a lane wide enough for the sum of any text's.
_PARTS = 100_000
_LANE = 32
_HALF = 1 << (_LANE - 1)
_LOWEST = -30.0  # a score below which a likelihood is nothing


class Models:
    """The models of one language and direction, scored together: their weights lie in one table, by feature."""

    def __init__(self, tables: Sequence[Mapping[str, Any]]) -> None:
        """`tables` are the models as they are kept."""
        self.models = tuple(_model(one) for one in tables)
        self._words: dict[str, int] = {}
        self._letters: dict[str, int] = {}
        for k, one in enumerate(tables):
            for feature, weight in one["weights"].items():
                letters = feature.startswith(LETTERS)
                lanes, name = (self._letters, feature[1:]) if letters else (self._words, feature)
                lanes[name] = lanes.get(name, 0) + (round(weight * _PARTS) << (_LANE * k))
        # Lanes hold no sign: each sum begins in the middle of its lane.
        self._middle = sum(_HALF << (_LANE * k) for k in range(len(self.models)))
        self._lanes = Struct(f"<{len(self.models)}I")
        self._by_check = {model.check: model for model in self.models}
        self.likelihoods = lru_cache(maxsize=512)(self._likelihoods)

    def model(self, check: str) -> Model | None:
        """The model of a check; None if this language has none."""
        return self._by_check.get(check)

    def _likelihoods(self, text: str) -> dict[str, float]:
        """How likely each check's fault is in a sentence or two, between 0 and 1; the text is as `plain` gives it."""
        scores = [model.bias for model in self.models]
        for kind, lanes in zip(kinds(text), (self._words, self._letters), strict=True):
            weight = weight_of(kind) / _PARTS
            total = sum(filter(None, map(lanes.get, kind)), self._middle)
            for k, lane in enumerate(self._lanes.unpack(total.to_bytes(self._lanes.size, "little"))):
                scores[k] += (lane - _HALF) * weight
        return {
            model.check: 1 / (1 + exp(-score)) if score > _LOWEST else 0.0
            for model, score in zip(self.models, scores, strict=True)
        }


def _model(table: Mapping[str, Any]) -> Model:
    known = {field.name: table[field.name] for field in fields(Model) if field.name in table}
    return Model(**{**known, "signs": tuple(table.get("signs", {}).items())})


@cache
def of_the_product(language: str, direction: Direction) -> Models:
    """The models that come with the product for what is written so in `language`; none for a language without."""
    tables = []
    folder = files(__package__).joinpath("models", language)
    for file in sorted(folder.iterdir(), key=lambda f: f.name) if language.isalpha() and folder.is_dir() else ():
        check, _, ending = file.name.partition(".")
        if ending == "json" and (check in _OURS) is (direction is Direction.OUT):
            tables.append(json.loads(file.read_text(encoding="utf-8")))
    return Models(tables)
