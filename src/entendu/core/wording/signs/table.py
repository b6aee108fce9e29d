"""How the signs are kept, and how those of a sentence are read.

No single sign makes a promise; `make models` weighs them against each other and against what the model of promises
thinks of the sentence (`tools/make_signs.py`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from entendu.core.promises.when import When


class Signs:
    """The signs of a language, by name; their expressions are made when the language is first read."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    @cached_property
    def expressions(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each with its name."""
        return tuple((name, re.compile(source)) for name, source in self._sources.items())


MODEL = "model"  # the weight of what the model thinks (in log-odds), among those of the signs
BIAS = "bias"
_DATED = frozenset(  # signs that say more beside a moment
    {"ours-to-come", "ours-soon", "ours-under-way", "ours-now", "our-people", "you-get", "is-done", "their-future"}
)
_FEW, _MANY = 3, 20  # words of a sentence


def signs(folded: str, known: Signs, ruled: Collection[str]) -> dict[str, float]:
    """The signs of one sentence in folded text, and how much of each: 1 for what is there, `long` by its words.

    `ruled` are the checks whose rules found something in it.
    """
    seen = dict.fromkeys([name for name, sign in known.expressions if sign.search(folded)], 1.0)
    seen |= {f"rule-{check}": 1.0 for check in ruled}
    words = folded.count(" ") + 1
    seen["long"] = min(words, 2 * _MANY) / _MANY
    if words <= _FEW:
        seen["short"] = 1.0
    return seen


def signs_of_time(seen: Collection[str], named: Sequence[When], now: datetime) -> dict[str, float]:
    """What the moments that a sentence names add to the signs `seen` in it."""
    ahead = [when for when in named if when.due > now]
    out = _of_a_moment(seen) if ahead else {}
    if any(when.is_deadline for when in ahead):
        out["deadline"] = 1.0
    if any(when.due <= now for when in named):
        out["moment-past"] = 1.0
    return out


def most_of_time(seen: Collection[str], weights: Mapping[str, float]) -> float:
    """The most that moments can add to a score: most sentences need no look at theirs."""
    return sum(max(weights.get(sign, 0.0), 0.0) for sign in (*_of_a_moment(seen), "deadline", "moment-past"))


def _of_a_moment(seen: Collection[str]) -> dict[str, float]:
    return {"moment": 1.0} | {f"dated-{name}": 1.0 for name in seen if name in _DATED}
