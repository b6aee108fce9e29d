"""A text cut into what is read: sentences and words, and the zones that are not the writer's own words.

Quotations, code, addresses and quoted lines are kept out of every check: who reports what somebody else said has not
said it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from entendu.core.governor.facts.fold import fold

# Not the writer's own words. An apostrophe is no quotation mark: "don't" and "l'heure" would open one.
_FOREIGN = re.compile(
    r"""
      ```.*?(?:```|\Z)                                # a block of code
    | `[^`\n]{1,200}`                                 # code in a line
    | ^\x20{0,3}>[^\n]*$                              # a quoted line (RFC 3676 §4.5)
    | «[^»]{1,600}» | „[^”“"]{1,600}[”“"] | “[^”]{1,600}”
    | (?<![\w"])"[^"\n]{1,400}"(?!\w)
    | \b(?:https?://|www\.)[^\s<>"»”]+                # an address of a page (RFC 3986)
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                    # an address of a person (RFC 5322)
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)

# Without one of these marks nothing of a text can be foreign.
_MARKS = re.compile(r"[`>«„“\"@]|://|www\.")

# Words that end in a full stop within a sentence.
_SHORT = frozenset(
    """mr mrs ms dr prof st no nr vs etc eg ie e.g i.e approx ext fig art tel ref dept inc ltd co jan feb mar apr jun
    jul aug sep sept oct nov dec a.m p.m m mm mme mmes mlle me p pp env av bd ex cf janv févr avr juil déc
       dl dna d-na dvs str bl sc ap jud tlf cca ex crt lei""".split()
)
_END = re.compile(r"[.!?…]+[\"»”’)\]]*(?=\s)|\n+|\s+(?=[-–•*]\s)")
_PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "ş": "ș", "ţ": "ț"})
_ANCHOR = re.compile(r"[a-z0-9]+")
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch `[start, end)` of a text, without the space around it; `asks` if it ends in a question mark."""

    start: int
    end: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Prose:
    """A text, its twins of the same length (folded; in small letters with accents), its sentences, and where somebody
    else speaks."""

    text: str
    folded: str
    small: str
    sentences: tuple[Sentence, ...]
    foreign: tuple[tuple[int, int], ...]

    def is_foreign(self, start: int, end: int) -> bool:
        """Whether any of `[start, end)` lies in a quotation, in code or in an address."""
        k = bisect_right(self.foreign, (start, len(self.text))) - 1
        inside = k >= 0 and self.foreign[k][1] > start
        return inside or (k + 1 < len(self.foreign) and self.foreign[k + 1][0] < end)

    def words(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The places of the words in `[start, end)`; "don't" and "peut-être" are one word each."""
        for found in _WORD.finditer(self.text, start, len(self.text) if end is None else end):
            yield found.span()

    def length(self, start: int = 0, end: int | None = None) -> int:
        """How many words stand in `[start, end)`."""
        return len(_WORD.findall(self.text, start, len(self.text) if end is None else end))

    def anchors(self, sentence: Sentence) -> list[str]:
        """The folded words of a sentence, each once, cut at every mark: "don't" is "don" and "t"."""
        return list(dict.fromkeys(_ANCHOR.findall(self.folded, sentence.start, sentence.end)))

    def sentence_at(self, place: int) -> Sentence:
        """The sentence that holds `place`, or the one before it."""
        k = bisect_right([s.start for s in self.sentences], place) - 1
        return self.sentences[max(k, 0)]


@lru_cache(maxsize=256)
def prose(text: str) -> Prose:
    """Cut a text of any length; an empty one has no sentences."""
    foreign = tuple([found.span() for found in _FOREIGN.finditer(text)]) if _MARKS.search(text) else ()
    small = text.lower()
    if len(small) != len(text):
        small = "".join([c.lower() if len(c.lower()) == 1 else c for c in text])
    return Prose(text, fold(text), small.translate(_PLAIN), tuple(_sentences(text, foreign)), foreign)


def _sentences(text: str, foreign: tuple[tuple[int, int], ...]) -> Iterator[Sentence]:
    start = 0
    for found in _END.finditer(text):
        if _is_no_end(text, found.start(), found.group(), foreign):
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _is_no_end(text: str, at: int, mark: str, foreign: tuple[tuple[int, int], ...]) -> bool:
    """A full stop of an abbreviation or an ordinal, or a mark within a quotation that goes on."""
    if any(start <= at < end - 1 for start, end in foreign):
        return True
    if not mark.startswith(".") or mark.startswith(".."):
        return False
    word = re.search(r"[\w.]*$", text[max(0, at - 12) : at])
    return word is not None and (word.group().lower() in _SHORT or re.fullmatch(r"[A-ZÀ-Ý]", word.group()) is not None)


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    inner = piece.strip()
    if _LETTER.search(inner):
        begin = start + len(piece) - len(piece.lstrip())
        yield Sentence(begin, begin + len(inner), inner.rstrip("\"»”’)]").endswith("?"))
