"""Nothing in a report names the customer unless somebody wants it so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.naming import Customer, named_in, unnamed

MARIE = Customer(("Marie Laval", "Laval Électricité"), ("+230 5712 3456",))


@pytest.mark.parametrize(("text", "named"), [
    ("Marie Laval writes", ("Marie Laval",)), ("ask Marie", ("Marie",)), ("MARIE called", ("MARIE",)),
    ("the marie celeste", ()), ("Marienbad", ()), ("marie@laval.example", ("marie@laval.example",)),
    ("somebody.else@example.net", ("somebody.else@example.net",)), ("call 57 12 34 56", ("57 12 34 56",)),
    ("00230-5712-3456", ("00230-5712-3456",)), ("order 20261122 and 5712", ()),
    ("Laval\nÉlectricité", ("Laval\nÉlectricité",)),
    ("at 10:57:12.345600", ()),
])
def test_what_names_her(text: str, named: tuple[str, ...]) -> None:
    assert named_in(text, MARIE) == named


def test_what_stands_instead() -> None:
    text = "Marie Laval (marie@laval.example, +230 5712 3456) of Laval Électricité cannot sign in."
    assert unnamed(text, MARIE, "the customer", "an address") == (
        "the customer (an address, an address) of the customer cannot sign in.")


def test_nobody_to_name() -> None:
    assert unnamed("Marie cannot sign in.", Customer(), "the customer", "an address") == "Marie cannot sign in."


@given(st.text(alphabet="Mari Lav@.exmpl+0123456789 \n", max_size=60))
def test_after_it_nothing_names_her(text: str) -> None:
    assert named_in(unnamed(text, MARIE, "x", "y"), MARIE) == ()
