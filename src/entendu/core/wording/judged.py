"""Checks that the rules and the models settle together.

What a rule finds stands, unless the model of its check is certain of the contrary; what only the model sees is said
more quietly, of the whole sentence. It is not said at all where a rule of `no-blame` and its like forbids: who owns up
to a fault, or says that nobody can promise it, uses the words of those who blame and promise too much. A sentence has
at most one finding of each check. In a whole reply, where so many sentences are ordinary, a model must be surer, its
greeting and signature are not asked about, and of what only models see in a sentence the surest is said, as a hint; of
a sentence or two a model may warn where it is nearly always right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from entendu.core.wording import linear, rules
from entendu.core.wording.features import plain
from entendu.core.wording.findings import Direction, Finding, Severity
from entendu.core.wording.prose import Prose, Sentence

OUTGOING = frozenset({"overpromise", "blame", "marketing", "condescension", "arguing", "incivility"})
RULED = frozenset({"vocabulary", "grammar"})
_EXCUSES = {f"no-{check}": check for check in OUTGOING}  # rules that silence the model of a check in their sentence
_TOGETHER = (1, 2, 4)  # sentences of a customer's message that are read at once
WHOLE = frozenset({"feature-request", "out-of-scope"})  # what only a message as a whole can be
_FEW = 3  # words of a sentence that can be a boast, a reproach or a promise at all: not "Hello Jonas,"
_CURT = frozenset({"incivility", "arguing"})  # what a word or two can be
_LONE = 2  # sentences of a text that is no whole reply
_NOT_NOTHING = 1e-6
_GREETING, _STOPS = 6, ".!?…:;"  # words that a greeting or a signature has at most; what a sentence ends in
_READ = 40  # sentences of a message that are read
_Read = tuple[tuple[Sentence, ...], dict[str, float]]  # a window of a message, and what the models think of it
INCOMING = frozenset({"insult", "threat", "claim", "feature-request", "out-of-scope"})


def findings(
    text: Prose, language: str, direction: Direction, checks: frozenset[str], a_draft: bool = False
) -> Iterator[Finding]:
    """What the rules and models of `checks` find in a text; in a draft the models are as quiet as in a long reply."""
    book, models = rules.of_the_product(language), linear.of_the_product(language, direction)
    by_rule = [found for found in book.findings(text, direction) if found.check in checks]
    by_rule.sort(key=_gravest_first)
    excused = [found for found in book.findings(text, direction) if found.check in _EXCUSES]
    in_a_reply = a_draft or len(text.sentences) > _LONE
    for sentence in text.sentences:
        likely = models.likelihoods(plain(text, sentence.start, sentence.end))
        said = set()
        for found in by_rule:
            if sentence.start <= found.start < sentence.end and found.check not in said:
                model = models.model(found.check)
                if model is None or likely[found.check] >= model.veto:
                    said.add(found.check)
                    yield found
        if in_a_reply and _is_form(text, sentence):
            continue
        innocent = {_EXCUSES[found.check] for found in excused if sentence.start <= found.start < sentence.end}
        asked = _open_to_doubt(text.length(sentence.start, sentence.end)) & (checks - said - innocent)
        open_to = {check: sure for check, sure in likely.items() if check in asked}
        yield from _doubts(sentence, open_to, models, book, in_a_reply)


def _open_to_doubt(words: int) -> frozenset[str]:
    """What a model alone may say of a sentence of so many words: nothing of "No."."""
    return OUTGOING | INCOMING if words >= _FEW else _CURT if words > 1 else frozenset()


def _is_form(text: Prose, sentence: Sentence) -> bool:
    """Whether a sentence of a reply is its greeting, its closing or its signature: short, first or without a stop."""
    words = text.length(sentence.start, sentence.end)
    ends = text.text[sentence.start : sentence.end].rstrip("\"»”’)")[-1]
    return words <= _GREETING and (sentence.start == text.sentences[0].start or ends not in _STOPS)


def _doubts(
    sentence: Sentence,
    likely: Mapping[str, float],
    models: linear.Models,
    book: rules.RuleBook,
    in_a_reply: bool,
) -> Iterator[Finding]:
    """What only the models see in a sentence; `likely` holds the checks that may still speak of it."""
    sure = {}
    for model in models.models:
        least = model.in_a_reply if in_a_reply else model.threshold
        if model.check in likely and likely[model.check] >= least:
            sure[model] = (likely[model.check] - least) / (1 - least + _NOT_NOTHING)
    said = [max(sure, key=sure.__getitem__)] if in_a_reply and sure else list(sure)
    for model in said:
        severity = Severity.WARNING if likely[model.check] >= model.warns and not in_a_reply else Severity.HINT
        yield _doubt(model.check, sentence, book, severity)


def of_the_message(text: Prose, language: str, checks: frozenset[str]) -> Iterator[Finding]:
    """What is to be read in a customer's message, each check once: by a rule, or by its model where it is plainest."""
    models, book = linear.of_the_product(language, Direction.IN), rules.of_the_product(language)
    read = list(zip(windows(text), likelihoods(text, models), strict=True))
    ruled = sorted((f for f in book.findings(text, Direction.IN) if f.check in checks), key=_gravest_first)
    for check in sorted(checks):
        model = models.model(check)
        tried = [(likely[check], window) for window, likely in _asked(check, read)] if model else []
        best, window = max(tried, key=itemgetter(0), default=(0.0, ()))
        found = next((f for f in ruled if f.check == check), None)
        if found and (model is None or best >= model.veto or not tried):
            yield found
        elif model is not None and window and best >= model.threshold:
            yield _doubt(check, _plainest(text, window, check, models), book, Severity.HINT)


def _asked(check: str, read: Sequence[_Read]) -> list[_Read]:
    """The windows of a message that a check is asked about: all, or only the longest."""
    longest = max((len(window) for window, _ in read), default=0)
    return [each for each in read if check not in WHOLE or len(each[0]) == longest]


def likelihoods(text: Prose, models: linear.Models) -> list[dict[str, float]]:
    """What the models think of each window of a text."""
    return [models.likelihoods(plain(text, w[0].start, w[-1].end)) for w in windows(text)]


def windows(text: Prose) -> list[tuple[Sentence, ...]]:
    """A customer's message as the models learned to read: each sentence, each two, and four together.

    A sentence of a word or two is only read with others.
    """
    every = text.sentences[:_READ]
    runs = [every[k : k + size] for size in _TOGETHER for k in range(len(every) - size + 1)]
    return [run for run in runs if text.length(run[0].start, run[-1].end) >= _FEW]


def _plainest(text: Prose, window: tuple[Sentence, ...], check: str, models: linear.Models) -> Sentence:
    return max(window, key=lambda s: models.likelihoods(plain(text, s.start, s.end))[check])


def ruled(text: Prose, language: str, direction: Direction, checks: frozenset[str]) -> Iterator[Finding]:
    """What the rules alone find, for checks that need no second reader."""
    book = rules.of_the_product(language)
    yield from (found for found in book.findings(text, direction) if found.check in checks)


def _gravest_first(found: Finding) -> tuple[int, int, int, str]:
    return found.severity.rank, found.start, -found.end, found.rule


def _doubt(check: str, sentence: Sentence, book: rules.RuleBook, severity: Severity) -> Finding:
    return Finding(check, sentence.start, sentence.end, book.head(check).doubt, severity, rule=f"{check}-second-reader")
