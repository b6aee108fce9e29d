"""`make servers` starts all servers, tells where they are, and leaves nothing behind."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.processes import accepts


@pytest.mark.long
def test_starts_all_and_stops_all() -> None:
    root = Path(__file__).parents[2]
    start = [sys.executable, "-m", "tests.servers"]
    with subprocess.Popen(start, stdout=subprocess.PIPE, text=True, cwd=root) as command:
        assert command.stdout
        told = ""
        for line in command.stdout:
            told += line
            if line.startswith("Ctrl-C"):
                break
        ports = [int(port) for port in re.findall(r"(?:localhost|127\.0\.0\.1):(\d+)", told)]
        authority = Path(re.findall(r"Authority\s+(\S+)", told)[0])
        assert len(ports) == 7
        assert all(accepts(port) for port in ports)
        assert authority.exists()
        command.send_signal(signal.SIGINT)
    assert command.returncode == 0
    assert not any(accepts(port) for port in ports)
    assert not authority.exists()
