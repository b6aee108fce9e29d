"""Questions in a draft that the customer has been asked before; to be asked twice says that nobody listened."""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Finding, Severity
from entendu.core.wording.prose import Prose
from entendu.core.wording.same_words import carrying, share

_ALIKE = 0.65
_FEWEST = 2  # carrying words that both questions have; fewer say nothing


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """Each question whose words one of `context.asked` has too, as a hint; none where nothing was asked."""
    asked = [carrying(question) for question in context.asked]
    doubt = rules.of_the_product(language).head("already-asked").doubt
    if not asked or not doubt:
        return
    for sentence in text.sentences:
        if not sentence.asks or text.is_foreign(sentence.start, sentence.end):
            continue
        words = carrying(text.text[sentence.start : sentence.end])
        if any(len(words & before) >= _FEWEST and share(words, before) >= _ALIKE for before in asked):
            yield Finding("already-asked", sentence.start, sentence.end, doubt, Severity.HINT, rule="already-asked")
