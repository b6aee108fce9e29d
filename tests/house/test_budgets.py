"""Budgets on the tail: a file has at most 400 lines, a function 60, and at most 5 parameters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house.source import File, Finding, findings, nothing, unexcused

FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 60, 5
WRITTEN_BY_US = ("src/**/*.py", "src/**/*.html", "src/**/*.css", "src/**/*.js", "tests/**/*.py", "tools/**/*.py")
# What Django or somebody else wrote.
GENERATED = ("**/migrations/*.py", "**/vendor/**")


def long_files(file: File) -> Iterator[Finding]:
    """A file that nobody reads in one go."""
    if not file.matches(*GENERATED) and len(file.lines) > FILE_LINES:
        yield Finding(file.path, FILE_LINES + 1, f"{len(file.lines)} lines (at most {FILE_LINES})",
                      measure=len(file.lines))


def long_functions(file: File) -> Iterator[Finding]:
    """A function that does not fit on a page, decorators not counted."""
    for name, function in file.functions():
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES and not file.matches(*GENERATED):
            words = f"{name} has {lines} lines (at most {FUNCTION_LINES})"
            yield Finding(file.path, function.lineno, words, name, lines)


def many_parameters(file: File) -> Iterator[Finding]:
    """A function whose caller has to remember too much; self and cls are free, keyword parameters count."""
    for name, function in file.functions():
        accepted = function.args
        names = [argument.arg for argument in [*accepted.posonlyargs, *accepted.args, *accepted.kwonlyargs]]
        count = len(names) - (names[:1] in (["self"], ["cls"]))
        if count > PARAMETERS:
            words = f"{name} has {count} parameters (at most {PARAMETERS})"
            yield Finding(file.path, function.lineno, words, name, count)


def test_files() -> None:
    nothing(unexcused("file-length", findings(long_files, *WRITTEN_BY_US)))


def test_functions() -> None:
    nothing(unexcused("function-length", findings(long_functions, "src/**/*.py", "tests/**/*.py", "tools/*.py")))


def test_parameters() -> None:
    nothing(unexcused("parameters", findings(many_parameters, "src/**/*.py", "tools/*.py")))


@pytest.mark.parametrize(("path", "lines", "count"), [
    ("src/a.py", 400, 0), ("src/a.py", 401, 1), ("src/entendu/parts/x/migrations/0001_initial.py", 900, 0),
    ("src/entendu/doors/web/static/vendor/htmx.js", 900, 0),
])
def test_long_files(path: str, lines: int, count: int) -> None:
    assert len(list(long_files(File(path, "x = 1\n" * lines)))) == count


@pytest.mark.parametrize(("lines", "count"), [(59, 0), (60, 1)])
def test_long_functions(lines: int, count: int) -> None:
    text = "@decorated\nclass A:\n    def long(self):\n" + "        x = 1\n" * lines
    assert [found.place for found in long_functions(File("a.py", text))] == ["a.py::A.long"] * count


@pytest.mark.parametrize(("signature", "count"), [
    ("a, b, c, d, e", 0), ("self, a, b, c, d, e", 0), ("a, b, /, c, d, e, *rest, **more", 0),
    ("a, *, b, c, d, e, f", 1),
    ("a, b, c, d, e, f=None", 1),
])
def test_many_parameters(signature: str, count: int) -> None:
    assert len(list(many_parameters(File("a.py", f"def f({signature}): pass")))) == count
