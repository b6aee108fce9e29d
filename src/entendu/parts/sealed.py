"""Passwords of other servers, sealed before they are stored: a copy of the database alone opens nothing.

The key lies in the data folder, apart from the database; `entendu backup` says where it is.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unreadable(Exception):
    """A sealed value that this installation's key does not open."""

    def __init__(self) -> None:
        super().__init__("A stored password cannot be opened with this installation's key; nothing was sent; "
                         "enter the password again in the mailbox's settings.")


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.ENTENDU_SECRETS_KEY.encode()).digest()))


def seal(text: str) -> str:
    """The text, sealed for the database; empty stays empty."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text again; `Unreadable` when it was sealed with another key."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None
