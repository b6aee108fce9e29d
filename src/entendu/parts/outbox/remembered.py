"""What a judge remembers of people: one statement for all that they were told, one for all that waits for them.

The rows are plain tuples. A decision rests on dozens of messages of which it changes none; to make a model's instance
of each would cost more than to decide.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.source_models import SubmissionFile

# A judge looks back this far; older messages are no reason to keep quiet.
REMEMBERED = timedelta(days=30)
HISTORY = 64
FORECAST = 32
# These left, or may have left, in a delivery of their own. What is carried is told in another's words.
SAID = (Submission.State.LEAVING, Submission.State.DELIVERED, Submission.State.FAILED)
NOT_YET_LEFT = (Delivery.State.WAITING, Delivery.State.CLAIMED)

LEFT = "delivery_id IS NOT NULL"
WAITS = "state = 'waiting' AND delivery_id IS NULL AND due_at IS NOT NULL"
# The latest of each person, however long their history is: each vendor has its own way to walk an index once a person.
LATEST = {
    "postgresql": """
        SELECT latest.id FROM unnest(%s) AS person(id) CROSS JOIN LATERAL (
            SELECT id FROM outbox_submission WHERE contact_id = person.id AND {which}
            ORDER BY submitted_at DESC LIMIT {most}) AS latest""",
    "sqlite": """
        SELECT one.id FROM json_each(%s) AS person JOIN outbox_submission AS one ON one.id IN (
            SELECT id FROM outbox_submission WHERE contact_id = person.value AND {which}
            ORDER BY submitted_at DESC LIMIT {most})""",
}


class Remembered(NamedTuple):
    """A submission with the delivery that carries it, if any: fields as those of the models."""

    pk: int
    source: str
    key: str
    contact_id: int
    ticket_id: int
    intent: str
    subject: str
    body: str
    submitted_at: datetime
    language: str
    channel: str
    member_id: int | None
    facts: dict[str, str]
    vital: bool
    due: datetime | None
    expires: datetime | None
    not_before: datetime | None
    in_reply_to: str
    override: str
    reading: str
    due_at: datetime | None
    has_files: bool
    delivery_id: int | None
    delivery_state: str | None
    delivery_channel: str | None
    delivery_due_at: datetime | None
    delivery_claimed_at: datetime | None
    delivery_sent_at: datetime | None


COLUMNS = tuple(name if name == "delivery_id" else name.replace("delivery_", "delivery__")
                for name in Remembered._fields)


def history(contacts: Collection[int], now: datetime) -> dict[int, list[Remembered]]:
    """Of each contact (by id) the latest submissions that left or may have left, oldest first."""
    said = Q(state__in=SAID, submitted_at__gte=now - REMEMBERED) & ~Q(delivery__state=Delivery.State.CANCELLED)
    return _latest(contacts, LEFT, HISTORY, said)


def waiting_lately(contacts: Collection[int]) -> dict[int, list[Remembered]]:
    """Of each contact (by id) the latest of what waits, oldest first."""
    return _latest(contacts, WAITS, FORECAST, Q())


def _latest(contacts: Collection[int], which: str, most: int, more: Q) -> dict[int, list[Remembered]]:
    numbers: Any = list(contacts) if connection.vendor == "postgresql" else str(list(contacts))
    latest = RawSQL(LATEST[connection.vendor].format(which=which, most=most), [numbers])  # noqa: S611 - our own words
    files = Exists(SubmissionFile.objects.filter(submission=OuterRef("pk")))
    rows = Submission.objects.filter(more, pk__in=latest).annotate(has_files=files).order_by("submitted_at", "pk")
    of_each: dict[int, list[Remembered]] = {contact: [] for contact in contacts}
    for row in rows.values_list(*COLUMNS):
        of_each[row[3]].append(Remembered(*row))
    return of_each
