"""Which words of a case are worth searching for, and how well what was found covers them.

A word's weight is how much it tells apart (inverse document frequency, Spärck Jones 1972): the name of an error stands
in few texts, "page" in many. Only the heaviest are searched for, so that a search costs the same for a long letter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import log

CODE = 1.5  # an error code outweighs the rarest word by this


def weights(counts: Mapping[str, int], documents: int) -> dict[str, float]:
    """How much each word tells, from how many of so many documents hold it; never below a tenth of the rarest's."""
    most = log(documents + 2)
    return {word: max(log((documents + 2) / (count + 1)), most / 10) for word, count in counts.items()}


def heaviest(known: Mapping[str, float], most: int) -> list[str]:
    """The words that tell most, the heaviest first; of equal ones those that came first."""
    return sorted(known, key=lambda word: -known[word])[:most]


def covered(found: Collection[str], known: Mapping[str, float]) -> float:
    """How much of the weight is in what was found, between 0 and 1."""
    whole = sum(known.values())
    return round(sum(known[word] for word in set(found) if word in known) / whole, 4) if whole else 0.0
