"""A sentence without what is nobody's business outside: names, figures, days, amounts, codes, addresses and quotations
give way to placeholders such as [NAME_1], and come back into whatever is said with them.

What is no ordinary word of the language is taken for a fact: a login, a surname in small letters, a word of a trade. So
nothing has to be known to be kept back. Only a name that is an ordinary word as well, stands at the beginning of the
sentence and nowhere else in the case can be missed ("Rose should have asked.").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from entendu.core.governor.facts.calendar_words import MONTHS, WEEKDAYS
from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.values import find
from entendu.core.wording.prose import Prose, prose
from entendu.core.wording.same_words import says_nothing

PLACEHOLDER = re.compile(r"\[[A-Z]{3,8}_[0-9]{1,3}\]")
NAME, QUOTE, LINK, ADDRESS, CODE, NUMBER, DATE = "NAME", "QUOTE", "LINK", "ADDRESS", "CODE", "NUMBER", "DATE"
# What `governor.facts` calls its values, and what they are called outside.
_KINDS = {"date": DATE, "hours": "TIME", "time": "TIME", "window": "TIME", "money": "AMOUNT", "percent": NUMBER,
          "duration": "DURATION", "phone": NUMBER, "link": LINK, "version": CODE, "code": CODE}
# Figures written as words, folded; "one" is an article in two of the three languages.
_NUMBERS = {
    "en": frozenset("""two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen
        half twice""".split()),
    "fr": frozenset("""deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
        vingts trente quarante cinquante soixante cent cents mille million millions douzaine
        quinzaine moitie""".split()),
    "ro": frozenset("""doi doua trei patru cinci sase sapte opt noua zece unsprezece doisprezece douasprezece
        treisprezece paisprezece cincisprezece saisprezece saptesprezece optsprezece nouasprezece douazeci treizeci
        patruzeci cincizeci saizeci saptezeci optzeci nouazeci suta sute mii milion milioane jumatate""".split()),
}  # fmt: skip
# Days and months, folded; what is shorter ("may", "mai", "dec") is another word as well and says a day with a figure.
_DAYS = frozenset(word for word in (*WEEKDAYS, *MONTHS) if len(word) > 3)
# A word with a figure, or with a mark that words do not have: codes, paths, files, addresses, handles.
_MARKED = re.compile(r"[@_/\\#~=+*€$£%<>|^]|\w[.:]\w")
_TOKEN = re.compile(r"\S+")
_EDGES = "\"'’‘“”„«»()[]{},.;:!?…–—-\u00a0\u202f"
_WORD = re.compile(r"[^\W\d_]+(?:['’\-‐\u2011][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_JOINS = re.compile(r"[\s\-–,]{0,2}")  # between two names, or two figures, that are one


@dataclass(frozen=True, slots=True)
class Known:
    """What helps to tell a fact from a word: the language (en, fr, ro), folded names of the case, whether a word in
    small letters is an ordinary one of the language, and the writer's day."""

    language: str
    names: frozenset[str]
    is_ordinary: Callable[[str], bool]
    today: date


@dataclass(frozen=True, slots=True)
class Masked:
    """The sentence as it may leave, and the words behind each placeholder, in their order."""

    text: str
    facts: tuple[tuple[str, str], ...]

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Each once, in the order of the sentence."""
        return tuple(placeholder for placeholder, _words in self.facts)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` that is a fact, and of which kind."""

    start: int
    end: int
    kind: str


def masked(text: str, known: Known) -> Masked:
    """The text with a placeholder for each fact; `unmasked` gives the very text back."""
    pieces, facts, at = [], [], 0
    for number, span in enumerate(_joined(text, facts_in(text, known)), start=1):
        placeholder = f"[{span.kind}_{number}]"
        pieces += [text[at : span.start], placeholder]
        facts.append((placeholder, text[span.start : span.end]))
        at = span.end
    return Masked("".join([*pieces, text[at:]]), tuple(facts))


def unmasked(text: str, facts: Iterable[tuple[str, str]]) -> str:
    """The text with the words behind its placeholders; a placeholder that nobody gave stays."""
    words = dict(facts)
    return PLACEHOLDER.sub(lambda found: words.get(found.group(), found.group()), text)


