"""Time zones as people name them beside an hour: "5 p.m. Pacific", "10:00 UTC", « 17 h, heure de l'Est »."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

# Letters count only as capitals: "est", "et", "pt" are words.
_LETTERS = {
    **dict.fromkeys(("UTC", "GMT", "Z"), "UTC"),
    **dict.fromkeys(("CET", "CEST", "HEC"), "Europe/Paris"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Bucharest"),
    **dict.fromkeys(("BST",), "Europe/London"),
    **dict.fromkeys(("ET", "EST", "EDT", "HE", "HNE", "HAE"), "America/New_York"),
    **dict.fromkeys(("CT", "CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MT", "MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PT", "PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    "JST": "Asia/Tokyo",
    "SGT": "Asia/Singapore",
}
_WORDS = {
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "greenwich": "UTC", "uk": "Europe/London", "us east coast": "America/New_York",
    "l'est": "America/New_York", "montreal": "America/Montreal", "london": "Europe/London", "londres": "Europe/London",
    "londrei": "Europe/London", "paris": "Europe/Paris", "parisului": "Europe/Paris", "berlin": "Europe/Berlin",
    "bruxelles": "Europe/Brussels", "brussels": "Europe/Brussels", "dublin": "Europe/Dublin",
    "bucharest": "Europe/Bucharest", "bucarest": "Europe/Bucharest", "bucurestiului": "Europe/Bucharest",
    "romaniei": "Europe/Bucharest", "chisinaului": "Europe/Chisinau", "new york": "America/New_York",
    "madrid": "Europe/Madrid", "sydney": "Australia/Sydney", "india": "Asia/Kolkata", "indian": "Asia/Kolkata",
    "central european": "Europe/Paris", "geneve": "Europe/Zurich", "zurich": "Europe/Zurich",
}  # fmt: skip
_NAMES = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_AFTER_LETTERS = re.compile(rf",? ?\(?({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?!\w)")
_AFTER_WORDS = re.compile(
    rf",? ?\(?(?:(?P<en>{_NAMES})(?: standard| daylight)? time|(?P<us>eastern|pacific)|heure (?:de |d'"
    rf"|du )?(?P<fr>{_NAMES})"
    rf"|ora (?P<ro>{_NAMES}))(?!\w)"
)


def zone_after(text: str, folded: str, end: int) -> tuple[ZoneInfo, int] | None:
    """The zone that stands right after `end`, with the place where its name ends; None where none is named."""
    if found := _AFTER_LETTERS.match(text, end):
        return ZoneInfo(_LETTERS[found[1]]), found.end()
    if found := _AFTER_WORDS.match(folded, end):
        return ZoneInfo(_WORDS[found["en"] or found["us"] or found["fr"] or found["ro"]]), found.end()
    return None
