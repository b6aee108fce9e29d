"""The real program, killed a hundred times: nothing is lost, nothing done twice, and what nobody can know says so."""

from __future__ import annotations

import random
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Timer

import pytest

from bench.letters import Written, letters, mbox
from tests.servers.processes import LOOPBACK, Server, free_port, wait_for
from tests.servers.smtp_robot import Delay, SmtpRobot

pytestmark = pytest.mark.long

ENTENDU = Path(sys.executable).with_name("entendu")
IMPORT_KILLS, DELIVERY_KILLS, GATEWAY_KILLS = 40, 40, 20
# Where the time goes, so that a run ends on a slow machine too.
SECONDS = 110

# Ready to leave at once: one answer to each of so many people.
ANSWERS = """
import sys
from entendu.config.prepare import prepare
prepare()
from django.utils import timezone
from entendu.core.governor.model import Intent
from entendu.flows.installation import provision
from entendu.flows.submit import Proposal, submit
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Mailbox
now = timezone.now()
provision.first_start(now, demo=False)
for number in range(int(sys.argv[1])):
    contact = people.meet("email", f"person{number}@world.test", name="", language="en", now=now)
    ticket = tickets.open_ticket(Mailbox.objects.get(), contact, subject=f"Question {number}", channel="email", now=now)
    submit(Proposal(source="test", key=str(number), ticket=ticket, intent=Intent.ANSWER, member=Member.objects.get(),
                    body=f"This is the answer to question {number}."), now=now)
"""


class Desk:
    """A data folder and the program that works on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.parent / "entendu.log"

    def start(self, *words: str | Path) -> Server:
        return Server([ENTENDU, *words], self.log)

    def run(self, *command: str | Path) -> None:
        subprocess.run([str(word) for word in command], check=True, timeout=SECONDS)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What a query gives, as any other reader of the file would see it; nothing before there are tables."""
        with closing(sqlite3.connect(self.folder / "entendu.sqlite3", timeout=30)) as database:
            return database.execute(sql).fetchall()

    def is_writing(self) -> bool:
        """Whether a transaction is open: SQLite's rollback journal holds something."""
        journal = self.folder / "entendu.sqlite3-journal"
        with suppress(FileNotFoundError):
            return journal.stat().st_size > 0
        return False


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "data"
    monkeypatch.setenv("ENTENDU_DATA", str(folder))
    for name, value in {"DEMO": "no", "UNDO_SECONDS": "0", "LMTP_LISTEN": "", "RELAY_LISTEN": "",
                        "LOG_LEVEL": "ERROR"}.items():
        monkeypatch.setenv(f"ENTENDU_{name}", value)
    monkeypatch.delenv("ENTENDU_DATABASE_URL", raising=False)
    return Desk(folder)


def kill_when(server: Server, ready: Callable[[], bool], chance: random.Random, within: float) -> bool:
    """Kills the program a moment after it has begun to work; False when it ended, or had nothing to do, before that."""
    patience = time.monotonic() + 20
    while server.process.poll() is None and not ready():
        if time.monotonic() > patience:
            server.kill()
            return False
        time.sleep(0.005)
    deadline = time.monotonic() + chance.uniform(0, within)
    while server.process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    ended = server.process.poll() is not None
    server.kill()
    return not ended


def test_imports_that_are_killed_lose_and_double_nothing(desk: Desk, tmp_path: Path) -> None:
    chance, kills, boxes = random.Random(7), 0, Boxes(tmp_path)
    desk.run(ENTENDU, "search", "anything")
    until = time.monotonic() + SECONDS
    box = boxes.another()
    while kills < IMPORT_KILLS and time.monotonic() < until:
        server = desk.start("mail", "import", box)
        if kill_when(server, desk.is_writing, chance, 1.2):
            kills += 1
        elif server.process.returncode == 0:
            box = boxes.another()
    for one in boxes.paths:
        desk.run(ENTENDU, "mail", "import", one)
    threads = desk.rows("SELECT ticket_id, message_id FROM tickets_entry WHERE kind = 'theirs'")
    print(f"\nimport: killed {kills} times, {len(boxes.written)} letters, {len(threads)} entries, "
          f"{len({ticket for ticket, _ in threads})} tickets")
    assert kills == IMPORT_KILLS
    assert Counter(message_id for _, message_id in threads) == Counter(one.message_id for one in boxes.written)
    assert as_threads(threads) == as_threads((one.thread, one.message_id) for one in boxes.written)
    assert desk.rows("SELECT DISTINCT state FROM inbox_rawletter") == [("placed",)]


