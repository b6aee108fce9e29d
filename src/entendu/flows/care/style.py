"""How somebody likes to be written to: guessed from how they write, put right by them or by us, and heeded.

A guess changes hints alone. What they said, or one of us after asking them, may also put single updates together once
a week (`weekly_until`): such news waits in the governor until then, and leaves as one message. Answers, questions,
promises, what is vital and what is promised for a moment go as ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from entendu.core.care.style import Style, guess, next_summary
from entendu.parts.care.actions import styles as actions
from entendu.parts.care.models import ContactStyle
from entendu.parts.care.queries import styles as queries
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry

# So many of their latest letters, and so much of each, tell how they write.
LETTERS, LONGEST = 12, 4_000


@dataclass(frozen=True, slots=True)
class Known:
    """A contact's style: "" where none is known. Guessed from `letters` by these traits, or said, `by` whom of ours;
    `by_them` that they said so themselves."""

    style: str = ""
    guessed: bool = False
    letters: int = 0
    traits: tuple[str, ...] = ()
    weekly: bool = False
    by: str = ""
    by_them: bool = False


def of(contact: Contact) -> Known:
    """What was said of it, else our guess; one query, and one more for a guess."""
    said = queries.said(contact.pk)
    return _said(said) if said is not None else guessed(letters_of(contact))


def guessed(letters: Iterable[str]) -> Known:
    """What we make of these letters."""
    return _guessed(tuple(letters))


@lru_cache(maxsize=64)
def _guessed(letters: tuple[str, ...]) -> Known:
    """Remembered, because a page asks for the same letters each time that it is shown."""
    found = guess(letters)
    if found is None:
        return Known()
    return Known(found.style.value, guessed=True, letters=found.letters, traits=tuple(found.traits))


def letters_of(contact: Contact) -> list[str]:
    """The latest letters that they wrote; one query."""
    rows = Entry.objects.filter(contact=contact, kind=Entry.Kind.THEIRS, automatic="").order_by("-id")
    return [text[:LONGEST] for text in rows.values_list("visible", flat=True)[:LETTERS]]


def for_draft(contact: Contact, letters: Iterable[str]) -> str:
    """The style by which a draft to them is read: what was said, else what the letters of this case show."""
    said = queries.said(contact.pk)
    return said.style if said is not None else guessed(text[:LONGEST] for text in letters).style


def say(contact: Contact, style: str, weekly: bool, *, member: Member | None, now: datetime) -> ContactStyle:
    """It is so, says a member, or they themselves where there is none; `ValueError` where it is no style."""
    if style not in {"", *Style}:
        raise ValueError("That is no style; nothing was changed.")
    return actions.say(contact, style, weekly, member, now=now)


def weekly_until(contact_ids: Iterable[int], now: datetime) -> dict[int, datetime]:
    """When the next summary of each of these contacts leaves who have one; one query."""
    return {pk: next_summary(now, zone(place)) for pk, place in queries.weekly(contact_ids).items()}


def zone(name: str) -> ZoneInfo:
    """A contact's own zone; UTC where it is not known here."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _said(row: ContactStyle) -> Known:
    return Known(row.style, weekly=row.weekly, by=row.member.first_name if row.member else "", by_them=row.by_them)
