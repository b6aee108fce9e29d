"""A moment in the words of a promise: "17:00 on 26 November", as people write it and the desk reads it."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils import formats, translation

from entendu.core.wording.findings import Finding

# What stands before a moment already, so that "by" is not said twice.
BY = {
    "en": re.compile(r"\b(?:by|before|until|till|no later than|at the latest)\s*$", re.IGNORECASE),
    "fr": re.compile(r"\b(?:d[’']ici|avant|jusqu[’']au|pour|d[’']ici à)\s*$", re.IGNORECASE),
    "ro": re.compile(r"\b(?:până|pana|înainte de)(?: cel târziu)?\s*$", re.IGNORECASE),
}
LEADS = {"en": "by ", "fr": "d’ici ", "ro": "până "}
REST_OF_A_CLOCK = re.compile(r"[:.]\d\d\b")
END_OF_A_SENTENCE = " \t\n.!…"


def place_of_time(text: str, found: Finding) -> tuple[int, int]:
    """Where a promise names its moment; without one, where a moment would be put in: before its last stop."""
    at = text.find(found.value, found.start, found.end) if found.value else -1
    if at < 0:
        end = found.start + len(text[found.start:found.end].rstrip(END_OF_A_SENTENCE))
        return end, end
    end = at + len(found.value)
    rest = REST_OF_A_CLOCK.match(text, end)
    return at, rest.end() if rest else end


def by_when(moment: datetime, language: str, before: str, old: str) -> str:
    """The moment in words, on the clock that it carries, to stand after `before` in the place of `old`.

    Another language than en, fr and ro is answered in English, as its promises are not read anyway.
    """
    language = language if language in LEADS else "en"
    with translation.override(language):
        said = _said(moment, language)
    pad = "" if not before or before[-1:].isspace() else " "
    if BY[language].search(before):
        return pad + said
    if old.strip()[:1].isupper():
        return pad + LEADS[language].capitalize() + said
    return pad + LEADS[language] + said


def _said(moment: datetime, language: str) -> str:
    if language == "fr":
        day = formats.date_format(moment, "l ") + ("1er" if moment.day == 1 else str(moment.day))
        minutes = f"\u00a0{moment:%M}" if moment.minute else ""
        return f"le {day} {formats.date_format(moment, 'F').lower()} à {moment.hour}\u00a0h{minutes}"
    if language == "ro":
        return f"{moment.day} {formats.date_format(moment, 'F').lower()}, la {moment:%H:%M}"
    return f"{moment:%H:%M} on {moment.day} {formats.date_format(moment, 'F')}"
