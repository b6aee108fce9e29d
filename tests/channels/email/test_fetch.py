"""Mail is fetched from a real IMAP server: all that is new, once, without touching a flag before it is stored."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from itertools import count

import pytest
from imapclient import SEEN

from entendu.channels.email import fetch
from entendu.channels.email.fetch import CannotFetch, Fetched, Source, in_place_of, open_folder
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.oauth import OAuthServer
from tests.servers.processes import LOOPBACK, free_port

NUMBERS = count()


@pytest.fixture(autouse=True)
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))


@pytest.fixture
def address(dovecot: Dovecot) -> Iterator[str]:
    """A mailbox of one's own."""
    address = f"fetch{next(NUMBERS)}@desk.example"
    dovecot.add_user(address, "geheim")
    yield address
    dovecot.empty(address)


def source_of(dovecot: Dovecot, address: str, **changes: object) -> Source:
    return Source(**{"host": "localhost", "port": dovecot.imaps_port, "security": "tls", "username": address,
                     "password": "geheim", "timeout": 10} | changes)


def letter(subject: str, size: int = 0) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Marie Laval <marie@laval.example>", subject
    message["Message-ID"] = f"<{subject}@laval.example>"
    message.set_content("Bonjour,\n" + ("x" * 70 + "\n") * (size // 72 + 1))
    return message


def deliver(dovecot: Dovecot, address: str, *subjects: str) -> None:
    for subject in subjects:
        dovecot.deliver(letter(subject).as_bytes(), address)


def fetched(source: Source, uid_validity: int = 0, last_uid: int = 0) -> tuple[int, list[Fetched]]:
    with open_folder(source) as folder:
        batches = list(folder.batches(uid_validity=uid_validity, last_uid=last_uid))
    return folder.uid_validity, [one for batch in batches for one in batch]


def subjects(found: list[Fetched]) -> list[str]:
    return [next(line for line in one.raw.decode().splitlines() if line.startswith("Subject: "))[9:] for one in found]


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_what_is_there_and_then_only_what_is_new(dovecot: Dovecot, address: str, security: str) -> None:
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    source = source_of(dovecot, address, security=security, port=port)
    assert fetched(source)[1] == []
    deliver(dovecot, address, "one", "two")
    validity, found = fetched(source)
    assert subjects(found) == ["one", "two"]
    assert [one.raw.replace(b"\r\n", b"\n") for one in found] == [
        one.replace(b"\r\n", b"\n") for one in dovecot.read(address)]
    last = found[-1].uid
    assert fetched(source, validity, last)[1] == []
    deliver(dovecot, address, "three")
    assert subjects(fetched(source, validity, last)[1]) == ["three"]


def test_uids_of_another_time_mean_nothing(dovecot: Dovecot, address: str) -> None:
    deliver(dovecot, address, "one", "two")
    validity, found = fetched(source_of(dovecot, address))
    assert subjects(fetched(source_of(dovecot, address), validity + 1, found[-1].uid)[1]) == ["one", "two"]


def test_flags_change_only_when_asked(dovecot: Dovecot, address: str) -> None:
    deliver(dovecot, address, "one", "two")
    with open_folder(source_of(dovecot, address)) as folder, dovecot.connect(address, "geheim") as other:
        [batch] = folder.batches(uid_validity=0, last_uid=0)
        other.select_folder("INBOX")
        uids = [one.uid for one in batch]
        assert [SEEN in flags for flags in other.get_flags(uids).values()] == [False, False]
        folder.mark_seen(uids[:1])
        other.noop()
        assert [SEEN in flags for flags in other.get_flags(uids).values()] == [True, False]


def test_a_folder_in_which_we_may_change_nothing_is_still_read(dovecot: Dovecot, address: str) -> None:
    deliver(dovecot, address, "one")
    with open_folder(source_of(dovecot, address)) as folder:
        folder._client.select_folder("INBOX", readonly=True)
        [[one]] = folder.batches(uid_validity=0, last_uid=0)
        folder.mark_seen([one.uid])
        assert SEEN not in folder._client.get_flags([one.uid])[one.uid]


def test_many_messages_come_in_batches(dovecot: Dovecot, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "WINDOW", 3)
    monkeypatch.setattr(fetch, "BATCH_MESSAGES", 4)
    monkeypatch.setattr(fetch, "BATCH_BYTES", 1000)
    names = [f"n{number}" for number in range(11)]
    deliver(dovecot, address, *names)
    with dovecot.connect(address, "geheim") as other:
        other.select_folder("INBOX")
        gone = other.search(["SUBJECT", "n5"])
        other.delete_messages(gone)
        other.expunge()
    with open_folder(source_of(dovecot, address)) as folder:
        batches = [subjects(batch) for batch in folder.batches(uid_validity=0, last_uid=0)]
    assert [name for batch in batches for name in batch] == [name for name in names if name != "n5"]
    assert max(map(len, batches)) <= 4
    assert len(batches) > 3


def test_a_message_that_is_too_large_leaves_a_notice(dovecot: Dovecot, address: str) -> None:
    deliver(dovecot, address, "before")
    dovecot.deliver(letter("huge", 100_000).as_bytes(), address)
    deliver(dovecot, address, "after")
    found = fetched(source_of(dovecot, address, most_bytes=50_000))[1]
    assert subjects(found) == ["before", "huge", "after"]
    assert [one.whole for one in found] == [True, False, True]
    assert b"Message-ID: <huge@laval.example>" in found[1].raw
    assert b"0.1 MB large, more than the 0 MB that are taken in" in found[1].raw
    assert f"in the folder INBOX of {address}: read it there.".encode() in found[1].raw


def test_a_notice_keeps_the_header_and_replaces_the_content() -> None:
    header = (b"From: a@b\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\nSubject: long\r\n line\r\n"
              b"MIME-Version: 1.0\r\ncontent-transfer-encoding: base64\r\n\r\n")
    assert in_place_of(header, "Zu groß.") == (
        b"From: a@b\r\nSubject: long\r\n line\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\nZu gro\xc3\x9f.\r\n")
    assert in_place_of(b"", "x").startswith(b"MIME-Version: 1.0\r\n")


def test_idle_ends_when_mail_comes(dovecot: Dovecot, address: str) -> None:
    with open_folder(source_of(dovecot, address)) as folder:
        folder.idle(0.1)
        began = time.monotonic()
        threading.Timer(0.3, deliver, (dovecot, address, "one")).start()
        folder.idle(20)
        assert time.monotonic() - began < 10
        assert subjects([one for batch in folder.batches(uid_validity=0, last_uid=0) for one in batch]) == ["one"]


def test_mail_that_comes_between_the_look_and_idle_is_not_slept_through(dovecot: Dovecot, address: str) -> None:
    for security, port in (("tls", dovecot.imaps_port), ("none", dovecot.imap_port)):
        for _ in range(5):
            with open_folder(source_of(dovecot, address, security=security, port=port)) as folder:
                deliver(dovecot, address, "just now")
                began = time.monotonic()
                folder.idle(20)
                assert time.monotonic() - began < 5


def test_hanging_up_ends_the_wait(dovecot: Dovecot, address: str) -> None:
    for security, port in (("tls", dovecot.imaps_port), ("none", dovecot.imap_port)):
        with open_folder(source_of(dovecot, address, security=security, port=port)) as folder:
            threading.Timer(0.2, folder.hang_up).start()
            began = time.monotonic()
            with pytest.raises(CannotFetch):
                folder.idle(20)
            assert time.monotonic() - began < 5


def test_a_server_without_idle_is_asked_again(dovecot: Dovecot, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_folder(source_of(dovecot, address)) as folder:
        monkeypatch.setattr(folder._client, "has_capability", lambda name: False)
        deliver(dovecot, address, "one")
        folder.idle(0.2)
        assert subjects([one for batch in folder.batches(uid_validity=0, last_uid=0) for one in batch]) == ["one"]


def test_a_token_opens_the_mailbox_and_is_renewed_when_refused(dovecot: Dovecot, oauth_provider: OAuthServer,
                                                              address: str) -> None:
    deliver(dovecot, address, "one")
    asked: list[bool] = []

    def token(renewed: bool) -> str:
        asked.append(renewed)
        return oauth_provider.access_token(address) if renewed else "stale"

    assert subjects(fetched(source_of(dovecot, address, password="", access_token=token))[1]) == ["one"]
    assert asked == [False, True]
    with pytest.raises(CannotFetch, match="localhost refused the token for"):
        fetched(source_of(dovecot, address, password="", access_token=lambda renewed: "stale"))


@pytest.mark.parametrize("password", ["guess", "ghicită"])
def test_a_wrong_password_is_said_and_not_repeated(dovecot: Dovecot, address: str, password: str) -> None:
    with pytest.raises(CannotFetch, match=r"localhost refused the user name or password \(.*uthentication") as caught:
        fetched(source_of(dovecot, address, password=password))
    assert password not in caught.value.words


def test_a_password_beyond_ascii_opens(dovecot: Dovecot, address: str) -> None:
    dovecot.add_user(address, "parolă")
    assert fetched(source_of(dovecot, address, password="parolă"))[1] == []


def test_a_folder_beyond_ascii_and_one_that_is_missing(dovecot: Dovecot, address: str) -> None:
    with dovecot.connect(address, "geheim") as other:
        other.create_folder("Boîte à lettres")
        other.append("Boîte à lettres", letter("inside").as_bytes())
    assert subjects(fetched(source_of(dovecot, address, folder="Boîte à lettres"))[1]) == ["inside"]
    with pytest.raises(CannotFetch, match=r"has no folder Boîte at localhost; choose one of these: .*Boîte à lettres"):
        fetched(source_of(dovecot, address, folder="Boîte"))


def test_lines_that_cannot_be_had(dovecot: Dovecot, address: str) -> None:
    for changes, words in (
        ({"port": free_port()}, "Nothing listens"),
        ({"host": "imap.desk.invalid"}, "leads to no server"),
        ({"port": dovecot.imap_port}, "does not speak TLS"),
        ({"host": "imap.desk.example", "security": "none"}, "Only this machine"),
    ):
        with pytest.raises(CannotFetch, match=words):
            fetched(source_of(dovecot, address, **changes))


def test_a_server_that_restarts_between_two_batches(dovecot: Dovecot, address: str) -> None:
    deliver(dovecot, address, "one")
    with open_folder(source_of(dovecot, address)) as folder:
        validity = folder.uid_validity
        dovecot.stop()
        with pytest.raises(CannotFetch):
            list(folder.batches(uid_validity=0, last_uid=0))
    dovecot.start()
    again, found = fetched(source_of(dovecot, address))
    assert (again, subjects(found)) == (validity, ["one"])


@pytest.mark.parametrize("lines", [[b"* BYE go away"], [b"nonsense"], [b""]])
def test_servers_that_are_none(lines: list[bytes]) -> None:
    listener = socket.create_server((LOOPBACK, 0))

    def play() -> None:
        with listener, listener.accept()[0] as line:
            for words in lines:
                line.sendall(words + b"\r\n")

    thread = threading.Thread(target=play)
    thread.start()
    with pytest.raises(CannotFetch):
        fetched(Source(LOOPBACK, listener.getsockname()[1], "none", "desk", "geheim", timeout=5))
    thread.join(10)


def test_no_body_reaches_a_log(dovecot: Dovecot, address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    deliver(dovecot, address, "geheimnis")
    fetched(source_of(dovecot, address))
    assert "geheimnis" not in caplog.text
    assert "geheim" not in caplog.text
