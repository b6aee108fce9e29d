"""Values that a source sends along beside its words: a key and a value each, and they win over what the words say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from entendu.core.governor.facts import cues
from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.read import Reading, Statement

# RFC 3339, whole or in part, as machines write moments.
_MOMENT = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d)(?::\d\d.*)?)?")
_CLOCK = re.compile(r"(?P<time>\d\d:\d\d)(?::\d\d)?")
_WINDOW = re.compile(r"(?P<window>\d\d:\d\d-\d\d:\d\d)")


def with_facts(reading: Reading, facts: Mapping[str, str]) -> Reading:
    """The reading as the facts correct it: of the kinds of moments that they hold, theirs count and no others.

    What machines write otherwise than people do, a number of cents, a word for a state, is left to be read.
    """
    given = {s for key, value in facts.items() for s in statements(key, str(value))}
    kinds = {s.kind for s in given}
    if not kinds:
        return reading
    said = {(s.kind, s.canon) for s in given}
    right = {s for s in reading.news if s.kind not in kinds or (s.kind, s.canon) in said}
    named = {(s.kind, s.canon) for s in right}
    return replace(reading, news=frozenset(right | {s for s in given if (s.kind, s.canon) not in named}))


@lru_cache(maxsize=16384)
def statements(key: str, value: str) -> tuple[Statement, ...]:
    """The day, the hour or the window that a fact holds, for what its key says; nothing for all else."""
    m = _MOMENT.fullmatch(value) or _CLOCK.fullmatch(value) or _WINDOW.fullmatch(value)
    if m is None:
        return ()
    words = " ".join(re.findall(r"[a-z]+", fold(key)))
    role = next((role for role, cue in cues.WHEN_ROLES.items() if role != "old" and cue.search(words)), "plan")
    return tuple(Statement(kind, canon, role) for kind, canon in m.groupdict().items() if canon)
