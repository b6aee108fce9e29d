"""What a ticket's contact wrote, with what was read in it, as the values that `core.listening` reads."""

from __future__ import annotations

from collections.abc import Iterable

from entendu.core.listening.said import Letter
from entendu.parts.listening.queries import calls
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.wording import queries as readings
from entendu.parts.wording.models import EntryReading

LATEST = 20
CALM = "calm"
WRONG = "wrong"


def letters_of(ticket: Ticket) -> list[Letter]:
    """Their latest messages, oldest first, with feelings and claims as they stand after corrections; three queries."""
    return told(theirs(ticket))


def theirs(ticket: Ticket) -> list[Entry]:
    """The entries that a person wrote to us, oldest first."""
    rows = (Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS, automatic="")
            .only("visible", "language", "at", "ticket_id").order_by("-at", "-id"))
    return list(reversed(rows[:LATEST]))


def told(entries: Iterable[Entry]) -> list[Letter]:
    """These entries as values, with what was read in them."""
    rows = list(entries)
    read = readings.readings_of(rows)
    return [_letter(entry, read.get(entry.pk)) for entry in rows]


def notes_of_calls(ticket: Ticket) -> list[str]:
    """What was typed while they talked, line by line, oldest first."""
    return [str(words) for call in reversed(calls.latest(ticket)) for _seconds, words in call.lines]


def codes_in(entries: Iterable[Entry]) -> int:
    """How many error codes were recognised in them."""
    return sum(found["check"] == "error-code" for reading in readings.readings_of(entries).values()
               for found in reading.findings)


def _letter(entry: Entry, reading: EntryReading | None) -> Letter:
    if reading is None:
        return Letter(entry.visible, entry.language)
    words = {word.place: word.verdict for word in reading.corrections.all()}
    stands = [(found, words.get(place, "")) for place, found in enumerate(reading.findings)
              if words.get(place) != WRONG]
    feelings = [verdict if verdict and verdict != "right" else found.get("value", "")
                for found, verdict in stands if found["check"] == "emotion"]
    return Letter(entry.visible, reading.language or entry.language,
                  next((one for one in feelings if one != CALM), ""),
                  tuple(found["text"] for found, _verdict in stands if found["check"] == "claim"))
