"""The product's own links in an SMS: each travels as a short one, whose length is known before it is made."""

from __future__ import annotations

import re
from collections.abc import Callable

# Crockford's base 32 in lower case: nothing in it is taken for something else, and programs that find links in a text
# cut none of it off. Sixteen letters hold 80 bits.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16
PLACE = "/s/"
# What `typed` takes for what was meant (crockford.com/base32.html, "Decode").
_ALIKE = str.maketrans("oil", "011")
# The page of a case and a person's own page, with whatever part of it a link opens.
_LONG = r"(/(?:case|you)/[\w.\-]+/[\w/\-]*(?:\?[\w=&\-]*)?(?:#[\w\-]*)?)"


def shortened(text: str, home: str, short: Callable[[str], str]) -> str:
    """The text with each link below `home` (an address without a slash at its end) to such a page made short: `short`
    is given what stands after `home` and returns what shall stand there, or "" to leave it as it is."""
    if not home or home not in text:
        return text

    def at(found: re.Match[str]) -> str:
        return home + (short(found[1]) or found[1])

    return re.sub(re.escape(home) + _LONG, at, text)


def as_counted(text: str, home: str) -> str:
    """The text with something as long at the place of each short link that it will hold: for counting."""
    return shortened(text, home, lambda _path: PLACE + ALPHABET[0] * LENGTH)


def written(digest: bytes) -> str:
    """The first 80 bits of a digest as the letters of a short link."""
    bits = int.from_bytes(digest[:10], "big")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(LENGTH)))


def typed(token: str) -> str:
    """The letters as somebody typed them off a telephone; "" where they can be no short link."""
    letters = token.lower().translate(_ALIKE)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""
