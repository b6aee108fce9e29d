"""The form in which rules are written, pattern by pattern."""

import re
import time

import pytest

from entendu.core.governor.facts.fold import fold
from entendu.core.wording.patterns import PatternError, compiled

LISTS = {"colleagues": ["the night shift", "colleague"]}

CASES = [
    ("never again", "It will never again fail.", True),
    ("never again", "Never. Again?", False),
    ("guarantee*", "this is guaranteed", True),
    ("(my|our) colleague", "our colleague", True),
    ("(my|our) colleague", "his colleague", False),
    ("[really] sorry about", "sorry about that", True),
    ("so [really] sorry", "so really sorry", True),
    ("never ... again", "never will it do that again", True),
    ("never ... again", "never will it do that to you or me again", False),
    ("never ..8 again", "never will it do that to you or me again", True),
    ("<colleagues> forgot", "I fear the night shift forgot", True),
    ("in # days", "in 3 days", True),
    ("^ sorry", "Sorry, that was us", True),
    ("^ sorry", "I am sorry", False),
    ("sorry $", "We are sorry.", True),
    ("don't worry", "dont worry", True),
    ("don't worry", "Don’t worry", True),
    ("c'est votre faute", "C’est votre faute", True),
    ("vina dumneavoastră", "din vina dumneavoastra", True),
    ("well , actually", "Well, actually it does", True),
]

NEEDED = [
    ("(my|our) colleague forgot", {"colleague"}, [{"my", "our"}, {"forgot"}]),
    ("the [really] guaranteed price", {"guaranteed"}, [{"the"}, {"price"}]),
    ("your guarantee*", {"guarantee*"}, [{"your"}]),
    ("never again|for good", {"again", "good"}, []),
]


@pytest.mark.parametrize(("pattern", "anchors", "needs"), NEEDED)
def test_a_pattern_knows_the_words_without_which_it_finds_nothing(
    pattern: str, anchors: set[str], needs: list[set[str]]
) -> None:
    read = compiled(pattern, LISTS)
    assert read.anchors == anchors
    assert [set(need) for need in read.needs] == needs


@pytest.mark.parametrize(("pattern", "text", "found"), CASES)
def test_a_pattern_finds_what_it_says(pattern: str, text: str, found: bool) -> None:
    assert bool(compiled(pattern, LISTS).expression.search(fold(text))) is found


EXACT = [
    ("it's", "it's here", True),
    ("it's", "its cable", False),
    ("its", "it's here", False),
    ("s-a", "s-a stricat", True),
    ("s-a", "sa vina", False),
    ("ca să", "ca să vină", True),
    ("ca să", "că să vină", False),
]


@pytest.mark.parametrize(("pattern", "text", "found"), EXACT)
def test_in_an_exact_pattern_every_mark_counts(pattern: str, text: str, found: bool) -> None:
    assert bool(compiled(pattern, LISTS, exact=True).expression.search(text)) is found


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "(a|)", "", "<nobody> forgot", "a {2}", "x " * 400])
def test_a_pattern_that_cannot_be_read_says_so(pattern: str) -> None:
    with pytest.raises(PatternError, match=r"\.$"):
        compiled(pattern, LISTS)


@pytest.mark.parametrize(("pattern", "text", "found"), [case for case in CASES if case[2]])
def test_each_match_holds_an_anchor(pattern: str, text: str, found: bool) -> None:
    """Sentences without an anchor are never searched, so a missing one would be a miss."""
    words = set(re.findall(r"[a-z0-9]+", fold(text)))
    anchors = compiled(pattern, LISTS).anchors
    assert not anchors or any(
        any(word.startswith(anchor[:-1]) for word in words) if anchor.endswith("*") else anchor in words
        for anchor in anchors
    )


def test_no_pattern_takes_long_on_a_text_made_against_it() -> None:
    pattern = compiled("a ..9 a ..9 a ..9 b", {})
    began = time.process_time()
    assert pattern.expression.search("a " * 750) is None
    assert time.process_time() - began < 1
