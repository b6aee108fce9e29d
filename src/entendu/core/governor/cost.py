"""What an SMS costs: its segments and the price of one, as the provider's contract says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_PRICE = re.compile(r"(?:([A-Za-z]{3}|[€$£])\s*)?(\d{1,4}(?:[.,]\d{1,6})?)\s*([A-Za-z]{3}|[€$£]|lei)?", re.ASCII)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "LEI": "RON"}


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def times(self, count: int) -> str:
        """So many of them, with no more digits than the price has: "0.135 EUR"."""
        return f"{(self.amount * count).normalize():f} {self.currency}"


def read_price(words: str) -> Price | None:
    """A price as people write it ("0.045 EUR", "0,045 €", "$ 0.0079"); None for anything else."""
    found = re.fullmatch(_PRICE, words.strip().replace("€", " € ").replace("  ", " ").strip())
    if found is None or bool(found[1]) == bool(found[3]):
        return None
    currency = (found[1] or found[3]).upper()
    return Price(Decimal(found[2].replace(",", ".")), _SIGNS.get(currency, currency))
