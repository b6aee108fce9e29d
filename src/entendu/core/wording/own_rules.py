"""Rules that a team writes for itself, in the form of the product's own (`rules.py`), checked by their examples."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from entendu.core.wording import rules
from entendu.core.wording.findings import Direction, Finding
from entendu.core.wording.prose import prose
from entendu.core.wording.rules import Rule, RuleBook, RuleError


@lru_cache(maxsize=1024)
def rule_of(text: str, language: str) -> Rule:
    """One rule from its TOML: the row alone, or as a `[[rule]]` with the `[lists]` that it names.

    Raises RuleError with one sentence where it cannot be read.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise RuleError(f"The rule is not written as TOML: {wrong}.") from wrong
    lists = table.pop("lists", {})
    rows = table.pop("rule", None) if isinstance(table.get("rule"), list) else [table]
    if len(rows) != 1 or (rows[0] is not table and table):
        raise RuleError("Write one rule at a time: its row, and the lists that it names before it.")
    return rules.rule_from(rows[0], language, lists)


def checked(text: str, language: str) -> Rule:
    """As `rule_of`, of a rule that does what its examples say; at least one of each kind, `bad` and `good`.

    Raises RuleError with the first thing that is wrong.
    """
    rule = rule_of(text, language)
    if not rule.bad or not rule.good:
        raise RuleError(f"The rule {rule.id} wants examples that show it at work: a bad one, and a good one.")
    if not rule.message:
        raise RuleError(f"The rule {rule.id} wants a message: one sentence that says why it speaks.")
    for failure in rule.failures():
        raise RuleError(failure)
    return rule


def findings(text: str, language: str, direction: Direction, texts: tuple[str, ...]) -> list[Finding]:
    """What a team's rules (as TOML) find in a text. Raises RuleError where one of them cannot be read."""
    return list(_book(language, texts).findings(prose(text), direction)) if texts else []


@lru_cache(maxsize=64)
def _book(language: str, texts: tuple[str, ...]) -> RuleBook:
    return RuleBook(language, [rule_of(text, language) for text in texts])
