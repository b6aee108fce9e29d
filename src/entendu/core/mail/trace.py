"""Ids and dates in headers: Message-ID, In-Reply-To, References (RFC 5322 §3.6.4) and Date (§3.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

MAX_IDS = 100
_ANGLE = re.compile(r"<([^<>]{1,1000})>")
_BARE = re.compile(r"[^\s<>,;\"'()@]{1,200}@[^\s<>,;\"'()]{1,255}")


def ids(value: str) -> tuple[str, ...]:
    """The bare message ids of a value, each once. Of more than MAX_IDS the first and the latest ones stay."""
    found = [re.sub(r"\s+", "", inner) for inner in _ANGLE.findall(value)]
    if not found:
        found = _BARE.findall(value[:100_000])
    unique = [one for one in dict.fromkeys(found) if one]
    if len(unique) > MAX_IDS:
        unique = [unique[0], *unique[-(MAX_IDS - 1) :]]
    return tuple(unique)


def message_id(value: str) -> str:
    """The bare id of a Message-ID value, also where the angle brackets are missing; '' when there is none."""
    found = _ANGLE.search(value)
    bare = found[1] if found else value.strip().strip("<>")
    return re.sub(r"\s+", "", bare)[:1000]


def parse_date(value: str) -> datetime | None:
    """The moment a Date value names, aware; None when it names none. An unknown zone counts as UTC."""
    try:
        parts = parsedate_tz(value[:200])
        if parts is None:
            return None
        offset = parts[9] or 0
        if abs(offset) >= 24 * 3600:
            return None
        zone = timezone(timedelta(seconds=offset)) if offset else UTC
        second = min(parts[5], 59)  # a leap second
        moment = datetime(*parts[:5], second, tzinfo=zone)
        moment.astimezone(UTC)
        return moment
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
