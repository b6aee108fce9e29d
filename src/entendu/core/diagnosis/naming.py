"""What in a text names a customer: a report to developers holds none of it unless a member wants it so.

A name is looked for by its words as they are written, with a capital, so that Rose in a letter is Rose and the rose of
a logo stays. Every mail address counts, whoever it belongs to; telephone numbers count where they are known as the
customer's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAIL = re.compile(r"[\w.+'-]+@\u200b?[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d(?:[\s().\-/\u00a0]{0,2}\d){6,14}(?!\w)")
# The last digits are what a number has in common however it is written: with a country code, with a zero, with neither.
_LAST_DIGITS = 8
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Customer:
    """Who is not to be named: names (their own, their organisation's) and numbers they are called at."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def named_in(text: str, customer: Customer) -> tuple[str, ...]:
    """What of the customer can be read in the text, in its order, each once."""
    found = [match for pattern in _patterns(customer) for match in pattern.finditer(text)]
    found += [match for match in _NUMBER.finditer(text) if _is_theirs(match[0], customer)]
    return tuple(dict.fromkeys(match[0] for match in sorted(found, key=lambda match: match.start())))


def unnamed(text: str, customer: Customer, stand_in: str, address: str) -> str:
    """The text with `stand_in` for every name of theirs and `address` for every address and number."""
    first, *names = _patterns(customer)
    text = first.sub(address, text)
    text = _NUMBER.sub(lambda match: address if _is_theirs(match[0], customer) else match[0], text)
    for pattern in names:
        text = pattern.sub(stand_in, text)
    return text


def _patterns(customer: Customer) -> list[re.Pattern[str]]:
    """Addresses first: names stand in them. Whole names before their words."""
    whole = sorted({" ".join(name.split()) for name in customer.names if name.strip()}, key=len, reverse=True)
    words = {word for name in whole for word in name.split() if len(word) > _SHORTEST and word[:1].isupper()}
    alternatives = [r"\s+".join(map(re.escape, name.split())) for name in whole]
    alternatives += [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    alternatives += [re.escape(word.upper()) for word in sorted(words, key=len, reverse=True)]
    return [_MAIL] + ([re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")] if alternatives else [])


def _is_theirs(number: str, customer: Customer) -> bool:
    digits = re.sub(r"\D", "", number)[-_LAST_DIGITS:]
    theirs = {re.sub(r"\D", "", one)[-_LAST_DIGITS:] for one in customer.numbers}
    return len(digits) == _LAST_DIGITS and digits in theirs
