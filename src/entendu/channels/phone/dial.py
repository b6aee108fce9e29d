"""Links by which a click dials a number."""

from __future__ import annotations

import re

HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?", re.IGNORECASE)


def tel(number: str) -> str:
    """A `tel:` link (RFC 3966 §3): the phone or the program of this machine dials. "" where there is no digit."""
    digits = "".join(char for char in number if char.isascii() and char.isdigit())
    return f"tel:{'+' if number.strip().startswith('+') else ''}{digits}" if digits else ""


def sip(number: str, domain: str) -> str:
    """A `sip:` link to the number by an exchange (RFC 3261 §19.1.1, user=phone); "" where either is none."""
    dialled = tel(number).removeprefix("tel:")
    return f"sip:{dialled}@{domain.strip().lower()};user=phone" if dialled and is_domain(domain) else ""


def is_domain(domain: str) -> bool:
    """Whether this names an exchange: a host, perhaps with a port."""
    return HOST.fullmatch(domain.strip()) is not None
