"""Kinds of sentences whose moment is easily misread: a day with its date, minutes, a bare stretch, how often."""

from datetime import datetime

import pytest

from entendu.core.promises.when import moments
from entendu.core.promises.working import working_time

PARIS = working_time("Europe/Paris")
WEDNESDAY = datetime.fromisoformat("2026-11-18T10:20:00+01:00")  # 18 November 2026 is a Wednesday


def named(language: str, text: str) -> list[str]:
    return [f"{when.due:%m-%dT%H:%M}" for when in moments(text, language, WEDNESDAY, PARIS)]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "You have the keys by Tuesday 1 December at 16:00.", "12-01T16:00"),
        ("en", "The crate leaves on Tuesday, December 1st at noon.", "12-01T12:00"),
        ("en", "I'll be there Tuesday the 24th at 08:15.", "11-24T08:15"),
        ("en", "I'll be there Tuesday 24/11 at 08:15.", "11-24T08:15"),
        ("fr", "Vous aurez les clés mardi 1er décembre à 16 h.", "12-01T16:00"),
        ("fr", "Je passe mardi 24/11 à 8 h 15.", "11-24T08:15"),
        ("fr", "Je passe mardi le 24 à midi.", "11-24T12:00"),
        ("ro", "Aveți cheile marți, 1 decembrie, la ora 16.", "12-01T16:00"),
        ("ro", "Trec marți pe 24.11 la 08:15.", "11-24T08:15"),
    ],
)
def test_a_day_with_its_date_is_one_moment(language: str, text: str, wanted: str) -> None:
    assert named(language, text) == [wanted]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "I'll ring you before 17:25.", "11-18T17:25"),
        ("en", "I'll ring you at 17.25.", "11-18T17:25"),
        ("fr", "Je vous appelle avant 17 h 25.", "11-18T17:25"),
        ("fr", "Je vous appelle à 17:25.", "11-18T17:25"),
        ("ro", "Vă sun la ora 17:25.", "11-18T17:25"),
        ("ro", "Vă sun până la 17:25.", "11-18T17:25"),
        ("ro", "Vă sun pe la ora 17.25.", "11-18T17:25"),
    ],
)
def test_minutes_are_read(language: str, text: str, wanted: str) -> None:
    assert named(language, text) == [wanted]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "The agreement gives us 48 hours, and we keep to it.", "11-20T10:20"),
        ("en", "The glue needs three days and then it is yours.", "11-21T17:30"),
        ("fr", "Le contrat nous laisse 48 heures et nous nous y tenons.", "11-20T10:20"),
        ("fr", "Il me faut deux jours.", "11-20T17:30"),
        ("ro", "Contractul ne lasă 48 de ore și ne ținem de ele.", "11-20T10:20"),
        ("ro", "Îmi ia două zile.", "11-20T17:30"),
    ],
)
def test_a_stretch_that_is_given_or_needed_ends(language: str, text: str, wanted: str) -> None:
    assert named(language, text) == [wanted]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The lift stopped for the fifth time this week."),
        ("en", "It rang twice today."),
        ("fr", "L'ascenseur s'arrête pour la cinquième fois cette semaine."),
        ("ro", "Liftul se oprește a cincea oară săptămâna asta."),
    ],
)
def test_how_often_it_happened_is_no_deadline(language: str, text: str) -> None:
    assert named(language, text) == []


def test_this_is_no_is() -> None:
    (when,) = moments("The hall is full this Friday.", "en", WEDNESDAY, PARIS)
    assert not when.is_deadline
