"""A sentence leaves without its facts and comes back with each of them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.wording.masked import PLACEHOLDER, Known, facts_in, masked, names_in, unmasked

ORDINARY = {
    "en": frozenset("""please use manual read wrote invoice about called button device restart sorry rose asked
        should've don't you're again because customers late""".split()),
    "fr": frozenset("""lire notice envoyée appareil redémarré auriez dû avant peut-être rendez""".split()),
    "ro": frozenset("""trebuia citiți manualul înainte trimis factura domnule plătiți uitat contract că""".split()),
}
TODAY = date(2026, 11, 23)
# Facts of each kind, none of them made of words that the sentences below have as well.
FACTS = ("Jonas Keller", "jonas.keller@example.net", "+40 721 000 111", "14:30", "49.90 €", "FA-2026-118", "3 days",
         "12 December", "https://desk.example/c/41?t=9", "header.html", "GW_1207", "mlaval", "iPhone",
         "“my very words”", "Tuesday", "38%", "C:\\data", "twelve")


def known(language: str = "en", *names: str) -> Known:
    """A language in which only the words of `ORDINARY` are ordinary."""
    return Known(language, frozenset(names), ORDINARY[language].__contains__, TODAY)


@pytest.mark.parametrize(("language", "names", "text", "leaves"), [
    ("en", (), "You should have read the manual about FA-118 on Thursday at 14:30.",
     "You should have read the manual about [CODE_1] on [DATE_2] at [TIME_3]."),
    ("en", (), "Please don't restart the device twice, Priya.",
     "Please don't restart the device [NUMBER_1], [NAME_2]."),
    ("en", (), "Rose Miller should've asked.", "[NAME_1] should've asked."),
    ("en", (), "Rose asked you.", "Rose asked you."),
    ("en", ("rose",), "Rose asked you.", "[NAME_1] asked you."),
    ("en", ("rose",), "A rose, please.", "A rose, please."),
    ("en", (), "Sorry, I called +40 721 000 111 because you wrote 49.90 €.",
     "Sorry, I called [NUMBER_1] because you wrote [AMOUNT_2]."),
    ("en", (), "Please use [NAME_1].", "Please use [CODE_1]."),
    ("en", (), "Please use ½ of A².", "Please use [CODE_1] of [CODE_2]."),
    ("fr", (), "L’appareil a peut-être redémarré avant 14 h.", "L’appareil a peut-être redémarré avant [TIME_1]."),
    ("fr", (), "Vous auriez dû lire la notice « Réseau » de M. Faure.",
     "Vous auriez dû lire la notice [QUOTE_1] de [NAME_2]. [NAME_3]."),
    ("ro", (), "Trebuia să citiți manualul, domnule Barbu, că v-am trimis factura de 300 lei.",
     "Trebuia să citiți manualul, domnule [NAME_1], că v-am trimis factura de [AMOUNT_2]."),
    ("ro", (), "Nu plătiți două facturi.", "Nu plătiți [NUMBER_1] [NAME_2]."),
])
def test_what_leaves(language: str, names: tuple[str, ...], text: str, leaves: str) -> None:
    sent = masked(text, known(language, *names))
    assert sent.text == leaves
    assert unmasked(sent.text, sent.facts) == text


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "ro"]))
def test_any_text_comes_back(text: str, language: str) -> None:
    sent = masked(text, known(language, "rose"))
    assert unmasked(sent.text, sent.facts) == text
    assert PLACEHOLDER.findall(sent.text) == list(sent.placeholders)
    assert len(set(sent.placeholders)) == len(sent.placeholders)


@given(st.lists(st.sampled_from([*ORDINARY["en"], "you", "the", "not", *FACTS]), min_size=1, max_size=12),
       st.sampled_from([" ", ", ", " (", "\u00a0", " – "]))
def test_no_fact_leaves(words: list[str], between: str) -> None:
    text = between.join(words)
    sent = masked(text, known("en"))
    assert unmasked(sent.text, sent.facts) == text
    left = PLACEHOLDER.sub(" ", sent.text)
    for fact in FACTS:
        assert fact not in left
        for piece in re.findall(r"\w{4,}", fact):
            assert piece not in re.findall(r"\w+", left) or piece in ORDINARY["en"], (piece, left)
    assert not re.search(r"[\d@€%\\]", left)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["Ll", "Lu", "Nd", "Po", "Zs"]), max_size=80))
def test_nothing_leaves_but_ordinary_words(text: str) -> None:
    left = PLACEHOLDER.sub(" ", masked(text, known("en")).text)
    assert facts_in(left, known("en")) == []


def test_names() -> None:
    said = "Hello Ionuț,\n\nMaison Faure wrote that THE form is late. Please ask I. Popescu."
    assert names_in(said) == {"ionut", "faure", "popescu"}
