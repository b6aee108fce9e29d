"""The commands as they are typed: what they print, and with which code they end."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError

from entendu.doors.cli.main import parser
from entendu.flows.mail import arrive
from entendu.flows.mail.receive import read_waiting
from entendu.parts.inbox.models import RawLetter
from entendu.parts.staff import actions as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
PASSWORD = "four-words-nobody-guesses"


@pytest.fixture
def desk() -> None:
    """A desk with one mailbox and somebody who signs in."""
    team = staff.add_team("Care")
    staff.set_teams(staff.add_member("ioana@example.org", "Ioana Dumitru", password=None, now=NOW), [team])
    tickets.add_mailbox(name="Support", address="support@example.org", team=team)


def letter(name: str = "a", words: str = "The booking page says no.") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Marie Laval <marie@atelier-laval.example>", "x@example.net", "Booking"
    mail["Date"], mail["Message-ID"] = NOW, f"<{name}@example.net>"
    mail.set_content(words)
    return mail.as_bytes()


class Terminal:
    """Runs commands as `config.command` does, without preparing a database that the tests have prepared."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch
        self.prepared = 0

    def __call__(self, *words: str | Path, given: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
        """The exit code, the objects on standard output, and standard error."""
        args = parser().parse_args([str(word) for word in words])
        args.prepare = self._prepare
        out, err = io.StringIO(), io.StringIO()
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        code = args.run(args, out, err)
        return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    def _prepare(self) -> None:
        self.prepared += 1


@pytest.fixture
def entendu(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name in ("SENDER", "RECIPIENT", "ORIGINAL_RECIPIENT"):
        monkeypatch.delenv(name, raising=False)
    return Terminal(monkeypatch)


@pytest.mark.parametrize("words", [
    (), ("mail",), ("mail", "burn"), ("mail", "import"), ("search",), ("member", "add", "x@example.org"),
    ("member", "add", "x@example.org", "X", "--role", "emperor"), ("backup",), ("search", "x", "--limit", "many"),
])
def test_bad_arguments_end_with_2(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    if not words:
        assert not hasattr(parser().parse_args([]), "run")
        return
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(list(words))
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("desk")
def test_mail_import_prints_its_sum(entendu: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter())
    (tmp_path / "b.eml").write_bytes(letter("b"))
    code, [line], _ = entendu("mail", "import", tmp_path, tmp_path / "a.eml", "--mailbox", "Support")
    assert code == 0
    assert line.pop("seconds") >= 0
    assert line == {"messages": 3, "tickets": 2, "replies": 0, "duplicates": 1, "quarantined": 0}


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("words", "said"), [
    (["missing"], "There is no file"), (["a.eml", "--mailbox", "Sales"], "There is no mailbox 'Sales'")])
def test_mail_import_says_what_it_cannot_use(entendu: Terminal, tmp_path: Path, words: list[str], said: str,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.eml").write_bytes(letter())
    code, lines, err = entendu("mail", "import", *words)
    assert (code, lines, err.count("\n")) == (2, [], 1)
    assert said in err
    assert not RawLetter.objects.exists()


def test_an_import_into_a_new_desk_makes_what_it_needs(entendu: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter())
    code, [line], err = entendu("mail", "import", tmp_path)
    assert (code, line["tickets"]) == (0, 1)
    assert "sign in as admin@example.org" in err


@pytest.mark.parametrize(("words", "environment", "sender", "recipients"), [
    ([], {}, "", []),
    (["--from", "<marie@a.example>", "--to", "support@example.org", "--to", "x@example.org"], {}, "marie@a.example",
     ["support@example.org", "x@example.org"]),
    ([], {"SENDER": "marie@a.example", "RECIPIENT": "support@example.org", "ORIGINAL_RECIPIENT": "help@example.org"},
     "marie@a.example", ["support@example.org", "help@example.org"]),
    ([], {"SENDER": "MAILER-DAEMON", "RECIPIENT": "a@example.org", "ORIGINAL_RECIPIENT": "a@example.org"}, "",
     ["a@example.org"]),
    (["--from", ""], {"SENDER": "not@asked.example"}, "", []),
])
def test_mail_receive_stores_what_the_pipe_says(entendu: Terminal, words: list[str], environment: dict[str, str],
                                                sender: str, recipients: list[str]) -> None:
    for name, value in environment.items():
        entendu.patch.setenv(name, value)
    assert entendu("mail", "receive", *words, given=letter()) == (0, [], "")
    kept = RawLetter.objects.get()
    assert (kept.via, kept.envelope_from, kept.envelope_to) == ("pipe", sender, recipients)
    assert bytes(kept.content.content) == letter()
    assert entendu.prepared == 0


@pytest.mark.usefixtures("desk")
def test_what_the_pipe_took_in_becomes_a_ticket(entendu: Terminal) -> None:
    entendu("mail", "receive", "--to", "support@example.org", given=letter())
    assert read_waiting(NOW) == 1
    assert Entry.objects.get(kind="theirs").message_id == "a@example.net"


@pytest.mark.parametrize(("given", "code", "said"), [
    (b"", 65, "no letter on standard input"), (b" \n\r\n", 65, "no letter on standard input"),
    (b"x" * 101, 75, "larger than 100 bytes"),
])
def test_mail_receive_takes_no_nonsense(entendu: Terminal, monkeypatch: pytest.MonkeyPatch, given: bytes, code: int,
                                        said: str) -> None:
    monkeypatch.setattr(settings, "ENTENDU_MAIL_BYTES", 100)
    ended, lines, err = entendu("mail", "receive", given=given)
    assert (ended, lines) == (code, [])
    assert said in err
    assert not RawLetter.objects.exists()


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), OperationalError("database is locked"),
                                     MemoryError("no more")])
