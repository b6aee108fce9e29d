"""A finding: what was seen in a text, where, why it matters, and what could stand there instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from entendu.core.promises.working import WorkingTime, working_time

OFFICE_HOURS = working_time("UTC")


class Direction(StrEnum):
    """Whether we write the text or a customer does."""

    OUT = "out"
    IN = "in"


class Severity(StrEnum):
    """How much a finding matters: an error is asked about before sending, a warning is shown, a hint is quiet."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return ("error", "warning", "hint").index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in a text, at `[start, end)` in characters.

    `message` is one sentence in the language of the text; `suggestions` are wordings that could stand in the place of
    `[start, end)`. `due` and `hedged` belong to promises, `value` and `target` to emotions; `rule` names the rule or
    the model that found it, so that a team can silence it.
    """

    check: str
    start: int
    end: int
    message: str = ""
    severity: Severity = Severity.WARNING
    suggestions: tuple[str, ...] = ()
    due: datetime | None = None
    hedged: bool = False
    value: str = ""
    target: str = ""
    rule: str = ""

    def moved(self, by: int) -> Finding:
        """The same finding in a text in which its own text begins at `by`."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a text is read; all of it may be unknown.

    `now` is an aware moment, and `work` the firm's working hours in the reader's own time zone. `emotion` is that of
    the customer's last message. `style` and `level` are the contact's (yellow, red, green, blue; beginner, user,
    expert). `known` are confirmed facts, `limits` what cannot be done, `decisions` what was decided with its reason,
    `asked` questions that were put and `promised` promises that were given before; `words` are names and terms of this
    case, which no dictionary need know. In a draft of a reply (`a_draft`) the models behind the rules speak as quietly
    as in a long one, however short it is.
    """

    now: datetime | None = None
    work: WorkingTime = OFFICE_HOURS
    emotion: str = ""
    style: str = ""
    level: str = ""
    known: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    decisions: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    a_draft: bool = False
