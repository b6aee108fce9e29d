"""What others were measured with, read where it is kept; and their own scripts, where they are installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

# Each peer's import, as its script is called: words after the corpus, and what must be there to run it.
SCRIPTS = {
    "Roundup": ("roundup_ingest.py", "mbox", "peers/venv-roundup/bin/roundup-mailgw"),
    "django-helpdesk": ("dh_ingest.py", "", "peers/venv-dh/bin/python"),
}


def table(document: Path) -> list[list[str]]:
    """The first table of a Markdown file, row by row; nothing where there is no such file."""
    if not document.exists():
        return []
    rows: list[list[str]] = []
    for line in document.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif rows:
            break
    return [row for row in rows if set("".join(row)) - set("-: ")]


def run(folder: Path, scripts: Path, corpus: Path) -> dict[str, object]:
    """What the peers installed in `folder` need for the same mail today; those that are not installed are left out."""
    said: dict[str, object] = {}
    for name, (script, mode, needed) in SCRIPTS.items():
        if not (folder / needed).exists():
            print(f"{name} is not installed in {folder}; its figures are those of the table.")
            continue
        command = [sys.executable, str(scripts / script), str(corpus), *([mode] if mode else [])]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1800, check=False)  # noqa: S603
        said[name] = json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip().splitlines()[-1:]
    return said
