"""Writers of what made it better or worse between us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from entendu.core.care.moments import Kind
from entendu.parts.care.models import Moment
from entendu.parts.tickets.models import Entry, Ticket

LONGEST = 160


def keep(ticket: Ticket, kind: Kind, words: str, *, at: datetime, entry: Entry | None = None) -> None:
    """One up or down; of one entry each kind once."""
    words = " ".join(words.split())
    short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    new = Moment(contact_id=ticket.contact_id, ticket=ticket, entry=entry, kind=kind, words=short, at=at)
    Moment.objects.bulk_create([new], ignore_conflicts=True)


def forget(entry: Entry, kinds: Iterable[Kind]) -> int:
    """What was read in this entry was no such thing; returns how many moments went."""
    return Moment.objects.filter(entry=entry, kind__in=list(kinds)).delete()[0]
