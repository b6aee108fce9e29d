"""Mail that no person typed is recognised for what it is, and never answered by a machine."""

from __future__ import annotations

import json

import pytest

from entendu.core.mail.automatic import may_answer
from entendu.core.mail.bounce import is_permanent
from entendu.core.mail.read import read

CARE = "care@example.org"


def raw(*fields: str, body: str = "The printer is broken.", sender: str = "Marie Laval <marie@laval.example>") -> bytes:
    head = [f"From: {sender}", f"To: {CARE}", "Date: Mon, 12 Jan 2026 10:03:00 +0100", *fields]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


# What stands in the header or body, what the mail is then, and whether a machine may answer it.
KINDS = {
    "a person": (raw("Subject: Printer"), None, True),
    "a person's answer": (raw("Subject: Re: [#1042] Printer", "In-Reply-To: <1@example.org>"), None, True),
    "a person about such answers": (raw("Subject: Problem with automatic reply settings"), None, True),
    "Auto-Submitted: no": (raw("Subject: x", "Auto-Submitted: no"), None, True),
    "suppress nothing": (raw("Subject: x", "X-Auto-Response-Suppress: None"), None, True),
    "auto-replied": (raw("Subject: x", "Auto-Submitted: auto-replied"), "auto-reply", False),
    "auto-replied, with parameters": (
        raw("Subject: x", 'auto-submitted: Auto-Replied; owner-email="x@y"'),
        "auto-reply",
        False,
    ),
    "auto-generated": (raw("Subject: Alarm", "Auto-Submitted: auto-generated"), None, False),
    "Exchange, Romanian": (
        raw("Subject: =?utf-8?q?R=C4=83spuns_automat=3A_x?=", "X-Auto-Response-Suppress: All"),
        "auto-reply",
        False,
    ),
    "French subject": (raw("Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_x?="), "auto-reply", False),
    "Absent": (raw("Subject: Absent(e) : Re: [#1042]"), "auto-reply", False),
    "out of office": (raw("Subject: Out of Office: Re: Printer"), "auto-reply", False),
    "German subject": (raw("Subject: Automatische Antwort: Drucker"), "auto-reply", False),
    "a person about absence": (raw("Subject: Out of office printer is broken"), None, True),
    "a person about replies": (raw("Subject: Automatic reply not working"), None, True),
    "autoreply in brackets": (raw("Subject: [Autoreply] Printer"), "auto-reply", False),
    "away until": (raw("Subject: Out of office until 20 January"), "auto-reply", False),
    "a calendar's answer": (raw("Subject: Accepted: Call", "Content-Type: text/calendar; method=REPLY"), None, False),
    "Abwesenheit": (raw("Subject: Abwesenheitsnotiz: Drucker"), "auto-reply", False),
    "an old field": (raw("Subject: x", "X-Autoreply: yes"), "auto-reply", False),
    "Precedence: auto_reply": (raw("Subject: x", "Precedence: auto_reply"), "auto-reply", False),
    "null sender, absence": (
        raw("Subject: Re: Printer", "Return-Path: <>", body="I am out of the office."),
        "auto-reply",
        False,
    ),
    "list": (raw("Subject: News", "List-Id: <news.shop.example>"), "list", False),
    "bulk": (raw("Subject: News", "Precedence: bulk"), "list", False),
    "list's own address": (raw("Subject: x", sender="news-request@shop.example"), "list", False),
    "no-reply": (raw("Subject: Invoice", sender="no-reply@shop.example"), None, False),
    "ne pas répondre": (raw("Subject: Facture", sender="ne-pas-repondre@shop.example"), None, False),
    "ourselves": (raw("Subject: x", sender=f"CARE <{CARE.upper()}>"), None, False),
    "no sender": (raw("Subject: x", sender=""), None, False),
    "spam": (raw("Subject: x", "X-Spam-Flag: YES"), None, False),
    "loop": (raw("Subject: x", f"X-Loop: {CARE}"), None, False),
    "receipt": (
        raw(
            "Subject: Read: x",
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
            body="--b\r\n\r\nRead.\r\n--b\r\nContent-Type: "
            "message/disposition-notification\r\n\r\nDisposition: manual-action/"
            "MDN-sent-manually; displayed\r\n--b--",
        ),
        "report",
        False,
    ),
    "complaint": (
        raw(
            "Subject: FW: News",
            "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
            body="--b\r\n\r\nSpam.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: "
            "abuse\r\n--b--",
        ),
        "report",
        False,
    ),
}


@pytest.mark.parametrize(("letter", "auto", "answer"), KINDS.values(), ids=KINDS.keys())
def test_kinds(letter, auto, answer):
    assert read(letter).auto == auto
    assert may_answer(letter) is answer


def test_our_other_addresses_are_not_answered():
    assert may_answer(raw("Subject: x"), ours=("billing@example.org",))
    assert not may_answer(raw("Subject: x", sender="Billing <Billing@example.org>"), ours=("billing@example.org",))


def report(*groups: str, returned: str = "Message-ID: <42@example.org>\r\nTo: jonas@keller.example") -> bytes:
    status = "\r\n\r\n".join(["Reporting-MTA: dns; mx.example", *groups])
    return raw(
        "Subject: Undelivered Mail",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        sender="MAILER-DAEMON@mx.example",
        body=f"--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n--b\r\n"
        f"Content-Type: message/rfc822\r\n\r\n{returned}\r\n\r\nHello\r\n--b--\r\n",
    )


def group(address: str, action: str = "failed", status: str = "5.1.1", said: str = "550 5.1.1 no such user") -> str:
    return (
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {said}"
    )


