"""What changed between two versions of a text, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 6_000  # words and spaces; beyond, lines are compared: the matcher's worst case is quadratic


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text: `kind` is "same", "gone" (in the old one alone) or "new"."""

    kind: str
    text: str


def between(old: str, new: str) -> tuple[Change, ...]:
    """The old text and the new one as one row of stretches; what is gone stands before what is new in its place."""
    before, after = _pieces(old), _pieces(new)
    if max(len(before), len(after)) > _LONGEST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    changes: list[Change] = []
    for act, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            changes.append(Change("same", "".join(before[start:end])))
            continue
        changes += [Change("gone", "".join(before[start:end]))] if end > start else []
        changes += [Change("new", "".join(after[begin:stop]))] if stop > begin else []
    return _joined(changes)


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _joined(changes: list[Change]) -> tuple[Change, ...]:
    """Words that were replaced in a row are shown as one: a space between two of them is no common ground."""
    rows: list[Change] = []
    gone = new = ""
    for place, one in enumerate(changes):
        blank = one.kind == "same" and not one.text.strip() and "\n" not in one.text
        if blank and (gone or new) and place + 1 < len(changes):
            gone, new = gone + one.text, new + one.text
        elif one.kind == "same":
            rows += [*_pair(gone, new), one]
            gone = new = ""
        elif one.kind == "gone":
            gone += one.text
        else:
            new += one.text
    return (*rows, *_pair(gone, new))


def _pair(gone: str, new: str) -> list[Change]:
    return [Change(kind, text) for kind, text in (("gone", gone), ("new", new)) if text]
