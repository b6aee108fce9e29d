"""What one step shows in the rail."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Dot(StrEnum):
    """How far a step has come; the mark on the thread and, for who cannot see it, a word."""

    DONE = "done"  # settled with the customer
    PART = "part"  # in part
    OPEN = "open"  # not yet
    TEMP = "temp"  # something temporary stands in its place


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its title and mark, what stands at its right ("confirmed by Marie"), and the template of its body.

    `url` leads to the step's own page, '' where it has none. `shown` are the values of the template, which finds them
    as `step.shown`.
    """

    name: str
    title: str
    dot: Dot
    template: str
    state: str = ""
    state_is_theirs: bool = False
    url: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
