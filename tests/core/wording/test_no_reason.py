"""A refusal without a reason near it, in three languages, and the reasons of decisions that are offered."""

from __future__ import annotations

import pytest

from entendu.core.wording.findings import Context, Direction, Severity
from entendu.core.wording.read import read

DECISIONS = (
    ("Fees of the first month are not refunded", "The bank keeps its part, so we have nothing to give back."),
    ("Trials last thirty days", "Longer ones were never used."),
)


def remarks(text: str, language: str, context: Context | None = None) -> list[tuple[str, tuple[str, ...]]]:
    found = read(text, Direction.OUT, language, context or Context(a_draft=True)).findings
    assert all(one.severity is Severity.HINT for one in found if one.check == "no-reason")
    return [(text[one.start : one.end], one.suggestions) for one in found if one.check == "no-reason"]


@pytest.mark.parametrize(("language", "text", "refusal"), [
    ("en", "Thank you for asking. We can't do that.", "We can't do that."),
    ("en", "Unfortunately that is not possible. I wish you a nice day.", "Unfortunately that is not possible."),
    ("en", "I am not able to waive the fee. Anything else?", "I am not able to waive the fee."),
    ("fr", "Merci de votre message. Nous ne pouvons pas rembourser les frais.",
     "Nous ne pouvons pas rembourser les frais."),
    ("fr", "Ce n’est malheureusement pas possible.", "Ce n’est malheureusement pas possible."),
    ("ro", "Vă mulțumim. Nu putem prelungi perioada.", "Nu putem prelungi perioada."),
    ("ro", "Din păcate nu este posibil.", "Din păcate nu este posibil."),
])
def test_a_bare_no_is_remarked_on(language: str, text: str, refusal: str) -> None:
    assert [words for words, _ in remarks(text, language)] == [refusal]


@pytest.mark.parametrize(("language", "text"), [
    ("en", "We can't do that, because the valve is sealed by law."),
    ("en", "The bank keeps its part, and that is the reason. We cannot refund the fee."),
    ("en", "We cannot refund the fee. Otherwise others would pay for it."),
    ("en", "We can't do that: the port is missing."), ("en", "We can't do that before Monday."),
    ("en", "We can't see the error yet."), ("en", "I can't thank you enough."), ("en", "Is that not possible?"),
    ("fr", "Nous ne pouvons pas rembourser les frais, car la banque les garde."),
    ("fr", "Nous ne pouvons pas le faire avant lundi."), ("fr", "Nous ne voyons pas encore l’erreur."),
    ("ro", "Nu putem prelungi perioada, pentru că licența este a altcuiva."), ("ro", "Nu putem face asta până luni."),
    ("ro", "Nu vedem încă eroarea."),
])
def test_a_no_with_its_reason_is_left_alone(language: str, text: str) -> None:
    assert remarks(text, language) == []


def test_the_reason_of_a_decision_on_the_same_is_offered() -> None:
    known = Context(decisions=DECISIONS, a_draft=True)
    refusal = "We cannot refund the fee of the first month."
    (found,) = remarks(refusal, "en", known)
    assert found[1] == (f"{refusal} {DECISIONS[0][1]}",)
    (other,) = remarks("We can't do that.", "en", known)
    assert other[1] == ()
