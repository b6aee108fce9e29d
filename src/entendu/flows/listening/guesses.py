"""What was read in a customer's letters: guesses in words that a colleague can correct, never a score for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.wording import actions, queries
from entendu.parts.wording.models import Correction, EntryReading

# So many letters are looked at where they wrote several times before we answered.
LATEST = 5
RIGHT, WRONG, CALM = "right", "wrong", "calm"
EMOTIONS = ("worry", "frustration", "anger", "satisfaction", "urgency", CALM)

_FEELS = {
    ("worry", ""): gettext_lazy("Seems to worry"),
    ("frustration", ""): gettext_lazy("Seems frustrated"),
    ("frustration", "situation"): gettext_lazy("Seems frustrated by what happens, not by us"),
    ("frustration", "company"): gettext_lazy("Seems frustrated with us"),
    ("frustration", "person"): gettext_lazy("Seems frustrated with one of us"),
    ("anger", ""): gettext_lazy("Seems angry"),
    ("anger", "situation"): gettext_lazy("Seems angry about what happens, not at us"),
    ("anger", "company"): gettext_lazy("Seems angry with us"),
    ("anger", "person"): gettext_lazy("Seems angry with one of us"),
    ("satisfaction", ""): gettext_lazy("Seems satisfied"),
    ("urgency", ""): gettext_lazy("Seems in a hurry"),
    (CALM, ""): gettext_lazy("Seems calm"),
}
_SAYS = {
    "insult": gettext_lazy("An insult"),
    "threat": gettext_lazy("A threat"),
    "claim": gettext_lazy("A claim, to be confirmed"),
    "question": gettext_lazy("A question"),
    "error-code": gettext_lazy("An error code"),
    "deadline": gettext_lazy("A deadline of theirs"),
    "feature-request": gettext_lazy("A wish for something new"),
    "out-of-scope": gettext_lazy("Not ours to settle, it seems"),
    "fewer-updates": gettext_lazy("Fewer updates of this case"),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing that was read in a letter of theirs.

    `check`, `value` and `target` are those of the finding, after a colleague's correction; `sentence` says it in the
    reader's language, `words` are the customer's own. `verdict` is "" while nobody has looked, else "right", or the
    emotion that it was; what was called wrong is `wrong`. `due` is a deadline's moment (RFC 3339) or "".
    """

    id: str
    check: str
    sentence: str
    words: str
    value: str
    target: str
    due: str
    entry: int
    verdict: str
    corrected_by: str

    @property
    def wrong(self) -> bool:
        """Whether a colleague said that it is not so."""
        return self.verdict == WRONG


class NotAVerdict(ValueError):
    """The word on a guess is none that it can have; nothing was changed."""


def guesses_of(ticket: Ticket) -> list[Guess]:
    """What was read in their letters since we last answered, or else in their last one; in the order of time."""
    entries = _latest(ticket)
    readings = queries.readings_of(entries)
    return [guess for entry in entries if entry.pk in readings for guess in _guesses(readings[entry.pk])]


def correct_guess(member: Member, guess_id: str, verdict: str) -> Guess | None:
    """A member's word: "right", "wrong", or of an emotion the one that it was (`EMOTIONS`).

    None where there is no such guess that the member may see; NotAVerdict where the word is none.
    """
    number, _dash, place = guess_id.partition("-")
    reading = queries.reading(int(number)) if number.isdecimal() and place.isdecimal() else None
    if reading is None or tickets.entry_seen_by(member, reading.entry_id) is None:
        return None
    if int(place) >= len(reading.findings):
        return None
    found = reading.findings[int(place)]
    if verdict not in (RIGHT, WRONG) and not (found["check"] == "emotion" and verdict in EMOTIONS):
        raise NotAVerdict(_("A guess is right or wrong, or it was another feeling; nothing was changed."))
    actions.correct(reading, int(place), verdict, member)
    again = queries.readings_of([reading.entry])[reading.entry_id]
    return _guesses(again)[int(place)]


def emotion_of(entry: Entry) -> str:
    """The emotion of one letter as it stands after corrections; "" where it was calm, or nothing was read."""
    felt = [guess for guess in guesses_in(entry) if guess.check == "emotion" and not guess.wrong]
    return next((guess.value for guess in felt if guess.value != CALM), "")


def guesses_in(entry: Entry) -> list[Guess]:
    """What was read in one letter, after corrections; two queries."""
    reading = queries.readings_of([entry]).get(entry.pk)
    return _guesses(reading) if reading else []


def _latest(ticket: Ticket) -> list[Entry]:
    """Their letters since a person of ours last wrote, else their last one; one query, and without the words."""
    theirs = Q(kind=Entry.Kind.THEIRS, automatic="")
    ours = Q(kind=Entry.Kind.OURS, member__isnull=False)
    said = tickets.said_on(ticket).select_related(None).only("at", "kind").order_by("-at", "-id")
    latest = list(said.filter(theirs | ours)[:LATEST])
    since = list(takewhile(lambda entry: entry.kind == Entry.Kind.THEIRS, latest))
    before = [entry for entry in latest if entry.kind == Entry.Kind.THEIRS][:1]
    if latest and not before:
        before = list(said.filter(theirs)[:1])
    return list(reversed(since or before))


def _guesses(reading: EntryReading) -> list[Guess]:
    corrected = {word.place: word for word in reading.corrections.all()}
    return [_guess(reading, place, found, corrected.get(place)) for place, found in enumerate(reading.findings)]


def _guess(reading: EntryReading, place: int, found: dict[str, Any], word: Correction | None) -> Guess:
    verdict = word.verdict if word else ""
    value, target = found.get("value", ""), found.get("target", "")
    if verdict in EMOTIONS and verdict != value:
        value, target = verdict, ""
    by = word.member.name if word and word.member else ""
    return Guess(f"{reading.pk}-{place}", found["check"], _sentence(found["check"], value, target), found["text"],
                 value, target, found.get("due") or "", reading.entry_id, verdict, by)


def _sentence(check: str, value: str, target: str) -> str:
    if check == "emotion":
        return str(_FEELS.get((value, target)) or _FEELS.get((value, ""), value))
    return str(_SAYS.get(check, check))


def due_of(guess: Guess) -> datetime | None:
    """A deadline's moment; None where the words name none that could be read."""
    return datetime.fromisoformat(guess.due) if guess.due else None
