"""The mail core in the forms that a corpus of other people's mail is measured with."""

from __future__ import annotations

from typing import Any

from entendu.channels.email import html
from entendu.core.governor import sms as segmenting
from entendu.core.mail import mime
from entendu.core.mail.automatic import judge, may_answer
from entendu.core.mail.body import compose
from entendu.core.mail.quotes import visible
from entendu.core.mail.quotes_html import visible_html
from entendu.core.mail.read import read
from entendu.core.mail.subject import base_subject


def parse(raw: bytes) -> dict[str, Any]:
    """A mail as the fields that other libraries' own tests expect."""
    letter = read(raw)
    return {
        "subject": letter.subject,
        "from_address": letter.sender.address,
        "from_name": letter.sender.name,
        "body_text": letter.text,
        "body_html": letter.html,
        "attachments": [(file.name, len(file.content)) for file in letter.attachments],
        "auto_submitted": letter.auto_submitted,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
    }


_CLASSES = {"auto-reply": "autoreply", "delay": "bounce"}


def bounce(raw: bytes) -> dict[str, Any]:
    """A mail as kind of automatic mail, with what a delivery report says."""
    root, _ = mime.parse(raw)
    verdict = judge(root, compose(root).text)
    report = verdict.bounce
    return {
        "cls": _CLASSES.get(verdict.kind, verdict.kind),
        "recipients": list(report.recipients) if report else [],
        "status": [report.status] if report and report.status else [],
        "hard": report.permanent if report else None,
    }


def subject(text: str) -> str:
    """A subject without marks of replies and forwards."""
    return base_subject(text)


def auto(raw: bytes) -> bool:
    """Whether an automatic answer may be sent."""
    return may_answer(raw)


def sms(text: str) -> tuple[str, int]:
    """In which encoding a text travels by SMS, and in how many segments (3GPP TS 23.038)."""
    return segmenting.encoding(text), segmenting.segments(text)


def strip(text: str) -> str:
    """What the writer of a plain text wrote."""
    return visible(text)


def strip_html(source: str) -> str:
    """What the writer of an HTML body wrote, as HTML."""
    return visible_html(source)


def sanitize(source: str) -> str:
    """HTML made safe, with nothing fetched."""
    return html.sanitize(source)
