"""The rules as a team reads and changes them: one file a language, each rule with the examples that are its tests.

    [lists]
    colleagues = ["colleague", "the night shift", "whoever set this up"]

    [[rule]]
    id = "blame-colleague"
    check = "blame"
    any = ["<colleagues> (forgot|messed up|should have)"]
    unless = ["nobody is to blame"]
    message = "This lays the fault on a colleague; for the customer, we are one firm."
    suggestions = ["We made a mistake here."]
    bad = ["My colleague forgot to press the button.", …]
    good = ["I forgot to press the button.", …]

`any` finds, `unless` in the same sentence forbids (`patterns.py` has the form). `severity` is warning unless it says
error or hint; `where` is sentence, opening (the first two sentences) or question; `direction` is out unless it says in;
`value` and `target` are handed on; with `exact`, accents and apostrophes matter. Suggestions stand in the place of what
was found, with a capital where a sentence begins with it. At the head of a file, `doubt` is what is said where no rule
found anything and the check (the file's name) still has something to say: its model sees a fault, or what ought to be
there is missing; `offers` are the wordings for that.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from entendu.core.wording.findings import Direction, Finding, Severity
from entendu.core.wording.patterns import Pattern, PatternError, compiled
from entendu.core.wording.prose import Prose, Sentence, prose

LANGUAGES = ("en", "fr", "ro")
EXAMPLES = 3  # of each kind, at least, for every rule that comes with the product
_SHORTEST_STEM = 2
_BROKEN = "The rule file {language}/{file} cannot be used, so no text is checked; mend it or install anew: {why}."


class RuleError(ValueError):
    """A rule that cannot be used; its text is one sentence that says which and why."""


class BrokenRulesError(RuntimeError):
    """A rule file of the product that cannot be used, so that nothing can be read; its text is one sentence."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one language; `patterns` find, `unless` in the same sentence forbids."""

    id: str
    check: str
    language: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    message: str
    suggestions: tuple[str, ...]
    severity: Severity
    direction: Direction
    where: str
    value: str
    target: str
    exact: bool
    bad: tuple[str, ...]
    good: tuple[str, ...]

    def failures(self) -> Iterator[str]:
        """The examples that it gets wrong, a sentence each."""
        book = RuleBook(self.language, (self,))
        for text in self.bad:
            if not any(book.findings(prose(text), self.direction)):
                yield f"The rule {self.id} does not find its own bad example “{text}”."
        for text in self.good:
            if any(book.findings(prose(text), self.direction)):
                yield f"The rule {self.id} finds fault with its own good example “{text}”."


def rule_from(row: Mapping[str, Any], language: str, lists: Mapping[str, Sequence[str]]) -> Rule:
    """A rule from its row. Raises RuleError where something is missing or cannot be read."""
    name = str(row.get("id", "without a name"))
    unknown = set(row) - {"id", "check", "any", "unless", "message", "suggestions", "severity", "direction", "where",
                          "value", "target", "exact", "bad", "good"}  # fmt: skip
    if unknown:
        raise RuleError(f"The rule {name} has “{min(unknown)}”, which no rule has.")
    exact = bool(row.get("exact"))
    try:
        return Rule(
            id=row["id"],
            check=row["check"],
            language=language,
            patterns=tuple(compiled(pattern, lists, exact) for pattern in row["any"]),
            unless=tuple(compiled(pattern, lists, exact) for pattern in row.get("unless", ())),
            message=row.get("message", ""),
            suggestions=tuple(row.get("suggestions", ())),
            severity=Severity(row.get("severity", "warning")),
            direction=Direction(row.get("direction", "out")),
            where=row.get("where", "sentence"),
            value=row.get("value", ""),
            target=row.get("target", ""),
            exact=exact,
            bad=tuple(row.get("bad", ())),
            good=tuple(row.get("good", ())),
        )
    except KeyError as missing:
        raise RuleError(f"The rule {name} lacks {missing}.") from missing
    except (PatternError, ValueError, TypeError) as wrong:
        raise RuleError(f"The rule {name} cannot be used: {wrong}") from wrong


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a rule file: one sentence, and wordings to offer with it."""

    doubt: str = ""
    offers: tuple[str, ...] = ()


_NO_HEAD = Head()


class RuleBook:
    """The rules of one language, found by the words of a sentence."""

    def __init__(self, language: str, rules: Sequence[Rule], heads: Mapping[str, Head] | None = None) -> None:
        self.language, self.rules, self.heads = language, tuple(rules), dict(heads or {})
        self._index = {direction: _Index([rule for rule in self.rules if rule.direction is direction])
                       for direction in Direction}  # fmt: skip
        self._latest: tuple[Prose, Direction, tuple[Finding, ...]] | None = None

    def head(self, check: str) -> Head:
        """What a check says where no rule of it spoke; empty if its file says nothing."""
        return self.heads.get(check, _NO_HEAD)

    def findings(self, text: Prose, direction: Direction) -> Iterator[Finding]:
        """What the rules of that direction find, in no order; each rule at most once a sentence."""
        latest = self._latest  # each check asks the same of the same text
        if latest is None or latest[0] is not text or latest[1] is not direction:
            found = [self._in_sentence(text, one, number, direction) for number, one in enumerate(text.sentences)]
            self._latest = latest = (text, direction, tuple(finding for row in found for finding in row))
        yield from latest[2]

    def _in_sentence(self, text: Prose, sentence: Sentence, number: int, direction: Direction) -> Iterator[Finding]:
        folded = text.folded[sentence.start : sentence.end]
        exact = text.small[sentence.start : sentence.end]
        done: set[str] = set()
        for candidate in self._index[direction].candidates(text.anchors(sentence)):
            rule, expression = candidate.rule, candidate.pattern.expression
            words = exact if rule.exact else folded
            if rule.id in done or not expression.search(words) or not _stands(rule, sentence, number):
                continue
            for found in expression.finditer(words):
                start, end = sentence.start + found.start(), sentence.start + found.end()
                if found.group().strip() and not text.is_foreign(start, end):
                    break
            else:
                continue
            if any(u.expression.search(words) for u in rule.unless):
                continue
            done.add(rule.id)
            lead = len(found.group()) - len(found.group().lstrip(" ,;:-\"'("))
            offers = _at_the_head(rule.suggestions) if _begins(text, sentence, start + lead) else rule.suggestions
            yield Finding(
                rule.check, start + lead, end, rule.message, rule.severity, offers,
                value=rule.value, target=rule.target, rule=rule.id,
            )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A pattern of a rule."""

    rule: Rule
    pattern: Pattern


