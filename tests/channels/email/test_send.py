"""One message, one recipient, one outcome: taken, come again, refused, or unknown."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.channels.email import send as sending
from entendu.channels.email.send import Deferred, LostSight, Refused, Server, Withdrawn, as_transported, send
from entendu.channels.email.server import checked_tls
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.processes import LOOPBACK, free_port, wait_for
from tests.servers.smtp_robot import Door, Drop, Refuse, SmtpRobot, running_robot

RAW = b"From: desk@desk.example\r\nSubject: Votre facture\r\n\r\n.un point\r\nBonne journ\xc3\xa9e\r\n"
PLAIN = b"From: desk@desk.example\r\nSubject: Ticket 42\r\n\r\nWe found the cause.\r\n"


@pytest.fixture
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """This machine trusts the authority of the tests, as an administrator would have it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    return certificates


def hand(server: Server, raw: bytes = PLAIN, *, sender: str = "desk@desk.example",
         recipient: str = "odile@faure.example", before_data: Callable[[], bool] = lambda: True) -> str:
    return send(server, raw, sender=sender, recipient=recipient, before_data=before_data)


class Script:
    """A server that says what it is told to: each line answers one command; `...` swallows the text; None hangs up."""

    def __init__(self, lines: list[str | None]) -> None:
        self.lines, self.heard = lines, bytearray()
        self.listener = socket.create_server((LOOPBACK, 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.play, daemon=True)
        self.thread.start()

    def play(self) -> None:
        with self.listener, self.listener.accept()[0] as line:
            line.settimeout(10)
            for words in self.lines:
                if words is None:
                    return
                line.sendall(words.encode() + b"\r\n")
                if words.startswith("354") and len(self.lines) > self.lines.index(words) + 1:
                    while not self.heard.endswith(b"\r\n.\r\n"):
                        self.heard += line.recv(65536)
                elif not self.listen(line):
                    return

    def listen(self, line: socket.socket) -> bytes:
        heard = line.recv(65536)
        self.heard += heard
        return heard


@contextmanager
def scripted(*lines: str | None) -> Iterator[Script]:
    script = Script(list(lines))
    yield script
    script.thread.join(10)
    assert not script.thread.is_alive()


def here(port: int, timeout: float = 5) -> Server:
    return Server(LOOPBACK, port, "none", timeout=timeout)


def test_the_server_gets_the_bytes_and_its_words_come_back(smtp_robot: SmtpRobot) -> None:
    asked = []
    said = hand(here(smtp_robot.port), RAW, before_data=lambda: not asked.append(len(smtp_robot.received)))
    assert said == "250 OK taken"
    assert asked == [0]
    [mail] = smtp_robot.received
    assert (mail.sender, mail.recipients, mail.content) == ("desk@desk.example", ("odile@faure.example",), RAW)


def test_a_message_that_was_taken_back_is_never_shown(smtp_robot: SmtpRobot) -> None:
    with pytest.raises(Withdrawn):
        hand(here(smtp_robot.port), before_data=lambda: False)
    assert smtp_robot.received == []


def test_the_null_sender_is_for_automatic_mail(smtp_robot: SmtpRobot) -> None:
    hand(here(smtp_robot.port), sender="")
    assert smtp_robot.received[0].sender == "<>"  # as aiosmtpd writes it


@pytest.mark.parametrize("security", ["starttls", "none"])
def test_a_user_signs_in_over_starttls_only_where_asked(trusted: Certificates, security: str) -> None:
    with running_robot(Door(trusted, {"desk": "geheim"})) as robot:
        server = Server("localhost", robot.port, security, "desk", "geheim", timeout=5)
        if security == "none":
            with pytest.raises(Deferred):
                hand(server)
            assert robot.received == []
        else:
            hand(server)
            assert [(mail.login, mail.encrypted) for mail in robot.received] == [("desk", True)]


def test_a_password_beyond_ascii_works(trusted: Certificates) -> None:
    with running_robot(Door(trusted, {"ionuț": "parolă"})) as robot:
        hand(Server("localhost", robot.port, "starttls", "ionuț", "parolă", timeout=5))
        assert robot.received[0].login == "ionuț"


@pytest.mark.parametrize("password", ["guess", "ghicită"])
def test_a_wrong_password_waits_for_a_better_one(trusted: Certificates, password: str) -> None:
    with running_robot(Door(trusted, {"desk": "geheim"})) as robot:
        with pytest.raises(Deferred, match=r"localhost refused the user name or password \(535") as caught:
            hand(Server("localhost", robot.port, "starttls", "desk", password, timeout=5))
        assert password not in caught.value.words
        with pytest.raises(Deferred, match="530"):
            hand(Server("localhost", robot.port, "starttls", timeout=5))
        assert robot.received == []


def test_a_certificate_that_nobody_vouches_for_stops_us(certificates: Certificates) -> None:
    with running_robot(Door(certificates)) as robot, pytest.raises(Deferred, match="nobody whom this machine trusts"):
        hand(Server("localhost", robot.port, "starttls", timeout=5))


def test_encryption_that_is_not_offered_is_not_done_without(smtp_robot: SmtpRobot) -> None:
    with pytest.raises(Deferred, match="offers no encryption"):
        hand(Server("localhost", smtp_robot.port, "starttls", timeout=5))
    with pytest.raises(Deferred, match="Only this machine"):
        hand(Server("mail.desk.example", 25, "none"))
    assert smtp_robot.received == []


def test_tls_from_the_first_byte(trusted: Certificates) -> None:
    lines = [b"220 hello", b"250-hello\r\n250 8BITMIME", b"250 ok", b"250 ok", b"354 go", b"250 2.0.0 kept", b"221 bye"]

    def play() -> None:
        with listener, trusted.server_context().wrap_socket(listener.accept()[0], server_side=True) as line:
            for words in lines:
                line.sendall(words + b"\r\n")
                line.recv(65536)

    listener = socket.create_server((LOOPBACK, 0))
    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    assert hand(Server("localhost", listener.getsockname()[1], "tls", timeout=5)) == "250 2.0.0 kept"
    thread.join(10)


@pytest.mark.parametrize(("answer", "at", "expected"), [
    ("550 5.1.1 No such mailbox", "rcpt", Refused),
    ("451 4.7.1 Greylisted", "rcpt", Deferred),
    ("421 4.3.2 Shutting down", "rcpt", Deferred),
    ("554 5.7.1 Looks like spam", "data", Refused),
    ("452 4.2.2 Mailbox full", "data", Deferred),
])
def test_the_answer_decides(smtp_robot: SmtpRobot, answer: str, at: str, expected: type[Exception]) -> None:
    smtp_robot.plan(Refuse(answer, at=at))
    with pytest.raises(expected, match=re.escape(answer)) as caught:
        hand(here(smtp_robot.port))
    assert expected is Deferred or caught.value.code == int(answer[:3])
    assert smtp_robot.received == []


@pytest.mark.parametrize("kept", [True, False])
def test_silence_after_the_text_is_not_knowing(smtp_robot: SmtpRobot, kept: bool) -> None:
    smtp_robot.plan(Drop(kept))
    with pytest.raises(LostSight, match="it may have arrived"):
        hand(here(smtp_robot.port))
    assert len(smtp_robot.received) == kept


HELLO = ("220 world.test", "250 world.test")


@pytest.mark.parametrize(("lines", "expected"), [
    ((None,), Deferred),
    (("554 5.7.1 Not from there",), Deferred),
    (("220 hello", None), Deferred),
    ((*HELLO, None), Deferred),
    ((*HELLO, "550 5.7.1 Sender not allowed"), Refused),
    ((*HELLO, "530 5.7.0 Authentication required"), Deferred),
    ((*HELLO, "250 ok", "250 ok", None), Deferred),
    ((*HELLO, "250 ok", "250 ok", "451 4.3.0 Disk"), Deferred),
    ((*HELLO, "250 ok", "250 ok", "554 5.5.1 No"), Refused),
    ((*HELLO, "250 ok", "250 ok", "354 go"), LostSight),
    ((*HELLO, "250 ok", "250 ok", "354 go", None), LostSight),
    ((*HELLO, "250 ok", "250 ok", "354 go", "nonsense"), LostSight),
    ((*HELLO, "250 ok", "250 ok", "354 go", "2" * 9000), LostSight),
    ((*HELLO, "250 ok", "250 ok", "354 go", "354 more"), LostSight),
    ((*HELLO, "250 ok", "250 ok", "354 go", "450 4.2.0 Busy"), Deferred),
    ((*HELLO, "250 ok", "250 ok", "354 go", "552 5.2.3 Too large"), Refused),
])
def test_each_moment_at_which_the_line_can_break(lines: tuple[str | None, ...], expected: type[Exception]) -> None:
    with scripted(*lines) as script, pytest.raises(expected):
        hand(here(script.port))


@pytest.mark.parametrize("bye", ["221 bye", "500 what", None])
def test_a_farewell_that_fails_changes_nothing(bye: str | None) -> None:
    with scripted(*HELLO, "250 ok", "251 forwarded", "354 go", "250 2.0.0 kept", bye) as script:
        assert hand(here(script.port)) == "250 2.0.0 kept"


def test_time_runs_out_before_and_after_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "ANSWER_SECONDS", 0.2)
    with socket.create_server((LOOPBACK, 0)) as silent, pytest.raises(Deferred, match="did not answer on port"):
        hand(here(silent.getsockname()[1], timeout=0.2))
    done = threading.Event()

    def play() -> None:
        with listener, listener.accept()[0] as line:
            for words in (*HELLO, "250 ok", "250 ok", "354 go"):
                line.sendall(words.encode() + b"\r\n")
                line.recv(65536)
            done.wait(10)

    listener = socket.create_server((LOOPBACK, 0))
    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    with pytest.raises(LostSight):
        hand(here(listener.getsockname()[1], timeout=0.2))
    done.set()
    thread.join(10)