def test_mail_receive_asks_the_mail_server_to_come_again(entendu: Terminal, monkeypatch: pytest.MonkeyPatch,
                                                         trouble: Exception) -> None:
    def fail(*args: object, **more: object) -> None:
        raise trouble

    monkeypatch.setattr(arrive, "take_in", fail)
    code, lines, err = entendu("mail", "receive", given=letter())
    assert (code, lines, err.count("\n")) == (75, [], 1)
    assert "nothing was taken" in err


@pytest.mark.usefixtures("desk")
def test_search_prints_tickets(entendu: Terminal, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter(words="The coffee machine in Iași is broken."))
    entendu("mail", "import", tmp_path)
    code, [line], _ = entendu("search", "iasi coffee", "--limit", "5")
    assert code == 0
    assert set(line) == {"ticket", "subject", "snippet", "score"}
    assert "Iași" in line["snippet"]
    assert entendu("search", "nothing like it") == (0, [], "")
    assert entendu("search", "x", "--limit", "0")[0] == 2


@pytest.mark.usefixtures("desk")
def test_members_without_a_browser(entendu: Terminal) -> None:
    code, [line], _ = entendu("member", "add", "Leo@example.org", "Léo", "--role", "administrator", "--team", "Care",
                              given=f"{PASSWORD}\n".encode())
    assert code == 0
    assert line == {"email": "leo@example.org", "name": "Léo", "role": "administrator", "teams": ["Care"],
                    "may_sign_in": True}
    assert entendu("member", "password", "leo@example.org", given=b"another-good-long-one")[0] == 0
    assert Member.objects.get(email="leo@example.org").check_password("another-good-long-one")
    assert [(one["email"], one["may_sign_in"]) for one in entendu("member", "list")[1]] == [
        ("ioana@example.org", False), ("leo@example.org", True)]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("words", "given", "said"), [
    (("add", "ioana@example.org", "Somebody"), PASSWORD, "already exists"),
    (("add", "no address", "Somebody"), PASSWORD, "valid email address"),
    (("add", "new@example.org", "Somebody"), "short", "too short"),
    (("add", "new@example.org", "Somebody", "--team", "Moon"), PASSWORD, "no team Moon; nobody was added"),
    (("password", "nobody@example.org"), PASSWORD, "Nobody signs in as nobody@example.org"),
    (("password", "ioana@example.org"), "password", "too common"),
])
def test_members_who_cannot_be(entendu: Terminal, words: tuple[str, ...], given: str, said: str) -> None:
    code, lines, err = entendu("member", *words, given=given.encode())
    assert (code, lines) == (2, [])
    assert said in err
    assert [one.has_usable_password() for one in Member.objects.all()] == [False]


def test_check_fails_when_one_line_does(entendu: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    monkeypatch.setattr(settings, "ENTENDU_DATA", tmp_path)
    code, lines, _ = entendu("check", "--offline")
    assert code == 0
    assert all(set(line) == {"check", "ok", "sentence"} and line["ok"] for line in lines)
    (tmp_path / "keys").chmod(0o755)
    code, lines, _ = entendu("check", "--offline")
    assert (code, [line["check"] for line in lines if not line["ok"]]) == (1, ["keys"])
