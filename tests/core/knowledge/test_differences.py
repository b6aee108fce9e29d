"""What changed, in words: the old text and the new one can both be read from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.knowledge.differences import Change, between


@pytest.mark.parametrize(("old", "new", "changes"), [
    ("It is down.", "It is up.", [("same", "It is "), ("gone", "down"), ("new", "up"), ("same", ".")]),
    ("same", "same", [("same", "same")]),
    ("", "new words", [("new", "new words")]),
    ("old words", "", [("gone", "old words")]),
    ("call us today", "write to us today",
     [("gone", "call"), ("new", "write to"), ("same", " us today")]),
    ("one two three", "four five three", [("gone", "one two"), ("new", "four five"), ("same", " three")]),
])
def test_between(old: str, new: str, changes: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.text) for one in between(old, new)] == changes


WORDS = st.lists(st.sampled_from(["the", "page", "is", "down", "ș", "42", ",", "\n"]), max_size=30).map(" ".join)


@given(WORDS, WORDS)
def test_both_can_be_read_from_it(old: str, new: str) -> None:
    changes = between(old, new)
    assert _read(changes, "gone") == old.split()
    assert _read(changes, "new") == new.split()


def _read(changes: tuple[Change, ...], kind: str) -> list[str]:
    return "".join(one.text for one in changes if one.kind in {"same", kind}).split()


def test_long_texts_are_compared_by_lines() -> None:
    old = "".join(f"Line {number} of many words.\n" for number in range(3_000))
    changes = between(old, old.replace("Line 7 of", "Line seven of"))
    assert [one for one in changes if one.kind != "same"] == [
        Change("gone", "Line 7 of many words.\n"), Change("new", "Line seven of many words.\n")]
