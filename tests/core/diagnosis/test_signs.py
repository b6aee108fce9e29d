"""What customers say is found again: the signs of an incident, their steps, where they are."""

from __future__ import annotations

import pytest

from entendu.core.diagnosis.signs import asked_of_an_index, found_in, shared_words, signs_of
from entendu.core.diagnosis.surroundings import environment_in, steps_in


@pytest.mark.parametrize(("text", "sign", "bears"), [
    ("Exports fail since noon: 502 Bad Gateway", "export 502", True),
    ("The export ends with 5020 rows", "export 502", False),
    ("L’exportation échoue avec une erreur 502", "exportation échoue", True),
    ("Exportul eșuează: eroarea ORA-00942", "ora-00942", True),
    ("ORA-009421", "ORA-00942", False),
    ("Nu merge sincronizarea", "sincronizarea MERGE", True),
    ("A cat", "ca", False), ("nothing", "…", False), ("cœur cassé", "coeur casse", True),
    ("Autentificarea buclează", "autentificare bucla", True),
])
def test_a_sign(text: str, sign: str, bears: bool) -> None:
    assert found_in(text, [sign]) == ((sign,) if bears else ())


@pytest.mark.parametrize(("sign", "query"), [
    ("export 502", "502 export"), ("exportation échoue", "echoue exportation"), ("HTTP 502", "502 http"),
    ("ora-00942", "ora-00942"), ("la synchronisation ne marche", "la ne marche synchronisation"),
])
def test_a_sign_as_a_query(sign: str, query: str) -> None:
    assert asked_of_an_index(sign) == query


def test_the_words_that_several_share() -> None:
    texts = ["The export fails with a 502", "Export to Excel fails since noon", "My export hangs"]
    assert shared_words(texts) == ("export", "fails")
    assert shared_words(texts[:1]) == ()


def test_signs_are_lines() -> None:
    assert signs_of(" export  502\n\n—\nexport 502\nHTTP 502 ") == ("export 502", "HTTP 502")


@pytest.mark.parametrize(("text", "steps"), [
    ("Hello,\n1. I open Orders\n2) I tap Export\nand nothing", ("I open Orders", "I tap Export")),
    ("- only one\nthen words", ()),
    ("Bonjour\n- j’ouvre\n- je clique\n- rien", ("j’ouvre", "je clique", "rien")),
    ("It costs 3.50 and 4.20", ()),
])
def test_steps(text: str, steps: tuple[str, ...]) -> None:
    assert steps_in([text]) == steps


@pytest.mark.parametrize(("text", "said"), [
    ("On Firefox 128.0 under Windows 11, app version 4.2.1", ("Firefox 128.0", "Windows 11", "version 4.2.1")),
    ("Sur mon iPhone 14, avec Safari", ("iPhone 14", "Safari")),
    ("Chrome, then Chrome 126 again", ("Chrome 126",)),
    ("The window is open", ()), ("since v2.3", ("v2.3",)),
])
def test_environment(text: str, said: tuple[str, ...]) -> None:
    assert environment_in([text]) == said
