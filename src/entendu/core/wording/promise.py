"""Promises: what the writer or the firm says it will do, by when, and whether it was only hoped.

A question, a condition and a hope bind nobody; what others said, what machines will do and what is done already are no
promises. The words for it are in `rules/*/promise.toml`: `promise` finds, `hedge` loosens, and the model of the
language knows what the rules did not think of.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.promises.when import When, due
from entendu.core.wording import linear, rules
from entendu.core.wording.features import plain
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.prose import Prose, Sentence


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """The promises of a text, one a sentence at most, each with its due moment where it names one.

    Without `context.now` no moment is reckoned.
    """
    book, models = rules.of_the_product(language), linear.of_the_product(language)
    model = models.model("promise")
    ruled: dict[str, list[Finding]] = {"promise": [], "hedge": [], "no-promise": []}
    for found in book.findings(text, Direction.OUT):
        if found.check in ruled:
            ruled[found.check].append(found)
    for sentence in text.sentences:
        hits = {check: [f for f in found if sentence.start <= f.start < sentence.end] for check, found in ruled.items()}
        if hits["no-promise"] or sentence.asks:
            continue
        likely = models.likelihoods(plain(text, sentence.start, sentence.end)).get("promise", 0.0)
        sure = bool(hits["promise"]) and (model is None or likely >= model.veto)
        if sure or (model is not None and likely >= model.threshold):
            yield _promise(text, sentence, bool(hits["hedge"]), _when(text, sentence, language, context))


def _when(text: Prose, sentence: Sentence, language: str, context: Context) -> When | None:
    if context.now is None:
        return None
    return due(text.text[sentence.start : sentence.end], language, context.now, context.work)


def _promise(text: Prose, sentence: Sentence, hedged: bool, when: When | None) -> Finding:
    return Finding(
        "promise",
        sentence.start,
        sentence.end,
        severity=Severity.HINT,
        due=when.due if when else None,
        hedged=hedged,
        value=text.text[sentence.start + when.start : sentence.start + when.end] if when else "",
        rule="promise",
    )
