"""The product itself as a newcomer starts it: `entendu serve` as a process with a data folder of its own."""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.processes import LOOPBACK, Server, free_port, private_folder, tail

DATABASE = "entendu.sqlite3"
# What it prints at the very first start.
SIGN_IN = re.compile(r"Sign in as (\S+) with the password (\S+) ")


@functools.cache
def empty_database() -> Path:
    """A database with its tables and nothing in them, made once in a run: what a first start spends most on."""
    folder = Path(tempfile.mkdtemp(prefix="entendu-test-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    rest = {name: value for name, value in os.environ.items() if not name.startswith("ENTENDU_")}
    subprocess.run([sys.executable, "-c", "from entendu.config.prepare import prepare; prepare()"], check=True,
                   env=rest | {"ENTENDU_DATA": str(folder)}, stderr=subprocess.DEVNULL)
    return folder / DATABASE


def put_empty_database(data: Path) -> None:
    """Puts it into a data folder, which is made."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(empty_database(), data / DATABASE)


@dataclass(slots=True)
class Desk:
    """A desk on this machine. `settings` are ENTENDU_* variables without their prefix; `code` is a folder with another
    copy of the product than the checkout's."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    code: Path | None = None
    web_port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    lmtp_port: int = field(default_factory=free_port)
    email: str = ""
    password: str = ""
    server: Server | None = None

    @property
    def url(self) -> str:
        """Where its pages are, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.web_port}"

    @property
    def log(self) -> Path:
        """What it said, over all starts."""
        return self.folder / "serve.log"

    def environment(self) -> dict[str, str]:
        """The variables under which it, and commands beside it, run."""
        ours = {"DATA": str(self.folder / "data"), "URL": self.url, "LISTEN": f"{LOOPBACK}:{self.web_port}",
                "SMTP_LISTEN": f"{LOOPBACK}:{self.smtp_port}", "LMTP_LISTEN": f"{LOOPBACK}:{self.lmtp_port}",
                "RELAY_LISTEN": "", "DEMO": "no", **self.settings}
        rest = {name: value for name, value in os.environ.items() if not name.startswith("ENTENDU_")}
        path = {"PYTHONPATH": str(self.code)} if self.code else {}
        return rest | path | {f"ENTENDU_{name}": value for name, value in ours.items()}

    def start(self, *roles: str) -> None:
        """Serve until stopped; all roles, or those given. Ready when the ports take connections."""
        words = "".join(f" --{role}" for role in roles)
        command = f"exec {sys.executable} -m entendu.config serve{words}"
        exports = "\n".join(f"export {name}={value!r}" for name, value in self.environment().items()
                            if name.startswith("ENTENDU_") or name == "PYTHONPATH")
        script = self.folder / "serve.sh"
        script.write_text(f"{exports}\n{command}\n")
        self.server = Server(["/bin/sh", script], self.log)
        ports = {"web": [self.web_port], "gateway": [self.smtp_port, self.lmtp_port], "worker": []}
        self.server.wait_for_ports(*(port for role in roles or ports for port in ports[role]))
        first = SIGN_IN.search(self.log.read_text())
        if first:
            self.email, self.password = first[1], first[2]

    def stop(self) -> None:
        """An orderly end."""
        if self.server is not None:
            self.server.stop()

    def kill(self) -> None:
        """A power cut."""
        if self.server is not None:
            self.server.kill()

    def said(self) -> str:
        """The last lines of its log."""
        return tail(self.log)


@contextmanager
def running_desk(code: Path | None = None, **settings: str) -> Iterator[Desk]:
    """A desk that is gone afterwards with all its data."""
    with private_folder("desk") as folder:
        desk = Desk(folder, settings, code)
        if code is None and not {"DATABASE_URL", "DATA"} & set(settings):
            put_empty_database(folder / "data")
        try:
            desk.start()
            yield desk
        finally:
            desk.stop()


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An empty desk with one mailbox, support@example.org, and an administrator."""
    with running_desk() as running:
        yield running
