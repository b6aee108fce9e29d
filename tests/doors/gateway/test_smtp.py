"""The listeners take mail for our mailboxes, byte for byte, and answer 250 only for what is stored."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from entendu.doors.gateway import conversation, smtp
from entendu.doors.gateway.smtp import CannotListen, Gateway
from entendu.parts.inbox.models import RawContent, RawLetter
from entendu.parts.staff.models import Team
from entendu.parts.tickets.models import Mailbox
from tests.servers.postfix import Postfix
from tests.servers.processes import LOOPBACK, free_port, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = b"From: Marie Laval <marie@laval.example>\r\nSubject: Imprimante\r\n\r\nElle ne r\xc3\xa9pond plus.\r\n"


class Desk:
    """A gateway with the ports on which it listens."""

    def __init__(self) -> None:
        self.smtp_port, self.lmtp_port = free_port(), free_port()
        self.gateway = Gateway((LOOPBACK, self.smtp_port), (LOOPBACK, self.lmtp_port))

    def smtp(self) -> smtplib.SMTP:
        return smtplib.SMTP(LOOPBACK, self.smtp_port, "client.test", timeout=10)

    def lmtp(self) -> smtplib.LMTP:
        return smtplib.LMTP(LOOPBACK, self.lmtp_port, "client.test")


@pytest.fixture
def desk() -> Iterator[Desk]:
    team = Team.objects.create(name="Support")
    Mailbox.objects.create(name="Support", address="support@desk.example", team=team)
    Mailbox.objects.create(name="Ventes", address="ventes@déjà.example", team=team)
    desk = Desk()
    desk.gateway.start()
    yield desk
    desk.gateway.stop()


def stored() -> list[bytes]:
    return [bytes(content) for content in RawContent.objects.order_by("pk").values_list("content", flat=True)]


def spoken(port: int, *words: bytes) -> list[bytes]:
    """Says each of the words after an answer has come; returns the answers, the greeting first."""
    answers = []
    with socket.create_connection((LOOPBACK, port), timeout=10) as line, line.makefile("rb") as replies:
        for word in (None, *words):
            if word is not None:
                line.sendall(word)
            while (reply := replies.readline())[3:4] == b"-":
                pass
            answers.append(reply)
    return answers


ENVELOPE = (b"HELO client.test\r\n", b"MAIL FROM:<marie@laval.example>\r\n", b"RCPT TO:<support@desk.example>\r\n",
            b"DATA\r\n")


def test_what_arrives_is_stored_with_its_envelope(desk: Desk) -> None:
    with desk.smtp() as client:
        client.sendmail("marie@laval.example", ["support+t42-abcdefgh@desk.example"], TEXT)
    assert stored() == [TEXT]
    letter = RawLetter.objects.get()
    assert (letter.via, letter.envelope_from, letter.envelope_to, letter.state) == (
        "smtp", "marie@laval.example", ["support+t42-abcdefgh@desk.example"], "stored")
    assert letter.size == len(TEXT)


@pytest.mark.parametrize(("recipient", "ours"), [
    ("support@desk.example", True),
    ("Support@DESK.example", True),
    ("support+anything@desk.example", True),
    ("ventes@xn--dj-kia8a.example", True),
    ("ventes@déjà.example", True),
    ("nobody@desk.example", False),
    ("marie@laval.example", False),
    ("support%laval.example@desk.example", False),
    ("support", False),
    ("@desk.example", False),
    ("+support@desk.example", False),
])
def test_only_our_mailboxes_are_served(desk: Desk, recipient: str, ours: bool) -> None:
    with desk.smtp() as client:
        client.ehlo()
        client.mail("marie@laval.example", ["SMTPUTF8"])
        code, words = client.rcpt(recipient)
    assert (code == 250) == ours
    assert ours or words == f"5.1.1 <{recipient}> is no mailbox here; nothing was taken; check the address.".encode()


@pytest.mark.parametrize(("said", "sender"), [
    (b"<>", ""),
    (b"<marie@laval.example>", "marie@laval.example"),
    (b"marie@laval.example", "marie@laval.example"),
    (b" <marie@laval.example> BODY=8BITMIME", "marie@laval.example"),
    (b"<@relay.example,@other.example:marie@laval.example>", "marie@laval.example"),
    (b"<prvs=12..ab=marie.@laval.example>", "prvs=12..ab=marie.@laval.example"),
    (b'<"marie laval"@laval.example>', '"marie laval"@laval.example'),
    ("<hélène@roux.example> SMTPUTF8".encode(), "hélène@roux.example"),
    (b"<h\xe9l\xe8ne@roux.example>", "h\ufffdl\ufffdne@roux.example"),
    (b"<nul\0@roux.example>", "nul\ufffd@roux.example"),
])
def test_senders_are_read_as_they_come(desk: Desk, said: bytes, sender: str) -> None:
    mail = b"MAIL FROM:" + said + b"\r\n"
    answers = spoken(desk.smtp_port, b"EHLO client.test\r\n", mail, *ENVELOPE[2:], b"x\r\n.\r\n")
    assert [answer[:3] for answer in answers] == [b"220", b"250", b"250", b"250", b"354", b"250"]
    assert RawLetter.objects.get().envelope_from == sender


def test_bare_line_feeds_and_endless_lines_are_taken(desk: Desk) -> None:
    text = TEXT.replace(b"\r\n", b"\n") + b"\n.\n" + b"x" * 300_000 + b"\n\r\r\n" + b"y" * 65_536 + b"\r\n"
    answers = spoken(desk.smtp_port, *ENVELOPE, text + b"." * 70_001 + b"\r\n.\r\n")
    assert answers[-1].startswith(b"250 2.0.0 Stored as ")
    assert stored() == [text + b"." * 70_000 + b"\r\n"]


MORSELS = [b".", b"\r", b"\n", b"\r\n", b"a", b"\0", b"\xff", b"\r\n.", b"z" * 70_000]


@given(st.lists(st.sampled_from(MORSELS)).map(b"".join))
@example(b"")
@example(b".")
@example(b"\r\n.\r\n")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_byte_arrives(desk: Desk, raw: bytes) -> None:
    RawLetter.objects.all().delete()
    whole = raw if raw.endswith(b"\r\n") or not raw else raw + b"\r\n"
    stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in whole.split(b"\r\n"))
    answers = spoken(desk.smtp_port, *ENVELOPE, stuffed + b".\r\n", b"NOOP\r\n")
    assert [answer[:3] for answer in answers[-2:]] == [b"250", b"250"]
    assert stored() == [whole]


@pytest.mark.parametrize("cut", [b"", b"Subject: x\r\n", b"Subject: x\r\n\r\nhalf", b"Subject: x\r\n\r\n."])
def test_a_message_whose_end_never_came_is_not_taken(desk: Desk, cut: bytes) -> None:
    with socket.create_connection((LOOPBACK, desk.smtp_port), timeout=10) as line:
        for word in ENVELOPE:
            line.recv(1000)
            line.sendall(word)
        line.recv(1000)
        line.sendall(cut)
    desk.gateway.stop()
    assert stored() == []
    desk.gateway.start()


def test_a_message_that_hides_another_stays_one(desk: Desk) -> None:
    hidden = b"MAIL FROM:<boss@desk.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\nfalse\r\n"
    text = b"Subject: x\r\n\r\nharmless\n.\n" + hidden + b"\n.\r\n" + hidden
    assert spoken(desk.smtp_port, *ENVELOPE, text + b".\r\n")[-1].startswith(b"250")
    assert stored() == [text]


def test_commands_may_follow_the_text_at_once(desk: Desk) -> None:
    second = b"MAIL FROM:<>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n"
    with socket.create_connection((LOOPBACK, desk.smtp_port), timeout=10) as line, line.makefile("rb") as replies:
        line.sendall(b"".join(ENVELOPE) + b"one\r\n.\r\n" + second + b"two\r\n.\r\nQUIT\r\n")
        codes = [reply[:3] for reply in replies]
    assert codes == [b"220", b"250", b"250", b"250", b"354", b"250", b"250", b"250", b"354", b"250", b"221"]
    assert stored() == [b"one\r\n", b"two\r\n"]


def test_too_large_is_said_before_and_after(desk: Desk) -> None:
    desk.gateway.stop()
    with override_settings(ENTENDU_MAIL_BYTES=1000):
        desk.gateway.start()
        with desk.smtp() as client:
            client.ehlo()
            assert client.esmtp_features["size"] == "1000"
            assert client.mail("marie@laval.example", ["SIZE=1001"])[0] == 552
            client.mail("marie@laval.example")
            client.rcpt("support@desk.example")
            code, words = client.data(b"x" * 1001 + b"\r\n")
            assert (code, words[:5]) == (552, b"5.3.4")
            client.sendmail("marie@laval.example", ["support@desk.example"], b"y" * 998 + b"\r\n")
    assert stored() == [b"y" * 998 + b"\r\n"]


def test_what_cannot_be_stored_is_not_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(smtp, "take_in", full)
        answers = spoken(desk.smtp_port, *ENVELOPE, TEXT + b".\r\n", b"NOOP\r\n")
    assert answers[-2] == b"451 4.3.0 The message could not be stored; nothing was taken; send it again later.\r\n"
    assert answers[-1].startswith(b"250")
    assert spoken(desk.smtp_port, *ENVELOPE, TEXT + b".\r\n")[-1].startswith(b"250")
    assert stored() == [TEXT]


def test_lmtp_answers_each_recipient_and_stores_once(desk: Desk) -> None:
    with desk.lmtp() as client:
        client.ehlo()
        client.mail("<>")
        assert [client.rcpt(name)[0] for name in
                ("support@desk.example", "nobody@desk.example", "support+t1-abcdefgh@desk.example")] == [250, 550, 250]
        client.docmd("DATA")
        client.send(TEXT + b".\r\n")
        assert [client.getreply()[0], client.getreply()[0]] == [250, 250]
        assert client.noop()[0] == 250
    assert stored() == [TEXT]
    letter = RawLetter.objects.get()
    assert (letter.via, letter.envelope_from, letter.envelope_to) == (
        "lmtp", "", ["support@desk.example", "support+t1-abcdefgh@desk.example"])


def test_lmtp_says_too_large_and_not_stored_for_each_recipient(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(smtp, "take_in", full)
    with desk.lmtp() as client:
        client.ehlo()
        client.mail("<>")
        client.rcpt("support@desk.example")
        client.rcpt("support+x@desk.example")
        client.docmd("DATA")
        client.send(TEXT + b".\r\n")
        assert [client.getreply()[0], client.getreply()[0]] == [451, 451]
        assert client.noop()[0] == 250


def test_lmtp_is_greeted_by_lhlo(desk: Desk) -> None:
    answers = spoken(desk.lmtp_port, b"EHLO client.test\r\n", b"LHLO client.test\r\n")
    assert [answer[:3] for answer in answers] == [b"220", b"500", b"250"]


def test_nobody_guesses_our_addresses_for_long(desk: Desk) -> None:
    words = [b"RCPT TO:<a%d@desk.example>\r\n" % number for number in range(smtp.MOST_STRANGERS + 1)]
    codes = [answer[:3] for answer in spoken(desk.smtp_port, *ENVELOPE[:2], *words)[3:]]
    assert codes == [b"550"] * smtp.MOST_STRANGERS + [b"421"]


def test_a_hundred_recipients_at_once(desk: Desk) -> None:
    words = [b"RCPT TO:<support+%d@desk.example>\r\n" % number for number in range(conversation.MOST_RECIPIENTS + 1)]
    codes = [answer[:3] for answer in spoken(desk.smtp_port, *ENVELOPE[:2], *words)[3:]]
    assert codes == [b"250"] * conversation.MOST_RECIPIENTS + [b"452"]


@pytest.mark.parametrize("words", [
    (b"DATA\r\n",),
    (b"HELO x\r\n", b"DATA\r\n"),
    (b"HELO x\r\n", b"RCPT TO:<support@desk.example>\r\n"),
    (b"HELO x\r\n", b"MAIL FROM:<a@b> NONSENSE=1\r\n"),
    (b"HELO x\r\n", b"MAIL FROM:\r\n"),
    (b"\xff\xfe\r\n",),
    (b"\r\n",),
    (b"VRFY\r\n",),
    (b"HELP \xff\r\n",),
    (*ENVELOPE[:2], b"RCPT TO:<\xff@desk.example>\r\n"),
    (b"MAIL" + b"x" * 2000 + b"\r\n",),
    (b"AUTH PLAIN AGEAYg==\r\n",),
    (*ENVELOPE[:3], b"DATA now\r\n"),
])
def test_nonsense_is_answered_and_the_conversation_goes_on(desk: Desk, words: tuple[bytes, ...]) -> None:
    answers = spoken(desk.smtp_port, *words, b"NOOP\r\n")
    assert answers[-2][:1] in b"45"
    assert answers[-1][:3] == b"250"


@contextmanager
def room_for(gateway: Gateway, most: int, from_one: int) -> Iterator[None]:
    before = gateway._guests.most, gateway._guests.most_from_one
    gateway._guests.most, gateway._guests.most_from_one = most, from_one
    yield
    gateway._guests.most, gateway._guests.most_from_one = before


@pytest.mark.parametrize(("most", "from_one"), [(1, 9), (9, 1)])
def test_one_too_many_is_told_to_come_again(desk: Desk, most: int, from_one: int) -> None:
    with room_for(desk.gateway, most, from_one):
        with desk.smtp(), socket.create_connection((LOOPBACK, desk.smtp_port), timeout=10) as second:
            second.sendall(b"EHLO x\r\n")
            assert second.makefile("rb").readline().startswith(b"421 4.7.0 Too many connections")
        wait_for(lambda: not desk.gateway._guests.present)
        with desk.smtp() as client:
            assert client.noop()[0] == 250


def test_whoever_falls_silent_is_not_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "IDLE_SECONDS", 0.2)
    with socket.create_connection((LOOPBACK, desk.smtp_port), timeout=10) as line:
        assert line.recv(1000).startswith(b"220")
        assert line.recv(1000) == b""


def test_a_letter_that_is_being_stored_is_answered_before_we_stop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, go_on, real = threading.Event(), threading.Event(), smtp.take_in

    def slowly(*args: object, **kwargs: object) -> object:
        reached.set()
        go_on.wait(10)
        return real(*args, **kwargs)

    monkeypatch.setattr(smtp, "take_in", slowly)
    answers: list[bytes] = []
    sender = threading.Thread(target=lambda: answers.extend(spoken(desk.smtp_port, *ENVELOPE, TEXT + b".\r\n")))
    sender.start()
    assert reached.wait(10)
    stopper = threading.Thread(target=desk.gateway.stop)
    stopper.start()
    wait_for(lambda: not desk.gateway._servers[0].is_serving())
    go_on.set()
    sender.join(10)
    stopper.join(10)
    assert answers[-1].startswith(b"250 2.0.0 Stored as ")
    assert stored() == [TEXT]
    desk.gateway.start()


def test_an_address_that_is_taken_is_said_so() -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotListen, match=f"Mail cannot be taken in at 127.0.0.1 port {port} "):
            (gateway := Gateway((LOOPBACK, free_port()), (LOOPBACK, port))).start()
    gateway.stop()


@pytest.mark.parametrize("kind", ["smtp", "lmtp"])
def test_postfix_delivers_to_us(desk: Desk, postfix: Postfix, kind: str) -> None:
    Mailbox.objects.update(plus_addresses=True)
    postfix.route("desk.example", kind, desk.smtp_port if kind == "smtp" else desk.lmtp_port)
    body = "Bonne journée ".encode() * 200 + b"\r\n..\r\n.\r\n"
    with smtplib.SMTP(LOOPBACK, postfix.port) as world:
        world.sendmail("marie@laval.example", ["support@desk.example"], b"Subject: Imprimante\r\n\r\n" + body,
                       ["BODY=8BITMIME"])
    [letter] = wait_for(stored)
    assert b"by relay.test (Postfix)" in letter
    # Postfix folds lines of more than 998 bytes (smtp_line_length_limit), and changes nothing else.
    assert letter.partition(b"\r\n\r\n")[2].replace(b"\r\n ", b"") == body
    assert RawLetter.objects.get().via == kind
