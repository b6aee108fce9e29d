"""Promises that cannot be kept, or that nobody can make yet: asked about before they are sent.

What is due in our night or on our holiday, and the repair of what nobody understands yet. For a repair the honest
alternative is offered: a date for the next news (practices T3 and T4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from entendu.core.promises import said
from entendu.core.promises.possible import Doubt, Said, doubt, is_repair
from entendu.core.promises.when import due
from entendu.core.promises.working import WorkingTime
from entendu.core.wording.findings import Finding, Severity
from entendu.core.wording.prose import prose

CHECK = "impossible-promise"
_SAYS = {
    "en": {
        Doubt.NOBODY_WORKS: "Nobody of us works between now and then.",
        Doubt.NIGHT: "Nobody of us works at that hour.",
        Doubt.HOLIDAY: "Nobody of us works on that day.",
        Doubt.NO_CAUSE: "The cause is not known yet, so nobody can know when it is repaired; a date for the next news "
        "can be kept.",
    },
    "fr": {
        Doubt.NOBODY_WORKS: "Personne chez nous ne travaille d’ici là.",
        Doubt.NIGHT: "Personne chez nous ne travaille à cette heure-là.",
        Doubt.HOLIDAY: "Personne chez nous ne travaille ce jour-là.",
        Doubt.NO_CAUSE: "La cause n’est pas encore connue, personne ne peut donc savoir quand ce sera réparé\u00a0; "
        "une date pour les prochaines nouvelles peut être tenue.",
    },
    "ro": {
        Doubt.NOBODY_WORKS: "Nimeni dintre noi nu lucrează până atunci.",
        Doubt.NIGHT: "Nimeni dintre noi nu lucrează la ora aceea.",
        Doubt.HOLIDAY: "Nimeni dintre noi nu lucrează în ziua aceea.",
        Doubt.NO_CAUSE: "Cauza nu se cunoaște încă, deci nimeni nu poate ști când va fi reparat; o dată pentru "
        "următoarele noutăți poate fi respectată.",
    },
}
_NEWS = {
    "en": "By {when} I write to you what we have found.",
    "fr": "D’ici {when}, je vous écris ce que nous aurons trouvé.",
    "ro": "Până {when}, vă scriu ce am aflat.",
}


_CONDITION = re.compile(r"\W*(?:if|unless|once|should|when|si|dès que|quand|lorsque|dacă|daca|când|cand)\b",
                        re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When it is said, our hours on our own clock and on that of who reads, and whether the cause is confirmed."""

    now: datetime
    work: WorkingTime
    theirs: WorkingTime
    cause_known: bool


def findings(
    text: str, language: str, promises: Sequence[Finding], ours: Circumstances
) -> Iterator[Finding]:
    """What is asked about each promise of a text; `promises` as `promise.findings` gives them, hopes among them."""
    for found in promises:
        if found.hedged:
            continue
        words = text[found.start : found.end]
        why = doubt(Said(words, language, found.due, found.value), ours.now, ours.work, ours.theirs)
        if why is not None:
            yield _finding(found, why, language)
        if not ours.cause_known and is_repair(words, language):
            yield _finding(found, Doubt.NO_CAUSE, language)
    if not ours.cause_known:
        yield from _repairs_of_nobody(text, language, promises, ours)


def _repairs_of_nobody(
    text: str, language: str, promises: Sequence[Finding], ours: Circumstances
) -> Iterator[Finding]:
    """"It will be fixed by Friday": nobody in it promises anything, and its reader takes it for a promise all the same.
    Conditions, questions and what is read as a promise or a hope already are left out."""
    for sentence in prose(text).sentences:
        words = text[sentence.start : sentence.end]
        said_already = any(sentence.start <= one.start < sentence.end for one in promises)
        if said_already or sentence.asks or _CONDITION.match(words) or not is_repair(words, language):
            continue
        when = due(words, language, ours.now, ours.theirs)
        if when is not None:
            found = Finding("promise", sentence.start, sentence.end, due=when.due)
            yield _finding(found, Doubt.NO_CAUSE, language)


def _finding(found: Finding, why: Doubt, language: str) -> Finding:
    instead: tuple[str, ...] = ()
    if why is Doubt.NO_CAUSE and found.due is not None:
        instead = (_NEWS[language].format(when=said.at(found.due, language)),)
    return Finding(CHECK, found.start, found.end, _SAYS[language][why], Severity.ERROR, instead, due=found.due,
                   rule=f"promise-{why.value}")
