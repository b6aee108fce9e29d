"""Signed tokens: ours are known again, nobody else's are believed."""

from hypothesis import given
from hypothesis import strategies as st

from entendu.core.tickets.tokens import message_id, number_in, plus_address, without_plus

KEY, OTHER = b"one key", b"another key"
NUMBERS = st.integers(1, 10**11)


@given(NUMBERS)
def test_a_token_of_ours_names_its_ticket_in_an_address_and_in_an_id(number):
    assert number_in(plus_address("care@example.org", number, KEY), KEY) == number
    assert number_in(message_id(number, "abcdef123456", "example.org", KEY), KEY) == number
    assert number_in(plus_address("care@example.org", number, KEY).upper(), KEY) == number


@given(NUMBERS, NUMBERS)
def test_a_token_with_another_number_or_another_key_names_nothing(number, other):
    mine = plus_address("care@example.org", number, KEY)
    if other != number:
        assert number_in(mine.replace(f"+t{number}-", f"+t{other}-"), KEY) is None
    assert number_in(mine, OTHER) is None


@given(st.text(max_size=80))
def test_any_other_text_names_nothing(text):
    assert number_in(text, KEY) is None


def test_the_mailbox_behind_a_plus_address():
    assert without_plus("care+t42-abcdefgh@example.org") == "care@example.org"
    assert without_plus("care@example.org") == "care@example.org"
    assert without_plus("") == ""
