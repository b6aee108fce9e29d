"""How somebody likes to be written to, guessed from how they write: a row for each style, and none from too little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.care.style import Style, guess, next_summary

LETTERS = {
    ("en", Style.RED): ["When is it fixed? I need a date.", "Fix it.", "How long? Yes or no."],
    ("en", Style.YELLOW): ["Hello Ioana! Hope you had a lovely weekend! The kids are well. One small thing: the form "
                           "shows yesterday's date, thanks so much!"] * 3,
    ("en", Style.BLUE): ["Version 4.2.1, logs attached please:\n1. open the page\n2. press Confirm\n3. nothing\nWhat "
                         "exactly changed in the configuration? I measured 300 ms."] * 3,
    ("en", Style.GREEN): ["Sorry to bother you, is it safe to go on? No rush, whenever you have time."] * 3,
    ("fr", Style.RED): ["C'est pour quand ?", "Il me faut une date.", "Réparez ça. Oui ou non ?"],
    ("fr", Style.GREEN): ["Désolée de vous déranger, est-ce normal ? Prenez votre temps, il n'y a pas d'urgence."] * 3,
    ("ro", Style.RED): ["Când va fi gata?", "Vreau o dată.", "Da sau nu?"],
    ("ro", Style.YELLOW): ["Bună, ce mai faceți? Weekend frumos! O întrebare mică despre formular, mulțumesc frumos "
                           "din suflet și o zi frumoasă vă doresc!"] * 3,
}


@pytest.mark.parametrize(("language", "style"), LETTERS)
def test_each_style_is_known_by_how_they_write(language: str, style: Style) -> None:
    found = guess(LETTERS[language, style])
    assert found is not None
    assert found.style is style
    assert found.traits


def test_two_letters_are_too_few_and_a_mixture_is_no_style() -> None:
    assert guess(LETTERS["en", Style.RED][:2]) is None
    assert guess([LETTERS["en", style][0] for style in Style]) is None


@given(st.lists(st.text(max_size=200), max_size=8))
def test_any_letters_have_a_style_or_none(letters: list[str]) -> None:
    found = guess(letters)
    assert found is None or (found.letters >= 3 and found.style in Style)


@given(st.lists(st.sampled_from([text for texts in LETTERS.values() for text in texts]), max_size=8), st.randoms())
def test_the_order_of_letters_does_not_matter(letters: list[str], chance: object) -> None:
    mixed = list(letters)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = guess(letters), guess(mixed)
    assert (one and one.style) == (other and other.style)


@pytest.mark.parametrize(("now", "zone", "at"), [
    ("2026-11-23T17:40+00:00", "Indian/Mauritius", "2026-11-27T05:00+00:00"),
    ("2026-11-27T04:00+00:00", "Indian/Mauritius", "2026-11-27T05:00+00:00"),  # Friday, before nine
    ("2026-11-27T05:00+00:00", "Indian/Mauritius", "2026-12-04T05:00+00:00"),  # Friday at nine: the next one
    ("2026-03-28T12:00+00:00", "Europe/Paris", "2026-04-03T07:00+00:00"),  # the clocks go forward in between
    ("2026-10-24T12:00+00:00", "Europe/Paris", "2026-10-30T08:00+00:00"),
])
def test_the_summary_leaves_on_friday_at_nine_on_their_clock(now: str, zone: str, at: str) -> None:
    assert next_summary(datetime.fromisoformat(now), ZoneInfo(zone)) == datetime.fromisoformat(at)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_it_is_always_within_a_week(now: datetime) -> None:
    assert timedelta(0) < next_summary(now, ZoneInfo("Europe/Paris")) - now <= timedelta(days=7, hours=1)
