"""A draft at a glance: what matters most, whether it is heated, and how long it takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from entendu.core.wording.findings import Finding, Severity

# Silent reading of prose by adults: 238 words a minute (Brysbaert 2019, "How many words do we read per minute?").
WORDS_A_MINUTE = 238
HOT = frozenset({"incivility", "arguing", "condescension"})
_SEVERAL = 2
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, then warnings, then hints, each in the order of the text."""
    return tuple(sorted(findings, key=lambda f: (f.severity.rank, f.start, f.end, f.check)))


def is_heated(findings: Iterable[Finding]) -> bool:
    """Whether the writer had better breathe first: one rudeness that is sure, or several signs of a quarrel."""
    hot = [finding for finding in findings if finding.check in HOT]
    sure = any(finding.check == "incivility" and finding.severity is not Severity.HINT for finding in hot)
    return sure or len(hot) >= _SEVERAL


def words_in(text: str) -> list[str]:
    """The words of a text; "don't" and "peut-être" are one each."""
    return _WORD.findall(text)


def seconds_to_read(words: int) -> int:
    """How long so many words keep a reader, in whole seconds."""
    return ceil(words * 60 / WORDS_A_MINUTE)
