"""Spelling: words that no dictionary of the text's language knows.

Names, codes, addresses, quotations, the case's own words and the trade's own words are left alone, and so is a word of
another of our languages that stands in the text as a loan. A Romanian text without any diacritics is one remark, not
one for each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Protocol

from entendu.core.governor.facts.fold import fold
from entendu.core.wording import rules
from entendu.core.wording.findings import Context, Finding, Severity
from entendu.core.wording.prose import Prose

_SUGGESTIONS = 3
_ASKED = 1  # words of a text for which the dictionary is asked what is meant: each takes it up to half a second
_LOAN = 4  # letters from which a word of another language is taken for a loan
_ALPHABET = {
    "en": "abcdefghijklmnopqrstuvwxyz'",
    "fr": "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôûùüœ'",
    "ro": "abcdefghijklmnopqrstuvwxyzăâîșț",
}
_BARE = {"a": "aăâ", "i": "iî", "s": "sș", "t": "tț"}  # Romanian letters, and what may have been meant
_VARIANTS = 128
_PLAIN_ENOUGH = 40  # letters of a Romanian text that has no diacritic at all
# Before a word that is none: a file's ending, a path, a mention, a figure with its unit.
_NO_PROSE = re.compile(r"[./\\@#_~=$]$|\d[\s\u00a0\u202f]?$")
_SAME = str.maketrans({"’": "'", "ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "\u2011": "-", "‐": "-"})


class Dictionary(Protocol):
    """Knows the words of one language."""

    def knows(self, word: str) -> bool:
        """Whether the word is right as it is written."""

    def suggest(self, word: str) -> Sequence[str]:
        """Words that may be meant, the likeliest first."""


@cache
def trade_words() -> frozenset[str]:
    """Words of our trade that no general dictionary need have, in small letters."""
    text = files(__package__).joinpath("rules", "trade.txt").read_text(encoding="utf-8")
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
            offers = speller.offers(word)
            yield Finding(
                "spelling", start, end, head.doubt.format(word=word), Severity.WARNING, offers, rule="spelling"
            )


def _has_no_diacritics(text: Prose) -> bool:
    return bool(text.sentences) and len(text.text) >= _PLAIN_ENOUGH and not any(c in "ăâîșțĂÂÎȘȚşţ" for c in text.text)


class _Speller:
    """One text's way of looking at words."""

    def __init__(
        self, language: str, dictionaries: Mapping[str, Dictionary], bare: bool, case: frozenset[str]
    ) -> None:
        self.language, self.dictionaries, self.bare, self.case = language, dictionaries, bare, case
        self.own = dictionaries[language]
        self.alphabet = _ALPHABET[language]
        self._seen: dict[str, list[str]] = {}
        self._asked: set[str] = set()

    def is_wrong(self, word: str, begins: bool) -> bool:
        """Whether a word is misspelt; `begins` if it is the first of its sentence."""
        if not self._is_a_word(word, begins) or self._knows(word):
            return False
        if word.casefold() in self.case or word.casefold() in trade_words():
            return False
        near = self._near(word.lower())
        if word[0].isupper():
            return bool(near)  # at the beginning: a name, unless it is one letter away from a word
        is_loan = len(word) >= _LOAN and any(
            other.knows(word) for name, other in self.dictionaries.items() if name != self.language
        )
        # "pret" may be somebody's word elsewhere; in a French text it is "prêt" without its hat.
        lacks_accents = any(fold(w) == fold(word) for w in near)
        return not is_loan or lacks_accents or bool(near and self.language == "en")

    def offers(self, word: str) -> tuple[str, ...]:
        """What may be meant: the same with a capital or one letter away, else what the dictionary thinks."""
        capital = word[0].upper() + word[1:]
        if word[0].islower() and self.own.knows(capital):
            return (capital,)
        near = self._near(word.lower()) or self._thought(word)
        return tuple(w[0].upper() + w[1:] if word[0].isupper() else w for w in near[:_SUGGESTIONS])

    def _thought(self, word: str) -> list[str]:
        if len(self._asked | {word}) > _ASKED:
            return []
        self._asked.add(word)
        return list(self.own.suggest(word))

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
        return self.bare and any(self.own.knows(variant) for variant in _with_diacritics(word.lower()))

    def _near(self, word: str) -> list[str]:
        """Known words one letter away: those that lack only an accent or an apostrophe first, then swapped letters, a
        superfluous, a missing and a wrong one."""
        if word in self._seen:
            return self._seen[word]
        cuts = [(word[:k], word[k:]) for k in range(len(word) + 1)]
        swapped = [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
        fewer = [a + b[1:] for a, b in cuts if b]
        more = [a + c + b for a, b in cuts for c in self.alphabet]
        other = [a + c + b[1:] for a, b in cuts if b for c in self.alphabet]
        seen = dict.fromkeys([*swapped, *fewer, *more, *other])
        known = [w for w in seen if len(w) > 2 and w != word and self.own.knows(w)]
        bare = _bare(word)
        self._seen[word] = sorted(known, key=lambda w: _bare(w) != bare)
        return self._seen[word]


def _bare(word: str) -> str:
    return fold(word).replace("'", "")


def _with_diacritics(word: str) -> Iterator[str]:
    """The ways to write a bare Romanian word with diacritics, not too many of them."""
    choices = [_BARE.get(letter, letter) for letter in word]
    for count, letters in enumerate(product(*choices)):
        if count >= _VARIANTS:
            return
        yield "".join(letters)
