"""The real program, killed while systems hand in ten thousand letters: none that was answered is lost or doubled."""

from __future__ import annotations

import random
import smtplib
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.processes import LOOPBACK, Server, free_port, wait_for

pytestmark = pytest.mark.long

ENTENDU = Path(sys.executable).with_name("entendu")
LETTERS, PEOPLE, CLIENTS, KILLS = 10_000, 2_000, 6, 12
SECONDS = 900

# A desk with a source; its secret is what this prints.
SOURCE = """
from entendu.config.prepare import prepare
prepare()
from django.utils import timezone
from entendu.flows.installation import provision
from entendu.parts.outbox.actions import sources
from entendu.parts.tickets.models import Mailbox
now = timezone.now()
provision.first_start(now, demo=False)
print(sources.add_source(name="Booking", mailbox=Mailbox.objects.get(), now=now, rate=10**6)[1])
"""


@dataclass
class Client:
    """A system that keeps a letter until it was answered with 250, as every mail server does."""

    port: int
    secret: str
    waiting: list[int]
    taken: list[int] = field(default_factory=list)

    def run(self, over: threading.Event) -> None:
        """Hands in until nothing waits; a line that breaks is opened again."""
        while self.waiting and not over.is_set():
            with suppress(OSError, smtplib.SMTPException), smtplib.SMTP(LOOPBACK, self.port, timeout=30) as line:
                line.login("booking", self.secret)
                while self.waiting:
                    number = self.waiting[0]
                    line.sendmail("noreply@booking.example", [f"person{number % PEOPLE}@world.test"], letter(number))
                    self.taken.append(self.waiting.pop(0))


def letter(number: int) -> bytes:
    return (f"From: noreply@booking.example\r\nTo: person{number % PEOPLE}@world.test\r\nSubject: Your visit\r\n"
            f"Message-ID: <{number}@booking.example>\r\n\r\nAna comes with part {number} at 09:30.\r\n").encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program keeps everything; it listens as a relay and nowhere else."""
    for name, value in {"DATA": str(tmp_path / "data"), "DEMO": "no", "SMTP_LISTEN": "", "LMTP_LISTEN": "",
                        "LOG_LEVEL": "ERROR"}.items():
        monkeypatch.setenv(f"ENTENDU_{name}", value)
    monkeypatch.delenv("ENTENDU_DATABASE_URL", raising=False)
    return tmp_path / "data"


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "entendu.sqlite3", timeout=60)) as database:
        return database.execute(sql).fetchall()


def start(port: int, folder: Path) -> Server:
    """The program, once its relay takes connections."""
    server = Server([ENTENDU, "serve", "--gateway", "--worker"], folder / "entendu.log")
    server.wait_for_ports(port)
    return server


def test_of_ten_thousand_letters_none_is_lost(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, port = random.Random(11), free_port()
    monkeypatch.setenv("ENTENDU_RELAY_LISTEN", f"{LOOPBACK}:{port}")
    secret = subprocess.run([sys.executable, "-c", SOURCE], check=True, capture_output=True, text=True).stdout.strip()
    clients = [Client(port, secret, list(range(first, LETTERS, CLIENTS))) for first in range(CLIENTS)]
    began, over = time.monotonic(), threading.Event()
    threads = [threading.Thread(target=client.run, args=(over,)) for client in clients]
    server = start(port, tmp_path)
    try:
        for thread in threads:
            thread.start()
        for kill in range(KILLS):
            enough = LETTERS * 3 * (kill + 1) // (KILLS * 4)
            wait_for(lambda: sum(len(one.taken) for one in clients) >= enough, SECONDS)  # noqa: B023 - used at once
            time.sleep(chance.uniform(0, 0.3))
            server.kill()
            server = start(port, tmp_path)
        for thread in threads:
            thread.join(SECONDS)
        handed = time.monotonic() - began
        unread = "SELECT count(*) FROM inbox_rawletter WHERE state = 'stored'"
        wait_for(lambda: rows(folder, unread) == [(0,)], SECONDS)
        settled = time.monotonic() - began
    finally:
        over.set()
        server.stop()
    submissions = Counter(body for (body,) in rows(folder, "SELECT body FROM outbox_submission"))
    again = rows(folder, "SELECT count(*) FROM inbox_rawletter WHERE state = 'duplicate'")[0][0]
    print(f"\nrelay: killed {KILLS} times, {sum(len(one.taken) for one in clients)} letters answered with 250 in "
          f"{handed:.0f} s, {len(submissions)} submissions after {settled:.0f} s, "
          f"{again} handed in again and recognised")
    assert [one.waiting for one in clients] == [[]] * CLIENTS
    assert submissions == Counter(f"Ana comes with part {number} at 09:30." for number in range(LETTERS))
