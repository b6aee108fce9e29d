"""The tools of the rules themselves."""

import pytest

from tests.house.source import EXCEPTIONS, File, Finding, unexcused

RULES = {"file-length", "function-length", "parameters", "writers", "docstrings"}


@pytest.mark.parametrize(("path", "pattern", "fits"), [
    ("src/entendu/core/mail/read.py", "src/entendu/core/**", True),
    ("src/entendu/core/mail/read.py", "src/**/*.py", True),
    ("src/entendu/core/mail/read.py", "src/*.py", False),
    ("src/entendu/parts/outbox/actions.py", "src/entendu/parts/*/actions.py", True),
    ("src/entendu/parts/outbox/models.py", "src/entendu/parts/*/actions.py", False),
    ("pyproject.toml", "**", True),
])
def test_patterns(path: str, pattern: str, fits: bool) -> None:
    assert File(path, "").matches(pattern) == fits


def test_functions_have_full_names() -> None:
    file = File("a.py", "class A:\n    def b(self):\n        def c(): pass\nasync def d(): pass\n")
    assert [name for name, _ in file.functions()] == ["A.b", "A.b.c", "d"]


@pytest.mark.parametrize(("measure", "exceptions", "words"), [
    (70, {}, ["a.py:3: too long"]),
    (70, {"a.py::f": 70}, []),
    (71, {"a.py::f": 70}, ["a.py:3: too long"]),
    (65, {"a.py::f": 70}, ["exceptions.txt: 'function-length a.py::f 70' can shrink to 65"]),
    (70, {"a.py::f": 70, "a.py::g": 80},
     ["exceptions.txt: 'function-length a.py::g' is no longer needed: take it out"]),
])
def test_exceptions_only_shrink(measure: int, exceptions: dict[str, int], words: list[str]) -> None:
    assert unexcused("function-length", [Finding("a.py", 3, "too long", "f", measure)], exceptions) == words


def test_each_exception_names_a_rule_and_a_reason() -> None:
    for line in EXCEPTIONS.read_text().splitlines():
        entry, _, reason = line.partition("#")
        assert not entry.split() or (entry.split()[0] in RULES and reason.strip()), line
