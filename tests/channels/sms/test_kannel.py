"""What Kannel brings, letter by letter."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from entendu.channels.messages import Account, Hook, Incoming
from entendu.channels.sms import kannel

OURS = Account("sms", "kannel", "+23052520000", secrets={"password": "p"}, hook_url="https://desk.example/hooks/kannel/t/")


@pytest.mark.parametrize(("text", "coding", "charset"), [
    ("À 10 h, côté jardin.", "2", "utf-16-be"), ("Pas tout à fait : c’est celui de l’étage 👋", "2", "utf-16-be"),
    ("Bună ziua, țevile curg", "2", "utf-16-be"), ("水", "2", "utf-16-be"), ("10:00, fine", "0", "ascii"),
    ("Größe: 3 m²", "0", "utf-8"), ("12 € – c’est ça", "0", "windows-1252"), ("Bună ziua, țevile curg", "0", "utf-8")])
def test_their_words_whatever_they_are_written_in(text: str, coding: str, charset: str) -> None:
    url = f"{OURS.hook_url}?id=1&from=%2B23057001234&coding={coding}&text={quote(text.encode(charset))}"
    [said] = kannel.read(OURS, Hook("GET", url, {}, b""))
    assert isinstance(said, Incoming)
    assert (said.text, said.sender) == (text, "+23057001234")
