"""A letter arrives: it is stored as it came, and only then may the other side be told so. `receive.py` reads it later.

By itself, so that a mail server's pipe starts quickly: nothing here knows how letters are read.
"""

from __future__ import annotations

from datetime import datetime

from entendu.flows import bell
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.tickets.models import Mailbox


def take_in(raw: bytes, envelope: Envelope, *, mailbox: Mailbox | None = None, now: datetime) -> RawLetter:
    """Stores a letter as it came. Once this returns, it survives a power cut and will be read."""
    letter = inbox.store(raw, envelope, mailbox=mailbox, now=now)
    bell.ring()
    return letter
