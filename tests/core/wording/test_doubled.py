"""Words that stand twice in a row."""

import pytest

from entendu.core.wording.doubled import findings
from entendu.core.wording.prose import prose


@pytest.mark.parametrize(
    ("language", "text", "twice"),
    [
        ("en", "Press the the green key.", "the the"),
        ("en", "I know that that helps, and he had had enough.", ""),
        ("en", "Bora Bora is far, and so is Baden-Baden.", ""),
        ("en", "It says `run run` on the screen.", ""),
        ("fr", "Le prix de de la pompe.", "de de"),
        ("fr", "Nous nous en chargeons, vous vous reposez.", ""),
        ("ro", "Vine pe pe la noi.", "pe pe"),
        ("ro", "Foarte foarte bine, încet încet.", ""),
        ("de", "Das ist ist gut.", ""),
    ],
)
def test_a_word_stands_once(language: str, text: str, twice: str) -> None:
    found = list(findings(prose(text), language))
    assert [text[f.start : f.end] for f in found] == ([twice] if twice else [])
    assert [f.suggestions for f in found] == ([(twice.split()[0],)] if twice else [])
