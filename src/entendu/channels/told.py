"""Reading somebody else's JSON: what is there is taken, and the rest is no reason to stumble."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from entendu.channels.trouble import Unreadable


def object_in(body: bytes) -> Mapping[str, Any]:
    """The JSON object that a hook's body is; `Unreadable` for anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("The body of the hook is no JSON; nothing was taken.") from None
    if not isinstance(value, dict):
        raise Unreadable("The body of the hook is no JSON object; nothing was taken.")
    return value


def mapping(value: Any, *names: str) -> Mapping[str, Any]:
    """The object that lies under these names; an empty one where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def rows(value: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects of the list that lies under this name; an empty list where there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def words(value: Any, *names: str) -> str:
    """The text or number that lies under these names, without null characters; "" where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, str):
        return value.replace("\0", "")
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def number(value: Any, *names: str) -> int:
    """The whole number that lies under these names; 0 where there is none."""
    found = words(value, *names)
    return int(found) if found.removeprefix("-").isdecimal() and len(found) <= 18 else 0


def moment(seconds: str, *, per_second: int = 1) -> datetime | None:
    """An instant told as a count since 1970 (of thousandths with `per_second` 1000); None for anything else."""
    if not seconds.isdecimal() or len(seconds) > 15:
        return None
    try:
        return datetime.fromtimestamp(int(seconds) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def point(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """A place on Earth in degrees; None where the two are none."""
    try:
        place = float(latitude), float(longitude)
    except (TypeError, ValueError):
        return None
    return place if abs(place[0]) <= 90 and abs(place[1]) <= 180 else None
