"""A desk moves from SQLite to PostgreSQL and back by backup and restore, and is the same row for row."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bench.letters import letters, mbox
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.long

ENTENDU = Path(sys.executable).with_name("entendu")


def entendu(*words: str | Path) -> list[dict[str, object]]:
    """What the real program prints."""
    done = subprocess.run([ENTENDU, *words], check=True, capture_output=True, text=True, timeout=110)
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(archive: Path) -> dict[str, bytes]:
    """The rows of a backup, table by table, and the keys."""
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist() if name != "manifest.json"}


def test_a_desk_moves_between_databases(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.mbox").write_bytes(mbox(letters(200, seed=5)))
    there, back = tmp_path / "there.zip", tmp_path / "back.zip"
    monkeypatch.setenv("ENTENDU_LOG_LEVEL", "ERROR")
    monkeypatch.delenv("ENTENDU_DATABASE_URL", raising=False)
    monkeypatch.setenv("ENTENDU_DATA", str(tmp_path / "sqlite"))
    entendu("mail", "import", tmp_path / "old.mbox")
    [kept] = entendu("backup", there)
    found = {one["ticket"] for one in entendu("search", "invoice", "--limit", "200")}

    monkeypatch.setenv("ENTENDU_DATA", str(tmp_path / "postgresql"))
    monkeypatch.setenv("ENTENDU_DATABASE_URL", postgres.url)
    assert entendu("restore", there) == [kept | {"file": str(there)}]
    assert {one["ticket"] for one in entendu("search", "invoice", "--limit", "200")} == found != set()
    # The next letter gets numbers of its own.
    (tmp_path / "new.mbox").write_bytes(mbox(letters(10, seed=6)))
    assert entendu("mail", "import", tmp_path / "new.mbox")[0]["quarantined"] == 0
    entendu("restore", "--replace", there)
    entendu("backup", back)
    assert rows(back) == rows(there)
