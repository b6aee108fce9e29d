"""Drafts that say “we can” where the register of limits says that we cannot.

What says that something can be done is in `rules/*/contradicts-limit.toml`: `can` finds, `cannot` forbids. What the
register says is offered in the sentence's place.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.prose import Prose
from entendu.core.wording.same_words import carrying

_ALIKE = 0.6  # of the limit's own words
_FEWEST = 2
_OFFERS = 2


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """Each sentence that promises or allows what one of `context.limits` rules out, as a hint."""
    limits = [(limit, words) for limit in context.limits if len(words := carrying(limit)) >= _FEWEST]
    book = rules.of_the_product(language)
    if not limits:
        return
    cues = [f for f in book.findings(text, Direction.OUT) if f.check in ("can", "cannot")]
    for sentence in text.sentences:
        said = {cue.check for cue in cues if sentence.start <= cue.start < sentence.end}
        if said != {"can"} or sentence.asks:
            continue
        words = carrying(text.text[sentence.start : sentence.end])
        ruled_out = [limit for limit, its in limits if len(words & its) >= max(_FEWEST, _ALIKE * len(its))]
        if ruled_out:
            doubt = book.head("contradicts-limit").doubt
            offers = tuple(ruled_out[:_OFFERS])
            start, end = sentence.start, sentence.end
            yield Finding("contradicts-limit", start, end, doubt, Severity.HINT, offers, rule="contradicts-limit")
