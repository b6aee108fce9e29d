"""A calendar part put into a few words, for a mail that has no other text (RFC 5545)."""

from __future__ import annotations

import re

_FIELDS = ("summary", "dtstart", "dtend", "location", "description")
_LINE = re.compile(r"([A-Za-z-]{1,40})(?:;[^:\n]{0,500})?:(.*)")
_ESCAPED = re.compile(r"\\([\\;,nN])")


def summarise(source: str) -> str:
    """Summary, time, place and description of the first event, one a line; '' when the source holds no event."""
    unfolded = re.sub(r"\n[ \t]", "", source[:200_000].replace("\r\n", "\n"))
    found: dict[str, str] = {}
    within = False
    for line in unfolded.split("\n"):
        upper = line.strip().upper()
        if upper in ("BEGIN:VEVENT", "BEGIN:VTODO"):
            within = True
        elif upper in ("END:VEVENT", "END:VTODO"):
            break
        elif within and (match := _LINE.match(line)) and (name := match[1].lower()) in _FIELDS:
            value = _ESCAPED.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], match[2]).strip()
            found.setdefault(name, _when(value) if name.startswith("dt") else value)
    times = " – ".join(found[name] for name in ("dtstart", "dtend") if found.get(name))
    lines = [found.get("summary", ""), times, found.get("location", ""), found.get("description", "")]
    return "\n".join(line for line in lines if line)


def _when(value: str) -> str:
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?", value)
    if not match:
        return value
    day = f"{match[1]}-{match[2]}-{match[3]}"
    return f"{day} {match[4]}:{match[5]}{' UTC' if match[6] else ''}" if match[4] else day
