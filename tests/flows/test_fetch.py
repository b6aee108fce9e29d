"""Fetched mail is stored before a flag changes, accounts are watched, and what fails says so on the account."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from imapclient import SEEN

from entendu.channels.email.fetch import Folder
from entendu.flows import standing
from entendu.flows.mail import fetch
from entendu.flows.mail.fetch import fetch_account, watch
from entendu.parts.inbox import actions
from entendu.parts.inbox.models import MailAccount, RawContent, RawLetter
from entendu.parts.sealed import seal, unseal
from entendu.parts.staff.models import Team
from entendu.parts.tickets.models import Mailbox
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.oauth import OAuthServer
from tests.servers.processes import free_port, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NUMBERS = count()


@pytest.fixture(autouse=True)
def quick(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    monkeypatch.setattr(standing, "ROUND", 0.05)
    monkeypatch.setattr(fetch, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(fetch, "LONGEST_PAUSE", 0.4)


def opened(dovecot: Dovecot, **fields: object) -> MailAccount:
    """A mailbox of ours whose mail is at Dovecot."""
    address = f"flow{next(NUMBERS)}@desk.example"
    dovecot.add_user(address, "geheim")
    team, _ = Team.objects.get_or_create(name="Support")
    mailbox = Mailbox.objects.create(name=address, address=address, team=team)
    return actions.set_account(mailbox, **{"host": "localhost", "port": dovecot.imaps_port, "security": "tls",
                                           "username": address, "secret": seal("geheim")} | fields)


def deliver(dovecot: Dovecot, account: MailAccount, *subjects: str) -> None:
    for subject in subjects:
        raw = f"From: marie@laval.example\r\nSubject: {subject}\r\n\r\nBonjour\r\n"
        dovecot.deliver(raw.encode(), account.username)


def stored() -> list[str]:
    """The subjects of the letters that were stored, in order."""
    raws = [bytes(raw) for raw in RawContent.objects.order_by("pk").values_list("content", flat=True)]
    return [raw.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for raw in raws]


def flags(dovecot: Dovecot, account: MailAccount) -> list[bool]:
    with dovecot.connect(account.username, "geheim") as client:
        client.select_folder("INBOX", readonly=True)
        return [SEEN in said for _, said in sorted(client.get_flags(client.search()).items())]


def test_mail_is_stored_then_marked_then_counted(dovecot: Dovecot) -> None:
    account = opened(dovecot)
    deliver(dovecot, account, "one", "two")
    assert fetch_account(account, NOW) == 2
    assert stored() == ["one", "two"]
    letter = RawLetter.objects.first()
    assert (letter.via, letter.mailbox_id, letter.received_at) == ("imap", account.mailbox_id, NOW)
    assert flags(dovecot, account) == [True, True]
    assert fetch_account(account, NOW + timedelta(minutes=1)) == 0
    account.refresh_from_db()
    assert (account.last_uid, account.last_success_at, account.last_error) == (2, NOW + timedelta(minutes=1), "")
    deliver(dovecot, account, "three")
    assert fetch_account(MailAccount.objects.get(), NOW) == 1
    assert stored() == ["one", "two", "three"]


def test_no_flag_changes_when_storing_fails(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OperationalError("disk full")

    account = opened(dovecot)
    deliver(dovecot, account, "one")
    with monkeypatch.context() as broken:
        broken.setattr(actions, "store_all", full)
        with pytest.raises(OperationalError):
            fetch_account(account, NOW)
    assert flags(dovecot, account) == [False]
    assert fetch_account(account, NOW) == 1
    assert flags(dovecot, account) == [True]


@pytest.mark.parametrize("step", ["mark_seen", "fetched"])
def test_whoever_dies_in_between_looks_twice_and_loses_nothing(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch,
                                                                step: str) -> None:
    class Killed(BaseException):
        pass

    def die(*args: object, **kwargs: object) -> None:
        raise Killed

    account = opened(dovecot)
    deliver(dovecot, account, "one")
    with monkeypatch.context() as deadly:
        deadly.setattr(Folder if step == "mark_seen" else actions, step, die)
        with pytest.raises(Killed):
            fetch_account(account, NOW)
    assert stored() == ["one"]
    assert fetch_account(MailAccount.objects.get(), NOW) == 1
    assert stored() == ["one", "one"]
    assert len(set(RawLetter.objects.values_list("sha256", flat=True))) == 1
    assert flags(dovecot, account) == [True]


@pytest.mark.parametrize(("changes", "words"), [
    ({"secret": seal("guess")}, "localhost refused the user name or password ("),
    ({"folder": "Archiv"}, "has no folder Archiv at localhost; choose one of these"),
    ({"port": "free"}, "Nothing listens at localhost on port"),
    ({"secret": "gAAAAA-from-another-installation"}, "A stored password cannot be opened"),
])
def test_what_fails_is_said_on_the_account(dovecot: Dovecot, changes: dict[str, object], words: str) -> None:
    account = opened(dovecot, **changes | ({"port": free_port()} if "port" in changes else {}))
    assert fetch_account(account, NOW) == 0
    account.refresh_from_db()
    assert words in account.last_error
    assert account.last_error_at == NOW
    actions.set_account(account.mailbox, secret=seal("geheim"), folder="INBOX", port=dovecot.imaps_port)
    fetch_account(MailAccount.objects.get(), NOW)
    account.refresh_from_db()
    assert (account.last_error, account.last_error_at) == ("", None)


def secret_of(provider: OAuthServer, refresh_token: str) -> str:
    return seal(json.dumps({"client_secret": provider.client_secret, "refresh_token": refresh_token}))


def test_tokens_are_renewed_and_kept_sealed(dovecot: Dovecot, oauth_provider: OAuthServer) -> None:
    account = opened(dovecot, sign_in="oauth2", client_id=oauth_provider.client_id,
                     token_url=oauth_provider.token_url.replace("127.0.0.1", "localhost"))
    granted = oauth_provider.grant(account.username)
    actions.keep_secret(account, secret_of(oauth_provider, granted))
    deliver(dovecot, account, "one")
    before = oauth_provider.refreshed
    assert fetch_account(account, NOW) == 1
    assert oauth_provider.refreshed == before + 1
    sealed = MailAccount.objects.get().secret
    kept = json.loads(unseal(sealed))
    assert kept["access_token"] in oauth_provider.access_tokens
    assert (kept["refresh_token"], kept["client_secret"]) == (granted, oauth_provider.client_secret)
    assert kept["expires_at"] == (NOW + timedelta(hours=1)).isoformat()
    assert granted not in sealed
    fetch_account(MailAccount.objects.get(), NOW + timedelta(minutes=30))
    assert oauth_provider.refreshed == before + 1
    fetch_account(MailAccount.objects.get(), NOW + timedelta(minutes=59))
    assert oauth_provider.refreshed == before + 2
    oauth_provider.expire_access_tokens()
    fetch_account(MailAccount.objects.get(), NOW + timedelta(minutes=60))
    assert oauth_provider.refreshed == before + 3
    assert MailAccount.objects.get().last_error == ""
    oauth_provider.revoke(account.username)
    fetch_account(MailAccount.objects.get(), NOW + timedelta(minutes=61))
    assert "no longer honours the consent to this mailbox (invalid_grant)" in MailAccount.objects.get().last_error


@pytest.mark.parametrize("secret", ["", seal("no json"), seal("[]")], ids=["none", "no-json", "a-list"])
def test_an_account_without_tokens_says_so(dovecot: Dovecot, oauth_provider: OAuthServer, secret: str) -> None:
    account = opened(dovecot, sign_in="oauth2", secret=secret, client_id="x",
                     token_url=oauth_provider.token_url.replace("127.0.0.1", "localhost"))
    fetch_account(account, NOW)
    assert MailAccount.objects.get().last_error.endswith(".")


def test_a_message_that_is_too_large_leaves_a_notice(dovecot: Dovecot, settings: Any) -> None:
    settings.ENTENDU_MAIL_BYTES = 300
    account = opened(dovecot)
    dovecot.deliver(b"From: marie@laval.example\r\nSubject: huge\r\n\r\n" + b"x" * 70 + b"\r\n" * 400, account.username)
    assert fetch_account(account, NOW) == 1
    assert stored() == ["huge"]
    assert account.username.encode() in bytes(RawContent.objects.get().content)


@pytest.fixture
def watching() -> Iterator[threading.Event]:
    """`watch` runs until the test ends."""
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(stop, timezone.now))
    thread.start()
    yield stop
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch ")]


def succeeded(account: MailAccount, since: datetime | None = None) -> bool:
    at = MailAccount.objects.get(pk=account.pk).last_success_at
    return at is not None and (since is None or at > since)


def test_mail_is_there_as_soon_as_it_comes(dovecot: Dovecot, watching: threading.Event) -> None:
    first = opened(dovecot)
    wait_for(lambda: succeeded(first))
    deliver(dovecot, first, "one")
    wait_for(lambda: stored() == ["one"], 5)
    second = opened(dovecot)
    deliver(dovecot, second, "two")
    wait_for(lambda: stored() == ["one", "two"], 5)
    deliver(dovecot, first, "three")
    wait_for(lambda: stored() == ["one", "two", "three"], 5)


def test_an_account_that_is_changed_or_removed(dovecot: Dovecot, watching: threading.Event) -> None:
    account = opened(dovecot, secret=seal("guess"))
    wait_for(lambda: "refused" in MailAccount.objects.get().last_error)
    deliver(dovecot, account, "one")
    actions.set_account(account.mailbox, secret=seal("geheim"))
    wait_for(lambda: stored() == ["one"])
    wait_for(lambda: MailAccount.objects.get().last_error == "")
    actions.set_account(account.mailbox, active=False)
    wait_for(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("fetch ")])
    actions.set_account(account.mailbox, active=True)
    deliver(dovecot, account, "two")
    wait_for(lambda: stored() == ["one", "two"])


def test_a_server_that_restarts_is_found_again(dovecot: Dovecot, watching: threading.Event) -> None:
    account = opened(dovecot)
    wait_for(lambda: succeeded(account))
    dovecot.stop()
    try:
        wait_for(lambda: "Nothing listens" in MailAccount.objects.get().last_error)
    finally:
        dovecot.start()
    deliver(dovecot, account, "after the restart")
    wait_for(lambda: stored() == ["after the restart"])
    wait_for(lambda: MailAccount.objects.get().last_error == "")


def test_pauses_grow_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    pauses, pause = [], 0.0
    for _ in range(9):
        pause = fetch._longer(pause)
        pauses.append(pause)
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300]
