"""Readers of what made it better or worse between us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from entendu.core.care.moments import Happened, Kind
from entendu.parts.care.models import Moment
from entendu.parts.tickets.models import Ticket

# A line is read by people: of a year's moments the latest are enough to draw it.
MOST = 60
LATELY, MOST_OF_A_LETTER = timedelta(days=7), 8
UNCIVIL = frozenset({Kind.INSULT, Kind.THREAT})
UPSET = frozenset({Kind.FRUSTRATION, Kind.ANGER})


def of_contacts(contact_ids: Iterable[int], mailboxes: Iterable[int], since: datetime) -> list[Happened]:
    """What happened between us and these contacts since then in these mailboxes, oldest first; one query."""
    rows = (Moment.objects.filter(contact__in=list(contact_ids), ticket__mailbox__in=list(mailboxes), at__gte=since)
            .order_by("-at", "-id").values_list("at", "kind", "words", "ticket_id")[:MOST])
    return [Happened(at, Kind(kind), words, ticket) for at, kind, words, ticket in reversed(rows)]


def lately(ticket: Ticket, now: datetime) -> frozenset[str]:
    """What was felt and said in the latest letter with a feeling, of the last days; one query."""
    rows = list(Moment.objects.filter(ticket=ticket, at__gte=now - LATELY, entry__isnull=False).order_by("-at", "-id")
                .values_list("entry", "kind")[:MOST_OF_A_LETTER])
    return frozenset(kind for entry, kind in rows if entry == rows[0][0])
