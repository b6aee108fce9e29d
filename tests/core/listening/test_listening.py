"""What is read in what people write: what happens, what is missing, what is given back, whether an answer is a yes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.listening.answer import Heard, answer
from entendu.core.listening.call_notes import Line, marked, written
from entendu.core.listening.heard import drafted, helps
from entendu.core.listening.missing import WANTED, Kind, kind_of, missing
from entendu.core.listening.said import Letter

NAMES = ("Grace Adeyemi", "Ioana")


@pytest.mark.parametrize(("text", "language"), [
    ("Yes", "en"), ("yes!", "en"), ("Yes, that's it.\n\nGrace", "en"), ("Exactly right, thank you so much.", "en"),
    ("Hello Ioana,\n\nthat is correct.\n\nKind regards\nGrace Adeyemi", "en"), ("You understood perfectly", "en"),
    ("Oui c'est ça", "fr"), ("Bonsoir, tout à fait. Merci beaucoup, bonne soirée", "fr"), ("C’est bien cela.", "fr"),
    ("Je confirme.\nCordialement", "fr"), ("Da, exact", "ro"), ("Da, așa este. Mulțumesc frumos!", "ro"),
    ("Corect", "ro"), ("Ati inteles bine", "ro"), ("Oui", "en"),
])
def test_a_yes_is_a_yes(text: str, language: str) -> None:
    assert answer(text, language, NAMES) is Heard.YES


@pytest.mark.parametrize(("text", "language"), [
    ("No, it was on Tuesday.", "en"), ("Not quite: two tills, not one", "en"),
    ("Hello,\n\nalmost. It is the second shop.", "en"),
    ("Pas tout à fait, c'était mardi", "fr"), ("Non", "fr"), ("Bonjour Ioana, presque.", "fr"),
    ("Nu chiar, de marți", "ro"), ("Nu", "ro"),
])
def test_a_correction_is_not_quite(text: str, language: str) -> None:
    assert answer(text, language, NAMES) is Heard.NOT_QUITE


@pytest.mark.parametrize(("text", "language"), [
    ("Yes, but only on Mondays", "en"), ("Yes? When will it be done?", "en"), ("Thank you", "en"), ("", "en"),
    ("Is it repaired?", "en"), ("Correct. And now the printer is broken too.", "en"), ("No problem, thanks", "en"),
    ("Oui, mais aussi le lundi", "fr"), ("Merci", "fr"), ("Da, dar și lunea", "ro"), ("Nu e nimic", "ro"),
    ("The yes button does not work on my phone", "en"), ("Right now nobody can sign in", "en"),
])
def test_in_doubt_a_person_decides(text: str, language: str) -> None:
    assert answer(text, language, NAMES) is Heard.UNSURE


@pytest.mark.parametrize(("letter", "kind", "lacks"), [
    (Letter("The till in the second shop has been frozen since Monday. All my colleagues are stuck.", "en"),
     Kind.TROUBLE, {"error", "tried"}),
    (Letter("It does not work any more.", "en"),
     Kind.TROUBLE, {"error", "since", "where", "who", "tried"}),
    (Letter("L'imprimante affiche « erreur 0x8007 » depuis ce matin, personne ne peut imprimer, j'ai redémarré.", "fr"),
     Kind.TROUBLE, set()),
    (Letter("Nu mai pot intra în cont de ieri, scrie „acces refuzat”.", "ro"), Kind.TROUBLE, {"who", "tried"}),
    (Letter("You charged me twice for the order 20418.", "en"), Kind.PAPER, {"expected"}),
    (Letter("La facture de mars n'est pas la bonne, il devrait y avoir 240 euros.", "fr"), Kind.PAPER, set()),
    (Letter("It would be nice to have a list of all visits.", "en"), Kind.WISH, {"goal", "today", "without"}),
    (Letter("Am dori un buton care să trimită oferta. Acum o scriem de mână.", "ro"), Kind.WISH, {"goal"}),
])
def test_what_is_missing_depends_on_what_was_said(letter: Letter, kind: Kind, lacks: set[str]) -> None:
    assert kind_of([letter]) is kind
    assert set(missing([letter])) == lacks


@pytest.mark.parametrize("text", [
    "Until when are you open on Friday?", "Thank you, have a nice weekend!", "Can I pay by card?", "",
])
def test_nothing_is_missing_in_a_question(text: str) -> None:
    assert missing([Letter(text, "en")]) == ()
    assert not helps([Letter(text, "en")])


def test_a_code_that_was_recognised_counts_as_the_error() -> None:
    letter = Letter("It does not work any more, see the file.", "en")
    assert "error" in missing([letter])
    assert "error" not in missing([letter], codes=1)


def test_it_is_offered_for_a_story_or_where_somebody_is_upset() -> None:
    short = Letter("The page is blank.", "en")
    assert not helps([short])
    assert helps([short, Letter("And now the second one is broken too.", "en")])
    assert helps([Letter("The page is blank.", "en", feeling="anger")])
    assert helps([Letter("The page is blank. " + "We open it each morning with the same key and card. " * 4, "en")])


def test_a_restatement_turns_their_words_round() -> None:
    letters = [
        Letter("Hello Ioana,\n\nsince Tuesday my tills refuse every card. I restarted both.\n\nGrace", "en"),
        Letter("We are losing sales. Can you help?", "en", feeling="worry"),
    ]
    assert drafted(letters, [], "en") == (
        "Since Tuesday your tills refuse every card. You are losing sales. You restarted both. This worries you.")


def test_what_only_its_speaker_can_say_is_quoted() -> None:
    letters = [Letter("Bonjour, depuis hier nos clients ne peuvent plus payer. J'ai essayé un autre navigateur.", "fr")]
    assert drafted(letters, [], "fr") == (
        "Depuis hier vos clients ne peuvent plus payer. Vous dites : « J'ai essayé un autre navigateur ».")
    letters = [Letter("De ieri magazinul nostru arată o pagină albă. Am încercat cu alt telefon.", "ro")]
    assert drafted(letters, [], "ro") == (
        "De ieri magazinul dumneavoastră arată o pagină albă. Spuneți: „Am încercat cu alt telefon”.")


def test_notes_of_a_call_feed_it_and_echoes_are_told_once() -> None:
    letters = [Letter("The page does nothing when they tap Confirm.", "en"),
               Letter("The page does nothing at all when they tap Confirm.", "en")]
    told = drafted(letters, ["fails since Thursday 07:52", "likes her coffee black"], "en")
    assert told == "The page does nothing at all when they tap Confirm. Fails since Thursday 07:52."


def test_of_nothing_nothing_is_made() -> None:
    assert drafted([], [], "en") == ""
    assert drafted([Letter("Hello! Thank you.", "en")], [], "en") == ""


@given(st.lists(st.text(max_size=200), max_size=4), st.sampled_from(["en", "fr", "ro", "de", ""]))
def test_any_text_can_be_read(texts: list[str], language: str) -> None:
    letters = [Letter(text, language) for text in texts]
    drafted(letters, texts, language)
    assert set(missing(letters)) <= {code for codes in WANTED.values() for code in codes}
    for text in texts:
        answer(text, language, [text])


def test_a_line_keeps_the_moment_at_which_it_was_begun() -> None:
    lines = marked((), "Tills froz", 4)
    lines = marked(lines, "Tills frozen since Tuesday\n", 9)
    lines = marked(lines, "Tills frozen since Tuesday\nboth sh", 31)
    lines = marked(lines, "Tills frozen since Tuesday\nboth shops\n\nrestarted twice", 75)
    assert [(line.mark, line.text) for line in lines] == [
        ("00:04", "Tills frozen since Tuesday"), ("00:31", "both shops"), ("01:15", "restarted twice")]
    assert written(lines) == "00:04 Tills frozen since Tuesday\n00:31 both shops\n01:15 restarted twice"
    without = marked(lines, "Tills frozen since Tuesday\nrestarted twice", 90)
    assert [line.seconds for line in without] == [4, 75]


@given(st.lists(st.tuples(st.integers(0, 9), st.text(alphabet="ab \n", max_size=30)), max_size=6))
def test_moments_never_come_from_the_future(steps: list[tuple[int, str]]) -> None:
    lines: tuple[Line, ...] = ()
    at = 0
    for later, text in steps:
        at += later
        lines = marked(lines, text, at)
        assert [line.text for line in lines] == [line.strip() for line in text.splitlines() if line.strip()]
        assert all(line.seconds <= at for line in lines)
