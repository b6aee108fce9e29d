"""When a sentence says that something will be done, at a desk that works on weekdays from nine to half past five."""

from datetime import datetime

import pytest

from entendu.core.promises.when import due
from entendu.core.promises.working import working_time

PARIS = working_time("Europe/Paris")
WEDNESDAY = datetime.fromisoformat("2026-11-18T10:20:00+01:00")  # 18 November 2026 is a Wednesday

CASES = [
    ("en", "I'll send it by Thursday noon.", "2026-11-19T12:00"),
    ("en", "You will have it tomorrow first thing.", "2026-11-19T10:00"),
    ("en", "We answer within two working days.", "2026-11-20T17:30"),
    ("en", "I'll write before 5 today.", "2026-11-18T17:00"),
    ("en", "I shall do it Monday week.", "2026-11-30T17:30"),
    ("en", "The spare key is with you no later than 20 November.", "2026-11-20T17:30"),
    ("en", "I'll read the log of Tuesday tonight.", "2026-11-18T23:59"),
    ("en", "I'll ring you in half an hour.", "2026-11-18T10:50"),
    ("en", "We are putting version 4.7.1 on it.", None),
    ("fr", "Je vous rappelle d'ici vendredi midi.", "2026-11-20T12:00"),
    ("fr", "Vous l'aurez avant la fin de la semaine.", "2026-11-20T17:30"),
    ("fr", "Je passe lundi en huit.", "2026-11-30T17:30"),
    ("fr", "Réponse sous 48 heures.", "2026-11-20T10:20"),
    ("fr", "Je vous l'envoie demain matin.", "2026-11-19T12:00"),
    ("fr", "Je vous appelle à 14 h 30.", "2026-11-18T14:30"),
    ("ro", "Vă trimit factura până vineri la ora 14.", "2026-11-20T14:00"),
    ("ro", "Vă sun mâine dimineață.", "2026-11-19T12:00"),
    ("ro", "Vă răspund în maximum 4 ore lucrătoare.", "2026-11-18T14:20"),
    ("ro", "Revin poimâine.", "2026-11-20T17:30"),
    ("ro", "Va trimit diseara factura de marti.", "2026-11-18T23:59"),
]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_a_sentence_names_its_moment(language: str, text: str, wanted: str | None) -> None:
    found = due(text, language, WEDNESDAY, PARIS)
    assert (found and f"{found.due:%Y-%m-%dT%H:%M}") == wanted


def test_a_day_that_the_clocks_change_keeps_the_hour_on_the_wall() -> None:
    found = due("I'll call you on Sunday at 10:00.", "en", datetime.fromisoformat("2026-10-23T09:00:00+02:00"), PARIS)
    assert found is not None
    assert found.due.isoformat() == "2026-10-25T10:00:00+01:00"
