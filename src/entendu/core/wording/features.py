"""What a linear model sees of a sentence: its words, its pairs of words, and stretches of its letters.

The same code reads the sentences when models are made (`make models`) and when they are used. Figures become 0 and
what is not the writer's own a mark of its own, so that no model learns somebody's number or quotation.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import sqrt

from entendu.core.wording.prose import Prose

_TOKEN = re.compile(r"[a-z0-9']+|[?!,.;:()\n¤]")
_LETTERS = (3, 5)  # lengths of the stretches of letters
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")


def plain(text: Prose, start: int = 0, end: int | None = None) -> str:
    """A stretch of a text as models see it: folded, figures as 0, quotations, code and addresses as ¤."""
    end = len(text.text) if end is None else end
    cut, at = [], start
    for begins, ends in text.foreign:
        if begins >= at and ends <= end:
            cut += [text.folded[at:begins], "¤"]
            at = ends
    return _FIGURES.sub("0", "".join([*cut, text.folded[at:end]]))


def features(text: str) -> dict[str, float]:
    """Features of a text (as `plain` gives it) and how much each counts: the words of a sentence count 1 together.

    Words stand as they are, pairs of neighbours with a space, pairs with one word between with an underscore,
    stretches of letters, spaces and marks behind a #.
    """
    words, letters = kinds(text)
    out = dict.fromkeys(words, weight_of(words))
    out.update(dict.fromkeys(letters, weight_of(letters)))
    return out


def kinds(text: str) -> tuple[set[str], set[str]]:
    """The features of words and those of letters; within a kind each counts `weight_of(kind)`."""
    tokens = _TOKEN.findall(text)
    row = ["^", *tokens, "$"]
    words = set(tokens)
    words.update([f"{a} {b}" for a, b in pairwise(row)])
    words.update([f"{a}_{b}" for a, b in zip(row, row[2:], strict=False)])
    whole = f"#{' '.join(tokens)}#"
    low, high = _LETTERS
    letters: set[str] = set()
    for size in range(low, high + 1):
        letters.update(["#" + whole[k : k + size] for k in range(len(whole) - size + 1)])
    return words, letters


def weight_of(kind: set[str]) -> float:
    """What each feature of a kind counts."""
    return 1 / sqrt(len(kind) or 1)
