"""Spelling: words that no dictionary of the text's language knows.

Names, codes, addresses, quotations, the case's own words and the trade's own words are left alone, and so is a word of
another of our languages that stands in the text as a loan. A Romanian text without any diacritics is one remark, not
one for each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Protocol

from entendu.core.governor.facts.fold import fold
from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Finding, Severity
from entendu.core.wording.prose import Prose

_SUGGESTIONS = 3
_LOOKED_FOR = 3  # misspelt words of a text for which words are looked for that are further off than a letter
_LONG = 5  # letters of a word that may be further off
_LOAN = 4  # letters from which a word of another language is taken for a loan
_ALPHABET = {
    "en": "abcdefghijklmnopqrstuvwxyz'",
    "fr": "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôûùüœ'",
    "ro": "abcdefghijklmnopqrstuvwxyzăâîșț",
}
_ACCENTED = {
    "fr": {"a": "àâ", "c": "ç", "e": "éèêë", "i": "îï", "o": "ô", "u": "ùûü"},
    "ro": {"a": "ăâ", "i": "î", "s": "ș", "t": "ț", "î": "â"},
}
_VOWELS = "aeiou"
_BARE = {"a": "aăâ", "i": "iî", "s": "sș", "t": "tț"}  # Romanian letters, and what may have been meant
_VARIANTS = 128
_RO_ENDING = re.compile(r"-?(?:ului|urilor|urile|uri|ul|ilor|ii|elor|ele|ei|lui|le|[aei])$")
# "Branch-ul": the hyphen says that the word before it is foreign, and is written as it is there.
_RO_LOAN = re.compile(r"..-(?:ului|urilor|urile|uri|ul|lui|ii|ei|le|urile|a)$")
_RO_PREFIX = re.compile(
    r"^(?:re|ne|pre|in|supra|sub|anti|auto|micro|mini|multi|tele|super|inter|semi|dez|co)(?=[a-zăâîșț]{4})"
)
_DOUBLED = re.compile(r"(.)\1")
_PLAIN_ENOUGH = 40  # letters of a Romanian text that has no diacritic at all
# Before a word that is none: a file's ending, a path, a mention, a figure with its unit.
_NO_PROSE = re.compile(r"[./\\@#_~=$]$|\d[\s\u00a0\u202f]?$")
_SAME = str.maketrans({"’": "'", "ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "\u2011": "-", "‐": "-"})


class Dictionary(Protocol):
    """Knows the words of one language."""

    def knows(self, word: str) -> bool:
        """Whether the word is right as it is written."""

    def __hash__(self) -> int:
        """What was found out with it is kept by dictionary and word."""


@cache
def trade_words(language: str = "") -> frozenset[str]:
    """Words that no general dictionary need have, in small letters: our trade's, or those that a language's lacks."""
    file = files(__package__).joinpath("rules", language, "words.txt" if language else "trade.txt")
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def findings(
    text: Prose, language: str, context: Context, dictionaries: Mapping[str, Dictionary]
) -> Iterator[Finding]:
    """The misspelt words of a text, each where it stands; none where its language has no dictionary."""
    if language not in dictionaries:
        return
    head = rules.of_the_product(language).head("spelling")
    bare = language == "ro" and _has_no_diacritics(text)
    if bare and rules.of_the_product(language).head("diacritics").doubt:
        first = text.sentences[0]
        said = rules.of_the_product(language).head("diacritics").doubt
        yield Finding("grammar", first.start, first.end, said, Severity.HINT, rule="diacritics")
    starts = {sentence.start for sentence in text.sentences}
    speller = _Speller(language, dictionaries, bare, frozenset(word.casefold() for word in context.words))
    for start, end in text.words():
        if text.is_foreign(start, end) or _NO_PROSE.search(text.text, max(0, start - 8), start):
            continue
        word = text.text[start:end].translate(_SAME)
        if speller.is_wrong(word, start in starts):
            gravity = Severity.WARNING if speller.is_a_slip(word) else Severity.HINT
            offers = speller.offers(word)
            yield Finding("spelling", start, end, head.doubt.format(word=word), gravity, offers, rule="spelling")


def _has_no_diacritics(text: Prose) -> bool:
    return bool(text.sentences) and len(text.text) >= _PLAIN_ENOUGH and not any(c in "ăâîșțĂÂÎȘȚşţ" for c in text.text)


class _Speller:
    """One text's way of looking at words."""

    def __init__(
        self, language: str, dictionaries: Mapping[str, Dictionary], bare: bool, case: frozenset[str]
    ) -> None:
        self.language, self.dictionaries, self.bare, self.case = language, dictionaries, bare, case
        self.own = dictionaries[language]
        self._looked_for: set[str] = set()

    def is_wrong(self, word: str, begins: bool) -> bool:
        """Whether a word is misspelt; `begins` if it is the first of its sentence."""
        if not self._is_a_word(word, begins) or self._knows(word):
            return False
        if self._is_of_the_trade(word.casefold()) or (self.language == "ro" and _RO_LOAN.search(word)):
            return False
        if word[0].isupper():
            return bool(self._near(word))  # at the beginning: a name, unless it is one letter away from a word
        stem = self._stem(word)
        others = [other for name, other in self.dictionaries.items() if name != self.language]
        is_loan = len(stem) >= _LOAN and any(other.knows(word) or other.knows(stem) for other in others)
        # "pret" may be somebody's word elsewhere; in a French text it is "prêt" without its hat.
        if not is_loan or self.language == "en":
            return not is_loan or bool(self._near(word))
        return any(fold(near) == fold(word) for near in self._near(word))

    def is_a_slip(self, word: str) -> bool:
        """Whether one letter makes a known word of it.

        What is further off may be a word of somebody's trade, and "pînă" is how many learned it (the Romanian Academy
        brought "â" back in 1993). The Romanian dictionary lacks so many forms ("maistre", "mostrar") that there only an
        accent, letters swapped, or one written twice or only once is sure to be a slip.
        """
        near = self._near(word)
        if self.language == "ro":
            near = tuple(one for one in near if _is_a_finger_s(word.lower(), one))
        return bool(near) and not self._knows(word.lower().replace("î", "â"))

    def offers(self, word: str) -> tuple[str, ...]:
        """What may be meant: the same with a capital or one letter away, else what two usual slips would make of it."""
        capital = word[0].upper() + word[1:]
        if word[0].islower() and self.own.knows(capital):
            return (capital,)
        near = self._near(word) or self._far(word)
        return tuple(w[0].upper() + w[1:] if word[0].isupper() else w for w in near[:_SUGGESTIONS])

    def _near(self, word: str) -> tuple[str, ...]:
        return _one_letter_away(self.own, self.language, word.lower())

    def _far(self, word: str) -> tuple[str, ...]:
        if len(word) < _LONG or len(self._looked_for | {word}) > _LOOKED_FOR:
            return ()
        self._looked_for.add(word)
        return _two_slips_away(self.own, self.language, word.lower())

    def _is_of_the_trade(self, word: str) -> bool:
        """Whether a word is the case's or the trade's, in Romanian also with the ending of a loan: "tokenul"."""
        known = (self.case, trade_words(), trade_words(self.language))
        return any(one in words for one in (word, self._stem(word)) for words in known)

    def _stem(self, word: str) -> str:
        """A word without the ending that Romanian gives to a loan: "killer-ul"."""
        return _RO_ENDING.sub("", word) if self.language == "ro" else word

    def _is_a_word(self, word: str, begins: bool) -> bool:
        inner = word[1:]
        return (
            len(word) > 1
            and not any(c.isdigit() or c == "_" for c in word)
            and (not inner or inner == inner.lower())
            and (word[0].islower() or begins)
        )

    def _knows(self, word: str) -> bool:
        if self.own.knows(word) or self.own.knows(word.lower()):
            return True
        parts = word.split("-")
        if len(parts) > 1 and all(len(part) < 2 or self.own.knows(part) for part in parts):
            return True
        if self.language == "ro" and self._is_derived(word.lower()):
            return True
        return self.bare and any(self.own.knows(variant) for variant in _with_diacritics(word.lower()))


    def _is_derived(self, word: str) -> bool:
        """Whether a Romanian word is a known one with something before it, as speakers make them: "reetichetat"."""
        rest = _RO_PREFIX.sub("", word)
        return rest != word and self.own.knows(rest)


