"""Promises: what the writer or the firm says it will do, by when, and whether it was only hoped.

A question, a condition and a hope bind nobody; what others said, what machines will do and what is done already are no
promises. The words for it are in `rules/*/promise.toml`: `promise` finds, `hedge` loosens, `no-promise` forbids. What
the rules found is one sign among those of `signs/`, which are weighed together with what the model of the language
thinks of the sentence; `hedge` also has a model, which speaks where it is nearly always right and no rule found a
promise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from math import log

from entendu.core.governor.facts.fold import fold
from entendu.core.promises.when import When, moments, promised
from entendu.core.wording import linear, rules
from entendu.core.wording.features import plain
from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.prose import Prose, Sentence
from entendu.core.wording.signs import en, fr, ro
from entendu.core.wording.signs.table import BIAS, MODEL, most_of_time, signs, signs_of_time

SIGNS = {"en": en.SIGNS, "fr": fr.SIGNS, "ro": ro.SIGNS}
RULED = ("promise", "hedge", "no-promise", "no-promise-here")
_SEMICOLON = re.compile(r";(?=\s)")
# Where nobody knows when a text is written, that it names a moment is still a sign.
SOME_MONDAY = datetime(2001, 1, 1, 9, tzinfo=UTC)
_CLAUSES = re.compile(r"[,;] |,? (?:but|so|and|mais|donc|et|dar|deci|asa ca|iar|si) ")
_FEW = 3  # words of a clause that may promise
_FRAGMENT = 5  # words of what is hardly a sentence
_THEN = re.compile(
    r"\b(?:by then|till then|until then|before then|at that (?:time|point)|that day|that evening|that morning|d'ici la"
    r"|avant cela|a ce moment-la|ce jour-la|a cette heure-la|d'ici ce moment|pana atunci|atunci|in ziua aceea"
    r"|la ora aceea)\b"
)
_NEVER = 0.06  # below this the model is right that a sentence without a rule's finding is none, whatever its signs


def findings(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """The promises of a text, one a sentence at most, each with its due moment where it names one.

    Without `context.now` no moment is reckoned. What names no moment of its own has that of the sentence beside it,
    where this is what "by then" means, or hardly a sentence ("Friday, noon.").
    """
    found = list(_each_alone(text, language, context))
    taken = {each.start for each in found}
    for each in found:
        when = _beside(text, each.start, taken, language, context) if each.due is None else None
        value = text.text[when.start : when.end] if when else each.value
        yield replace(each, due=when.due if when else each.due, value=value)


def _each_alone(text: Prose, language: str, context: Context) -> Iterator[Finding]:
    """The promises of a text, each by its own sentence."""
    models = linear.of_the_product(language, Direction.OUT)
    model, hedge = models.model("promise"), models.model("hedge")
    found = found_by_rules(text, language)
    for whole in text.sentences:
        here = [(check, start) for check, start in found if whole.start <= start < whole.end]
        sentence = without(text, whole, [start for check, start in here if check == "no-promise-here"])
        hits = {check for check, start in here if sentence.start <= start < sentence.end}
        if not hits.isdisjoint(("no-promise", "no-promise-here")) or sentence.asks:
            continue
        parts = [models.likelihoods(part) for part in clauses(text, sentence)]
        likely = max(part.get("promise", 0.0) for part in parts)
        if "promise" not in hits and likely < _NEVER:
            continue
        seen = signs_of(text, sentence, language, hits)
        weights = dict(model.signs) if model else {}
        score, least = scored(likely, seen, weights), log_odds(model.threshold if model else 0.5)
        if score + most_of_time(seen, weights) < least:
            continue
        leads_on = text.text[sentence.end - 1] == ":"  # "Here is what we will do:" leads to the promises
        named = moments_of(text, whole, language, context) if context.now or leads_on or score < least else []
        if leads_on and not named:
            continue
        late = signs_of_time(seen, named, context.now or SOME_MONDAY)
        if score + sum(weights.get(sign, 0.0) for sign in late) >= least:
            doubtful = hedge is not None and "promise" not in hits and parts[0]["hedge"] >= hedge.warns
            when = promised(named, context.now) if context.now else None
            yield _promise(text, whole, "hedge" in hits or doubtful, when)


def without(text: Prose, sentence: Sentence, at: Collection[int]) -> Sentence:
    """The rest of a sentence beside the clause in which something stands that forbids in its own clause alone.

    "We close at six, but your watch will be ready by then": opening hours are no promise, and what follows is one. The
    sentence as it is where there is nothing of the kind, or nothing beside it.
    """
    if not at:
        return sentence
    cuts = [cut.span() for cut in _CLAUSES.finditer(text.folded, sentence.start, sentence.end)]
    after = min((end for start, end in cuts if start > max(at)), default=sentence.end)
    before = max((start for start, end in cuts if end <= min(at)), default=sentence.start)
    rest = max((sentence.start, before), (after, sentence.end), key=lambda part: text.length(*part))
    return Sentence(*rest, sentence.asks) if text.length(*rest) >= _FEW else sentence


def found_by_rules(text: Prose, language: str) -> list[tuple[str, int]]:
    """What the rules of promises found in a text: which check, and where."""
    book = rules.of_the_product(language)
    return [(found.check, found.start) for found in book.findings(text, Direction.OUT) if found.check in RULED]


def clauses(text: Prose, sentence: Sentence) -> list[str]:
    """A sentence as the models see it, and what stands before and after a semicolon: either may be a promise."""
    cuts = [found.start() for found in _SEMICOLON.finditer(text.text, sentence.start, sentence.end)]
    edges = [sentence.start, *cuts, sentence.end]
    parts = [plain(text, edges[k], edges[k + 1]) for k in range(len(cuts) + 1)] if cuts else []
    return [plain(text, sentence.start, sentence.end), *parts]


def moments_of(text: Prose, sentence: Sentence, language: str, context: Context) -> list[When]:
    """The moments that a sentence names in its own words, as of some Monday where nobody knows when it is written."""
    words = text.text[sentence.start : sentence.end]
    for start, end in text.foreign:
        if sentence.start <= start and end <= sentence.end:  # what is quoted keeps its place and says nothing
            words = f"{words[: start - sentence.start]}{' ' * (end - start)}{words[end - sentence.start :]}"
    return moments(words, language, context.now or SOME_MONDAY, context.work)


def signs_of(text: Prose, sentence: Sentence, language: str, hits: Collection[str]) -> dict[str, float]:
    """The signs of a sentence in which the rules of `hits` found something, but for its moments."""
    return signs(plain(text, sentence.start, sentence.end), SIGNS[language], hits)


def scored(likely: float, seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The log-odds of a promise, by what the model thinks and by the signs."""
    score = weights.get(BIAS, 0.0) + weights.get(MODEL, 1.0) * log_odds(likely)
    return score + sum(weights.get(sign, 0.0) * much for sign, much in seen.items())


def log_odds(likely: float) -> float:
    """The logarithm of the odds of a likelihood, at most ten either way."""
    likely = min(max(likely, 1e-4), 1 - 1e-4)
    return log(likely / (1 - likely))


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


def _beside(text: Prose, start: int, taken: Collection[int], language: str, context: Context) -> When | None:
    """The moment that the sentence before or after names for the one that begins at `start`; placed in the text."""
    at = next(k for k, sentence in enumerate(text.sentences) if sentence.start == start)
    means_it = _THEN.search(fold(text.text[start : text.sentences[at].end])) is not None
    for near, is_meant in ((at - 1, means_it), (at + 1, False)):
        if context.now is None or not 0 <= near < len(text.sentences):
            continue
        other = text.sentences[near]
        if is_meant or (text.length(other.start, other.end) <= _FRAGMENT and other.start not in taken):
            named = [when for when in moments_of(text, other, language, context) if is_meant or not when.aside]
            when = promised(named, context.now)
            if when is not None:
                return replace(when, start=when.start + other.start, end=when.end + other.start)
    return None
