"""What a linear model sees of a sentence: its words, its pairs of words, and stretches of its letters.

The same code reads the sentences when models are made (`make models`) and when they are used. Figures become 0 and
what is not the writer's own a mark of its own, so that no model learns somebody's number or quotation.
"""

from __future__ import annotations

import re
from itertools import pairwise
from math import sqrt
from operator import add

from entendu.core.wording.prose import Prose

_TOKEN = re.compile(r"[a-z0-9']+|[?!,.;:()\n¤]")
LETTERS = "#"  # before the name of a stretch of letters
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
    out.update(dict.fromkeys([f"{LETTERS}{stretch}" for stretch in letters], weight_of(letters)))
    return out


def kinds(text: str) -> tuple[set[str], set[str]]:
    """The features of words and those of letters, these without their mark; each counts `weight_of(kind)`."""
    tokens = _TOKEN.findall(text)
    row = ["^", *tokens, "$"]
    words = {*tokens, *[f"{a} {b}" for a, b in pairwise(row)]}
    words.update([f"{a}_{b}" for a, b in zip(row, row[2:], strict=False)])
    whole = f"#{' '.join(tokens)}#"
    # Stretches of three, four and five letters, each made of the one before it: the quickest way that Python has.
    three = list(map(add, map(add, whole, whole[1:]), whole[2:]))
    four = list(map(add, three, whole[3:]))
    return words, {*three, *four, *map(add, four, whole[4:])}


def weight_of(kind: set[str]) -> float:
    """What each feature of a kind counts."""
    return 1 / sqrt(len(kind) or 1)
