"""Every rule that comes with the product finds its bad examples and leaves its good ones alone."""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from entendu.core.wording import rules
from entendu.core.wording.findings import Direction
from entendu.core.wording.prose import prose
from entendu.core.wording.rules import EXAMPLES, LANGUAGES, Rule, RuleBook, RuleError, of_the_product, rule_from
from entendu.doors.cli.main import parser

RULES = [rule for language in LANGUAGES for rule in of_the_product(language).rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.language}-{rule.id}")
def test_a_rule_holds_its_own_examples(rule: Rule) -> None:
    assert list(rule.failures()) == []
    assert len(rule.bad) >= EXAMPLES
    assert len(rule.good) >= EXAMPLES
    assert rule.message.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_has_its_name_alone(language: str) -> None:
    names = [rule.id for rule in of_the_product(language).rules]
    assert len(names) == len(set(names))


ROW = {"id": "x", "check": "blame", "any": ["<colleagues> forgot"], "bad": [], "good": [], "message": "m"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colour": "red"}, "which no rule has"),
        ({"any": ["(a"]}, "not closed"),
        ({"any": ["<nobody> forgot"]}, "does not have"),
        ({"severity": "loud"}, "cannot be used"),
        ({"check": None}, "lacks"),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(change: dict[str, object], said: str) -> None:
    row = {name: value for name, value in {**ROW, **change}.items() if value is not None}
    with pytest.raises(RuleError, match=said):
        rule_from(row, "en", {"colleagues": ["the night shift"]})


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder of English rules in the place of the product's."""
    folder = tmp_path / "rules" / "en"
    folder.mkdir(parents=True)
    monkeypatch.setattr(rules, "files", lambda package: tmp_path)
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    of_the_product.cache_clear()
    rules._shipped.cache_clear()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'[[rule]]\nid = "x"\ncheck = "blame"\nany = ["(a"]\n', "The rule x cannot be used"),
        (b'[[rule]\nid = "x"\n', "line 1"),
        (b'doubt = "\xff"\n', "utf-8"),
    ],
)
def test_a_broken_rule_file_ends_the_command_in_one_sentence(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, why: str
) -> None:
    """It is read once, and not anew for each of the lines, of which none is said to be wrong."""
    (shipped / "blame.toml").write_bytes(text)
    lines = "".join(json.dumps({"id": n, "text": "The gate is open.", "language": "en"}) + "\n" for n in range(3))
    for words, given in ((["wording", "check"], lines), (["wording", "check", "--text", "x", "--language", "en"], "")):
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        args = parser().parse_args(words)
        assert args.run(args, out, err) == 2
        assert out.getvalue() == ""
        assert err.getvalue().startswith("The rule file en/blame.toml cannot be used, so no text is checked")
        assert why in err.getvalue()
        assert err.getvalue().count("\n") == 1


def test_a_broken_rule_file_is_read_once(shipped: Path) -> None:
    (shipped / "blame.toml").write_text("[[rule]")
    for _ in range(2):
        with pytest.raises(rules.BrokenRulesError, match=r"en/blame\.toml"):
            of_the_product("en")
        (shipped / "blame.toml").write_text("")


def test_what_others_said_is_nobodys_fault() -> None:
    rule = rule_from(ROW, "en", {"colleagues": ["the night shift"]})
    book = RuleBook("en", (rule,))
    assert [f.start for f in book.findings(prose("Sadly, the night shift forgot."), Direction.OUT)] == [7]
    assert not list(book.findings(prose('You wrote "the night shift forgot" on Monday.'), Direction.OUT))
    assert not list(book.findings(prose("> the night shift forgot\nThat was us."), Direction.OUT))


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("The night shift forgot your crate.", "We left out"),
        ("I fear the night shift forgot your crate.", "we left out"),
        ("the night shift forgot your crate", "we left out"),
    ],
)
def test_a_wording_begins_as_what_it_replaces(text: str, offer: str) -> None:
    rule = rule_from({**ROW, "suggestions": ["we left out"]}, "en", {"colleagues": ["the night shift"]})
    assert [f.suggestions for f in RuleBook("en", (rule,)).findings(prose(text), Direction.OUT)] == [(offer,)]


WRONG = {
    "en": r"[«»„]",
    "fr": r"[^\S\u00a0\u202f][;:!?»]|«[^\u00a0\u202f]|[“”]",
    "ro": r"[şţŞŢ“«»]",
}
SAID = [(rule.language, text) for rule in RULES for text in (rule.message, *rule.suggestions) if text] + [
    (language, text)
    for language in LANGUAGES
    for head in of_the_product(language).heads.values()
    for text in (head.doubt, *head.offers)
    if text
]


@pytest.mark.parametrize(("language", "text"), SAID)
def test_what_is_said_is_set_as_its_language_sets_it(language: str, text: str) -> None:
    """No-break spaces and guillemets in French, comma below and low quotes in Romanian, curly quotes in English."""
    assert '"' not in text
    assert not re.search(WRONG[language], text)
    assert text == text.strip()