def test_a_delivery_report_is_read():
    letter = read(report(group("jonas@keller.example")))
    assert letter.auto == "bounce"
    assert letter.bounce is not None
    assert (letter.bounce.recipient, letter.bounce.status, letter.bounce.permanent) == (
        "jonas@keller.example",
        "5.1.1",
        True,
    )
    assert letter.bounce.original_message_id == "42@example.org"
    assert letter.bounce.diagnostic == "550 5.1.1 no such user"


def test_each_recipient_of_a_report_counts_once():
    letter = read(report(group("jonas@keller.example"), group("grace@adeyemi.example"), group("jonas@keller.example")))
    assert letter.bounce is not None
    assert letter.bounce.recipients == ("jonas@keller.example", "grace@adeyemi.example")


def test_the_address_we_wrote_to_counts_and_not_where_it_leads():
    letter = read(report("Original-Recipient: rfc822; jonas@keller.example\r\n" + group("j.keller@elsewhere.example")))
    assert letter.bounce is not None
    assert letter.bounce.recipient == "jonas@keller.example"


def test_a_delay_is_a_bounce_that_may_pass():
    letter = read(report(group("jonas@keller.example", "delayed", "4.4.1", "connection timed out")))
    assert letter.auto == "bounce"
    assert letter.bounce is not None
    assert not letter.bounce.permanent


def test_a_success_is_no_bounce():
    letter = read(report(group("jonas@keller.example", "delivered", "2.1.5", "250 ok")))
    assert letter.auto == "report"


# Reports in words, as servers without RFC 3464 write them.
WORDS = {
    "qmail": "Hi. This is the qmail-send program.\r\n\r\n<jonas@keller.example>:\r\nSorry, no mailbox here "
    "by that name. (#5.1.1)\r\n\r\n"
    "--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <42@example.org>\r\nTo: other@example.org\r\n",
    "exim": "A message that you sent could not be delivered to one or more of its recipients.\r\nThe "
    "following address(es) failed:\r\n\r\n"
    "  jonas@keller.example\r\n    550 unknown user\r\n\r\n------ This is a copy of the message, including "
    "all the headers. ------\r\n"
    "\r\nMessage-ID: <42@example.org>\r\n",
    "sendmail": "   ----- The following addresses had permanent fatal errors -----\r\n<jonas@keller.example>\r\n\r\n"
    "   ----- Transcript of session follows -----\r\n550 5.1.1 <jonas@keller.example>... User unknown\r\n\r\n"
    "   ----- Original message follows -----\r\nMessage-ID: <42@example.org>\r\n",
    "short": "Unknown user: jonas@keller.example\r\n\r\nOriginal message follows.\r\n\r\nMessage-ID: "
    "<42@example.org>\r\n",
    "hMailServer": "The following recipient(s) could not be reached:\r\n\r\njonas@keller.example\r\n   "
    "Error Type: SMTP\r\n"
    "   Remote server replied: 550 5.1.1 User unknown\r\n\r\nMessage-ID: <42@example.org>\r\n",
    "French": "Votre message n'a pas pu être remis.\r\n\r\n<jonas@keller.example>: destinataire inconnu "
    "(550 5.1.1)\r\n\r\n"
    "Message-ID: <42@example.org>\r\n",
}


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS.keys())
def test_a_report_in_words_is_read(text):
    letter = read(raw("Subject: failure notice", sender="MAILER-DAEMON@mx.example", body=text))
    assert letter.auto == "bounce"
    assert letter.bounce is not None
    assert letter.bounce.recipients == ("jonas@keller.example",)
    assert letter.bounce.permanent
    assert letter.bounce.original_message_id == "42@example.org"


def test_a_report_that_somebody_forwards_is_theirs():
    body = "Look what I got:\r\n\r\n> Undelivered Mail Returned to Sender\r\n> <jonas@keller.example>: unknown"
    letter = read(raw("Subject: Fwd: Undelivered Mail Returned to Sender", body=body))
    assert letter.auto is None
    assert letter.bounce is None


def test_a_daemon_that_reports_nothing_is_no_bounce():
    assert read(raw("Subject: Welcome", sender="MAILER-DAEMON@mx.example", body="Your mailbox is ready.")).auto is None


@pytest.mark.parametrize("wrap", [False, True])
def test_a_sending_services_notification_is_read(wrap):
    event = {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bouncedRecipients": [
                {"emailAddress": "jonas@keller.example", "status": "5.1.1", "diagnosticCode": "smtp; 550"}
            ],
        },
        "mail": {"messageId": "42"},
    }
    body = json.dumps({"Type": "Notification", "Message": json.dumps(event)} if wrap else event)
    letter = read(raw("Subject: AWS Notification Message", sender="no-reply@sns.amazonaws.com", body=body))
    assert letter.bounce is not None
    assert (letter.bounce.recipient, letter.bounce.status, letter.bounce.permanent) == (
        "jonas@keller.example",
        "5.1.1",
        True,
    )


PERMANENT = (
    ("5.1.1", "", True),
    ("5.1.2", "", True),
    ("5.1.10", "", True),
    ("5.4.4", "host not found", True),
    ("4.2.2", "mailbox full", False),
    ("5.2.2", "mailbox full", False),
    ("5.7.1", "blocked by policy", False),
    ("5.0.0", "550 user unknown", True),
    ("5.0.0", "552 quota exceeded", False),
    ("", "connection timed out", False),
    ("", "", True),
    ("5.3.4", "message too big", False),
)


@pytest.mark.parametrize(("status", "said", "permanent"), PERMANENT)
def test_hard_or_soft(status, said, permanent):
    assert is_permanent(status, said) is permanent
