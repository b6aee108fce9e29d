"""By what a case may be one of many: the signs of a known defect or incident, found in what the customer wrote.

A sign is a line that a member wrote: an error code, or some words. It is found where each of its words begins a word
of the text, in whatever order, case and accents: "export 502" is found in "Exports fail since noon, 502 Bad Gateway".
Words that begin alike are taken for one, because "export", "exports" and "exporting" tell the same; figures must be
whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

LONGEST_SIGN = 120
MOST_SIGNS = 40
_WORD = re.compile(r"\w+(?:[-_.]\w+)*")
_APART = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "’": "'"})
# Shorter ones say little by their beginning ("a" begins a third of all words): they must be whole.
_SHORTEST_BEGINNING = 4
_SHORTEST_SHARED = 4
MOST_SHARED = 3


def signs_of(lines: str) -> tuple[str, ...]:
    """The signs that a text of lines holds, each once, without those that hold no word."""
    said = (" ".join(line.split())[:LONGEST_SIGN] for line in lines.splitlines())
    return tuple(dict.fromkeys(line for line in said if _WORD.search(line)))[:MOST_SIGNS]


def found_in(text: str, signs: Iterable[str]) -> tuple[str, ...]:
    """Those of the signs that the text bears."""
    words = set(_words(text))
    return tuple(sign for sign in signs if _bears(words, _words(sign)))


def asked_of_an_index(sign: str) -> str:
    """The sign as a query to an index that finds whole words and, of the last one, all that begin with it."""
    words = _words(sign)
    stems = [(len(stem), place) for place, word in enumerate(words) if (stem := _stem(word))]
    if not stems:
        return " ".join(words)
    _, last = max(stems)
    return " ".join([*words[:last], *words[last + 1 :], _stem(words[last])])


def shared_words(texts: Sequence[str]) -> tuple[str, ...]:
    """The words that the most of at least two texts share, at most three, the most shared first; short ones say little
    and do not count."""
    counted = Counter(word for text in texts for word in {*_words(text)} if len(word) > _SHORTEST_SHARED)
    shared = [(count, len(word), word) for word, count in counted.items() if count > 1]
    return tuple(word for _, _, word in sorted(shared, reverse=True)[:MOST_SHARED])


def _bears(words: set[str], sign: list[str]) -> bool:
    return bool(sign) and all(
        part in words or (bool(stem := _stem(part)) and any(word.startswith(stem) for word in words)) for part in sign)


def _stem(part: str) -> str:
    """The beginning that its forms have in common, "" for what must be whole: a last vowel is the first to change."""
    if len(part) < _SHORTEST_BEGINNING or not part.isalpha():
        return ""
    return part[:-1] if len(part) > _SHORTEST_BEGINNING and part[-1] in "aeiouy" else part


def _words(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_APART))
    return _WORD.findall("".join(char for char in apart if not unicodedata.combining(char)))
