"""What the signs of a promise weigh beside its model (`core/wording/signs`); a part of `make models`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from entendu.core.wording.findings import Context
from entendu.core.wording.promise import SOME_MONDAY, found_by_rules, log_odds, moments_of, signs_of
from entendu.core.wording.prose import prose
from entendu.core.wording.signs.table import BIAS, MODEL, signs_of_time

PARTS = 8
STRENGTH = 1.0  # inverse of regularisation
NOTHING_KNOWN = Context()


def seen_in(text: str, language: str) -> list[dict[str, float]]:
    """The signs of each sentence of a text that may be a promise: no question, and none that a rule forbids."""
    cut = prose(text)
    found = found_by_rules(cut, language)
    out = []
    for sentence in cut.sentences:
        hits = {check for check, start in found if sentence.start <= start < sentence.end}
        if sentence.asks or not hits.isdisjoint(("no-promise", "no-promise-here")):
            continue
        named = moments_of(cut, sentence, language, NOTHING_KNOWN)
        seen = signs_of(cut, sentence, language, hits)
        out.append(seen | signs_of_time(seen, named, SOME_MONDAY))
    return out


def weigh(
    rows: Sequence[tuple[dict[str, float], float]], labels: np.ndarray, hands: Sequence[str]
) -> tuple[dict[str, float], np.ndarray]:
    """The weights of the signs, and how likely each row is by weights of other hands.

    A row holds the signs of a sentence and what a model that did not know its hand thought of it.
    """
    names = sorted({name for seen, _ in rows for name in seen})
    table = np.array([[log_odds(likely), *(seen.get(name, 0.0) for name in names)] for seen, likely in rows])
    away = np.zeros(len(rows))
    for train, test in GroupKFold(PARTS).split(table, labels, hands):
        away[test] = _fitted(table[train], labels[train]).predict_proba(table[test])[:, 1]
    last = _fitted(table, labels)
    kept = [float(last.intercept_[0]), *map(float, last.coef_[0])]
    return {name: round(weight, 3) for name, weight in zip([BIAS, MODEL, *names], kept, strict=True)}, away


def _fitted(table: np.ndarray, labels: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=1000).fit(table, labels)
