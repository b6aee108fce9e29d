"""What may be urgent in somebody's words, however they are said: an outage, danger, an error code, a deadline, hurry.

Wide on purpose, in all languages at once: what is taken for urgent without being so costs one look, what is missed
may cost a day's work or more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from entendu.core.care.words import LANGUAGES
from entendu.core.governor.facts.fold import compose, fold
from entendu.core.wording import error_code
from entendu.core.wording.prose import prose


class Why(StrEnum):
    """What makes it urgent."""

    DANGER = "danger"
    OUTAGE = "outage"
    CODE = "error-code"
    DEADLINE = "deadline"
    HURRY = "hurry"


# Checks of the readers of letters that mean the same, by check and value; a value of "" is any.
READ = {("deadline", ""): Why.DEADLINE, ("error-code", ""): Why.CODE, ("emotion", "urgency"): Why.HURRY}


@dataclass(frozen=True, slots=True)
class Urgent:
    """One urgent thing: what it is and where it stands, `[start, end)`; both 0 where a reader found it."""

    why: Why
    start: int = 0
    end: int = 0


def urgent(text: str, found: Iterable[tuple[str, str]] = ()) -> tuple[Urgent, ...]:
    """Everything in the text that may be urgent, in the order of the text; `found` are checks of the letter's readers
    with their values."""
    text = compose(text)
    seen = [*places(text)]
    seen += [Urgent(Why.CODE, one.start, one.end) for one in error_code.findings(prose(text))]
    read = {READ.get((check, "")) or READ.get((check, value)) for check, value in found}
    known = {one.why for one in seen}
    seen += [Urgent(why) for why in Why if why in read and why not in known]
    return tuple(sorted(seen, key=lambda one: (one.start, one.end, one.why)))


def places(text: str) -> Iterable[Urgent]:
    """Where its words speak of danger, an outage or hurry, in any language that we know."""
    folded = fold(text)
    for words in LANGUAGES.values():
        for why, said in ((Why.DANGER, words.danger), (Why.OUTAGE, words.outage), (Why.HURRY, words.hurry)):
            for one in said.finditer(folded):
                yield Urgent(why, one.start(), one.end())