class _Index:
    """The patterns of one direction's rules, by the words of which one is in each of their matches."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._words: dict[str, list[_Candidate]] = defaultdict(list)
        self._stems: dict[str, list[_Candidate]] = defaultdict(list)
        self._always: list[_Candidate] = []
        for rule in rules:
            for pattern in rule.patterns:
                self._keep(_Candidate(rule, pattern))
        # How long the stems are that begin with these two letters: few words begin like any.
        self._sizes: dict[str, list[int]] = defaultdict(list)
        for stem in self._stems:
            if len(stem) not in self._sizes[stem[:_SHORTEST_STEM]]:
                self._sizes[stem[:_SHORTEST_STEM]].append(len(stem))

    def _keep(self, candidate: _Candidate) -> None:
        if not candidate.pattern.anchors:
            self._always.append(candidate)
        for anchor in candidate.pattern.anchors:
            if anchor.endswith("*"):
                self._stems[anchor[:-1]].append(candidate)
            else:
                self._words[anchor].append(candidate)

    def candidates(self, words: Sequence[str]) -> Iterator[_Candidate]:
        """The patterns that may find something among these words, each once."""
        found, at = list(self._always), self._words
        for word in words:
            if word in at:
                found += at[word]
            for size in self._sizes.get(word[:_SHORTEST_STEM], ()):
                found += self._stems.get(word[:size], ())
        held = set(words)
        for candidate in dict.fromkeys(found):
            if not any(map(held.isdisjoint, candidate.pattern.needs)):
                yield candidate


def _begins(text: Prose, sentence: Sentence, place: int) -> bool:
    """Whether a sentence that begins with a capital begins here."""
    return place == sentence.start and text.text[place : place + 1].isupper()


@cache
def _at_the_head(suggestions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(s[:1].upper() + s[1:] for s in suggestions)


def _stands(rule: Rule, sentence: Sentence, number: int) -> bool:
    if rule.where == "opening":
        return number < 2
    return rule.where != "question" or sentence.asks


@cache
def of_the_product(language: str) -> RuleBook:
    """The rules that come with the product for `language` (en, fr, ro); none for any other.

    Raises BrokenRulesError where a file is wrong, which the tests do not let happen; files are read once either way.
    """
    if language not in LANGUAGES:
        return RuleBook(language, ())
    book = _shipped(language)
    if isinstance(book, str):
        raise BrokenRulesError(book)
    return book


@cache
def _shipped(language: str) -> RuleBook | str:
    """The rules of the language's files, or the sentence that says which of them cannot be used."""
    rules: list[Rule] = []
    heads: dict[str, Head] = {}
    for file in sorted(files(__package__).joinpath("rules", language).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            try:
                table = tomllib.loads(file.read_text(encoding="utf-8"))
                lists = table.get("lists", {})
                rules += [rule_from(row, language, lists) for row in table.get("rule", ())]
            except (ValueError, TypeError, AttributeError) as wrong:  # no TOML, no UTF-8, or no rule
                return _BROKEN.format(language=language, file=file.name, why=str(wrong).rstrip("."))
            heads[file.name.removesuffix(".toml")] = Head(table.get("doubt", ""), tuple(table.get("offers", ())))
    return RuleBook(language, rules, heads)
