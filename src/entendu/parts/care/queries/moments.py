"""Readers of what made it better or worse between us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

from entendu.core.care.moments import Happened, Kind
from entendu.parts.care.models import Moment
from entendu.parts.sql import marks, moment, stored
from entendu.parts.tickets.models import Ticket

# A line is read by people: of a year's moments the latest are enough to draw it.
MOST = 60
# The mailbox of each moment's ticket is looked up on its own: joined, PostgreSQL would read all tickets for it.
LATEST = """
SELECT at, kind, words, ticket_id FROM care_moment WHERE contact_id IN ({ids}) AND at >= %s
  AND (SELECT mailbox_id FROM tickets_ticket WHERE tickets_ticket.id = care_moment.ticket_id) IN ({boxes})
ORDER BY at DESC, id DESC LIMIT %s
"""
LATELY, MOST_OF_A_LETTER = timedelta(days=7), 8
UNCIVIL = frozenset({Kind.INSULT, Kind.THREAT})
UPSET = frozenset({Kind.FRUSTRATION, Kind.ANGER})


def of_contacts(contact_ids: Iterable[int], mailboxes: Iterable[int], since: datetime) -> list[Happened]:
    """What happened between us and these contacts since then in these mailboxes, oldest first; one query."""
    ids, boxes = list(contact_ids), list(mailboxes)
    if not ids or not boxes:
        return []
    asked = LATEST.format(ids=marks(ids), boxes=marks(boxes))
    with connection.cursor() as cursor:
        cursor.execute(asked, [*ids, stored(since), *boxes, MOST])
        rows = cursor.fetchall()
    return [Happened(moment(at), Kind(kind), words, ticket) for at, kind, words, ticket in reversed(rows)]


def lately(ticket: Ticket, now: datetime) -> frozenset[str]:
    """What was felt and said in the latest letter with a feeling, of the last days; one query."""
    rows = list(Moment.objects.filter(ticket=ticket, at__gte=now - LATELY, entry__isnull=False).order_by("-at", "-id")
                .values_list("entry", "kind")[:MOST_OF_A_LETTER])
    return frozenset(kind for entry, kind in rows if entry == rows[0][0])