class Boxes:
    """As many mboxes as it takes: a quick machine has imported one before it was killed often enough."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: list[Path] = []
        self.written: list[Written] = []

    def another(self) -> Path:
        some = list(letters(800, seed=len(self.paths)))
        path = self.folder / f"{len(self.paths)}.mbox"
        path.write_bytes(mbox(iter(some)))
        self.paths.append(path)
        self.written += some
        return path


def as_threads(pairs: Iterator[tuple[object, object]] | list[tuple[object, ...]]) -> set[frozenset[object]]:
    """Which letters stand together."""
    together: dict[object, set[object]] = {}
    for thread, message_id in pairs:
        together.setdefault(thread, set()).add(message_id)
    return {frozenset(one) for one in together.values()}


def test_deliveries_that_are_killed_are_done_once_or_stand_as_unknown(
        desk: Desk, smtp_robot: SmtpRobot, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, kills, messages = random.Random(8), 0, 300
    monkeypatch.setenv("ENTENDU_SMTP_OUT", f"smtp://{LOOPBACK}:{smtp_robot.port}")
    desk.run(sys.executable, "-c", ANSWERS, str(messages))
    smtp_robot.plan(*[Delay(0.12)] * messages)
    until = time.monotonic() + SECONDS
    while kills < DELIVERY_KILLS and time.monotonic() < until:
        before = len(smtp_robot.received)
        server = desk.start("serve", "--worker")
        kills += kill_when(server, lambda: len(smtp_robot.received) > before, chance, 0.2)  # noqa: B023 - used at once
    server = desk.start("serve", "--worker")
    left = "SELECT count(*) FROM outbox_delivery WHERE state IN ('waiting', 'claimed', 'in_flight')"
    wait_for(lambda: desk.rows(left) == [(0,)], SECONDS)
    server.stop()
    arrived = Counter(str(mail.message["Message-ID"]).strip("<>") for mail in smtp_robot.received)
    states = dict(desk.rows("SELECT message_id, state FROM outbox_delivery"))
    kinds = Counter(states.values())
    in_doubt = [one for one, state in states.items() if state == "unknown"]
    print(f"\ndelivery: killed {kills} times, {messages} messages, {dict(kinds)}; "
          f"of the unknown {sum(arrived[one] for one in in_doubt)} arrived")
    assert kills == DELIVERY_KILLS
    assert len(states) == messages
    assert set(kinds) <= {"sent", "unknown"}
    assert len(in_doubt) <= 2 * kills  # two senders, each with at most one message in the air
    assert {one: arrived[one] for one, state in states.items() if state == "sent" and arrived[one] != 1} == {}
    assert [one for one in in_doubt if arrived[one] > 1] == []


def test_a_gateway_that_is_killed_has_what_it_answered_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, kills, port = random.Random(9), 0, free_port()
    monkeypatch.setenv("ENTENDU_SMTP_LISTEN", f"{LOOPBACK}:{port}")
    waiting = list(letters(2000, seed=90))
    taken: list[Written] = []
    until = time.monotonic() + SECONDS
    while kills < GATEWAY_KILLS and time.monotonic() < until:
        server = desk.start("serve", "--gateway", "--worker")
        server.wait_for_ports(port)
        deadline = time.monotonic() + chance.uniform(0.05, 0.6)
        taken += hand_over(waiting, port, deadline, server)
        kills += 1
    server = desk.start("serve", "--gateway", "--worker")
    server.wait_for_ports(port)
    taken += hand_over(waiting, port, time.monotonic() + 2, None)
    wait_for(lambda: desk.rows("SELECT count(*) FROM inbox_rawletter WHERE state = 'stored'") == [(0,)], SECONDS)
    server.stop()
    placed = Counter(one for (one,) in desk.rows("SELECT message_id FROM tickets_entry WHERE kind = 'theirs'"))
    again = desk.rows("SELECT count(*) FROM inbox_rawletter WHERE state = 'duplicate'")[0][0]
    print(f"\ngateway: killed {kills} times, {len(taken)} letters answered with 250, {len(placed)} entries, "
          f"{again} handed in again and recognised")
    assert kills == GATEWAY_KILLS
    assert {one.message_id for one in taken} <= set(placed)
    assert set(placed.values()) == {1}
    assert len(placed) - len(taken) <= 1  # the very last one may be stored while we had stopped listening


def hand_over(waiting: list[Written], port: int, deadline: float, server: Server | None) -> list[Written]:
    """Sends as a mail server does: what was not answered with 250 stays in the queue and is sent again.

    At the deadline the gateway, where one is given, is killed while letters go on coming.
    """
    taken: list[Written] = []
    killer = Timer(max(0, deadline - time.monotonic()), server.process.kill) if server else None
    if killer:
        killer.start()
    with suppress(OSError, smtplib.SMTPException), smtplib.SMTP(LOOPBACK, port, timeout=20) as client:
        while waiting and (killer or time.monotonic() < deadline):
            client.sendmail("person@bench.example", ["support@example.org"], waiting[0].raw)
            taken.append(waiting.pop(0))
    if server:
        killer.join()
        server.kill()
    return taken
