"""Postfix relays into Dovecot, lets known users submit, keeps what it cannot deliver, and comes back after a kill."""

import os
import signal
import smtplib
import subprocess
import sys
from email.message import EmailMessage

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.processes import LOOPBACK, accepts, free_port, wait_for


def letter(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Jonas Keller <jonas@keller.example>", to, "Rechnung"
    message.set_content("Wo finde ich die Rechnung vom März?")
    return message


def test_mail_from_the_world_reaches_a_mailbox(postfix: Postfix, dovecot: Dovecot) -> None:
    dovecot.add_user("world@desk.example", "geheim")
    with smtplib.SMTP(LOOPBACK, postfix.port) as world:
        world.send_message(letter("world@desk.example"))
    wait_for(lambda: dovecot.read("world@desk.example"))
    with dovecot.connect("world@desk.example", "geheim") as client:
        client.select_folder("INBOX")
        [fetched] = client.fetch(client.search(), ["RFC822"]).values()
    assert b"by relay.test (Postfix)" in fetched[b"RFC822"]


def test_the_world_may_not_relay_and_users_must_authenticate(postfix: Postfix, dovecot: Dovecot) -> None:
    with smtplib.SMTP(LOOPBACK, postfix.port) as world, pytest.raises(smtplib.SMTPRecipientsRefused, match="554"):
        world.send_message(letter("marie@laval.example"))
    dovecot.add_user("submit@desk.example", "geheim")
    with smtplib.SMTP(postfix.host, postfix.submission_port) as submission:
        with pytest.raises(smtplib.SMTPSenderRefused, match="530"):
            submission.send_message(letter("submit@desk.example"))
        submission.starttls(context=postfix.certificates.client_context())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            submission.login("submit@desk.example", "guess")
        submission.login("submit@desk.example", "geheim")
        submission.send_message(letter("submit@desk.example"))
    wait_for(lambda: dovecot.read("submit@desk.example"))


def test_what_cannot_be_delivered_waits_through_a_power_cut_and_arrives(postfix: Postfix, dovecot: Dovecot) -> None:
    dovecot.add_user("later@later.example", "geheim")
    postfix.route("later.example", "lmtp", free_port())
    with smtplib.SMTP(LOOPBACK, postfix.port) as world:
        world.send_message(letter("later@later.example"))
    waiting = wait_for(lambda: [item for item in postfix.queue() if item["queue_name"] == "deferred"])
    assert [recipient["address"] for item in waiting for recipient in item["recipients"]] == ["later@later.example"]
    postfix.kill()
    assert not accepts(postfix.port)
    postfix.start()
    assert len(postfix.queue()) == 1
    postfix.route("later.example", "lmtp", dovecot.lmtp_port)
    postfix.flush()
    assert len(wait_for(lambda: dovecot.read("later@later.example"))) == 1
    wait_for(lambda: not postfix.queue())


def test_a_killed_run_takes_it_along() -> None:
    start_and_wait = (
        "from tests.servers.certificates import made_certificates; from tests.servers.postfix import running_postfix\n"
        "import sys\n"
        "with made_certificates() as made, running_postfix(made, 1, {}) as server:\n"
        "    print(server.port, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", start_and_wait]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        port = int(child.stdout.readline())
        assert accepts(port)
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
    wait_for(lambda: not accepts(port))
