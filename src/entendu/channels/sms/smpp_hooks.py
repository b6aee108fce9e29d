"""What an SMS centre brings over a line of ours, as hooks are read. Nothing of it comes by HTTP, so nothing there is
believed."""

from __future__ import annotations

from datetime import datetime

from entendu.channels.messages import Account, Answer, Hook, Incoming
from entendu.channels.sms.pdu import read as read


def is_believed(account: Account, hook: Hook, now: datetime) -> bool:
    """Never: an SMS centre speaks over its line alone."""
    return False


def answer(account: Account, hook: Hook) -> Answer:
    """Not reached."""
    return Answer(403)


def fetch(account: Account, message: Incoming) -> Incoming:
    """As it is: an SMS has no files."""
    return message
