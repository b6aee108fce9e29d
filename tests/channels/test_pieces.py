"""Long words in pieces: none too long, nothing lost, no emoji torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.channels.pieces import pieces


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(10, 120))
def test_nothing_is_lost_and_no_piece_is_too_long(text: str, longest: int) -> None:
    found = pieces(text, longest)
    assert all(0 < len(piece) <= longest for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(("text", "longest", "found"), [
    ("", 10, []),
    ("  \n ", 10, []),
    ("short", 10, ["short"]),
    ("First one.\n\nThen another.", 15, ["First one.", "Then another."]),
    ("One sentence. And one more.", 20, ["One sentence.", "And one more."]),
    ("abcdefghijkl", 5, ["abcde", "fghij", "kl"]),
    ("xxxxxxxx👩‍🔧 works", 10, ["xxxxxxxx", "👩‍🔧 works"]),
])
def test_where_it_is_cut(text: str, longest: int, found: list[str]) -> None:
    assert pieces(text, longest) == found
