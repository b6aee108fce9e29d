"""How many segments a text takes as an SMS (3GPP TS 23.038 and TS 23.040 section 9.2.3.24.1).

In the GSM 7-bit default alphabet one message holds 160 septets, and each of several 153, because a header takes the
rest; a character of the extension table takes two, which are never parted. One character outside of both makes the
whole text UCS-2: 70 code units in one message, 67 in each of several; a surrogate pair is never parted either.
"""

from __future__ import annotations

from collections.abc import Iterable

# TS 23.038 section 6.2.1, row by row of its table, without the escape.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# TS 23.038 section 6.2.1.1.
_EXTENSION = frozenset("\f^{}\\[~]|€")

# Whatever the characters are: each takes two of at most 67 code units, or of at most 153 septets.
SURELY_IN_A_SEGMENT = 33


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
