"""What is a promise and what only looks like one, in whole readings."""

import pytest

from entendu.core.wording.findings import Direction, Finding
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
