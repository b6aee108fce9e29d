"""The form of `data/prose`: hands, and the labelled lines that each of them wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class CorpusError(ValueError):
    """A line that has no label; its text says which."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text with its label, and by which hand it is."""

    label: str
    text: str
    hand: str


def lines(rows: Iterable[str]) -> Iterator[Line]:
    """The labelled lines of one file, in order; `⏎` becomes a line break. Raises CorpusError on a line without text."""
    hand = ""
    for number, row in enumerate(rows, 1):
        row = row.rstrip("\n")
        if row.startswith("##"):
            hand = row[2:].strip()
        elif row.strip() and not row.startswith("#"):
            label, _, text = row.partition(" ")
            if not text.strip():
                raise CorpusError(f"Line {number} has a label or a text, but not both: “{row}”.")
            yield Line(label, text.strip().replace("⏎", "\n"), hand)
