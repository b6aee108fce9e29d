"""One text for many: what a member writes to all whom a defect or incident touches, in each language once.

`{name}` stands for the person's first name, `{subject}` for what their case is called, `{number}` for its number. A
name that is not known leaves no hole: the space before it goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PLACEHOLDERS = ("name", "subject", "number")
_PLACE = re.compile(r"(?P<before>[ \u00a0]?)\{\s*(?P<name>[^{}\s]*)\s*\}")
Case = TypeVar("Case")


class UnknownPlaceholder(ValueError):
    """A placeholder that stands for nothing; `placeholder` is what stands between the braces."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(f"{{{placeholder}}} stands for nothing; nothing was sent; write {{name}}, {{subject}} or "
                         f"{{number}}.")
        self.placeholder = placeholder


@dataclass(frozen=True, slots=True)
class Touched(Generic[Case]):
    """A case that is touched: whose it is, which language they read, since when it waits for us (less is longer), and
    the case itself as whoever asks knows it."""

    contact: int
    language: str
    waiting: float
    case: Case


@dataclass(frozen=True, slots=True)
class Told(Generic[Case]):
    """One message: the case on which it is said, and the other cases of the same person that it answers too."""

    on: Case
    also: tuple[Case, ...]
    language: str


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text for one person; `UnknownPlaceholder` for one that is not known."""
    def value(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in PLACEHOLDERS:
            raise UnknownPlaceholder(name)
        said = values.get(name, "")
        return match["before"] + said if said else ""

    return _PLACE.sub(value, text)


def one_each(touched: Sequence[Touched[Case]], written: Sequence[str]) -> tuple[Told[Case], ...]:
    """One message for each person whose language is among those that are written, on the case that has waited longest;
    in the order in which the people come."""
    theirs: dict[int, list[Touched[Case]]] = {}
    for one in touched:
        if one.language in written:
            theirs.setdefault(one.contact, []).append(one)
    said = []
    for cases in theirs.values():
        first, *others = sorted(cases, key=lambda one: one.waiting)
        said.append(Told(first.case, tuple(one.case for one in others), first.language))
    return tuple(said)
