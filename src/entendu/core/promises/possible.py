"""Whether a promise can be kept at all, asked in the moment in which it is made.

What is due in the night or on a holiday, and a repair of what nobody understands yet, can be promised all the same: by
somebody who was asked and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from entendu.core.governor.facts.fold import fold
from entendu.core.promises.working import WorkingTime


class Doubt(StrEnum):
    """Why a promise is asked about."""

    NOBODY_WORKS = "nobody-works"  # there is no working minute of ours between now and then
    NIGHT = "night"  # nobody works at that hour
    HOLIDAY = "holiday"  # nobody works on that day
    NO_CAUSE = "no-cause"  # a repair, and the cause is not known


@dataclass(frozen=True, slots=True)
class Said:
    """A promise in its words, with its moment where it names one and the words for that moment."""

    words: str
    language: str
    due: datetime | None = None
    moment: str = ""


# Whoever writes now and names a moment so near means to stay for it, except in the night.
SOON = timedelta(hours=3)
_DAY = (7, 22)
# An hour by the clock; "tonight" and "by Friday" name none.
_CLOCK = re.compile(r"\d\s?[:.h]\s?\d\d|\d\s?(?:h|am|pm|a\.m|p\.m)\b|\b(?:ora|at)\s\d", re.IGNORECASE)
# What stands before a moment that is only the last one: it may be done before.
_LATEST = {
    "en": re.compile(r"\b(?:by|before|until|till|no later than|at the latest)\b"),
    "fr": re.compile(r"\b(?:d'ici|avant|jusqu'|au plus tard)"),
    "ro": re.compile(r"\b(?:pana|inainte de|cel tarziu)\b"),
}
# That something broken will work: the promise for which a cause has to be known. Folded, as a speaker writes.
_REPAIR = {
    "en": re.compile(
        r"\b(?:fix(?:e[ds])?|fixing|repair(?:ed|s|ing)?|solv(?:e[ds]?|ing)|resolv(?:e[ds]?|ing)|cure[ds]?"
        r"|work(?:s|ing)? again|(?:be|get|have \w+|is|are) (?:working|back (?:up|online|to normal)|up and running)"
        r"|put (?:it |this |that )?right|sort(?:ed)? (?:it |this |that )?out|restor(?:e[ds]?|ing))\b"
    ),
    "fr": re.compile(
        r"\b(?:repar(?:er\w*|e[es]?s?|ons|ation)|corrig(?:er\w*|e[es]?s?|eons)|resou(?:dre|drai|drons|dra|d)\w*"
        r"|resolus?|resolues?|regl(?:er\w*|e[es]?s?|ons)|retabli\w*|remettrons? en (?:marche|service|etat)"
        r"|(?:re)?(?:marchera|fonctionnera)|(?:marche|fonctionne)\w* (?:de nouveau|a nouveau))\b"
    ),
    "ro": re.compile(
        r"\b(?:repar\w*|remedi\w*|rezolv\w*|corect(?:am|ez|ata|at|ate|ati|eaza|a)\b|restabil\w*"
        r"|(?:va|vor) (?:merge|functiona)\w*|(?:merge|functioneaza) (?:din nou|iar)|puse? (?:la loc|in functiune))"
    ),
}
# Whoever sends "the corrected invoice" promises a thing, and knew what was wrong with the one before.
_SENT = {
    "en": (
        re.compile(r"\b(?:send|sending|mail|email|forward|post|attach|bring|give|upload)\b"),
        re.compile(r"\b(?:corrected|fixed|repaired|restored)\b"),
    ),
    "fr": (
        re.compile(r"\b(?:(?:r?envo[iy]|enverr|adress|transmet|remet|apport|joi(?:gn|ndr|ns))\w*|parvenir)\b"),
        re.compile(r"\b(?:corrig|repar|regl)ee?s?\b"),
    ),
    "ro": (
        re.compile(r"\b(?:(?:re)?trimi[ts]\w*|transmi[ts]\w*|expedi\w+|atas\w+|anex\w+|aduc\w*|dau|dam)\b"),
        re.compile(r"\b(?:corectat|reparat|remediat)(?:a|e|i|ul|ele)?\b"),
    ),
}


def is_repair(words: str, language: str) -> bool:
    """Whether it promises that what is broken will work; False for a language without a table."""
    found = _REPAIR.get(language)
    if found is None:
        return False
    plain = fold(words)
    sends, mended = _SENT[language]
    return found.search(mended.sub(" ", plain) if sends.search(plain) else plain) is not None


def doubt(said: Said, now: datetime, ours: WorkingTime, theirs: WorkingTime) -> Doubt | None:
    """Why the moment of a promise should be asked about, or None.

    `ours` are our hours on our own clock, `theirs` the same hours on the clock of who reads. "By nine" may be done the
    evening before; what happens at nine needs somebody at nine.
    """
    due = said.due
    if due is None or due <= now:
        return None
    if ours.is_open(due) or _is_soon(due, now, ours):
        return None
    if not ours.works_between(now, due):
        return Doubt.NOBODY_WORKS
    if theirs.is_open(due) and not _is_at_an_hour(said):
        return None
    return Doubt.NIGHT if ours.works_on(due.astimezone(ours.zone).date()) else Doubt.HOLIDAY


def _is_soon(due: datetime, now: datetime, ours: WorkingTime) -> bool:
    """Whether whoever promises it is at work now and will still be: within hours, and before anybody goes to bed."""
    return due - now <= SOON and _DAY[0] <= due.astimezone(ours.zone).hour < _DAY[1]


def _is_at_an_hour(said: Said) -> bool:
    """Whether it happens at an hour of the clock, rather than by then."""
    if _CLOCK.search(said.moment) is None:
        return False
    latest = _LATEST.get(said.language)
    return latest is None or latest.search(fold(said.words)) is None
