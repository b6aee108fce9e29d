"""One text for many: filled for each, one message each, nobody twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.many import Touched, UnknownPlaceholder, filled, one_each


@pytest.mark.parametrize(("text", "values", "words"), [
    ("Hello {name},", {"name": "Marie"}, "Hello Marie,"), ("Hello {name},", {"name": ""}, "Hello,"),
    ("Bonjour { name }, « {subject} »", {"name": "Odile", "subject": "TVA"}, "Bonjour Odile, « TVA »"),
    ("{number}: {number}", {"number": "7"}, "7: 7"), ("no places", {}, "no places"),
])
def test_filled(text: str, values: dict[str, str], words: str) -> None:
    assert filled(text, values) == words


@pytest.mark.parametrize("text", ["{nom}", "{}", "Hello {name} {date}"])
def test_a_place_that_stands_for_nothing(text: str) -> None:
    with pytest.raises(UnknownPlaceholder):
        filled(text, {"name": "Marie"})


def test_two_cases_of_one_person_are_one_message() -> None:
    touched = [Touched(1, "fr", 5, "a"), Touched(2, "en", 1, "b"), Touched(1, "fr", 2, "c"), Touched(3, "ro", 1, "d")]
    told = one_each(touched, ["en", "fr"])
    assert [(one.on, one.also, one.language) for one in told] == [("c", ("a",), "fr"), ("b", (), "en")]


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["en", "fr", "ro"]), st.integers(0, 9))),
       st.lists(st.sampled_from(["en", "fr", "ro"]), unique=True))
def test_each_person_once_and_each_case_once(rows: list[tuple[int, str, int]], written: list[str]) -> None:
    languages = {contact: language for contact, language, _ in rows}
    touched = [Touched(contact, languages[contact], waiting, place)
               for place, (contact, _, waiting) in enumerate(rows)]
    told = one_each(touched, written)
    cases = [case for one in told for case in (one.on, *one.also)]
    assert sorted(cases) == sorted(one.case for one in touched if one.language in written)
    assert len({touched[one.on].contact for one in told}) == len(told)
