"""A draft read with its case in view: what was asked, what cannot be done, what is confirmed, when we work."""

from datetime import datetime

import pytest

from entendu.core.promises.working import working_time
from entendu.core.wording.findings import Context, Direction, Finding
from entendu.core.wording.read import read
from entendu.core.wording.same_words import carrying, share

OFFICE = working_time("Europe/Brussels", [["mon-fri", "09:00", "17:30"]])
MONDAY = datetime.fromisoformat("2026-11-02T10:00:00+01:00")


def found(text: str, language: str, check: str, context: Context) -> list[Finding]:
    return [f for f in read(text, Direction.OUT, language, context).findings if f.check == check]


@pytest.mark.parametrize(
    ("language", "asked", "text", "flagged"),
    [
        ("en", "Which version of the app do you use?", "What app version are you using?", True),
        ("en", "Which version of the app is installed?", "Which app version is installed on it?", True),
        ("en", "Which version of the app is installed?", "Version 5 of the app is installed.", False),
        ("en", "Which version of the app is installed?", "Which colour is the lamp?", False),
        ("fr", "De quelle couleur est le voyant de la box ?", "Quelle est la couleur du voyant ?", True),
        ("ro", "Ce culoare are becul de pe router?", "Ce culoare are becul routerului?", True),
    ],
)
def test_a_question_is_not_put_twice(language: str, asked: str, text: str, flagged: bool) -> None:
    assert bool(found(text, language, "already-asked", Context(asked=(asked,)))) is flagged
    assert not found(text, language, "already-asked", Context())


@pytest.mark.parametrize(
    ("language", "limit", "text", "flagged"),
    [
        ("en", "Invoices cannot be exported to PDF.", "We can export your invoice to PDF.", True),
        ("en", "Invoices cannot be exported to PDF.", "We can't export your invoice to PDF.", False),
        ("en", "Invoices cannot be exported to PDF.", "We can send your invoice by post.", False),
        ("fr", "Pas de livraison le samedi.", "La livraison du samedi est possible.", True),
        ("fr", "Pas de livraison le samedi.", "La livraison du samedi n'est pas possible.", False),
        ("ro", "Nu livrăm sâmbăta la munte.", "Sigur, livrăm sâmbăta la munte.", True),
        ("ro", "Nu livrăm sâmbăta la munte.", "Din păcate nu livrăm sâmbăta la munte.", False),
    ],
)
def test_a_limit_is_not_contradicted(language: str, limit: str, text: str, flagged: bool) -> None:
    assert bool(found(text, language, "contradicts-limit", Context(limits=(limit,)))) is flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("I'll call you on Tuesday at 22:00.", "Tuesday at 22:00"),
        ("I'll call you on Saturday at 11:00.", "Saturday at 11:00"),
        ("I'll call you on Tuesday at 15:00.", ""),
        ("I'll call you by Tuesday.", ""),
    ],
)
def test_a_promised_hour_is_one_of_work(text: str, flagged: str) -> None:
    at = found(text, "en", "off-hours-detail", Context(now=MONDAY, work=OFFICE))
    assert [text[f.start : f.end].removeprefix("on ") for f in at] == ([flagged] if flagged else [])


def test_a_claim_is_a_fact_once_it_is_confirmed() -> None:
    text = "Since nothing was changed on the server, we look at the network."
    assert found(text, "en", "unverified-claim", Context())
    confirmed = Context(known=("Nothing was changed on the server or network; we looked.",))
    assert not found(text, "en", "unverified-claim", confirmed)


@pytest.mark.parametrize(("level", "said"), [("beginner", True), ("expert", False), ("", False)])
def test_technical_words_are_for_those_who_know_them(level: str, said: bool) -> None:
    assert bool(found("Please reboot the router.", "en", "jargon", Context(level=level))) is said


def test_no_words_share_nothing() -> None:
    assert share(carrying("What is it?"), carrying("Which version?")) == 0.0
