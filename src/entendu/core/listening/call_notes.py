"""Notes typed during a call: each line keeps the moment at which it was begun, however it is edited afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Line:
    """One line and the seconds from the beginning of the call to its own."""

    seconds: int
    text: str

    @property
    def mark(self) -> str:
        """The moment as "mm:ss"; a long call counts its minutes on."""
        return f"{self.seconds // 60:02}:{self.seconds % 60:02}"


def marked(before: tuple[Line, ...], text: str, seconds: int) -> tuple[Line, ...]:
    """The lines of the text as it stands now, `seconds` into the call.

    A line that was there keeps its moment, one that was changed keeps that of the line in whose place it stands, and a
    new one gets this moment. Empty lines are none.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    kept: list[Line] = []
    matcher = SequenceMatcher(a=[line.text for line in before], b=lines, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        old = before[i:j] if tag in {"equal", "replace"} else ()
        for place, line in enumerate(lines[k:m]):
            kept.append(Line(old[place].seconds if place < len(old) else seconds, line))
    return tuple(kept)


def written(lines: tuple[Line, ...]) -> str:
    """The notes as they are kept: a moment and its words on each line."""
    return "\n".join(f"{line.mark} {line.text}" for line in lines)
