"""What is a promise and what only looks like one, in whole readings."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from entendu.core.wording.findings import Context, Direction, Finding
from entendu.core.wording.read import read


def promised(language: str, text: str) -> list[Finding]:
    return [f for f in read(text, Direction.OUT, language).findings if f.check == "promise"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The invoice is in the folder; we send you the certificate by noon."),
        ("en", "Your parcel is at the depot; I'll collect it myself."),
        ("fr", "La facture est dans le dossier ; je vous envoie le certificat demain."),
        ("ro", "Factura e în dosar; vă trimit certificatul mâine."),
    ],
)
def test_either_side_of_a_semicolon_may_promise(language: str, text: str) -> None:
    assert promised(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ro", "Trebuia să sunați la depozit înainte de ora zece."),
        ("ro", "Ar fi trebuit să păstrați bonul până luni."),
        ("en", "As a rule we deliver by noon on weekdays."),
        ("en", "You should have kept the receipt until Monday."),
    ],
)
def test_what_others_should_have_done_and_what_is_usual_binds_nobody(language: str, text: str) -> None:
    assert not promised(language, text)


@pytest.mark.parametrize(
    ("language", "text", "due"),
    [
        ("en", "Your exam is on Thursday at nine. I'll have the card with you by then.", "2026-11-26 09:00"),
        ("en", "We will look into it. Thanks for the mail of Monday.", ""),
        ("fr", "Votre examen est jeudi à neuf heures. Je vous envoie la carte d'ici là.", "2026-11-26 09:00"),
        ("fr", "Pour vous, on s'en occupe. Demain, dix heures.", "2026-11-24 10:00"),
        ("ro", "Examenul e joi la nouă. Până atunci vă trimit legitimația.", "2026-11-26 09:00"),
    ],
)
def test_then_means_the_moment_of_the_sentence_before(language: str, text: str, due: str) -> None:
    context = Context(now=datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris")))
    found = read(text, Direction.OUT, language, context).findings
    assert {f"{f.due:%Y-%m-%d %H:%M}" for f in found if f.check == "promise" and f.due} == ({due} if due else set())


@pytest.mark.parametrize(
    ("language", "text", "promises"),
    [
        ("en", "The office shuts at five today, but I'll send you the form tomorrow.", 1),
        ("en", "The office shuts at five today, and the museum closes at six.", 0),
        ("fr", "Les bureaux ferment à 14 h, mais vous aurez votre procuration avant midi.", 1),
        ("fr", "Le musée ferme à 17 h, et la boutique ferme à 18 h.", 0),
        ("ro", "Biroul închide la cinci, dar vă trimit formularul mâine.", 1),
    ],
)
def test_opening_hours_forbid_in_their_own_clause(language: str, text: str, promises: int) -> None:
    assert len(promised(language, text)) == promises
