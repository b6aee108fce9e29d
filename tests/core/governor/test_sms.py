"""Segments, alphabets and prices of SMS, counted and cut the same way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.cost import Price, read_price
from entendu.core.governor.sms import encoding, of_septets, parts, segments, septets, typed_plainly, without_accents

GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà\f^{}\\[~]|€"


@pytest.mark.parametrize(("text", "alphabet", "count"), [
    ("", "GSM-7", 1), ("a" * 160, "GSM-7", 1), ("a" * 161, "GSM-7", 2), ("a" * 306, "GSM-7", 2),
    ("a" * 307, "GSM-7", 3),
    ("€" * 80, "GSM-7", 1), ("€" * 81, "GSM-7", 2), ("a" * 152 + "€" + "a" * 151, "GSM-7", 2),
    ("a" * 152 + "€" + "a" * 152, "GSM-7", 3), ("ș" * 70, "UCS-2", 1), ("ș" * 71, "UCS-2", 2), ("👋" * 35, "UCS-2", 1),
    ("👋" * 36, "UCS-2", 2), ("👋" * 67, "UCS-2", 3), ("déjà vu", "GSM-7", 1), ("ç", "UCS-2", 1), ("Ç", "GSM-7", 1)])
def test_segments(text: str, alphabet: str, count: int) -> None:
    assert (encoding(text), segments(text), len(parts(text))) == (alphabet, count, count)


@given(st.text(alphabet=st.one_of(st.sampled_from(GSM + "ăâîșțœ’👋"), st.characters(exclude_categories=["Cs"])),
               max_size=400))
def test_the_parts_are_the_text(text: str) -> None:
    cut = parts(text)
    assert "".join(cut) == text
    assert len(cut) == segments(text)
    assert all(segments(one) == 1 for one in cut)


@given(st.text(alphabet=GSM, max_size=200))
def test_septets_are_read_back(text: str) -> None:
    assert of_septets(septets(text)) == text


@given(st.binary(max_size=60))
def test_any_octets_are_some_text(octets: bytes) -> None:
    assert isinstance(of_septets(octets), str)


def test_what_is_not_in_the_alphabet_is_no_septet() -> None:
    with pytest.raises(ValueError, match="U\\+0219"):
        septets("ș")


@pytest.mark.parametrize(("typed", "plain"), [
    ("“It’s done” – at 10…", "\"It's done\" - at 10..."), ("« Déjà »\u202f!", '" Déjà " !'), ("„Gata”", '"Gata"'),
    ("soft\u00adhyphen\u200b", "softhyphen"), ("œuvre, șapte, ÉTÉ", "œuvre, șapte, ÉTÉ"), ("→ 3 × 2", "-> 3 x 2")])
def test_typographic_marks_are_typed_plainly_and_letters_stay(typed: str, plain: str) -> None:
    assert typed_plainly(typed) == plain


@pytest.mark.parametrize(("written", "bare"), [
    ("Bună ziua, țevile „noi” sunt în șură", 'Buna ziua, tevile "noi" sunt in sura'),
    ("Noël, œuvre, ça", "Noel, oeuvre, ca"),
    ("déjà prêt, ÉTÉ, ñ", "déjà pret, ÉTÉ, ñ"), ("👋 Łódź Ω", "👋 Lodz Ω")])
def test_letters_without_accents(written: str, bare: str) -> None:
    assert without_accents(written) == bare


@given(st.text(max_size=300))
def test_plain_typing_never_changes_the_alphabet_for_the_worse(text: str) -> None:
    assert not (encoding(text) == "GSM-7" and encoding(typed_plainly(text)) == "UCS-2")


@pytest.mark.parametrize(("words", "price", "three"), [
    ("0.045 EUR", Price(read_price("0.045 EUR").amount, "EUR"), "0.135 EUR"),  # type: ignore[union-attr]
    ("0,05 €", read_price("0.05 EUR"), "0.15 EUR"), ("$ 0.0079", read_price("0.0079 USD"), "0.0237 USD"),
    ("0.2 lei", read_price("0.2 RON"), "0.6 RON")])
def test_prices(words: str, price: Price, three: str) -> None:
    assert read_price(words) == price
    assert price.times(3) == three


@pytest.mark.parametrize("words", ["", "cheap", "0.05", "0.05 EUR EUR", "EUR", "1e9 EUR", "-1 EUR", "EUR 0.05 EUR"])
def test_no_prices(words: str) -> None:
    assert read_price(words) is None