def facts_in(text: str, known: Known) -> list[Span]:
    """Every stretch of a text that is a fact, in order; they may overlap."""
    cut = prose(text)
    spans = [Span(start, end, _kind_of(text[start:end])) for start, end in cut.foreign]
    spans += [_trimmed(text, one.start, one.end, _KINDS.get(one.kind, NUMBER))
              for one in find(cut.folded, known.today)]
    spans += [Span(*found.span(), CODE) for found in PLACEHOLDER.finditer(text)]
    spans += _marked(text)
    spans += _words(cut, known)
    return sorted(spans, key=lambda span: (span.start, -span.end))


def names_in(text: str) -> frozenset[str]:
    """Folded words that a text writes with a capital within its sentences: who and what has a name there."""
    cut = prose(text)
    starts = _starts(cut)
    parts = (part for part in _PART.finditer(text) if part.group()[0].isupper() and part.start() not in starts)
    return frozenset(word for part in parts if not says_nothing(word := fold(part.group())) and len(word) > 1)


def _kind_of(foreign: str) -> str:
    if foreign.lower().startswith(("http", "www.")):
        return LINK
    return QUOTE if foreign.lstrip()[0] in "«„“\"`>" else ADDRESS


def _marked(text: str) -> Iterator[Span]:
    for found in _TOKEN.finditer(text):
        if _MARKED.search(found.group()) or any(mark.isnumeric() for mark in found.group()):  # "½" and "²" as well
            yield _trimmed(text, *found.span(), CODE)


def _trimmed(text: str, start: int, end: int, kind: str) -> Span:
    """Without the space and the marks of the sentence around it; marks that stand alone stay."""
    words = text[start:end]
    inner = words.strip(_EDGES + " \t\n") or words
    start += words.index(inner)
    return Span(start, start + len(inner), kind)


def _words(cut: Prose, known: Known) -> Iterator[Span]:
    starts = _starts(cut)
    for found in _WORD.finditer(cut.text):
        parts = [(found.start() + part.start(), part.group()) for part in _PART.finditer(found.group())]
        if any(fold(part) in _NUMBERS[known.language] for _at, part in parts):
            yield Span(*found.span(), NUMBER)
        if any(fold(part) in _DAYS for _at, part in parts):
            yield Span(*found.span(), DATE)
        whole = known.is_ordinary(found.group().lower())
        for at, part in parts:
            named = _is_name(part, known, opens=at in starts, follows=_capital_after(cut.text, at + len(part)))
            if named or not (whole or _is_ordinary(part, known, stump=_is_stump(cut.text, at, part))):
                yield Span(at, at + len(part), NAME)


def _is_name(word: str, known: Known, *, opens: bool, follows: bool) -> bool:
    """Whether a capital says so: of a known name always, else within a sentence or before another capital."""
    if not word[0].isupper():
        return any(letter.isupper() for letter in word)  # "iPhone"
    folded = fold(word)
    if folded in known.names:
        return True
    if says_nothing(folded) or (word.isupper() and len(word) > 1 and known.is_ordinary(word.lower())):
        return False
    return (not opens) or (follows and len(word) > 1)


def _is_ordinary(word: str, known: Known, *, stump: bool) -> bool:
    """An ordinary word, or a stump of one."""
    return stump or says_nothing(fold(word)) or known.is_ordinary(word.lower())


def _is_stump(text: str, at: int, word: str) -> bool:
    """One or two letters before or after an apostrophe or a hyphen: "l" of "l'heure", "m" of "I'm"; also where what
    they belonged to is masked."""
    beside = text[at - 1 : at] + text[at + len(word) : at + len(word) + 1]
    return len(word) <= 2 and any(mark in "'’-" for mark in beside)


def _capital_after(text: str, at: int) -> bool:
    """Whether the next word, right after this one, is a name's: two capitals in a row are one name."""
    following = _PART.match(text, at + 1) if text[at : at + 1] in " \u00a0-" else None
    return following is not None and following.group()[0].isupper() and not says_nothing(fold(following.group()))


def _starts(cut: Prose) -> frozenset[int]:
    """Where the first word of each sentence stands."""
    firsts = (_PART.search(cut.text, sentence.start, sentence.end) for sentence in cut.sentences)
    return frozenset(first.start() for first in firsts if first)


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Overlapping facts as one, and names or figures that stand side by side; the longer names the kind."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and span.start < last.end:
            longer = last if last.end - last.start >= span.end - span.start else span
            joined[-1] = Span(last.start, max(last.end, span.end), longer.kind)
        elif last is not None and last.kind == span.kind and _JOINS.fullmatch(text, last.end, span.start):
            joined[-1] = Span(last.start, span.end, span.kind)
        else:
            joined.append(span)
    return joined