def test_nobody_there() -> None:
    with pytest.raises(Deferred, match="Nothing listens"):
        hand(here(free_port()))
    with pytest.raises(Deferred, match="leads to no server"):
        hand(Server("mail.desk.invalid", 25, "starttls", timeout=5))


@pytest.mark.parametrize(("raw", "recipient", "offers", "options"), [
    (PLAIN, "odile@faure.example", "250-x\r\n250-SIZE 1000\r\n250 SMTPUTF8", b"SIZE=71"),
    (RAW, "odile@faure.example", "250-x\r\n250 8BITMIME", b"BODY=8BITMIME"),
    (PLAIN, "odile@fauré.example", "250 x", b"rcpt TO:<odile@xn--faur-epa.example>"),
    (PLAIN, "hélène@roux.example", "250-x\r\n250 SMTPUTF8", "rcpt TO:<hélène@roux.example>".encode()),
])
def test_extensions_are_used_where_offered(raw: bytes, recipient: str, offers: str, options: bytes) -> None:
    with scripted("220 x", offers, "250 ok", "250 ok", "354 go", "250 ok", "221 bye") as script:
        hand(here(script.port), raw, recipient=recipient)
    assert options in script.heard


@pytest.mark.parametrize(("raw", "recipient", "code"), [
    (RAW, "odile@faure.example", 554),
    (PLAIN, "hélène@roux.example", 553),
    (PLAIN.replace(b"Ticket", "Réponse".encode()), "odile@faure.example", 553),
    (PLAIN, "odile@faure.example>\r\nDATA", 553),
    (PLAIN, "odile@fau..ré.example", 553),
])
def test_what_the_server_cannot_carry_is_refused_before_it_sees_it(raw: bytes, recipient: str, code: int) -> None:
    with scripted(*HELLO, "221 bye") as script, pytest.raises(Refused) as caught:
        hand(here(script.port), raw, recipient=recipient)
    assert caught.value.code == code
    assert not re.search(b"mail|data", script.heard.lower())


