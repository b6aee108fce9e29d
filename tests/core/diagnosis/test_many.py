"""One text for many: one message each, nobody twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.many import Touched, one_each


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
