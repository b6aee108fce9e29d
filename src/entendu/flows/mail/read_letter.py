"""What a customer wrote is read with the letter: feelings, claims, questions, error codes, deadlines.

The guesses are shown beside the ticket (`guesses.py`). A text at which the reading stumbles is a letter all the same.
"""

from __future__ import annotations

import logging

from django.db import transaction

from entendu.core.wording import linear, rules
from entendu.core.wording.as_json import findings_of
from entendu.core.wording.findings import Context, Direction
from entendu.core.wording.read import read
from entendu.flows.diagnosis import claims
from entendu.flows.writing.read_draft import work_of
from entendu.parts.tickets.models import Entry
from entendu.parts.wording import actions

logger = logging.getLogger(__name__)

# So much of a letter is read: what follows is a log or a book.
LONGEST = 20_000


def make_ready() -> None:
    """Loads the rules and models, about a second once in a process: before a letter's attempt is counted, not after.

    A process that dies while it loads has not died of a letter.
    """
    for language in rules.LANGUAGES:
        rules.of_the_product(language)
        linear.of_the_product(language, Direction.IN)


def read_entry(entry: Entry) -> None:
    """Reads what a person wrote in the entry and keeps it, in the caller's transaction. Automatic mail feels nothing.

    "By Friday" counts from the entry's own time, by the clock of the one who wrote it. What is to be checked of it,
    error codes in its files too, is noted among the case's facts.
    """
    text = (entry.visible or entry.text)[:LONGEST]
    if entry.automatic or not text.strip():
        return
    contact, mailbox = entry.ticket.contact, entry.ticket.mailbox
    try:
        with transaction.atomic():
            context = Context(now=entry.at, work=work_of(mailbox, contact.time_zone))
            reading = read(text, Direction.IN, entry.language or contact.language, context)
            actions.record_reading(entry, reading.language, findings_of(reading, text))
            claims.note_letter(entry, text, reading.language, reading.findings, context.work.zone)
    except Exception:  # the letter is more than what we make of it
        logger.exception("entry not read", extra={"entry": entry.pk})
