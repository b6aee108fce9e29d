"""What Kannel brings, letter by letter."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from entendu.channels.messages import Account, Hook, Incoming
from entendu.channels.sms import kannel

OURS = Account("sms", "kannel", "+23052520000", secrets={"password": "p"}, hook_url="https://desk.example/hooks/kannel/t/")


@pytest.mark.parametrize(("text", "charset"), [
    ("À 10 h, côté jardin.", "latin-1"), ("Größe: 3 m²", "latin-1"), ("À 10 h, côté jardin.", "utf-8"),
    ("Bună ziua, țevile curg 👋", "utf-8"), ("10:00, fine", "ascii"), ("12 €", "utf-8")])
def test_their_words_whatever_they_are_written_in(text: str, charset: str) -> None:
    url = f"{OURS.hook_url}?id=1&from=%2B23057001234&coding=2&text={quote(text.encode(charset))}"
    [said] = kannel.read(OURS, Hook("GET", url, {}, b""))
    assert isinstance(said, Incoming)
    assert (said.text, said.sender) == (text, "+23057001234")