def undone(text: bytes) -> bytes:
    """What a server makes of the text (RFC 5321 §4.5.2)."""
    assert text.endswith(b"\r\n.\r\n") or text == b".\r\n"
    lines = text[:-3].split(b"\r\n")
    return b"\r\n".join(line.removeprefix(b".") if line.startswith(b".") else line for line in lines)


MORSELS = [b".", b"\r", b"\n", b"\r\n", b"a", b"\xc3\xa9", b" ", b"\r\n.\r\n", b"\n.\n"]


@given(st.lists(st.sampled_from(MORSELS)).map(b"".join))
def test_whatever_is_sent_arrives_whole_and_nothing_in_it_ends_it(raw: bytes) -> None:
    text = as_transported(raw)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", text)
    assert text.find(b"\r\n.\r\n") in (-1, len(text) - 5)
    arrived = undone(text)
    expected = re.sub(rb"\r\n|\r|\n", b"\n", raw)
    assert arrived.replace(b"\r\n", b"\n") == (expected if expected.endswith(b"\n") else expected + b"\n")


def test_through_postfix_into_a_mailbox(trusted: Certificates, postfix: Postfix, dovecot: Dovecot) -> None:
    dovecot.add_user("sender@desk.example", "geheim")
    dovecot.add_user("reader@desk.example", "geheim")
    server = Server("localhost", postfix.submission_port, "starttls", "sender@desk.example", "geheim")
    assert hand(server, RAW, recipient="reader@desk.example").startswith("250 2.0.0 Ok: queued as")
    [stored] = wait_for(lambda: dovecot.read("reader@desk.example"))
    assert stored.replace(b"\r\n", b"\n").endswith(RAW.partition(b"\r\n\r\n")[2].replace(b"\r\n", b"\n"))


def test_certificates_and_names_are_checked() -> None:
    context = checked_tls()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
