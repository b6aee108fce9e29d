"""Is it really solved: when it is asked, and what an answer in somebody's own words says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.care.solved import TO_TRY, Word, heard, when_to_ask
from entendu.core.promises.working import working_time

NAMES = ("Marie Laval", "Ioana Dumitru")
PARIS = working_time("Europe/Paris", holidays=[date(2026, 12, 25)])


@pytest.mark.parametrize(("told", "asked"), [
    ("2026-11-23T09:00+00:00", "2026-11-24T09:00+00:00"),  # Monday morning: Tuesday at ten in Paris
    ("2026-11-23T17:40+00:00", "2026-11-25T09:00+00:00"),  # Monday evening: a whole Tuesday to try it
    ("2026-11-27T10:00+00:00", "2026-11-30T09:00+00:00"),  # Friday: not on a Saturday
    ("2026-12-24T10:00+00:00", "2026-12-28T09:00+00:00"),  # a holiday and a weekend lie between
    ("2026-03-27T16:00+00:00", "2026-03-30T08:00+00:00"),  # the clocks go forward on the Sunday
])
def test_they_are_asked_after_a_day_to_try_it(told: str, asked: str) -> None:
    assert when_to_ask(datetime.fromisoformat(told), PARIS) == datetime.fromisoformat(asked)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_it_is_never_asked_too_soon_nor_on_a_free_day(told: datetime) -> None:
    asked = when_to_ask(told, PARIS)
    assert TO_TRY <= asked - told <= timedelta(days=6)
    assert PARIS.is_open(asked)


AGREED = [
    ("It works now, thank you!", "en"), ("Working again. Cheers", "en"), ("Everything is back to normal.", "en"),
    ("No more errors since this morning. Thanks", "en"), ("Problem solved", "en"), ("All good, many thanks", "en"),
    ("Ça marche, merci", "fr"), ("Plus aucun problème, merci beaucoup", "fr"), ("C’est réglé.", "fr"),
    ("Tout fonctionne à nouveau, bonne soirée", "fr"), ("Merge perfect, mulțumesc", "ro"), ("S-a rezolvat", "ro"),
    ("Nu mai am nicio problemă, mulțumesc", "ro"), ("Totul este în regulă", "ro"), ("It works again", "de"),
]
NOT_YET = [
    ("Still the same error", "en"), ("It doesn't work", "en"), ("Sorry, it is not solved.", "en"),
    ("The error came back again this morning", "en"), ("Works only on the computer", "en"),
    ("Toujours pas", "fr"), ("Le problème persiste", "fr"), ("Ça ne marche pas", "fr"), ("C'est revenu ce matin", "fr"),
    ("Încă nu merge", "ro"), ("Tot aceeași eroare", "ro"), ("A apărut din nou", "ro"),
]
NEITHER = [
    ("Works fine, but the banner is gone", "en", Word.OTHER), ("Another thing: how do I export?", "en", Word.OTHER),
    ("I'll test it tomorrow", "en", Word.OTHER), ("It worked yesterday", "en", Word.OTHER),
    ("Je teste demain", "fr", Word.OTHER), ("Sper să meargă", "ro", Word.OTHER),
    ("Does it work for others?", "en", Word.OTHER),
    ("Thank you so much, Ioana", "en", Word.THANKS), ("Merci beaucoup", "fr", Word.THANKS),
    ("Mulțumesc frumos!", "ro", Word.THANKS),
    ("Great, thanks again! Have a good weekend", "en", Word.THANKS),
    ("Many thanks for your quick help", "en", Word.THANKS),
    ("Thanks for sending the invoice again", "en", Word.OTHER), ("Super, merci beaucoup !", "fr", Word.THANKS),
    ("Merci encore pour votre aide, bonne journée", "fr", Word.THANKS),
    ("Merci de renvoyer la facture", "fr", Word.OTHER),
    ("Merci d'avance pour la facture", "fr", Word.OTHER), ("Vă mulțumesc încă o dată!", "ro", Word.THANKS),
    ("Mulțumesc anticipat", "ro", Word.OTHER), ("Hello Ioana,\n\nmany thanks.\n\nMarie", "en", Word.THANKS),
]


@pytest.mark.parametrize(("text", "language"), AGREED)
def test_a_word_for_it_is_heard(text: str, language: str) -> None:
    assert heard(text, language, NAMES) is Word.AGREED


@pytest.mark.parametrize(("text", "language"), NOT_YET)
def test_a_failure_is_heard(text: str, language: str) -> None:
    assert heard(text, language, NAMES) is Word.NOT_YET


@pytest.mark.parametrize(("text", "language", "word"), NEITHER)
def test_what_says_neither_is_left_to_a_person(text: str, language: str, word: Word) -> None:
    assert heard(text, language, NAMES) is word


@pytest.mark.parametrize(("text", "language", "word"), [
    ("Yes", "en", Word.AGREED), ("No", "en", Word.NOT_YET), ("Oui, merci", "fr", Word.AGREED),
    ("Non, pas encore", "fr", Word.NOT_YET), ("Da", "ro", Word.AGREED), ("Nu", "ro", Word.NOT_YET),
    ("Thanks", "en", Word.THANKS),
])
def test_once_asked_a_bare_yes_or_no_is_enough(text: str, language: str, word: Word) -> None:
    assert heard(text, language, NAMES, asked=True) is word


@given(st.sampled_from(AGREED), st.sampled_from(NOT_YET))
def test_whoever_says_both_has_not_agreed(good: tuple[str, str], bad: tuple[str, str]) -> None:
    assert heard(f"{good[0]} {bad[0]}", bad[1], NAMES) is not Word.AGREED


@given(st.text(max_size=300), st.sampled_from(["en", "fr", "ro", "de", ""]), st.booleans())
def test_any_text_has_an_answer(text: str, language: str, asked: bool) -> None:
    assert heard(text, language, NAMES, asked=asked) in set(Word)
