"""What the radar reads of moments and of calls that were put off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Max

from entendu.core.care.moments import Kind
from entendu.core.care.radar import BAD, GOOD
from entendu.parts.care.models import CallPutOff, Moment
from entendu.parts.sql import marks, moment, stored

COUNTED = (*BAD, *GOOD)
KINDS = {kind.value: kind for kind in (*COUNTED, Kind.CALL)}
# The mailbox of each moment's ticket is looked up on its own: joined, PostgreSQL would read all tickets for it.
LATELY = """
SELECT contact_id, kind, COUNT(*), MAX(at) FROM care_moment
WHERE at >= %s AND kind IN ({kinds}) AND (
    kind = 'call' OR
    (SELECT mailbox_id FROM tickets_ticket WHERE tickets_ticket.id = care_moment.ticket_id) IN ({boxes}))
GROUP BY contact_id, kind
"""


def counted(mailboxes: Sequence[int], since: datetime) -> list[tuple[int, Kind, int, datetime]]:
    """By contact and kind: how often since then, and when last; calls whoever made them. One query."""
    if not mailboxes:
        return []
    asked = LATELY.format(kinds=marks(KINDS), boxes=marks(mailboxes))
    with connection.cursor() as cursor:
        cursor.execute(asked, [stored(since), *KINDS, *mailboxes])
        rows = cursor.fetchall()
    return [(contact, KINDS[kind], times, moment(last)) for contact, kind, times, last in rows]


def of_contact(contact: int, since: datetime) -> list[tuple[Kind, datetime, int]]:
    """Each moment and call of one contact since then, oldest first, with the mailbox of its ticket; one query."""
    rows = Moment.objects.filter(contact=contact, at__gte=since, kind__in=[*COUNTED, Kind.CALL]).order_by("at", "id")
    return [(Kind(kind), at, box) for kind, at, box in rows.values_list("kind", "at", "ticket__mailbox_id")]


def after(contact_ids: Iterable[int], since: datetime) -> list[tuple[int, Kind, datetime]]:
    """Each moment of these contacts since then; one query."""
    rows = Moment.objects.filter(contact__in=list(contact_ids), at__gte=since, kind__in=COUNTED).order_by("at")
    return [(contact, Kind(kind), at) for contact, kind, at in rows.values_list("contact_id", "kind", "at")]


def put_off(now: datetime, contact: int | None) -> dict[int, datetime]:
    """When each contact who is put off at present was put off, or this one alone; one query."""
    rows = CallPutOff.objects.filter(until__gt=now).order_by().values_list("contact_id")
    if contact is not None:
        rows = rows.filter(contact=contact)
    return dict(rows.annotate(last=Max("at")))


def latest_words(contact_id: int, since: datetime) -> Moment | None:
    """The last of their letters in which something bad was read, but no insult: it says nothing; one query."""
    kinds = [one.value for one in BAD if one is not Kind.INSULT]
    felt = Moment.objects.filter(contact=contact_id, at__gte=since, kind__in=kinds).exclude(words="")
    return felt.order_by("-at", "-id").first()
