"""Deadlines in what customers write: by when they need something, or what will happen then.

A moment counts where the sentence says that it is the last one ("before Saturday"), or where it tells of a need or of
what follows (`need` in `rules/*/deadline.toml`), unless it tells of the past (`past` there).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from entendu.core.promises.when import moments
from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.prose import Prose

# Where nobody knows when a text was written, its words are still found; no moment is handed on then.
_SOME_MONDAY = datetime(2001, 1, 1, 9, tzinfo=UTC)


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """Each sentence's first deadline, where it stands, with its moment if `context.now` is known."""
    book = rules.of_the_product(language)
    cues = [found for found in book.findings(text, Direction.IN) if found.check in ("need", "past")]
    for sentence in text.sentences:
        said = {cue.check for cue in cues if sentence.start <= cue.start < sentence.end}
        if "past" in said and "need" not in said:
            continue
        words = text.text[sentence.start : sentence.end]
        for when in moments(words, language, context.now or _SOME_MONDAY, context.work):
            if when.is_deadline or ("need" in said and not when.aside):
                yield Finding(
                    "deadline", sentence.start + when.start, sentence.start + when.end, severity=Severity.HINT,
                    due=when.due if context.now else None, rule="deadline",
                )  # fmt: skip
                break
