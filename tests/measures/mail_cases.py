"""The mail core in the forms that a corpus of other people's mail is measured with."""

from __future__ import annotations

from typing import Any

from entendu.core.mail.read import read


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
