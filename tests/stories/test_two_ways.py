"""The main job, end to end, with nothing but real parts: a mail program, Postfix, the desk in a browser, Dovecot."""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from tests.servers.desk import running_desk
from tests.servers.processes import LOOPBACK, wait_for

MARIE = "marie@desk.example"


def sent_by_marie(postfix, subject: str, text: str, **headers: str) -> EmailMessage:
    """Marie's mail program hands a letter to the mail server of the world."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Marie Laval <{MARIE}>", "support@example.org", subject
    message["Message-ID"] = make_msgid(domain="desk.example")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    with smtplib.SMTP(LOOPBACK, postfix.port) as client:
        client.send_message(message)
    return message


def in_her_mailbox(dovecot, count: int) -> EmailMessage:
    """The newest letter in Marie's mailbox once there are so many."""
    letters = wait_for(lambda: len(dovecot.read(MARIE)) >= count and dovecot.read(MARIE))
    return message_from_bytes(letters[-1], policy=policy.default)


@pytest.mark.long
def test_a_mail_comes_in_and_the_answer_goes_out_and_the_next_one_threads_back(postfix, dovecot, visit):
    dovecot.add_user(MARIE, "geheim")
    with running_desk(SMTP_OUT=f"smtp://{LOOPBACK}:{postfix.port}", UNDO_SECONDS="1") as desk:
        postfix.route("example.org", "lmtp", desk.lmtp_port)
        page = visit(base_url=desk.url).page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", desk.email)
        page.fill("[name=password]", desk.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/inbox/")
        page.evaluate("window.sameDocument = true")

        first = sent_by_marie(postfix, "Clients cannot confirm", "The page does nothing when they tap Confirm.")
        page.get_by_text("Clients cannot confirm").wait_for()
        assert page.evaluate("window.sameDocument"), "the row came without a reload"
        confirmation = in_her_mailbox(dovecot, 1)
        assert confirmation["Auto-Submitted"] == "auto-generated"
        assert confirmation["In-Reply-To"] == first["Message-ID"]

        page.get_by_text("Clients cannot confirm").click()
        page.locator(".said", has_text="The page does nothing when they tap Confirm.").wait_for()
        page.get_by_role("textbox", name="Your words").fill("A plain form takes bookings now. Ioana")
        page.get_by_role("button", name="Send", exact=True).click()
        answer = in_her_mailbox(dovecot, 2)
        assert "A plain form takes bookings now." in answer.get_body(("plain",)).get_content()
        assert answer["In-Reply-To"] == first["Message-ID"]
        assert first["Message-ID"] in answer["References"]

        page.goto("/c/1/")
        page.evaluate("window.sameDocument = true")
        sent_by_marie(postfix, f"Re: {answer['Subject']}", "The form works, thank you.",
                      In_Reply_To=answer["Message-ID"], References=f"{first['Message-ID']} {answer['Message-ID']}")
        page.get_by_text("The form works, thank you.").wait_for()
        assert page.evaluate("window.sameDocument"), "her answer stands in the same case, without a reload"
        assert len(dovecot.read(MARIE)) == 2, "a confirmation and an answer, and nothing more"
