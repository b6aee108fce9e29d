"""A reading as one line, to be kept beside the message that it was read in, so that no text is read twice.

What is kept is what the ledger weighs. Where a sentence begins and which days rot matter only to whoever writes the
message anew; that is read again then.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from entendu.core.governor.facts.read import Reading, Statement


def noted(reading: Reading, by: str) -> str:
    """The line. `by` names who read it: the reader's edition, and the zone whose days it counted in."""
    said: list[Any] = [
        by,
        _rows(reading.news),
        _rows(reading.old),
        sorted(reading.labels),
        sorted(reading.states),
        sorted(reading.names),
        sorted(reading.entities),
        sorted(reading.marks),
        sorted(reading.words),
        reading.tokens,
        reading.asks,
        reading.books,
        reading.still,
    ]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=16384)
def recalled(line: str, by: str) -> Reading | None:
    """The reading of a line, without its sentences; None when another reader wrote it, or none."""
    if not line:
        return None
    reader, news, old, labels, states, names, entities, marks, words, tokens, asks, books, still = json.loads(line)
    if reader != by:
        return None
    return Reading(
        news=_statements(news),
        old=_statements(old),
        labels=frozenset(labels),
        states=frozenset(states),
        names=frozenset(names),
        entities=frozenset((shape, code) for shape, code in entities),
        marks=frozenset((group, mark) for group, mark in marks),
        words=frozenset(words),
        tokens=tuple(tokens),
        asks=asks,
        books=books,
        still=still,
        rots=(),
        sentences=(),
    )


def stated(line: str) -> frozenset[Statement]:
    """What counts of a line, whoever read it: for a likeness that is looked at again before anything rests on it."""
    return _statements(json.loads(line)[1]) if line else frozenset()


def _rows(statements: frozenset[Statement]) -> list[tuple[str, str, str]]:
    return sorted((one.kind, one.canon, one.role) for one in statements)


def _statements(rows: list[list[str]]) -> frozenset[Statement]:
    return frozenset(Statement(kind, canon, role) for kind, canon, role in rows)
