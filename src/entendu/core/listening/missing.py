"""What is still missing: worked out from what was said, by the kind of thing that was reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from entendu.core.listening.said import Letter, folded_all
from entendu.core.listening.words.table import Words


class Kind(StrEnum):
    """What somebody writes about, as far as it decides what one has to know."""

    TROUBLE = "trouble"  # something does not work
    PAPER = "paper"  # an invoice, an order, a contract is not as it should be
    WISH = "wish"  # something new is asked for


# What one has to know, in the order in which one asks. Each code is an entry of a `Words` table, or said otherwise.
WANTED: dict[Kind, tuple[str, ...]] = {
    Kind.TROUBLE: ("error", "since", "where", "who", "tried"),
    Kind.PAPER: ("which", "expected"),
    Kind.WISH: ("goal", "today", "without"),
}


def kind_of(letters: Sequence[Letter]) -> Kind | None:
    """What the letters are about; None for a question, a thank-you, small talk."""
    told = folded_all(letters)
    trouble = any(words.trouble.search(text) for words, text in told)
    paper = any(words.paper.search(text) for words, text in told)
    wish = any(words.wish.search(text) for words, text in told)
    device = any(words.where.search(text) or words.error.search(text) for words, text in told)
    if paper and trouble and not device:
        return Kind.PAPER
    if wish and not (trouble and any(words.effect.search(text) for words, text in told)):
        return Kind.WISH
    if trouble:
        return Kind.TROUBLE
    return None


def missing(letters: Sequence[Letter], codes: int = 0) -> tuple[str, ...]:
    """The codes (`WANTED`) of what was not said in any of the letters; `codes` is how many error codes were found.

    A single line says too little to know what it is about: nothing is asked by rote then.
    """
    kind = kind_of(letters)
    if kind is None:
        return ()
    told = folded_all(letters)
    return tuple(code for code in WANTED[kind] if not _said(code, told, codes))


def _said(code: str, told: list[tuple[Words, str]], codes: int) -> bool:
    if code == "error" and codes:
        return True
    return any(any(found(words).search(text) for found in SAYS[code]) for words, text in told)


SAYS: dict[str, tuple[Callable[[Words], re.Pattern[str]], ...]] = {
    "error": (lambda words: words.error, lambda words: words.nothing),
    "since": (lambda words: words.since,), "where": (lambda words: words.where,), "who": (lambda words: words.who,),
    "tried": (lambda words: words.tried,), "which": (lambda words: words.which,),
    "expected": (lambda words: words.expected,), "goal": (lambda words: words.goal,),
    "today": (lambda words: words.today,), "without": (lambda words: words.effect,),
}
