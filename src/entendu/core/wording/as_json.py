"""Texts to read, and what was found in them, as JSON values: for the command line, for programs and for records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from entendu.core.promises.working import WorkingTimeError, working_time
from entendu.core.wording.findings import OFFICE_HOURS, Context, Direction, Finding
from entendu.core.wording.read import Dictionaries, Reading, read

_LISTS = ("known", "limits", "asked", "promised")
_WORDS = ("emotion", "style", "level")
_FORM = "It wants an object with a “text”, and times as RFC 3339."


class NotReadable(ValueError):
    """What was given is no text to read; its text is one sentence that says what is wanted."""


def read_item(
    item: Any, dictionaries: Dictionaries, direction: Direction = Direction.OUT, language: str = ""
) -> dict[str, Any]:
    """Read one text given as `{"id", "text", "language"?, "direction"?, "context"?}`: `{"id", "language", "findings"}`.

    `direction` and `language` stand in where the item names none. Raises NotReadable where it cannot be read.
    """
    try:
        text = item["text"]
        if not isinstance(text, str):
            raise TypeError("text")
        direction = Direction(item.get("direction") or direction)
        reading = read(
            text, direction, item.get("language") or language, context_of(item.get("context") or {}), dictionaries
        )
    except WorkingTimeError as wrong:
        raise NotReadable(str(wrong)) from wrong
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as wrong:
        raise NotReadable(_FORM) from wrong
    return {"id": item.get("id"), "language": reading.language or None, "findings": findings_of(reading, text)}


def findings_of(reading: Reading, text: str) -> list[dict[str, Any]]:
    """What was found in a text, in its order, each as `finding_object` gives it."""
    return [finding_object(finding, text) for finding in reading.findings]


def finding_object(finding: Finding, text: str) -> dict[str, Any]:
    """One finding with the words that it stands at; promises carry `due` (RFC 3339 or null) and `hedged`."""
    out: dict[str, Any] = {
        "check": finding.check,
        "start": finding.start,
        "end": finding.end,
        "text": text[finding.start : finding.end],
        "message": finding.message,
        "suggestions": list(finding.suggestions),
        "severity": finding.severity.value,
    }
    if finding.check == "promise":
        out |= {"due": finding.due.isoformat() if finding.due else None, "hedged": finding.hedged}
    elif finding.due:
        out["due"] = finding.due.isoformat()
    out |= {name: value for name in ("value", "target") if (value := getattr(finding, name))}
    return out


def context_of(given: Mapping[str, Any]) -> Context:
    """The context of one text; what is not given is not known. Raises ValueError where a value has no meaning."""
    now = datetime.fromisoformat(given["now"]) if given.get("now") else None
    if now is not None and now.tzinfo is None:
        raise ValueError("now has no offset")
    hours = given.get("hours") or ()
    work = working_time(given.get("timezone") or "UTC", hours) if hours or given.get("timezone") else OFFICE_HOURS
    more: dict[str, Any] = {name: tuple(map(str, given.get(name) or ())) for name in _LISTS}
    more |= {name: str(given.get(name) or "") for name in _WORDS}
    return Context(now=now, work=work, words=frozenset(map(str, given.get("words") or ())), **more)
