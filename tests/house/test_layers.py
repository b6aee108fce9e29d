"""Who may know whom: the contracts of import-linter hold and bite, and what imports alone cannot tell."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, File, Finding, findings, nothing

LINT = Path(sys.executable).with_name("lint-imports")
OUTBOX = "entendu.parts.outbox.actions"
SUBMIT = "src/entendu/flows/submit.py"
RELEASE = "src/entendu/flows/release.py"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of pyproject.toml on the package that lies in `folder`."""
    return subprocess.run(
        [LINT, "--no-cache", "--config", ROOT / "pyproject.toml"],
        cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
    )


def foreign_imports(file: File) -> Iterator[Finding]:
    """Anything in the core but the standard library and the core itself."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        else:
            continue
        for module in modules:
            if module.split(".")[0] not in sys.stdlib_module_names and not f"{module}.".startswith("entendu.core."):
                yield Finding(file.path, node.lineno, f"the core imports {module}")


def puts_into_the_outbox(file: File) -> Iterator[Finding]:
    """A use of the outbox's `put…` other than by submit.py and release.py, which ask the governor first."""
    if file.path in {SUBMIT, RELEASE} or file.matches("src/entendu/parts/outbox/actions.py"):
        return
    known = dict(_imported(file))
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute | ast.Name):
            first, _, rest = ast.unparse(node).partition(".")
            full = f"{known.get(first, first)}.{rest}".rstrip(".")
            if full.startswith(f"{OUTBOX}.put"):
                yield Finding(file.path, node.lineno, "puts a message into the outbox; submit it or hand it in")


def _imported(file: File) -> Iterator[tuple[str, str]]:
    """The names that a file imports, with what each stands for."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    yield alias.asname, alias.name


def test_the_contracts_hold() -> None:
    done = lint_imports(ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_core_stands_alone() -> None:
    nothing([str(found) for found in findings(foreign_imports, "src/entendu/core/**/*.py")])


def test_only_submit_puts_into_the_outbox() -> None:
    nothing([str(found) for found in findings(puts_into_the_outbox, "src/**/*.py")])


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A package with one module in each room, which breaks no contract."""
    for module in ("config/urls", "doors/web/views", "doors/api/views", "flows/deliver", "flows/diagnosis/escalate",
                   "flows/submit", "flows/channels/carry", "flows/channels/sms", "channels/trouble",
                   "channels/messages", "channels/sms/send", "channels/email/send", "channels/trackers/create",
                   "parts/staff/models", "parts/people/models", "parts/tickets/models",
                   "parts/outbox/models", "parts/inbox/models", "parts/accounts/models", "parts/care/models",
                   "core/governor/decide"):
        file = tmp_path / "entendu" / f"{module}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
        for folder in [file.parent, *file.parent.parents]:
            if folder.is_relative_to(tmp_path / "entendu"):
                (folder / "__init__.py").touch()
    (tmp_path / "entendu/flows/deliver.py").write_text("import entendu.flows.channels.carry\n")
    (tmp_path / "entendu/flows/channels/sms.py").write_text("import entendu.channels.sms.send\n")
    (tmp_path / "entendu/channels/sms/send.py").write_text("import entendu.channels.trouble\n")
    return tmp_path


@pytest.mark.parametrize(("module", "imported", "contract"), [
    ("core/governor/decide", "entendu.parts.people.models", "Dependencies point down"),
    ("parts/tickets/models", "entendu.flows.submit", "Dependencies point down"),
    ("parts/tickets/models", "entendu.channels.sms", "Dependencies point down"),
    ("channels/sms/send", "entendu.parts.people.models", "Dependencies point down"),
    ("flows/submit", "entendu.doors.web.views", "Dependencies point down"),
    ("doors/web/views", "entendu.config.urls", "Dependencies point down"),
    ("doors/web/views", "entendu.doors.api.views", "Doors never import each other"),
    ("channels/sms/send", "entendu.channels.email", "A channel never imports a channel"),
    ("parts/people/models", "entendu.parts.tickets.models", "Parts have an order"),
    ("parts/care/models", "entendu.parts.outbox.models", "Parts have an order"),
    ("parts/outbox/models", "entendu.parts.inbox.models", "Parts have an order"),
    ("flows/submit", "entendu.channels.sms.send", "Only what flows/deliver.py calls may touch a sender"),
    ("doors/api/views", "entendu.channels.email.send", "Only what flows/deliver.py calls may touch a sender"),
    ("flows/submit", "entendu.flows.channels.carry", "Only flows/deliver.py may have a message carried"),
    ("flows/deliver", "entendu.channels.trackers.create", "Only diagnosis/escalate.py may make an issue in a tracker"),
])
def test_the_contracts_bite(small_house: Path, module: str, imported: str, contract: str) -> None:
    (small_house / "entendu" / f"{module}.py").write_text(f"import {imported}\n")
    done = lint_imports(small_house)
    broken = [line for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert [line.startswith(contract) for line in broken] == [True], done.stdout + done.stderr


def test_the_small_house_breaks_none_by_itself(small_house: Path) -> None:
    done = lint_imports(small_house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("text", "count"), [
    ("import re, json", 0), ("from entendu.core.mail import read", 0), ("from . import hours", 0),
    ("from django.utils import timezone", 1), ("import httpx", 1), ("from entendu.parts.people import queries", 1),
    ("from entendu import flows", 1),
])
def test_foreign_imports(text: str, count: int) -> None:
    assert len(list(foreign_imports(File("src/entendu/core/a.py", text)))) == count


@pytest.mark.parametrize(("path", "text", "count"), [
    ("src/entendu/flows/wake.py", f"from {OUTBOX} import put\nput([])", 1),
    ("src/entendu/flows/wake.py", "from entendu.parts.outbox import actions as outbox\noutbox.put([])", 1),
    ("src/entendu/flows/wake.py", f"import {OUTBOX} as a\na.put_many([])", 1),
    ("src/entendu/doors/web/views.py", f"import {OUTBOX}\n{OUTBOX}.put([])", 1),
    ("src/entendu/flows/wake.py", "from entendu.parts.outbox import actions as outbox\noutbox.postpone(row)", 0),
    ("src/entendu/flows/wake.py", "jobs.put(1)", 0),
    (SUBMIT, "from entendu.parts.outbox import actions as outbox\noutbox.put([])", 0),
    (RELEASE, "from entendu.parts.outbox import actions as outbox\noutbox.put([])", 0),
])
def test_puts(path: str, text: str, count: int) -> None:
    assert len(list(puts_into_the_outbox(File(path, text)))) == count
