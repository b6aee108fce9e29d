"""Text folded for comparison, character by character, so that a place in it is a place in the original.

Small letters without accents, ordinary spaces, one kind of dash and of quote: systems of one firm write the same
word with and without diacritics, because an SMS in GSM-7 has none (3GPP TS 23.038).
"""

from __future__ import annotations

import unicodedata

_SPECIAL = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"',
    "„": '"', "ß": "s", "œ": "o", "æ": "a", "ø": "o", "ł": "l",
}  # fmt: skip


def _folded(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


class _Table(dict[int, str]):
    """A translation that learns each character once."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


_TABLE = _Table()


def fold(text: str) -> str:
    """The text in its plainest letters; the same length as the text."""
    return text.translate(_TABLE)


def compose(text: str) -> str:
    """Letters and their accents as one character each (NFC), so that folding finds them."""
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
