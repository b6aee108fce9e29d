"""The mail core held to other people's mail: suites of peers, hostile mail, mail clients of many countries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
RUNNER = CORPORA / "run_mail_cases.py"
ROOT = Path(__file__).parents[2]
NAMES = ("parse", "strip", "strip-html", "bounce", "sanitize", "subject", "auto", "sms")

# The least share of cases that must hold, by kind; what the best libraries reach is the bar to pass.
BARS = {
    "hostile": 1.0,
    "robust": 1.0,
    "reply_time": 1.0,
    "mail": 0.92,
    "reply": 0.95,
    "reply_html": 0.98,
    "bounce": 0.97,
    "html": 1.0,
    "subject": 1.0,
    "auto": 1.0,
    "sms": 1.0,
}


@pytest.mark.long
@pytest.mark.skipif(not RUNNER.exists(), reason="the corpora of other people's mail are not here")
def test_other_peoples_mail(tmp_path):
    result = tmp_path / "result.json"
    adapters = [f"--{name}=tests.measures.mail_cases:{name.replace('-', '_')}" for name in NAMES]
    command = [sys.executable, str(RUNNER), "--root", str(CORPORA), "--split", "open", "--json", str(result)]
    subprocess.run([*command, "--path", str(ROOT), "--path", str(ROOT / "src"), *adapters], cwd=ROOT, check=True)
    found: dict[str, list[int]] = {}
    failed: dict[str, list[list[str]]] = {}
    for key, counts in json.loads(result.read_text()).items():
        kind = key.split("/")[1]
        passed, all_of_them = found.setdefault(kind, [0, 0])
        found[kind] = [passed + counts["passed"], all_of_them + counts["n"]]
        failed.setdefault(kind, []).extend(counts["failed"])
    assert set(found) == set(BARS)
    below = {kind: failed[kind] for kind, (passed, count) in found.items() if passed < BARS[kind] * count}
    assert not below
