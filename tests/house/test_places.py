"""The repository speaks of the product alone: no path of somebody's machine, no registry, locks with hashes only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house.source import File, Finding, findings, nothing, tracked

# Folders in which people and build machines keep their own things; a word or a dot before makes it part of an address.
MACHINE = re.compile(r"(?<![\w.})\]])/(home|root|Users|tmp|work|workspace|builds|mnt|farm)/[\w.]")
WINDOWS = re.compile(r"\b[A-Z]:\\\\?(Users|Temp|work)\b")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmmirror|test\.pypi|jfrog|artifactory|"
    r"--(extra-)?index-url\b|--find-links\b|--trusted-host\b", re.IGNORECASE)
PINNED = re.compile(r"^[\w.-]+(\[[\w,-]+\])?==[\w.!+-]+( ;.*)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
# This file has to spell out what is forbidden.
HERE = "tests/house/test_places.py"


def machine_paths(file: File) -> Iterator[Finding]:
    """A path that exists on one machine only."""
    for number, line in enumerate(file.lines, 1):
        if found := MACHINE.search(line) or WINDOWS.search(line):
            yield Finding(file.path, number, f"names a folder of one machine: {found[0]}…")


def registries(file: File) -> Iterator[Finding]:
    """The host of a package registry, or an option that chooses one: that is for whoever installs to configure."""
    for number, line in enumerate(file.lines, 1):
        if found := REGISTRY.search(line):
            yield Finding(file.path, number, f"names a package registry: {found[0]}")


def loose_locks(file: File) -> Iterator[Finding]:
    """A line of a lock file that is neither `name==version \\` nor one of its hashes, or a version without any."""
    hashed = True
    for number, line in enumerate(file.lines, 1):
        if PINNED.match(line):
            if not hashed:
                yield Finding(file.path, number - 1, "has no hash")
            hashed = False
        elif HASH.match(line):
            hashed = True
        elif line.strip() and not line.lstrip().startswith("#"):
            yield Finding(file.path, number, f"is no pinned version with hashes: {line.strip()[:60]}")
    if not hashed:
        yield Finding(file.path, len(file.lines), "has no hash")


def test_no_path_of_a_machine() -> None:
    nothing([str(found) for found in findings(machine_paths, "**") if found.path != HERE])


def test_no_registry() -> None:
    allowed = {HERE, "Makefile"}  # `make lock` says that it leaves the registry out
    nothing([str(found) for found in findings(registries, "**") if found.path not in allowed])
    makefile = next(file for file in tracked() if file.path == "Makefile")
    assert "--no-emit-index-url" in makefile.text
    nothing([str(found) for found in registries(File("Makefile", makefile.text.replace("--no-emit-index-url", "")))])


def test_lock_files() -> None:
    locks = [file for file in tracked() if file.matches("requirements/*.txt")]
    assert {file.path for file in locks} == {f"requirements/{name}.txt" for name in ("build", "run", "dev", "models")}
    nothing([str(found) for found in findings(loose_locks, "requirements/*.txt")])


@pytest.mark.parametrize(("line", "count"), [
    ("cd /home/marie/entendu", 1), ("open('/tmp/x.eml')", 1), ("see /work/elsewhere/docs", 1), ("C:\\Users\\marie", 1),
    ("/root/.cache", 1), ("https://example.org/home/index", 0), ("/var/lib/entendu", 0), ("href='/tickets/work/1'", 0),
    ("{{ organisation.url }}/work/edit", 0), ("/srv/entendu", 0), ("the homework/home path", 0),
])
def test_machine_paths(line: str, count: int) -> None:
    assert len(list(machine_paths(File("docs/a.md", line)))) == count


@pytest.mark.parametrize(("line", "count"), [
    ("--index-url https://pypi.org/simple", 1), ("pip install --find-links wheels entendu", 1),
    ("https://files.pythonhosted.org/packages", 1), ("registry.npmjs.org/htmx", 1), ("pip install entendu", 0),
    ("https://docs.djangoproject.com", 0),
])
def test_registries(line: str, count: int) -> None:
    assert len(list(registries(File("docs/a.md", line)))) == count


@pytest.mark.parametrize(("text", "count"), [
    ("django==5.2.19 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64 + "\n", 0),
    ("django-allauth[mfa]==65.21.1 \\\n    --hash=sha256:" + "a" * 64 + "\n", 0),
    ("# by make lock\n\n", 0),
    ("django==5.2.19\n", 1),
    ("django>=5.2 \\\n    --hash=sha256:" + "a" * 64 + "\n", 1),
    ("django==5.2.19 \\\nnh3==0.3.8 \\\n    --hash=sha256:" + "a" * 64 + "\n", 1),
    ("django==5.2.19 \\\n", 1),
    ("-i https://example.org/simple\n", 1),
    ("git+https://example.org/django\n", 1),
])
def test_loose_locks(text: str, count: int) -> None:
    assert len(list(loose_locks(File("requirements/run.txt", text)))) == count
