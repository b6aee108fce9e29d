"""Spelling with the dictionaries of Debian: what is an error, and what is a name, a code or a loan."""

from pathlib import Path

import pytest

from entendu.core.wording.findings import Context, Direction, Severity
from entendu.core.wording.read import read
from entendu.parts.wording.dictionaries import NAMES, shelf

SHELF = shelf(Path("none"))

CASES = [
    ("en", "I have untill now beleived it.", ["untill", "beleived"]),
    ("en", "The colour and the color are both fine.", []),
    ("en", "Teh router was slow.", ["Teh"]),
    ("en", "Tomasz Wrona swapped it.", []),
    ("en", "Rename it to backup.bak and send me /etc/fstab.", []),
    ("en", "The field is called `adress` and you wrote \"beleive\".", []),
    ("en", "Please look at getUserAdress and the JWT.", []),
    ("fr", "Le remboursment suit demain.", ["remboursment"]),
    ("fr", "Aujourd’hui l’appareil s’est peut-être éteint, dites-le-moi.", []),
    ("fr", "Le firewall est pret.", ["pret"]),
    ("fr", "Votre email est arrivé, Mme Faure.", []),
    ("ro", "Am trimis formularul și așteptăm răspunsul.", []),
    ("ro", "Am trimis formularul și asteptăm raspunsul.", ["asteptăm", "raspunsul"]),
    ("ro", "Resetați routerul, apoi cookie-urile și tokenul, în browserele dumneavoastră.", []),
    ("ro", "Vă trimitem ţeava de schimb.", []),
    ("ro", "Branch-ul e vechi, dar etichetele le-am reetichetat.", []),
    ("ro", "Stewardul a găsit geaca lângă killer-ul de furnici.", []),
    ("ro", "Am trimis formularul si asteptam raspunsul dumneavoastra pana joi.", []),
]


@pytest.mark.parametrize(("language", "text", "wrong"), CASES)
def test_what_is_misspelt(language: str, text: str, wrong: list[str]) -> None:
    found = read(text, Direction.OUT, language, dictionaries=SHELF).findings
    assert [text[f.start : f.end] for f in found if f.check == "spelling"] == wrong


def test_a_romanian_text_without_diacritics_is_one_remark() -> None:
    text = "Am trimis formularul si asteptam raspunsul dumneavoastra pana joi."
    found = [f for f in read(text, Direction.OUT, "ro", dictionaries=SHELF).findings if f.check == "grammar"]
    assert [f.rule for f in found] == ["diacritics"]


def test_the_cases_own_words_are_right() -> None:
    context = Context(words=frozenset({"Kilnomatic"}))
    found = read("the kilnomatic is warm", Direction.OUT, "en", context, SHELF).findings
    assert not [f for f in found if f.check == "spelling"]


def test_the_nearest_word_is_offered_first() -> None:
    found = read("I beleive it.", Direction.OUT, "en", dictionaries=SHELF).findings
    assert next(f for f in found if f.check == "spelling").suggestions[0] == "believe"


def test_two_slips_are_mended_too() -> None:
    found = read("We beleve that the recieptt is lost.", Direction.OUT, "en", dictionaries=SHELF).findings
    assert "receipt" in next(f for f in found if f.check == "spelling" and f.start > 12).suggestions


def test_every_language_has_its_dictionary() -> None:
    assert set(SHELF) == set(NAMES)


@pytest.mark.parametrize(
    ("text", "severity", "offered"),
    [
        ("Am primit factuura și o trimit azi.", Severity.WARNING, {"factura"}),
        ("Diagnosticul pomenește o colangită veche.", Severity.HINT, set()),  # a word of medicine: none is near it
        ("Nuanța e cea din mostrar.", Severity.HINT, {"mostra"}),  # a good word that the dictionary lacks
        ("Îl aducem pînă mîine seară.", Severity.HINT, {"până"}),  # as it was spelt before 1993
    ],
)
def test_a_slip_is_warned_of_and_what_is_further_off_is_a_hint(
    text: str, severity: Severity, offered: set[str]
) -> None:
    found = next(f for f in read(text, Direction.OUT, "ro", dictionaries=SHELF).findings if f.check == "spelling")
    assert found.severity is severity
    assert offered <= set(found.suggestions)
