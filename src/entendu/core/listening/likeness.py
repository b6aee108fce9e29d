"""Which needs are said in nearly the same words, so that a person may see that they are one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from entendu.core.governor.facts.fold import compose, fold

# The beginnings of words: "calendar" and "calendars", "exporter" and "exportons".
STEM, SHORTEST = 5, 4
LIKE = 0.2
_WORD = re.compile(r"[a-z0-9]+")


def nearest(text: str, others: Sequence[str], most: int = 5) -> list[int]:
    """The places of those that share words with the text, the nearest first; what shares next to none is left out."""
    mine = _stems(text)
    found = [(_shared(mine, _stems(other)), -place) for place, other in enumerate(others)]
    return [-place for share, place in sorted(found, reverse=True)[:most] if share >= LIKE]


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in _WORD.findall(fold(compose(text))) if len(word) >= SHORTEST)


def _shared(these: frozenset[str], those: frozenset[str]) -> float:
    return len(these & those) / min(len(these), len(those)) if these and those else 0.0
