"""Promises: what the writer or the firm says it will do, by when, and whether it was only hoped.

A question, a condition and a hope bind nobody; what others said, what machines will do and what is done already are no
promises. The words for it are in `rules/*/promise.toml`: `promise` finds, `hedge` loosens, and the models of the
language know what the rules did not think of: `promise` from its threshold on, `hedge` where it is nearly always right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from entendu.core.promises.when import When, due
from entendu.core.wording import linear, rules
from entendu.core.wording.features import plain
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.prose import Prose, Sentence

_SEMICOLON = re.compile(r";(?=\s)")


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """The promises of a text, one a sentence at most, each with its due moment where it names one.

    Without `context.now` no moment is reckoned.
    """
    book, models = rules.of_the_product(language), linear.of_the_product(language)
    model, hedge = models.model("promise"), models.model("hedge")
    ruled: dict[str, list[Finding]] = {"promise": [], "hedge": [], "no-promise": []}
    for found in book.findings(text, Direction.OUT):
        if found.check in ruled:
            ruled[found.check].append(found)
    for sentence in text.sentences:
        hits = {check: [f for f in found if sentence.start <= f.start < sentence.end] for check, found in ruled.items()}
        if hits["no-promise"] or sentence.asks:
            continue
        parts = [models.likelihoods(part) for part in clauses(text, sentence)]
        likely = max(part.get("promise", 0.0) for part in parts)
        sure = bool(hits["promise"]) and (model is None or likely >= model.veto)
        if sure or (model is not None and likely >= model.threshold):
            hedged = bool(hits["hedge"]) or (hedge is not None and parts[0]["hedge"] >= hedge.warns)
            yield _promise(text, sentence, hedged, _when(text, sentence, language, context))


def clauses(text: Prose, sentence: Sentence) -> list[str]:
    """A sentence as the models see it, and what stands before and after a semicolon: either may be a promise."""
    cuts = [found.start() for found in _SEMICOLON.finditer(text.text, sentence.start, sentence.end)]
    edges = [sentence.start, *cuts, sentence.end]
    parts = [plain(text, edges[k], edges[k + 1]) for k in range(len(cuts) + 1)] if cuts else []
    return [plain(text, sentence.start, sentence.end), *parts]


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
