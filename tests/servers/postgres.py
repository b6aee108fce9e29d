"""A private PostgreSQL 15 cluster.

`python -m tests.servers.postgres COMMAND…` runs a command with ENTENDU_DATABASE_URL pointing at one; `make test` does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.processes import LOOPBACK, Account, Server, free_port, private_folder, run

BINARIES = Path("/usr/lib/postgresql/15/bin")
# Small and quick to start, yet fsync stays on: a test that kills the server must find what was committed.
SETTINGS = {
    "fsync": "on", "shared_buffers": "64MB", "max_connections": "60", "wal_level": "minimal", "max_wal_senders": "0",
    "checkpoint_timeout": "30min", "autovacuum_naptime": "10min", "log_min_messages": "warning", "timezone": "UTC",
}


@dataclass(slots=True)
class Postgres:
    """A running cluster with one database, `entendu`, whose superuser `entendu` needs no password on loopback."""

    folder: Path
    port: int
    account: Account
    server: Server | None = None

    @property
    def url(self) -> str:
        """For programs: over TCP."""
        return f"postgresql://entendu@{LOOPBACK}:{self.port}/entendu"

    @property
    def socket_url(self) -> str:
        """The same database over the Unix socket."""
        return f"postgresql:///entendu?host={self.folder}&port={self.port}&user=entendu"

    @property
    def logs(self) -> tuple[Path, ...]:
        """Shown when a test fails."""
        return (self.folder / "postgres.log",)

    def start(self) -> None:
        """Start and wait until the cluster answers (recovery after a kill included)."""
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        # SIGINT is the "fast" shutdown of postgres(1): sessions are ended, data is safe.
        self.server = Server(
            [BINARIES / "postgres", "-D", self.folder / "data", "-p", str(self.port), "-h", LOOPBACK, "-k", self.folder,
             *options],
            self.folder / "postgres.log", self.account, stop_signal=signal.SIGINT,
        )
        ready = [str(BINARIES / "pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port)]
        self.server.wait_until(lambda: subprocess.run(ready, check=False).returncode == 0)

    def stop(self) -> None:
        """An orderly stop; start() may follow."""
        if self.server:
            self.server.stop()

    def kill(self) -> None:
        """A power cut; start() may follow, and finds all that was committed."""
        if self.server:
            self.server.kill()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A cluster of its own on a free port, gone afterwards."""
    account = Account.named("postgres")
    with private_folder("pg", account) as folder:
        run([BINARIES / "initdb", "-D", folder / "data", "-U", "entendu", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-instructions"], account)
        cluster = Postgres(folder, free_port(), account)
        try:
            cluster.start()
            run([BINARIES / "createdb", "-h", LOOPBACK, "-p", str(cluster.port), "-U", "entendu", "entendu"])
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One cluster for the whole run; a test that stops it starts it again."""
    with running_postgres() as cluster:
        yield cluster


def main(command: list[str]) -> int:
    """Run `command` beside a private cluster and give its exit status."""
    with running_postgres() as cluster:
        return subprocess.run(command, env=os.environ | {"ENTENDU_DATABASE_URL": cluster.url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
