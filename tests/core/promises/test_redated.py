"""The words of a promise that was moved name its new date, in the three languages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from entendu.core.promises.redated import redated
from entendu.core.promises.when import due as read
from entendu.core.promises.working import working_time

ZONE = ZoneInfo("Europe/Paris")
MADE, DUE = datetime(2026, 11, 23, 10, tzinfo=ZONE), datetime(2026, 12, 3, 17, tzinfo=ZONE)
WORK = working_time("Europe/Paris")


@pytest.mark.parametrize(("language", "words", "becomes"), [
    ("en", "We will repair it by Thursday 17:00.", "We will repair it by Thursday 3 December at 17:00."),
    ("en", "I will write to you by the end of the week.", "I will write to you by Thursday 3 December at 17:00."),
    ("en", "You have it tomorrow before noon.", "You have it by Thursday 3 December at 17:00."),
    ("en", "We fix it within two days.", "We fix it by Thursday 3 December at 17:00."),
    ("en", "It will be there on 24 November.", "It will be there on Thursday 3 December at 17:00."),
    ("en", "Tomorrow we send you the list.", "By Thursday 3 December at 17:00 we send you the list."),
    ("en", "We sent it on Monday, and the report comes by Friday.",
     "We sent it on Monday, and the report comes by Thursday 3 December at 17:00."),
    ("fr", "Nous vous écrivons d’ici jeudi 17 h.", "Nous vous écrivons d’ici jeudi 3 décembre à 17\u00a0h."),
    ("fr", "Ce sera réparé demain avant midi.", "Ce sera réparé d’ici jeudi 3 décembre à 17\u00a0h."),
    ("fr", "Nous le réparons dans les deux jours.", "Nous le réparons d’ici jeudi 3 décembre à 17\u00a0h."),
    ("fr", "Vous l’aurez avant la fin de la semaine.", "Vous l’aurez avant jeudi 3 décembre à 17\u00a0h."),
    ("ro", "Reparăm până joi la 17:00.", "Reparăm până joi, 3 decembrie, la 17:00."),
    ("ro", "Trimitem în două zile.", "Trimitem până joi, 3 decembrie, la 17:00."),
])
def test_the_new_date_stands_in_the_place_of_the_old(language: str, words: str, becomes: str) -> None:
    assert redated(words, language, MADE, WORK, DUE) == becomes
    found = read(becomes, language, MADE, WORK)
    assert found is not None
    assert found.due == DUE


@pytest.mark.parametrize(("language", "words"), [
    ("en", "We will look into it."), ("fr", "Nous regardons."), ("ro", "Verificăm."), ("de", "Wir melden uns morgen."),
])
def test_words_without_a_date_stay_as_they_are(language: str, words: str) -> None:
    assert redated(words, language, MADE, WORK, DUE) == words
