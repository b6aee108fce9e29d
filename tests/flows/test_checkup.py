"""What `entendu check` sees of an installation: each trouble makes its own line fail, and a well desk has none."""

from __future__ import annotations

import shutil
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from entendu.flows.installation import checkup
from entendu.flows.mail.receive import take_in
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.actions import Envelope
from entendu.parts.outbox import actions as outbox
from entendu.parts.sealed import seal
from entendu.parts.staff import actions as staff
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Mailbox
from entendu.parts.wording import dictionaries
from tests.servers.processes import LOOPBACK, free_port
from tests.servers.smtp_robot import SmtpRobot

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder as `entendu` makes it, and addresses that nobody uses."""
    folder = tmp_path / "data"
    (folder / "keys").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    (folder / "keys" / "secrets").touch(mode=0o600)
    monkeypatch.setattr(settings, "ENTENDU_DATA", folder)
    monkeypatch.setattr(settings, "ENTENDU_LISTEN", {"ENTENDU_LISTEN": (LOOPBACK, free_port())})
    monkeypatch.setattr(settings, "ENTENDU_SMTP_OUT", None)
    return folder


@pytest.fixture
def support() -> Mailbox:
    return tickets.add_mailbox(name="Support", address="support@example.org", team=staff.add_team("Care"))


def test_it_says_which_languages_can_be_spelt(data: Path, monkeypatch: pytest.MonkeyPatch, support: Mailbox) -> None:
    monkeypatch.setattr(dictionaries, "SYSTEM", data / "nowhere")
    assert said_of("dictionaries") == (False, "No draft is spelt; for en and fr and ro install hunspell-en-gb "
                                              "hunspell-en-us hunspell-fr-classical hunspell-ro, or put Hunspell "
                                              f"dictionaries into {data}/dictionaries.")
    (data / "dictionaries").mkdir()
    for name in ("en_GB", "ro_RO"):
        (data / "dictionaries" / f"{name}.dic").touch()
    well, sentence = said_of("dictionaries")  # the only mailbox writes English
    assert well
    assert sentence.startswith("Drafts in en and ro are spelt; for fr install hunspell-fr-classical, or put")
    tickets.change_mailbox(support, language="fr")
    assert said_of("dictionaries")[0] is False
    (data / "dictionaries" / "fr.dic").touch()
    assert said_of("dictionaries") == (True, "Drafts in en and fr and ro are spelt.")


def said_of(check: str) -> tuple[bool, str]:
    """Whether one thing is well, and the sentence about it."""
    (found,) = (one for one in checkup.look(NOW, online=False) if one.check == check)
    return found.ok, found.sentence


def failing(now: datetime = NOW, *, online: bool = True) -> dict[str, str]:
    """The sentences of what is not well."""
    return {found.check: found.sentence for found in checkup.look(now, online=online) if not found.ok}


@pytest.mark.usefixtures("support")
def test_a_new_desk_is_well() -> None:
    assert failing() == {}
    seen = [found.check for found in checkup.look(NOW, online=True)]
    assert seen == ["database", "migrations", "data", "keys", "disk", "ENTENDU_LISTEN", "letters", "deliveries",
                    "unknown", "dictionaries", "sending support@example.org"]


def test_folders_that_others_may_read(data: Path) -> None:
    data.chmod(0o750)
    (data / "keys" / "secrets").chmod(0o644)
    assert list(failing()) == ["data", "keys"]
    assert "Others on this machine may read" in failing()["keys"]


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(10**12, 10**12, 3 * 2**20))
    assert failing()["disk"].startswith("3 MiB are free")


def test_an_address_that_this_machine_does_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    # 192.0.2.0/24 is nobody's (RFC 5737); connecting there would only wait.
    monkeypatch.setattr(settings, "ENTENDU_LISTEN", {"ENTENDU_SMTP_LISTEN": ("192.0.2.1", 25)})
    monkeypatch.setattr(socket, "create_connection", lambda *where, **how: (_ for _ in ()).throw(TimeoutError()))
    assert list(failing()) == ["ENTENDU_SMTP_LISTEN"]


@pytest.mark.parametrize(("waited", "fails"), [(timedelta(minutes=4), False), (timedelta(minutes=6), True)])
def test_a_letter_that_nobody_reads(waited: timedelta, fails: bool) -> None:
    take_in(b"Subject: hello\n\nAnybody?\n", Envelope("pipe"), now=NOW - waited)
    assert ("letters" in failing()) is fails


@pytest.mark.parametrize(("port", "fails"), [("robot", False), ("nobody", True)])
def test_an_outgoing_server_is_tried(support: Mailbox, smtp_robot: SmtpRobot, port: str, fails: bool) -> None:
    number = smtp_robot.port if port == "robot" else free_port()
    outbox.set_send_account(support, host=LOOPBACK, port=number, security="none")
    assert ("sending support@example.org" in failing()) is fails
    assert failing(online=False) == {}


def test_a_password_that_was_sealed_elsewhere(support: Mailbox) -> None:
    outbox.set_send_account(support, host=LOOPBACK, port=2525, security="none", username="us", secret="not ours")
    assert "enter the password again" in failing()["sending support@example.org"]


def test_a_mail_account_is_tried_and_its_last_success_told(support: Mailbox) -> None:
    account = inbox.set_account(support, host=LOOPBACK, port=free_port(), security="none", username="support",
                                secret=seal("secret"))
    assert failing()["account support@example.org"].endswith("(never fetched yet)")
    inbox.fetched(account, uid_validity=1, last_uid=1, now=NOW)
    assert failing()["account support@example.org"].endswith("(last fetched 2026-03-20 12:00 UTC)")
    assert failing(online=False) == {}
    inbox.fetch_failed(account, "The server did not know us.", now=NOW)
    assert "did not know us" in failing(online=False)["account support@example.org"]
