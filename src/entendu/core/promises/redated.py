"""The words of a promise once its date has moved: they name the new one."""

from __future__ import annotations

import re
from datetime import datetime

from entendu.core.promises import said
from entendu.core.promises.when import moments, promised
from entendu.core.promises.working import WorkingTime

# After these a date stands as it is; after all else, and in the place of "within two days", it is introduced.
_LEADS = {
    "en": frozenset("by until till before on for from than".split()),
    "fr": frozenset("ici avant le pour jusqu'au jusqu’au dès".split()),
    "ro": frozenset("până pana de pe pentru înainte".split()),
}
_BY = {"en": "by ", "fr": "d’ici ", "ro": "până "}
_LAST_WORD = re.compile(r"([^\W\d_]+(?:['’]au)?)\W*$")


def redated(words: str, language: str, made_at: datetime, work: WorkingTime, due: datetime) -> str:
    """The words with `due` in the place of the moment that they promised, as it was read when they were given.

    `due` carries the clock of the one who reads. Words that name no moment, or that are in a language without a table,
    stay as they are: nothing in them is wrong.
    """
    named = promised(moments(words, language, made_at, work), made_at)
    if named is None:
        return words
    before = words[: named.start]
    last = _LAST_WORD.search(before.rstrip())
    is_led = last is not None and last.group(1).lower() in _LEADS[language]
    new = said.at(due, language) if is_led else _BY[language] + said.at(due, language)
    if not before.strip() and words[:1].isupper():
        new = new[0].upper() + new[1:]
    stop = words[named.start : named.end].endswith(".")  # "on 24 Nov." may end with its abbreviation's point
    return f"{before}{new}{'.' if stop else ''}{words[named.end :]}"
