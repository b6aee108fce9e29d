"""Checks that the rules and the models settle together.

What a rule finds stands, unless the model of its check is certain of the contrary; what only the model sees is said
more quietly, of the whole sentence. A sentence has at most one finding of each check.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from entendu.core.wording import linear, rules
from entendu.core.wording.features import plain
from entendu.core.wording.findings import Direction, Finding, Severity
from entendu.core.wording.prose import Prose, Sentence

OUTGOING = frozenset({"overpromise", "blame", "marketing", "condescension", "arguing", "incivility"})
RULED = frozenset({"vocabulary", "grammar"})
_TOGETHER = (1, 2, 4)  # sentences of a customer's message that are read at once
WHOLE = frozenset({"feature-request", "out-of-scope"})  # what only a message as a whole can be
_FEW = 3  # words of a sentence that can be a boast, a reproach or a promise at all: not "Hello Jonas,"
_CURT = frozenset({"incivility", "arguing"})  # what a word or two can be
_READ = 40  # sentences of a message that are read
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
        few = sum(1 for _ in text.words(sentence.start, sentence.end)) < _FEW
        for model in models.models:
            open_to_it = model.check in checks - said and not (few and model.check not in _CURT)
            if open_to_it and likely[model.check] >= model.threshold:
                yield _doubt(model.check, sentence, book)


def of_the_message(text: Prose, language: str, checks: frozenset[str]) -> Iterator[Finding]:
    """What the models see in a customer's message, each check once, where it is plainest."""
    models, book = linear.of_the_product(language), rules.of_the_product(language)
    read = list(zip(windows(text), likelihoods(text, models), strict=True))
    longest = max((len(window) for window, _ in read), default=0)
    for model in models.models:
        whole = model.check in WHOLE
        tried = [(likely[model.check], window) for window, likely in read
                 if model.check in checks and (not whole or len(window) == longest)]  # fmt: skip
        best, window = max(tried, key=itemgetter(0), default=(0.0, ()))
        if window and best >= model.threshold:
            yield _doubt(model.check, _plainest(text, window, model.check, models), book)


def likelihoods(text: Prose, models: linear.Models) -> list[dict[str, float]]:
    """What the models think of each window of a text."""
    return [models.likelihoods(plain(text, w[0].start, w[-1].end)) for w in windows(text)]


def windows(text: Prose) -> list[tuple[Sentence, ...]]:
    """A customer's message as the models learned to read: each sentence, each two, and four together.

    A sentence of a word or two is only read with others.
    """
    every = text.sentences[:_READ]
    runs = [every[k : k + size] for size in _TOGETHER for k in range(len(every) - size + 1)]
    return [run for run in runs if sum(1 for _ in text.words(run[0].start, run[-1].end)) >= _FEW]


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
