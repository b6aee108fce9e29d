"""How many segments a text takes as an SMS (3GPP TS 23.038 and TS 23.040 section 9.2.3.24.1).

In the GSM 7-bit default alphabet one message holds 160 septets, and each of several 153, because a header takes the
rest; a character of the extension table takes two, which are never parted. One character outside of both makes the
whole text UCS-2: 70 code units in one message, 67 in each of several; a surrogate pair is never parted either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# TS 23.038 section 6.2.1, column by column of its table; the escape stands at its place and is no character.
_ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_BASIC = frozenset(_ALPHABET) - {"\x1b"}
_CODE = {char: code for code, char in enumerate(_ALPHABET)}
# TS 23.038 section 6.2.1.1.
_EXTENDED = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
_EXTENSION = frozenset(_EXTENDED)
_PLAIN_EXTENDED = {code: char for char, code in _EXTENDED.items()}

# Whatever the characters are: each takes two of at most 67 code units, or of at most 153 septets.
SURELY_IN_A_SEGMENT = 33


# What people and programs type without meaning it, and what the 7-bit alphabet has in its place. Letters are not here:
# a letter without its accent is another letter.
_TYPED_PLAINLY = str.maketrans(
    {
        **dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f\u02ba\u02ee\u2033\u2036\uff02\u275d\u275e", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bb\u02bc\u02bd\u02b9\u02c8\u2032\u2035\uff07\u275b\u275c", "'"),
        **dict.fromkeys("\u0060\u00b4\u2039\u203a", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
        ),
        **dict.fromkeys("\u200b\u200c\u2060\ufeff\u00ad", ""),
        **dict.fromkeys("\u2028\u2029\u0085\u000b", "\n"),
        "\u2026": "...",
        "\u2022": "-",
        "\u00b7": ".",
        "\u2044": "/",
        "\u2215": "/",
        "\u2217": "*",
        "\u00d7": "x",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2190": "<-",
        "\u2192": "->",
    }
)


_LIGATURES = {"œ": "oe", "Œ": "OE", "ﬁ": "fi", "ﬂ": "fl", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}


def encoding(text: str) -> str:
    """"GSM-7" where the 7-bit default alphabet and its extension hold every character, else "UCS-2"."""
    return "GSM-7" if all(char in _BASIC or char in _EXTENSION for char in text) else "UCS-2"


def typed_plainly(text: str) -> str:
    """The text with plain quotes, dashes, spaces and dots in the place of typographic ones; no letter is touched.

    It reads the same and may take a third of the segments.
    """
    return text.translate(_TYPED_PLAINLY)


def without_accents(text: str) -> str:
    """The text as many write it on a telephone: letters that the 7-bit alphabet lacks stand without their accents.

    It reads less well, and in a language like Romanian it takes half of the segments; the writer decides.
    """
    return "".join(char if char in _BASIC or char in _EXTENSION else _bare(char) for char in typed_plainly(text))


def _bare(char: str) -> str:
    known = _LIGATURES.get(char)
    if known is not None:
        return known
    bare = "".join(one for one in unicodedata.normalize("NFD", char) if not unicodedata.combining(one))
    return bare if bare and _BASIC.issuperset(bare) else char


def parts(text: str) -> list[str]:
    """The text as it travels: one part, or several of at most 153 septets or 67 code units; [""] where it is empty."""
    if encoding(text) == "GSM-7":
        return _cut(text, [2 if char in _EXTENSION else 1 for char in text], 160, 153)
    return _cut(text, [2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67)


def septets(text: str) -> bytes:
    """GSM-7 text as one octet for each septet, characters of the extension table after an escape (SMPP 3.4, data_coding
    0); `ValueError` for any other text."""
    codes = bytearray()
    for char in text:
        if char in _BASIC:
            codes.append(_CODE[char])
        elif char in _EXTENDED:
            codes += bytes((_ESCAPE, _EXTENDED[char]))
        else:
            raise ValueError(f"U+{ord(char):04X} is not in the GSM 7-bit alphabet")
    return bytes(codes)


def of_septets(octets: bytes) -> str:
    """The text of such octets; what no table has is shown as U+FFFD, a lonely escape as a space (TS 23.038, 6.2.1)."""
    text, escaped = [], False
    for code in octets:
        if escaped:
            text.append(_PLAIN_EXTENDED.get(code, _ALPHABET[code] if code < len(_ALPHABET) else "\ufffd"))
            escaped = False
        elif code == _ESCAPE:
            escaped = True
        else:
            text.append(_ALPHABET[code] if code < len(_ALPHABET) else "\ufffd")
    return "".join(text) + (" " if escaped else "")


def _cut(text: str, widths: list[int], alone: int, each: int) -> list[str]:
    """As `_filled` counts, with the text itself."""
    if sum(widths) <= alone:
        return [text]
    found, start, left = [], 0, each
    for place, width in enumerate(widths):
        if width > left:
            found.append(text[start:place])
            start, left = place, each
        left -= width
    return [*found, text[start:]]


def segments(text: str) -> int:
    """How many segments the text takes; one where it is empty."""
    if _BASIC.issuperset(text):
        return _parts(len(text), 160, 153)
    if all(char in _BASIC or char in _EXTENSION for char in text):
        widths = [2 if char in _EXTENSION else 1 for char in text]
        return 1 if sum(widths) <= 160 else _filled(widths, 153)
    widths = [2 if ord(char) > 0xFFFF else 1 for char in text]
    return 1 if sum(widths) <= 70 else _filled(widths, 67)


def _parts(length: int, alone: int, each: int) -> int:
    return 1 if length <= alone else -(-length // each)


def _filled(widths: Iterable[int], room: int) -> int:
    """How many parts of `room` units characters of these widths fill, none of them cut in two."""
    count, left = 1, room
    for width in widths:
        if width > left:
            count, left = count + 1, room
        left -= width
    return count
