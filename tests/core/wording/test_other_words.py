"""What a language model may say in the place of a sentence, and what of it is never shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from entendu.core.wording.findings import Context, Direction, Finding, Severity
from entendu.core.wording.masked import PLACEHOLDER, Known, masked, unmasked
from entendu.core.wording.other_words import (
    Asked,
    Refusal,
    can_be_asked,
    fitted,
    judged,
    negations,
    objection,
    prompt,
    refusal,
    wordings,
)
from entendu.core.wording.read import read

# Every word but names is ordinary here; what is none is tried in test_masked.py.
STRANGE = frozenset({"jonas", "keller", "zorbex"})


def asked(sentence: str, language: str = "en", check: str = "blame") -> Asked:
    """A sentence as it is asked about."""
    known = Known(language, frozenset({"jonas"}), lambda word: word not in STRANGE, date(2026, 11, 23))
    return Asked(sentence, masked(sentence, known), known, check)


def reader(language: str) -> Callable[[str], Sequence[Finding]]:
    """The second reader without a case."""

    def findings(text: str) -> Sequence[Finding]:
        return read(text, Direction.OUT, language, Context()).findings

    return findings


BLAMES = asked("You should have told Jonas about invoice FA-118 before.")
GOOD = "Please tell [NAME_1] about invoice [CODE_2] first."


def test_the_blaming_sentence_leaves_so() -> None:
    assert BLAMES.masked.text == "You should have told [NAME_1] about invoice [CODE_2] before."
    assert can_be_asked(BLAMES)
    assert not can_be_asked(asked("Jonas Keller, Tuesday, FA-118."))
    assert not can_be_asked(asked("word " * 121))


@pytest.mark.parametrize(("answer", "why"), [
    (GOOD, None),
    ("Please tell [NAME_1] about the invoice first.", Refusal.PLACEHOLDER),
    ("Please tell [NAME_1] and [NAME_1] about invoice [CODE_2].", Refusal.PLACEHOLDER),
    ("Please tell [NAME_1] about invoices [CODE_2] and [CODE_3].", Refusal.PLACEHOLDER),
    ("Please tell [name_1] about invoice [CODE_2].", Refusal.PLACEHOLDER),
    ("Please tell [NAME_1] about <b>invoice</b> [CODE_2].", Refusal.FORM),
    ("Please tell [NAME_1] about [your invoice] [CODE_2].", Refusal.FORM),
    ("[NAME_1] [CODE_2].", Refusal.FORM),
    ("Please tell [NAME_1] about invoice [CODE_2] at www.example.org.", Refusal.LINK),
    ("Please tell [NAME_1] about invoice [CODE_2] on shop.example first.", Refusal.LINK),
    ("Please tell [NAME_1] about invoice [CODE_2] within 3 days.", Refusal.FACT),
    ("Please tell [NAME_1] about invoice [CODE_2] twice.", Refusal.FACT),
    ("Please tell [NAME_1] and Zorbex about invoice [CODE_2].", Refusal.FACT),
    ("Please tell [NAME_1] about invoice [CODE_2] on Tuesday.", Refusal.FACT),
    ("Please tell [NAME_1] about “the” invoice [CODE_2].", Refusal.FACT),
    ("Please do not forget to tell [NAME_1] about invoice [CODE_2].", Refusal.NEGATION),
    ("Veuillez parler avec [NAME_1] de la facture [CODE_2] avant.", Refusal.LANGUAGE),
    ("Bitte sagen Sie es [NAME_1] wegen der Rechnung [CODE_2].", Refusal.FACT),  # its nouns are nobody's names here
    ("You should have told [NAME_1] about invoice [CODE_2], before!", Refusal.SAME),
    (f"Please tell [NAME_1] about invoice [CODE_2] {'again and ' * 12}first.", Refusal.LONG),
])
def test_form_and_facts(answer: str, why: Refusal | None) -> None:
    assert refusal(answer, BLAMES) == why


def test_words_of_another_language_are_no_ordinary_words() -> None:
    english = frozenset("you should have told about invoice before please tell first".split())
    known = Known("en", frozenset({"jonas"}), english.__contains__, date(2026, 11, 23))
    sentence = BLAMES.sentence
    ours = Asked(sentence, masked(sentence, known), known, "blame")
    assert refusal("bel [NAME_1] eens over [CODE_2].", BLAMES) is None
    assert refusal("bel [NAME_1] eens over [CODE_2].", ours) == Refusal.FACT
    assert refusal(GOOD, ours) is None


@pytest.mark.parametrize(("language", "text", "count"), [
    ("en", "We cannot do it and never will.", 2), ("en", "Don't wait.", 1), ("en", "A note is now there.", 0),
    ("fr", "Nous n’avons jamais pu.", 1), ("fr", "Ce n’est pas possible sans vous.", 2), ("fr", "C’est impossible.", 1),
    ("ro", "Nu am găsit niciodată nimic.", 2), ("ro", "N-am văzut.", 1), ("ro", "Fără asta este imposibil.", 2),
    ("ro", "Notați numărul.", 0),
])
def test_negations(language: str, text: str, count: int) -> None:
    assert negations(text, language) == count


@pytest.mark.parametrize(("content", "found"), [
    ("Here are three rewordings:\n\n1. One is here.\n2) Two are here.\n- **Three** are here.",
     ["One is here.", "Two are here.", "Three are here."]),
    ("<think>They blame.\nI soften it.</think>\n“A manual is there.”\n« Une notice. »", ["A manual is there.",
                                                                                         "Une notice."]),
    ("<think>I go on and on", []),
    ("\"He said \"no\" to it.\"", ["\"He said \"no\" to it.\""]),
    ("", []), ("\n \n", []), ("\n".join(["A line."] * 40), ["A line."] * 12),
])
def test_answers_are_lines(content: str, found: list[str]) -> None:
    assert wordings(content) == found


def test_a_line_that_was_cut_is_no_wording() -> None:
    assert wordings("One is here.\nTwo ar", cut=True) == ["One is here."]
    assert wordings("One is he", cut=True) == []


@pytest.mark.parametrize(("language", "sentence", "answer", "stands"), [
    ("en", "you should wait.", "Please wait", "please wait."), ("en", "you should wait.", "I wait.", "I wait."),
    ("en", "You should wait", "please wait.", "Please wait"), ("en", "You wait?", "Could you wait?", "Could you wait?"),
    ("fr", "Pourquoi ?", "Comment ?", "Comment\u00a0?"),
    ("fr", "Non.", "Voici : « oui ».", "Voici\u00a0: «\u00a0oui\u00a0»."),
    ("ro", "Trebuia.", "Aţi şti.", "Ați ști."),
])
def test_fitted_to_its_place(language: str, sentence: str, answer: str, stands: str) -> None:
    assert fitted(answer, asked(sentence, language)) == stands


def test_of_several_the_good_ones_are_shown_once() -> None:
    answers = [GOOD, "Please tell [NAME_1] first about invoice [CODE_2].", GOOD.replace("first", "first, please"),
               "You ought to have told [NAME_1] about invoice [CODE_2] before.", GOOD.replace(" first.", ", first!"),
               "We will repair invoice [CODE_2] for [NAME_1] by noon.", "A fourth word about [CODE_2] for [NAME_1].",
               "A fifth word about [CODE_2] to [NAME_1]."]
    found = judged(answers, BLAMES, reader("en"))
    assert found.shown == ("Please tell Jonas about invoice FA-118 first.",
                           "Please tell Jonas first about invoice FA-118.",
                           "Please tell Jonas about invoice FA-118 first, please.")
    assert Refusal.SAME in found.refused
    assert Refusal.FACT in found.refused


def test_what_promises_or_blames_is_not_shown() -> None:
    blames = asked("You should have read the manual before you wrote.")
    answers = ["You failed to read the manual before you wrote.", "We will send you the manual.",
               "We guarantee that the manual helps you.", "The manual describes this step."]
    found = judged(answers, blames, reader("en"))
    assert found.shown == ("The manual describes this step.",)
    assert found.refused == (Refusal.FINDING, Refusal.PROMISE, Refusal.PROMISE)


def test_objections() -> None:
    promise, hope = Finding("promise", 0, 3), Finding("promise", 0, 3, hedged=True)
    hint = Finding("marketing", 0, 3, severity=Severity.HINT)
    warning, blame = Finding("marketing", 0, 3), Finding("blame", 0, 3, severity=Severity.HINT)
    assert objection([], [hint], "blame") is None
    assert objection([], [warning], "blame") == Refusal.FINDING
    assert objection([blame], [blame], "blame") == Refusal.FINDING, "it still blames"
    assert objection([promise], [promise], "blame") is None
    assert objection([promise], [hope], "blame") == Refusal.PROMISE
    assert objection([promise], [], "blame") == Refusal.PROMISE, "what was promised is gone"
    assert objection([], [Finding("no-next-step", 0, 3)], "blame") is None, "a sentence is no message"


@pytest.mark.parametrize("language", ["en", "fr", "ro"])
def test_prompts_are_of_our_own_language(language: str) -> None:
    said = prompt(language)
    assert "[NAME_1]" in said
    assert "{" not in said
    assert len(said) < 900


@given(st.lists(st.sampled_from(["[NAME_1]", "[CODE_2]", "[NAME_3]", "please", "tell", "about", "it"]), max_size=9))
def test_lost_and_doubled_placeholders_are_refused(words: list[str]) -> None:
    found = PLACEHOLDER.findall(" ".join(words))
    assume(sorted(found) != ["[CODE_2]", "[NAME_1]"])
    assert refusal(" ".join(words), BLAMES) == Refusal.PLACEHOLDER


@given(st.text(max_size=120))
def test_whatever_is_shown_has_every_fact_and_no_more(answer: str) -> None:
    for said in (answer, f"{answer} [NAME_1] [CODE_2]", GOOD + answer):
        for words in wordings(said):
            if refusal(words, BLAMES) is None:
                whole = unmasked(words, BLAMES.masked.facts)
                assert whole.count("Jonas") == whole.count("FA-118") == 1
                assert not any(letter.isdigit() for letter in whole.replace("FA-118", ""))
                assert len(whole) <= 2 * len(BLAMES.sentence)
