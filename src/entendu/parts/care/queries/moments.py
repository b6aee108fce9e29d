"""Readers of what made it better or worse between us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from entendu.core.care.moments import Happened, Kind
from entendu.parts.care.models import Moment

# A line is read by people: of a year's moments the latest are enough to draw it.
MOST = 200


def of_contacts(contact_ids: Iterable[int], since: datetime) -> list[Happened]:
    """What happened between us and these contacts since then, oldest first; one query."""
    rows = (Moment.objects.filter(contact__in=list(contact_ids), at__gte=since).order_by("-at", "-id")
            .values_list("at", "kind", "words", "ticket_id")[:MOST])
    return [Happened(at, Kind(kind), words, ticket) for at, kind, words, ticket in reversed(rows)]
