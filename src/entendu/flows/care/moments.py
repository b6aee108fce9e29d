"""What makes it better or worse between us is noted as it happens: feelings read in letters, "it works", calls."""

from __future__ import annotations

from datetime import datetime

from entendu.core.care.moments import FELT, SAID, Kind
from entendu.flows.listening.guesses import WRONG, Guess, correct_guess, guesses_in
from entendu.parts.care.actions import moments as actions
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.tickets.queries import entry_seen_by

READ = FELT | SAID


def keep(ticket: Ticket, kind: Kind, words: str, *, now: datetime, entry: Entry | None = None) -> None:
    """One up or down on a ticket, in a few words of whoever spoke."""
    actions.keep(ticket, kind, words, at=entry.at if entry is not None else now, entry=entry)


def note_letter(entry: Entry) -> None:
    """What was felt and said in a letter, as it stands after corrections; noted anew each time."""
    seen: dict[Kind, str] = {}
    for guess in guesses_in(entry):
        value = guess.value if guess.check == "emotion" else guess.check
        if guess.verdict != WRONG and value in set(READ):
            seen.setdefault(Kind(value), guess.words)
    actions.forget(entry, READ - seen.keys())
    for kind, words in seen.items():
        actions.keep(entry.ticket, kind, _beginning(words), at=entry.at, entry=entry)


def correct(member: Member, guess_id: str, verdict: str) -> Guess | None:
    """A member's word on a guess; what it said of how it is between us follows. As `guesses.correct_guess`."""
    corrected = correct_guess(member, guess_id, verdict)
    entry = entry_seen_by(member, corrected.entry) if corrected is not None else None
    if entry is not None:
        note_letter(entry)
    return corrected


def _beginning(words: str) -> str:
    """The first sentence or so of what was read: a feeling is read in a letter as a whole."""
    first = words.strip().splitlines()[0] if words.strip() else ""
    return first if len(first) <= 120 else first[:119].rsplit(" ", 1)[0] + "…"
