"""Our own links in an SMS: made short, counted as long as they will be, everything else left as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.links import ALPHABET, LENGTH, as_counted, shortened, typed, written
from entendu.core.governor.page import Page
from entendu.core.governor.sms import segments
from tests.core.governor.test_one_address import NOW, news

HOME = "https://desk.example.org"
CASE = "/case/1q.sn4k2c.0.p2m8LqG-mv9_wZrYc1sPAm3QtGvVbHcW0Xk5JxTsE7o/"
OWN = "/you/1q.sn4k2c.p2m8LqG-mv9_wZrYc1sPAm3QtGvVbHcW0Xk5JxTsE7o/"


@pytest.mark.parametrize(("text", "found"), [
    (f"Your case: {HOME}{CASE}", [CASE]),
    (f"Yes: {HOME}{CASE}?heard=yes#heard\nNo: {HOME}{CASE}?heard=no#heard", [f"{CASE}?heard=yes#heard",
                                                                             f"{CASE}?heard=no#heard"]),
    (f"({HOME}{CASE}#choice).", [f"{CASE}#choice"]),
    (f"See {HOME}{CASE}. And {HOME}{OWN}!", [CASE, OWN]),
    (f"{HOME}{OWN}style/, please", [f"{OWN}style/"]),
    (f"https://other.example{CASE} {HOME}/settings/ {HOME}/c/17/ {HOME}.evil.example{CASE}", []),
    (f"{HOME}/case/ and {HOME}/you", []),
])
def test_whose_links_they_are(text: str, found: list[str]) -> None:
    seen: list[str] = []

    def short(path: str) -> str:
        seen.append(path)
        return "/s/x"

    made = shortened(text, HOME, short)
    assert seen == found
    assert made.count(f"{HOME}/s/x") == len(found)
    assert shortened(text, HOME, lambda _path: "") == text, "what is not made short stays as it is"
    assert shortened(text, "", short) == text


@given(st.binary(min_size=10, max_size=32))
def test_the_letters_are_as_many_as_were_counted(digest: bytes) -> None:
    letters = written(digest)
    assert len(letters) == LENGTH
    assert typed(letters) == typed(letters.upper().replace("0", "O").replace("1", "I")) == letters
    made = shortened(f"Your case: {HOME}{CASE}", HOME, lambda _path: f"/s/{letters}")
    assert len(made) == len(as_counted(f"Your case: {HOME}{CASE}", HOME))
    assert segments(made) == 1


@given(st.text(max_size=40))
def test_what_is_no_short_link_is_none(token: str) -> None:
    letters = typed(token)
    assert letters == "" or (len(letters) == LENGTH and set(letters) <= set(ALPHABET))


def test_a_message_holds_more_where_its_links_are_short() -> None:
    """Two parts and a link: long it fills the page alone, short both of them fit."""
    parts = [news(n, f"Visit {n} is on {n + 10} December at 1{n}:00. Your case: {HOME}{CASE}?heard=yes#heard")
             for n in range(2)]
    left = {one.id for one in parts}
    _, told = Page("sms", "en", NOW, 1).filled(parts, left)
    _, short = Page("sms", "en", NOW, 1, HOME).filled(parts, left)
    assert (len(told), len(short)) == (1, 2)
