"""Where a letter belongs: to which ticket, or to none yet.

What proves it, in this order: a token that we signed; a Message-ID that the letter answers and that stands in one
ticket only; that letters came first which answer this one, or which answer what it answers; and, for an answer that
lost all of these, the same person writing under the same subject in a ticket that is not long over. The subject alone
never joins anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# An answer without any reference is taken for one to a ticket that was alive this recently.
RECENT = timedelta(days=30)


class Proof(StrEnum):
    """Why a letter was put where it is."""

    TOKEN = "token"
    REFERENCE = "reference"
    SUBJECT = "subject"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Known:
    """A Message-ID that stands in a ticket already, and whether the letter's sender takes part in that ticket."""

    message_id: str
    ticket: int
    sender_takes_part: bool


@dataclass(frozen=True, slots=True)
class Alive:
    """A ticket of the letter's sender: its base subject and when something last happened in it."""

    ticket: int
    base_subject: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Answering:
    """What a letter says of where it belongs.

    `references` are the ids it answers, nearest first; `tokens` are tickets named by signatures that were checked;
    `is_answer` is true when the subject carries a reply prefix (Re:, RE:, AW:, Rép. : …); `message_id` is its own.
    """

    references: Sequence[str]
    tokens: Sequence[int]
    base_subject: str
    is_answer: bool
    at: datetime
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The ticket to join, or None for a new one, and the proof."""

    ticket: int | None
    proof: Proof


def place(letter: Answering, known: Iterable[Known], alive: Iterable[Alive], missing: Iterable[Known] = ()) -> Place:
    """Where the letter belongs. `missing` are ids that tickets' letters answer and that stand in no ticket.

    A reference is believed when its id stands in one ticket only; an id that several tickets share (some programs
    give every letter the same) is believed where the sender takes part in exactly one of them. A letter that comes
    after its answers joins them; two answers to a letter that never came are one matter when one person wrote them.
    """
    for number in letter.tokens:
        return Place(number, Proof.TOKEN)
    by_id: dict[str, list[Known]] = {}
    for entry in known:
        by_id.setdefault(entry.message_id, []).append(entry)
    for reference in letter.references:
        if not reference.strip():
            continue
        entries = by_id.get(reference, [])
        tickets = {entry.ticket for entry in entries}
        if len(tickets) == 1:
            return Place(tickets.pop(), Proof.REFERENCE)
        own = {entry.ticket for entry in entries if entry.sender_takes_part}
        if len(own) == 1:
            return Place(own.pop(), Proof.REFERENCE)
    awaited = _awaited(letter, missing)
    if awaited is not None:
        return Place(awaited, Proof.REFERENCE)
    if letter.is_answer and letter.base_subject:
        same = [one for one in alive
                if one.base_subject == letter.base_subject and letter.at - one.last_at <= RECENT]
        if same:
            return Place(max(same, key=lambda one: one.last_at).ticket, Proof.SUBJECT)
    return Place(None, Proof.NEW)


def _awaited(letter: Answering, missing: Iterable[Known]) -> int | None:
    """The one ticket whose letters answer this letter, else the sender's one whose letters answer the same as it."""
    absent = list(missing)
    answered = {one.ticket for one in absent if letter.message_id and one.message_id == letter.message_id}
    siblings = {one.ticket for one in absent if one.message_id in letter.references and one.sender_takes_part}
    for tickets in (answered, siblings):
        if len(tickets) == 1:
            return tickets.pop()
    return None


def fingerprint(message_id: str, sender: str, date: datetime | None, text: str, files: Iterable[str]) -> str:
    """What makes two copies of a letter the same letter, whichever way they came.

    Received lines differ between the copies, so they do not count; the text and the files' digests do, because some
    programs give every letter the same Message-ID, or none.
    """
    digest = hashlib.sha256()
    when = date.isoformat() if date else ""
    for part in (message_id.strip(), sender.lower(), when, " ".join(text.split()), *files):
        digest.update(part.encode("utf-8", "replace"))
        digest.update(b"\0")
    return digest.hexdigest()
