"""What the rules of the house read: the files that git keeps, and what a rule finds in them."""

from __future__ import annotations

import ast
import io
import subprocess
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
EXCEPTIONS = Path(__file__).with_name("exceptions.txt")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class File:
    """One file with its path from the root of the repository."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax, for Python files."""
        return ast.parse(self.text, self.path)

    @property
    def lines(self) -> list[str]:
        """Its lines, the first at index 0."""
        return self.text.splitlines()

    @cached_property
    def comments(self) -> dict[int, str]:
        """The comment of each line that has one, for Python files; lines count from 1."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    def matches(self, *patterns: str) -> bool:
        """Whether its path fits one of these patterns; `**` stands for any number of folders, at the end too."""
        return any(_fits(PurePosixPath(self.path).parts, PurePosixPath(pattern).parts) for pattern in patterns)

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Each function and method with its name in full, such as `Governor.decide`."""
        yield from _functions(self.tree, "")


@dataclass(frozen=True)
class Finding:
    """Something that a rule forbids: where, why, and how much of it where that can be counted."""

    path: str
    line: int
    words: str
    name: str = ""
    measure: int = 0

    @property
    def place(self) -> str:
        """How the list of exceptions names the place."""
        return f"{self.path}::{self.name}" if self.name else self.path

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.words}"


Rule = Callable[[File], Iterable[Finding]]


def _fits(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_fits(parts[start:], pattern[1:]) for start in range(len(parts) + 1))
    return bool(parts) and PurePosixPath(parts[0]).match(pattern[0]) and _fits(parts[1:], pattern[1:])


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield prefix + child.name, child
        named = isinstance(child, Function | ast.ClassDef)
        yield from _functions(child, f"{prefix}{child.name}." if named else prefix)


@cache
def tracked() -> tuple[File, ...]:
    """Every text file that git keeps, as it is in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = []
    for path in filter(None, listed.split("\0")):
        blob = (ROOT / path).read_bytes() if (ROOT / path).is_file() else b"\0"
        if b"\0" not in blob:
            files.append(File(path, blob.decode("utf-8", errors="replace")))
    assert any(file.path == "pyproject.toml" for file in files), "git lists no files: run the tests in a clone"
    return tuple(files)


def findings(rule: Rule, *patterns: str) -> list[Finding]:
    """All that a rule finds in the tracked files whose path fits one of the patterns."""
    return [found for file in tracked() if file.matches(*patterns) for found in rule(file)]


def excused(name: str) -> dict[str, int]:
    """The exceptions to a rule: place → how much of it is accepted there (0 where it cannot be counted)."""
    entries = (line.partition("#")[0].split() for line in EXCEPTIONS.read_text().splitlines())
    return {entry[1]: int(entry[2]) if len(entry) > 2 else 0 for entry in entries if entry and entry[0] == name}


def unexcused(name: str, found: Iterable[Finding], exceptions: dict[str, int] | None = None) -> list[str]:
    """What remains of the findings after the exceptions, and the exceptions that can go or shrink."""
    accepted = excused(name) if exceptions is None else exceptions
    worst: dict[str, int] = {}
    remaining = []
    for finding in found:
        worst[finding.place] = max(finding.measure, worst.get(finding.place, 0))
        if finding.place not in accepted or finding.measure > accepted[finding.place]:
            remaining.append(str(finding))
    for place, measure in accepted.items():
        if place not in worst:
            remaining.append(f"exceptions.txt: '{name} {place}' is no longer needed: take it out")
        elif worst[place] < measure:
            remaining.append(f"exceptions.txt: '{name} {place} {measure}' can shrink to {worst[place]}")
    return remaining


def nothing(remaining: list[str]) -> None:
    """AssertionError that lists all that remains, a line each."""
    __tracebackhide__ = True
    assert not remaining, "\n" + "\n".join(remaining)