def _is_a_finger_s(word: str, meant: str) -> bool:
    """Whether two words differ by an accent, by the order of two letters, or by a letter that is written twice."""
    a, b = fold(word), fold(meant)
    return a == b or sorted(a) == sorted(b) or _DOUBLED.sub(r"\1", a) == _DOUBLED.sub(r"\1", b)


@lru_cache(maxsize=4_000)
def _one_letter_away(own: Dictionary, language: str, word: str) -> tuple[str, ...]:
    """Known words one letter away: those that only lack an accent or an apostrophe first; then what a usual slip makes
    of them; any other letter is tried where there is none of these."""
    slips = dict.fromkeys(w for w in _slips(word, language) if len(w) > 2 and w != word)
    known = [w for w in slips if own.knows(w)]
    if not known:
        cuts = [(word[:k], word[k:]) for k in range(len(word) + 1)]
        more = [a + c + b for a, b in cuts for c in _ALPHABET[language]]
        other = [a + c + b[1:] for a, b in cuts if b for c in _ALPHABET[language]]
        rest = dict.fromkeys(w for w in (*more, *other) if len(w) > 2 and w != word and w not in slips)
        known = [w for w in rest if own.knows(w)]
    bare = _bare(word)
    return tuple(sorted(known, key=lambda w: _bare(w) != bare))


@lru_cache(maxsize=1_000)
def _two_slips_away(own: Dictionary, language: str, word: str) -> tuple[str, ...]:
    """Known words that two usual slips make into this one."""
    twice = dict.fromkeys(w for once in _slips(word, language) for w in _slips(once, language))
    return tuple(w for w in twice if len(w) > 2 and w != word and own.knows(w))[:_SUGGESTIONS]


def _slips(word: str, language: str) -> Iterator[str]:
    """What may have been meant by somebody whose finger or ear slipped, the likeliest slips first.

    An accent or apostrophe that is missing, letters swapped, one not doubled, one vowel for another, one too many.
    """
    cuts = [(word[:k], word[k], word[k + 1 :]) for k in range(len(word))]
    for a, letter, b in cuts:
        yield from (a + accented + b for accented in _ACCENTED.get(language, {}).get(letter, ""))
        if a:
            yield a + "'" + letter + b
    yield from (a + b[0] + letter + b[1:] for a, letter, b in cuts if b and b[0] != letter)
    yield from (a + letter + letter + b for a, letter, b in cuts)
    yield from (a + vowel + b for a, letter, b in cuts if letter in _VOWELS for vowel in _VOWELS if vowel != letter)
    yield from (a + b for a, _, b in cuts)


def _bare(word: str) -> str:
    return fold(word).replace("'", "")


def _with_diacritics(word: str) -> Iterator[str]:
    """The ways to write a bare Romanian word with diacritics, not too many of them."""
    choices = [_BARE.get(letter, letter) for letter in word]
    for count, letters in enumerate(product(*choices)):
        if count >= _VARIANTS:
            return
        yield "".join(letters)
