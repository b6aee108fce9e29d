"""The installer of the tests' programs: silent when nothing is missing, one sentence when it cannot help."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "debian_packages.py"


def run_tool(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": str(path)} if path else {})
    command = [sys.executable, TOOL, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_says_nothing_when_all_is_there() -> None:
    done = run_tool("test")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("arguments", [(), ("production",), ("test", "test")])
def test_tells_its_usage(arguments: tuple[str, ...]) -> None:
    done = run_tool(*arguments)
    assert (done.returncode, done.stderr) == (2, "Usage: debian_packages.py test\n")


def test_elsewhere_than_on_debian_it_says_what_is_needed(tmp_path: Path) -> None:
    done = run_tool("test", path=tmp_path)
    assert done.returncode == 1
    assert "this is not a Debian system" in done.stderr
    assert "apt-get install --no-install-recommends chromium dovecot-imapd" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_failing_apt_is_quoted(tmp_path: Path) -> None:
    program(tmp_path, "dpkg-query", "exit 1")
    program(tmp_path, "sudo", 'shift; case "$1" in true) exit 0;; *) exec "$@";; esac')
    program(tmp_path, "env", 'echo "E: Unable to locate package" >&2; exit 100')
    for name in ("install", "rm", "debconf-set-selections"):
        program(tmp_path, name, "exit 0")
    done = run_tool("test", path=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("Installing Debian packages for the tests")
    assert "apt-get update said: E: Unable to locate package" in done.stderr
