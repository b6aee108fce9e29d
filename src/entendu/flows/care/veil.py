"""Letters for a member who would rather not see insults: covered where one was read, unless it may be urgent."""

from __future__ import annotations

from collections.abc import Iterable

from entendu.core.care.veil import Piece, pieces
from entendu.core.wording import rules
from entendu.core.wording.findings import Direction
from entendu.core.wording.prose import prose
from entendu.flows.listening.guesses import WRONG
from entendu.parts.tickets.models import Entry
from entendu.parts.wording import queries

COVERED = "insult"


def veiled(entries: Iterable[Entry]) -> dict[int, list[Piece]]:
    """The pieces of each letter in which an insult was read and nobody called that wrong, by entry; two queries."""
    theirs = [one for one in entries if one.kind == Entry.Kind.THEIRS]
    by_entry: dict[int, list[Piece]] = {}
    for entry_id, reading in queries.readings_of(theirs).items():
        wrong = {word.place for word in reading.corrections.all() if word.verdict == WRONG}
        places = [(found["start"], found["end"]) for place, found in enumerate(reading.findings)
                  if found["check"] == COVERED and place not in wrong]
        text = next(one.visible for one in theirs if one.pk == entry_id)
        cut = pieces(text, [*places, *_others(text, reading.language)] if places else [])
        if any(piece.veiled for piece in cut):
            by_entry[entry_id] = cut
    return by_entry


def without_insults(words: str, language: str) -> str:
    """A line that quotes them, with … for each insult that the rules know; what may be urgent stays. No query."""
    return "".join("…" if piece.veiled else piece.text for piece in pieces(words, _others(words, language)))


def _others(text: str, language: str) -> list[tuple[int, int]]:
    """A letter's reading names one insult, the plainest; where there is one, all that the rules know are covered."""
    if language not in rules.LANGUAGES:
        return []
    found = rules.of_the_product(language).findings(prose(text), Direction.IN)
    return [(one.start, one.end) for one in found if one.check == COVERED]
