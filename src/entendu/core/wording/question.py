"""The questions in what a customer writes, so that an answer can be held against each of them.

A question ends in a question mark, or begins as one does in that language and ends without any mark, as in chat. What
only looks like one ("what the hell?", "really?") asks nothing: the words for it are in `rules/*/question.toml`, where
`question` finds those without a mark and `no-question` forbids.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import rules
from entendu.core.wording.findings import Direction, Finding, Severity
from entendu.core.wording.prose import Prose

_SHORTEST = 2  # words; "Hello?" asks whether anybody is there, which is no question to answer


def findings(text: Prose, language: str) -> Iterator[Finding]:
    """Each question, a sentence each."""
    book = rules.of_the_product(language)
    ruled = [found for found in book.findings(text, Direction.IN) if found.check in ("question", "no-question")]
    for sentence in text.sentences:
        said = {found.check for found in ruled if sentence.start <= found.start < sentence.end}
        long_enough = text.length(sentence.start, sentence.end) >= _SHORTEST
        marked = sentence.asks and not text.is_foreign(sentence.end - 1, sentence.end)
        unmarked = "question" in said and text.text[sentence.end - 1] not in ".!…"
        if long_enough and (marked or unmarked) and "no-question" not in said:
            yield Finding("question", sentence.start, sentence.end, severity=Severity.HINT, rule="question")
