"""Refusals that do not say why.

What refuses and what gives a reason are rules of their own in `rules/*/no-reason.toml` (`refusal`, `reason`). A reason
counts in the sentence itself and in those beside it; a condition ("until", "without") is half of one. Where a decision
is on record that speaks of the same, its reason is offered after the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.prose import Prose, Sentence
from entendu.core.wording.same_words import carrying

CHECK = "no-reason"
_ALIKE = 0.5  # of the decision's own words
_FEWEST = 2
_OFFERS = 2
_NEAR = 1  # sentences before and after


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """Each refusal without a reason near it, as a hint; no question refuses."""
    book = rules.of_the_product(language)
    cues = [one for one in book.findings(text, Direction.OUT) if one.check in ("refusal", "reason")]
    if not any(one.check == "refusal" for one in cues):
        return
    said = [{one.check for one in cues if part.start <= one.start < part.end} for part in text.sentences]
    for place, sentence in enumerate(text.sentences):
        near = said[max(place - _NEAR, 0) : place + _NEAR + 1]
        if "refusal" in said[place] and not sentence.asks and not any("reason" in one for one in near):
            yield Finding(CHECK, sentence.start, sentence.end, book.head(CHECK).doubt, Severity.HINT,
                          _with_reasons(text, sentence, context), rule=CHECK)


def _with_reasons(text: Prose, sentence: Sentence, context: Context) -> tuple[str, ...]:
    """The sentence with the reasons of decisions on the same matter, the nearest first."""
    words = text.text[sentence.start : sentence.end]
    spoken = carrying(words)
    near = [(len(spoken & its) / len(its), reason) for decision, reason in context.decisions
            if len(its := carrying(decision)) >= _FEWEST and len(spoken & its) >= max(_FEWEST, _ALIKE * len(its))]
    return tuple(f"{words} {reason}" for _, reason in sorted(near, key=lambda one: -one[0])[:_OFFERS])
