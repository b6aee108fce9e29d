"""The robot keeps, refuses, greylists, hangs up, delays, asks who one is, and answers."""

import smtplib
import time
from email.message import EmailMessage

import pytest

from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.oauth import OAuthServer
from tests.servers.processes import LOOPBACK, accepts, wait_for
from tests.servers.smtp_robot import (
    Delay,
    Door,
    Drop,
    Received,
    Refuse,
    SmtpRobot,
    automatic_reply,
    naive_reply,
    running_robot,
)


def letter(to: str = "odile@faure.example") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Support <support@desk.example>", to, "Ticket 42"
    message["Message-ID"] = "<42@desk.example>"
    message.set_content("Nous avons trouvé la cause.")
    return message


def send(robot: SmtpRobot, message: EmailMessage | None = None) -> None:
    with smtplib.SMTP(LOOPBACK, robot.port, timeout=10) as client:
        client.send_message(message or letter())


def test_keeps_what_it_gets_and_refuses_connections_when_stopped(smtp_robot: SmtpRobot) -> None:
    send(smtp_robot)
    [mail] = smtp_robot.wait_for()
    assert (mail.sender, mail.recipients) == ("support@desk.example", ("odile@faure.example",))
    assert mail.message["Subject"] == "Ticket 42"
    assert (mail.login, mail.encrypted) == (None, False)
    smtp_robot.stop()
    assert not accepts(smtp_robot.port)
    smtp_robot.start()
    send(smtp_robot)
    assert len(smtp_robot.received) == 2


def test_refuses_as_planned_then_takes(smtp_robot: SmtpRobot) -> None:
    smtp_robot.plan(Refuse(), Refuse("452 4.2.2 Mailbox full", at="data"))
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="550"):
        send(smtp_robot)
    with pytest.raises(smtplib.SMTPDataError, match="Mailbox full"):
        send(smtp_robot)
    assert not smtp_robot.received
    send(smtp_robot)
    assert len(smtp_robot.received) == 1


def test_greylists_each_pair_once(smtp_robot: SmtpRobot) -> None:
    smtp_robot.greylisting = True
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="451"):
        send(smtp_robot)
    send(smtp_robot)
    assert len(smtp_robot.received) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_hangs_up_after_the_text_whether_it_kept_it_or_not(smtp_robot: SmtpRobot, kept: bool) -> None:
    smtp_robot.plan(Drop(kept))
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        send(smtp_robot)
    assert len(smtp_robot.received) == kept


def test_answers_late(smtp_robot: SmtpRobot) -> None:
    smtp_robot.plan(Delay(0.4))
    before = time.monotonic()
    send(smtp_robot)
    assert time.monotonic() - before >= 0.4


def test_asks_for_tls_and_a_password(certificates: Certificates) -> None:
    with running_robot(Door(certificates, {"desk": "geheim"})) as robot:
        with pytest.raises(smtplib.SMTPSenderRefused, match="STARTTLS"):
            send(robot)
        with smtplib.SMTP(robot.host, robot.port, timeout=10) as client:
            client.starttls(context=certificates.client_context())
            with pytest.raises(smtplib.SMTPAuthenticationError):
                client.login("desk", "guess")
            client.login("desk", "geheim")
            client.send_message(letter())
        assert [(mail.login, mail.encrypted) for mail in robot.received] == [("desk", True)]


def test_asks_for_a_token(certificates: Certificates, oauth_provider: OAuthServer) -> None:
    token = oauth_provider.access_token("desk@desk.example")
    with (
        running_robot(Door(certificates, oauth=oauth_provider)) as robot,
        smtplib.SMTP(robot.host, robot.port, timeout=10) as client,
    ):
        client.starttls(context=certificates.client_context())
        client.ehlo()
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.auth("XOAUTH2", lambda challenge=None: "user=desk@desk.example\1auth=Bearer forged\1\1")
        words = f"user=desk@desk.example\1auth=Bearer {token}\1\1"
        assert client.auth("XOAUTH2", lambda challenge=None: words)[0] == 235
        client.send_message(letter())
        assert robot.received[0].login == "desk@desk.example"


@pytest.mark.parametrize(("write", "marked"), [(naive_reply, False), (automatic_reply, True)])
def test_answers_within_a_second(smtp_robot: SmtpRobot, dovecot: Dovecot, write: object, marked: bool) -> None:
    dovecot.add_user("support@desk.example", "geheim")
    dovecot.empty("support@desk.example")
    smtp_robot.answer_with(write, "lmtp", dovecot.lmtp_port, most=1)
    before = time.monotonic()
    send(smtp_robot)
    [answer] = wait_for(lambda: dovecot.read("support@desk.example"))
    assert time.monotonic() - before < 1
    assert b"In-Reply-To: <42@desk.example>" in answer
    assert (b"Auto-Submitted: auto-replied" in answer) == marked
    assert (b"Return-Path: <>" in answer) == marked


def test_an_answer_that_fails_is_not_lost() -> None:
    def broken(mail: Received) -> EmailMessage:
        raise LookupError(mail.recipients[0])

    robot = SmtpRobot(Door())
    robot.start()
    robot.answer_with(broken, "smtp", robot.port)
    send(robot)
    with pytest.raises(ExceptionGroup) as caught:
        robot.close()
    assert [repr(failure) for failure in caught.value.exceptions] == ["LookupError('odile@faure.example')"]
