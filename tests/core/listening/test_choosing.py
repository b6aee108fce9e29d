"""Which of three options an answer chooses: a line each, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.listening.choosing import Chose, choose

NAMES = ("Marie Laval", "Ioana Dumitru")
A, B, C = range(3)

CHOSEN = [
    ("2", B), ("B", B), ("b.", B), ("(b)", B), ("2)", B), ("Option 2", B), ("option b please", B), ("#2", B),
    ("Hello Ioana,\n\n2\n\nMarie", B), ("Yes, B", B), ("B, please.", B), ("No. 3", C), ("C is fine, thanks.", C),
    ("Option B then. The form works, thank you. But I need a day and an hour, people keep asking me.", B),
    ("I'll take option A.", A), ("We prefer C, thank you.", C), ("Let's go with 1.", A), ("My choice is B.", B),
    ("The second one please", B), ("I would like the third option.", C), ("Not A, B please.", B),
    ("Thanks, I have read all of it and I choose number 2 because the banner matters to us.", B),
    ("Option B. Is it tested on phones?", B), ("B. Could C be done later?", B),
    ("La 2 s’il vous plaît.", B), ("Je prends la B.", B), ("Nous choisissons l’option C, merci.", C),
    ("Va pour la 1 !", A), ("La deuxième", B), ("Bonjour Ioana,\n\nla première option, merci.\n\nMarie", A),
    ("On préfère la solution B, plutôt que la C.", B), ("Mon choix : 3", C),
    ("Varianta 2, vă rog.", B), ("Aleg B.", B), ("Mergem pe varianta A.", A), ("A doua, mulțumesc", B),
    ("Bună ziua,\n\nopțiunea a doua.\n\nMarie", B), ("Vrem varianta C și mulțumim.", C), ("a treia", C),
    ("Rămâne B.", B),
]
UNSURE = [
    "A or B, whichever is option 1", "Option A or B", "Is option B cheaper?", "What does B cost? And option C?",
    "Option B if it is ready by Thursday.", "I do not want option A.", "4", "Option F", "Either 1 or 2.",
    "Option 1 for the shop, option 2 for the site.", "L’option B si c’est possible avant jeudi", "Pas la 2",
    "Varianta B sau C", "Nu vreau varianta A", "Dacă se poate, varianta B", "Maybe 2.", "1 2",
]
SILENT = [
    "", "Thank you!", "I lost 2 jobs this week.", "A question about the invoice.", "It works again, thank you.",
    "We are 3 people here.", "I want a refund.", "I take 2 of them every week.", "See you on the 2nd of June",
    "Le total est de 2,50 €.", "Nous sommes 2 à la caisse.", "Il y a une option à 200 euros ?", "Avem 3 magazine.",
    "A mers o zi, apoi nu.", "Plan B would be to close the shop.", "I like a plain answer.", "Room 4 is locked.",
    "When will it be ready?", "I would prefer a date.", "Call me at 5 555 0127.", "1. It is slow\n2. It is ugly",
]


@pytest.mark.parametrize(("words", "place"), CHOSEN)
def test_one_is_chosen(words: str, place: int) -> None:
    found = choose(words, 3, NAMES)
    assert (found.said, found.place) == (Chose.ONE, place)


@pytest.mark.parametrize("words", UNSURE)
def test_a_person_decides(words: str) -> None:
    assert choose(words, 3, NAMES).said is not Chose.ONE


@pytest.mark.parametrize("words", SILENT)
def test_something_else_is_said(words: str) -> None:
    assert choose(words, 3, NAMES).said is Chose.NOTHING


@given(st.text(max_size=300), st.integers(2, 6))
def test_whatever_they_write_it_is_one_of_those_offered(words: str, options: int) -> None:
    found = choose(words, options)
    assert (found.said is Chose.ONE) == (0 <= found.place < options)
