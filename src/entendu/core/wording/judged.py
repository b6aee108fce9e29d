"""Checks that the rules and the models settle together.

What a rule finds stands, unless the model of its check is certain of the contrary; what only the model sees is said
more quietly, of the whole sentence. A sentence has at most one finding of each check.
"""

from __future__ import annotations

from collections.abc import Iterator

from entendu.core.wording import linear, rules
from entendu.core.wording.features import plain
from entendu.core.wording.findings import Direction, Finding, Severity
from entendu.core.wording.prose import Prose, Sentence

OUTGOING = frozenset({"overpromise", "blame", "marketing", "condescension", "arguing", "incivility"})
RULED = frozenset({"vocabulary", "grammar"})
_TOGETHER = 4  # sentences of a customer's message that are read at once
INCOMING = frozenset({"insult", "threat", "claim", "feature-request", "out-of-scope"})


def findings(text: Prose, language: str, direction: Direction, checks: frozenset[str]) -> Iterator[Finding]:
    """What the rules and models of `checks` find in a text."""
    book, models = rules.of_the_product(language), linear.of_the_product(language)
    by_rule = [found for found in book.findings(text, direction) if found.check in checks]
    by_rule.sort(key=_gravest_first)
    for sentence in text.sentences:
        likely = models.likelihoods(plain(text, sentence.start, sentence.end))
        said = set()
        for found in by_rule:
            if sentence.start <= found.start < sentence.end and found.check not in said:
                model = models.model(found.check)
                if model is None or likely[found.check] >= model.veto:
                    said.add(found.check)
                    yield found
        for model in models.models:
            if model.check in checks - said and likely[model.check] >= model.threshold:
                yield _doubt(model.check, sentence, book)


def of_the_message(text: Prose, language: str, checks: frozenset[str]) -> Iterator[Finding]:
    """What the models see in a customer's message, each check once, where it is plainest.

    They learned from whole messages of a few sentences, so that is what they are shown.
    """
    models = linear.of_the_product(language)
    book = rules.of_the_product(language)
    last = max(len(text.sentences) - _TOGETHER, 0)
    windows = [text.sentences[k : k + _TOGETHER] for k in range(last + 1) if text.sentences]
    likely = [models.likelihoods(plain(text, w[0].start, w[-1].end)) for w in windows]
    for model in models.models:
        found = [(each[model.check], k) for k, each in enumerate(likely)] if model.check in checks else []
        best, window = max(found, default=(0.0, 0))
        if best >= model.threshold:
            yield _doubt(model.check, _plainest(text, windows[window], model.check, models), book)


def _plainest(text: Prose, window: tuple[Sentence, ...], check: str, models: linear.Models) -> Sentence:
    return max(window, key=lambda s: models.likelihoods(plain(text, s.start, s.end))[check])


def ruled(text: Prose, language: str, direction: Direction, checks: frozenset[str]) -> Iterator[Finding]:
    """What the rules alone find, for checks that need no second reader."""
    book = rules.of_the_product(language)
    yield from (found for found in book.findings(text, direction) if found.check in checks)


def _gravest_first(found: Finding) -> tuple[int, int, int, str]:
    return found.severity.rank, found.start, -found.end, found.rule


def _doubt(check: str, sentence: Sentence, book: rules.RuleBook) -> Finding:
    return Finding(
        check, sentence.start, sentence.end, book.head(check).doubt, Severity.HINT, rule=f"{check}-second-reader"
    )
