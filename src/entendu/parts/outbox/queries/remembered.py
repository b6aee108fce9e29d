"""What a judge remembers of people: one statement for all that they were told, one for all that waits for them.

A decision rests on dozens of messages of which it changes none: to make a model's instance of each would cost more
than to decide.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce

from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.models.sources import SubmissionFile

# A judge looks back this far; older messages are no reason to keep quiet.
REMEMBERED = timedelta(days=30)
HISTORY = 64
FORECAST = 32
# These left, or may have left, in a delivery of their own. What is carried is told in another's words.
SAID = (Submission.State.LEAVING, Submission.State.DELIVERED, Submission.State.FAILED)
NOT_YET_LEFT = (Delivery.State.WAITING, Delivery.State.CALLING, Delivery.State.CLAIMED)

LEFT = "delivery_id IS NOT NULL"
WAITS = "state = 'waiting' AND delivery_id IS NULL AND due_at IS NOT NULL"
# The latest of each person, however long their history is: each vendor has its own way to walk an index once a person.
LATEST = {
    "postgresql": """
        SELECT latest.id FROM unnest(%s::bigint[]) AS person(id) CROSS JOIN LATERAL (
            SELECT id FROM outbox_submission WHERE contact_id = person.id AND {which}
            ORDER BY submitted_at DESC LIMIT {most}) AS latest""",
    "sqlite": """
        SELECT one.id FROM json_each(%s) AS person JOIN outbox_submission AS one ON one.id IN (
            SELECT id FROM outbox_submission WHERE contact_id = person.value AND {which}
            ORDER BY submitted_at DESC LIMIT {most})""",
}


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """A submission and, where one carries it, its delivery: fields as those of the models.

    Equal to itself alone, yet the same row read again is the same object, as long as it is not forgotten.
    """

    pk: int
    contact_id: int
    ticket_id: int
    source: str
    key: str
    intent: str
    subject: str
    body: str
    language: str
    channel: str
    member_id: int | None
    facts: dict[str, str]
    vital: bool
    submitted_at: datetime
    due: datetime | None
    expires: datetime | None
    not_before: datetime | None
    in_reply_to: str
    override: str
    spared: bool
    reading: str
    due_at: datetime | None
    has_files: bool
    delivery_id: int | None = None
    delivery_state: str = ""
    delivery_channel: str = ""
    delivery_due_at: datetime | None = None
    left_at: datetime | None = None


# To parse a moment takes longer than to read all the rest of a row, so moments come as text and are parsed once.
MOMENTS = ("submitted_at", "due", "expires", "not_before", "due_at", "delivery_due_at", "left_at")
AS_TEXT = {f"{name}_text": Cast(name, TextField()) for name in ("facts", *MOMENTS[:5])}
OF_DELIVERY = {
    "delivery_due_at_text": Cast("delivery__due_at", TextField()),
    "left_at_text": Cast(Coalesce("delivery__sent_at", "delivery__claimed_at", "delivery__due_at"), TextField()),
}
_names = [f"{one.name}_text" if one.name in {"facts", *MOMENTS} else one.name for one in fields(Remembered)]
COLUMNS = [name.replace("delivery_state", "delivery__state").replace("delivery_channel", "delivery__channel")
           for name in _names]
ITS_OWN = COLUMNS[:COLUMNS.index("delivery_id")]


def history(contacts: Collection[int], now: datetime) -> dict[int, list[Remembered]]:
    """Of each contact (by id) the latest submissions that left or may have left, oldest first."""
    if not _is_any(contacts, LEFT):
        return {contact: [] for contact in contacts}
    said = (_latest(contacts, LEFT, HISTORY).filter(state__in=SAID, submitted_at__gte=now - REMEMBERED)
            .exclude(delivery__state=Delivery.State.CANCELLED))
    return _of_each(contacts, said.annotate(**OF_DELIVERY).values_list(*COLUMNS))


def waiting_lately(contacts: Collection[int]) -> dict[int, list[Remembered]]:
    """Of each contact (by id) the latest of what waits, oldest first."""
    if not _is_any(contacts, WAITS):
        return {contact: [] for contact in contacts}
    return _of_each(contacts, _latest(contacts, WAITS, FORECAST).values_list(*ITS_OWN))


def _is_any(contacts: Collection[int], which: str) -> bool:
    """Whether there is anything. Most often nothing waits, and Django takes ten times as long to put the whole
    statement together as this takes to answer."""
    with connection.cursor() as cursor:
        cursor.execute(f"{LATEST[connection.vendor].format(which=which, most=1)} LIMIT 1", [_each(contacts)])
        return cursor.fetchone() is not None


def _each(contacts: Collection[int]) -> Any:
    """The contacts as `LATEST` takes them, and PostgreSQL told to walk the index for each.

    Its statistics know the average person only: it would sort all that somebody with a long history has.
    """
    if connection.vendor == "sqlite":
        return str(list(contacts))
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    return list(contacts)


def _latest(contacts: Collection[int], which: str, most: int) -> QuerySet[Submission]:
    latest = RawSQL(LATEST[connection.vendor].format(which=which, most=most),  # noqa: S611 - our own words
                    [_each(contacts)])
    files = Exists(SubmissionFile.objects.filter(submission=OuterRef("pk")))
    rows = Submission.objects.filter(pk__in=latest).order_by("submitted_at", "pk")
    return rows.annotate(has_files=files, **AS_TEXT)


def _of_each(contacts: Collection[int], rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Remembered]]:
    of_each: dict[int, list[Remembered]] = {contact: [] for contact in contacts}
    for row in rows:
        of_each[row[1]].append(_remembered(row))
    return of_each


@lru_cache(maxsize=16384)
def _remembered(row: tuple[Any, ...]) -> Remembered:
    """The row with its facts and moments parsed."""
    known = dict(zip((one.name for one in fields(Remembered)), row, strict=False))
    known["facts"] = json.loads(known["facts"])
    for name in MOMENTS:
        if known.get(name) is not None:
            moment = datetime.fromisoformat(known[name])
            known[name] = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Remembered(**known)
