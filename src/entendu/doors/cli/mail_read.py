"""What letters say, as JSON lines: the reading of mail made visible, without a desk around it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TextIO

from entendu.channels.email.folders import NotMail, messages
from entendu.core.mail.letter import Address, Letter
from entendu.core.mail.read import read
from entendu.doors.cli.lines import BAD_INPUT, say


def describe(letter: Letter, file: str) -> dict[str, Any]:
    """The letter as the object that `entendu mail read` prints; `html` is as sent and must not be shown unfiltered."""
    return {
        "file": file,
        "message_id": letter.message_id,
        "in_reply_to": list(letter.in_reply_to),
        "references": list(letter.references),
        "date": letter.date.isoformat() if letter.date else None,
        "subject": letter.subject,
        "from": _person(letter.sender),
        "reply_to": [_person(one) for one in letter.reply_to],
        "to": [_person(one) for one in letter.to],
        "cc": [_person(one) for one in letter.cc],
        "language": letter.language,
        "text": letter.text,
        "visible": letter.visible,
        "html": letter.html,
        "attachments": [
            {
                "name": one.name,
                "type": one.type,
                "size": len(one.content),
                "inline": one.inline,
                "sha256": sha256(one.content).hexdigest(),
            }
            for one in letter.attachments
        ],
        "auto": letter.auto,
        "bounce": {
            "recipient": letter.bounce.recipient,
            "status": letter.bounce.status,
            "permanent": letter.bounce.permanent,
        }
        if letter.bounce
        else None,
        "defects": list(letter.defects),
    }


def run(paths: Iterable[str], out: TextIO, err: TextIO) -> int:
    """Print each message under each path as one line; a path that holds no mail gives an error line in its place.

    Returns 0, or 2 when anything could not be read.
    """
    code = 0
    for number, path in enumerate(paths, 1):
        try:
            for label, raw in messages(path):
                say(out, describe(read(raw), label))
        except NotMail as trouble:
            code = _refuse(str(trouble), number, out, err)
        except OSError as trouble:
            code = _refuse(
                f"{path} cannot be read ({trouble.strerror}); check the path and its rights.", number, out, err
            )
    return code


def _refuse(sentence: str, number: int, out: TextIO, err: TextIO) -> int:
    say(out, {"error": sentence, "line": number})
    err.write(f"{sentence}\n")
    return BAD_INPUT


def _person(address: Address) -> dict[str, str]:
    return {"address": address.address, "name": address.name}
