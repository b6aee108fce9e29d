"""Insults laid under a veil for those who would rather not read them; whatever may be urgent stays in sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entendu.core.care.urgent import urgent


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, in its order: `veiled` where it is shown on a press alone."""

    text: str
    veiled: bool = False


def pieces(text: str, insults: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text cut at its insults, `[start, end)` each. Put together again the pieces are the text; one that may hold
    something urgent is never veiled."""
    found, at = [], 0
    for start, end in sorted(insults):
        start, end = max(start, at), min(end, len(text))
        if start >= end or urgent(text[start:end]):
            continue
        found += [Piece(text[at:start]), Piece(text[start:end], veiled=True)]
        at = end
    found.append(Piece(text[at:]))
    return [one for one in found if one.text]
