"""The form of a language's table. Expressions read folded text (`core.governor.facts.fold`): small, without accents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language's words for a situation, for saying yes, and for giving words back.

    `trouble` … `expected` find what a sentence speaks of. `yes`, `no` and `polite` are phrases of short answers; a no
    is looked for at the beginning. `first` and `second` mark a sentence that only its speaker can say ("je", "vous");
    `turned` are possessives that can be turned round. `quote` holds `{words}`.
    """

    trouble: re.Pattern[str]
    since: re.Pattern[str]
    effect: re.Pattern[str]
    tried: re.Pattern[str]
    error: re.Pattern[str]
    nothing: re.Pattern[str]  # "nothing happens": there is no error to ask for
    where: re.Pattern[str]
    who: re.Pattern[str]
    wish: re.Pattern[str]
    paper: re.Pattern[str]  # an invoice, an order, a contract
    which: re.Pattern[str]
    expected: re.Pattern[str]
    today: re.Pattern[str]  # how they do it now
    goal: re.Pattern[str]  # what they want to get done
    yes: re.Pattern[str]
    no: re.Pattern[str]
    polite: re.Pattern[str]
    speaker: re.Pattern[str]
    turned: tuple[tuple[re.Pattern[str], str], ...]
    quote: str
    feelings: Mapping[str, str]


def any_of(phrases: str, *more: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these expressions as whole words, written with semicolons between them; a blank in one means any space."""
    wanted = [" ".join(phrase.split()) for phrase in phrases.split(";")] + [one for group in more for one in group]
    body = "|".join(phrase.replace(" ?", r"\s*").replace(" ", r"\s+") for phrase in wanted if phrase)
    return re.compile(rf"(?<![\w])(?:{body})(?![\w])")


def turn(pattern: str, into: str) -> tuple[re.Pattern[str], str]:
    """A word of the speaker's and the word that stands for it when the other one speaks."""
    return re.compile(rf"(?<![\w’'-]){pattern}(?![\w’'])", re.IGNORECASE), into


# What looks the same in every language: a code, a number, a page, an hour.
CODE = (r"[a-z]{2,8}[-_]\d{2,6}", r"0x[0-9a-f]{4,8}", r"[45]\d\d", r"[a-z]+_[a-z_]+", r"err[-_ ]?\w*\d")
PLACE = (r"https?://\S+", r"www\.\S+", r"[\w-]+\.(?:com|net|org|eu|fr|ro|de|io|shop|html?|php)\S*",
         "iphone", "ipad", "android", "chrome", "firefox", "safari", "edge", "windows", "mac", "macos", "linux", "ios",
         "outlook", "gmail", "excel", "ebay", "amazon", "shopify", "prestashop", "woocommerce", "wordpress")
HOUR = (r"\d{1,2}[:h]\d\d", r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?")
NUMBER = (r"#\s*\w*\d\w*", r"n[o°]\.?\s*\w*\d\w*", r"[a-z]{0,4}[-/]?\d{3,}\w*")
