"""Signed tokens that name a ticket in an address or a Message-ID, so that an answer finds its way back.

`support+t42-6fk2q9x1@example.org` and `<42.k3m9.6fk2q9x1@example.org>` both carry the ticket's number and eight
characters of a keyed hash: whoever guesses a number cannot put words into another's ticket.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

PLUS = re.compile(r"^(?P<local>[^+@]+)\+t(?P<number>\d{1,12})-(?P<mark>[a-z2-7]{8})@(?P<domain>[^@]+)$", re.IGNORECASE)
MESSAGE_ID = re.compile(r"^(?P<number>\d{1,12})\.(?P<unique>[a-z0-9]{6,32})\.(?P<mark>[a-z2-7]{8})@", re.IGNORECASE)


def mark(number: int, key: bytes) -> str:
    """Eight base32 characters (40 bits) of HMAC-SHA-256 over the ticket's number."""
    digest = hmac.new(key, f"ticket {number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:5]).decode().lower()


def plus_address(address: str, number: int, key: bytes) -> str:
    """The mailbox's address with the ticket's token (RFC 5233 §1), for Reply-To."""
    local, _, domain = address.partition("@")
    return f"{local}+t{number}-{mark(number, key)}@{domain}"


def message_id(number: int, unique: str, domain: str, key: bytes) -> str:
    """A Message-ID without angle brackets that carries the token; the same arguments give the same one, always."""
    return f"{number}.{unique}.{mark(number, key)}@{domain}"


def number_in(text: str, key: bytes) -> int | None:
    """The ticket named by an address or a Message-ID when the signature is ours; else None."""
    found = PLUS.match(text) or MESSAGE_ID.match(text)
    if found is None:
        return None
    number = int(found["number"])
    return number if hmac.compare_digest(found["mark"].lower(), mark(number, key)) else None


def without_plus(address: str) -> str:
    """The mailbox behind a plus-address: the part after `+` taken away."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
