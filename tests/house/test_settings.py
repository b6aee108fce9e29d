"""Every ENTENDU_ variable is read in one place and described in docs/settings.md; nothing else is described there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import File, Finding, nothing, tracked

NAME = re.compile(r"\bENTENDU_[A-Z][A-Z0-9_]*\b")
ENVIRONMENT = "src/entendu/config/environment.py"
DOCUMENT = "docs/settings.md"


def variables(file: File) -> set[str]:
    """The variables that a Python file reads: string constants that are nothing but such a name."""
    constants = (node.value for node in ast.walk(file.tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and NAME.fullmatch(value)}


def undescribed(files: Iterable[File]) -> Iterator[Finding]:
    """Variables that are read and not described, or described and not read; once both files exist."""
    by_path = {file.path: file for file in files}
    if ENVIRONMENT not in by_path or DOCUMENT not in by_path:
        return
    read, described = variables(by_path[ENVIRONMENT]), set(NAME.findall(by_path[DOCUMENT].text))
    for name in sorted(read - described):
        yield Finding(DOCUMENT, 1, f"{name} is read but not described")
    for name in sorted(described - read):
        yield Finding(DOCUMENT, 1, f"{name} is described but nothing reads it")


def read_elsewhere(file: File) -> Iterator[Finding]:
    """os.environ outside the one place where settings are read."""
    if file.path == ENVIRONMENT:
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and ast.unparse(node.value) == "os":
            yield Finding(file.path, node.lineno, "reads the environment; settings are read in config/environment.py")


def test_settings_are_described() -> None:
    nothing([str(found) for found in undescribed(tracked())])


def test_settings_are_read_in_one_place() -> None:
    inner = ("core", "parts", "channels", "flows")
    files = [file for file in tracked() if file.matches(*(f"src/entendu/{room}/**/*.py" for room in inner))]
    nothing([str(found) for file in files for found in read_elsewhere(file)])


@pytest.mark.parametrize(("code", "document", "words"), [
    ('URL = Setting("ENTENDU_URL", "", "x")', "`ENTENDU_URL`: the address", []),
    ('URL = Setting("ENTENDU_URL", "", "x")', "nothing", ["ENTENDU_URL is read but not described"]),
    ("", "`ENTENDU_OLD`: gone", ["ENTENDU_OLD is described but nothing reads it"]),
    ('raise BadSetting("ENTENDU_URL is wrong")', "", []),
])
def test_undescribed(code: str, document: str, words: list[str]) -> None:
    assert [found.words for found in undescribed([File(ENVIRONMENT, code), File(DOCUMENT, document)])] == words


@pytest.mark.parametrize(("text", "count"), [
    ("import os\nos.environ['A']", 1), ("os.getenv('A')", 1), ("environ = {}", 0),
])
def test_read_elsewhere(text: str, count: int) -> None:
    assert len(list(read_elsewhere(File("src/entendu/flows/a.py", text)))) == count
