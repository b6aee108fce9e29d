"""A member asks for other words for a sentence of a draft: it leaves without its facts, and what comes back is judged.

Nothing is asked by itself, and nothing of the case goes along: neither the thread nor who it is with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from entendu.core.governor.facts.fold import fold
from entendu.core.wording.findings import Finding
from entendu.core.wording.masked import Known, masked, names_in
from entendu.core.wording.message import WHOLE
from entendu.core.wording.other_words import Asked, can_be_asked, judged, wordings
from entendu.core.wording.prose import prose
from entendu.core.wording.same_words import says_nothing
from entendu.flows.writing.language_model import NoWords, ask_model, ordinary_words
from entendu.flows.writing.read_draft import LATEST, LONGEST, reader_in_case
from entendu.parts.staff import queries as staff
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket
from entendu.parts.wording import queries

# What is said of no sentence, or of one word or date of it, for which other words would be no help.
NO_SENTENCE = WHOLE | {"promise", "spelling", "placeholder"}
_BULLET = re.compile(r"[-–•*]\s+")


@dataclass(frozen=True, slots=True)
class OtherWords:
    """Wordings for the place `[start, end)` of a draft, in characters; three at most."""

    start: int
    end: int
    words: tuple[str, ...]


def may_be_asked() -> bool:
    """Whether an administrator has named a language model, and switched it on; one query."""
    return queries.may_ask_for_words()


def fits(finding: Finding) -> bool:
    """Whether other words for its sentence would help."""
    return finding.check not in NO_SENTENCE


def other_words(ticket: Ticket, text: str, language: str, finding: Finding, *, now: datetime) -> OtherWords:
    """Asks for other words for the sentence of the finding; `NoWords` says in a sentence why there are none."""
    is_ordinary = ordinary_words(language)
    if is_ordinary is None:
        raise NoWords(_("There is no dictionary of this language here, so names cannot be told from words; nothing was "
                        "asked; an administrator can install one."))
    start, end = sentence_of(text, finding)
    sentence = text[start:end]
    known = Known(language, _names(ticket, text), is_ordinary, now.date())
    asked = Asked(sentence, masked(sentence, known), known, finding.check)
    if not can_be_asked(asked):
        raise NoWords(_("This sentence is very long, or hardly more than names and figures; nothing was asked; change "
                        "it a little, and ask again."))
    answer = ask_model(asked)
    found = judged(wordings(answer.text, cut=answer.cut), asked, reader_in_case(ticket, language, now))
    if not found.shown:
        raise NoWords(_("No better words came back; yours are unchanged."))
    return OtherWords(start, end, found.shown)


def sentence_of(text: str, finding: Finding) -> tuple[int, int]:
    """Where the sentence of a finding stands, without the bullet before it."""
    sentence = prose(text).sentence_at(finding.start)
    bullet = _BULLET.match(text, sentence.start, sentence.end)
    return bullet.end() if bullet else sentence.start, sentence.end


def _names(ticket: Ticket, text: str) -> frozenset[str]:
    """Folded names of who takes part and of what the letters name."""
    contact, mailbox = ticket.contact, ticket.mailbox
    people = [contact.name, *(one.name for one in staff.colleagues_on(mailbox.team_id))]
    places = [mailbox.name, contact.organisation.name if contact.organisation else ""]
    said = tickets.said_on(ticket).order_by("-at", "-id")[:LATEST]
    named = [names_in(one) for one in (text, *((entry.visible or entry.text)[:LONGEST] for entry in said))]
    return frozenset(_words(people)).union(
        (word for word in _words(places) if not says_nothing(word)), *named)


def _words(names: list[str]) -> Iterator[str]:
    return (word for name in names for word in re.findall(r"[^\W\d_]{2,}", fold(name)))
