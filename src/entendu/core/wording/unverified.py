"""What a draft says as a fact and only the customer has said so far.

The words for it are in `rules/*/unverified-claim.toml`; what stands in `context.known` is confirmed and may be said.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import judged
from entendu.core.wording.findings import Context, Direction, Finding
from entendu.core.wording.prose import Prose
from entendu.core.wording.same_words import carrying, share

_ALIKE = 0.6
_FEWEST = 2


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """Each claim taken over as a fact, unless a confirmed fact has the same words."""
    known = [carrying(fact) for fact in context.known]
    for found in judged.ruled(text, language, Direction.OUT, frozenset({"unverified-claim"})):
        sentence = text.sentence_at(found.start)
        words = carrying(text.text[sentence.start : sentence.end])
        if not any(len(words & fact) >= min(_FEWEST, len(fact)) and share(words, fact) >= _ALIKE for fact in known):
            yield found
