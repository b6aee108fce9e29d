"""Many rows at once are the rows that one by one would be, on either database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from entendu.core.governor.model import Intent
from entendu.parts.outbox import actions
from entendu.parts.outbox.actions.rows import insert_all
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.queries import remembered
from tests.world import World

WORDS = ('with "quotes",\ttabs, \\ and\nlines', "ș, ț, € and 🙂", "\\N")


def submission(world: World, key: str, body: str, **more: object) -> Submission:
    ticket = world.marie.tickets.first() or world.write_in(world.marie, "When does she come?")
    return Submission(source="crm", key=key, contact=world.marie, ticket=ticket, intent=Intent.UPDATE, body=body,
                      facts={"said": body}, submitted_at=world.now + timedelta(microseconds=7), **more)


def test_they_are_kept_as_they_are(world: World) -> None:
    rows = [submission(world, str(number), body, due=world.now) for number, body in enumerate(WORDS)]
    insert_all(rows)
    for row in rows:
        kept = Submission.objects.get(pk=row.pk)
        assert all(getattr(kept, field.attname) == getattr(row, field.attname) for field in Submission._meta.fields)
    rows[0].body = "changed"
    rows[0].save(update_fields=["body"])
    assert Submission.objects.get(pk=rows[0].pk).body == "changed"
    later = submission(world, "later", "one more")
    later.save()
    assert later.pk > max(row.pk for row in rows)


def test_none_is_kept_when_one_must_not_be(world: World) -> None:
    insert_all([])
    rows = [submission(world, "same", "one"), submission(world, "same", "two")]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(rows)
    assert not Submission.objects.exists()


def test_what_is_remembered_of_a_person_is_what_the_rows_say(world: World) -> None:
    kept = submission(world, "waits", WORDS[0], due_at=world.now, expires=world.now + timedelta(days=1), reading="[]")
    told = submission(world, "told", WORDS[1], due_at=world.now)
    insert_all([kept, told])
    delivery = actions.put([told], contact=world.marie, ticket=told.ticket, channel="email", address="m@laval.example",
                           message_id="1@care.example", body=WORDS[1], due_at=world.now, created_at=world.now)
    (one,) = remembered.waiting_lately([world.marie.pk, world.jonas.pk])[world.marie.pk]
    names = ("pk", "source", "key", "body", "facts", "submitted_at", "due", "expires", "due_at", "reading", "member_id")
    assert [getattr(one, name) for name in names] == [getattr(kept, name) for name in names]
    assert (one.has_files, one.delivery_id, one.left_at) == (False, None, None)
    (two,) = remembered.history([world.marie.pk], world.now)[world.marie.pk]
    assert (two.pk, two.delivery_id, two.delivery_state, two.left_at) == (told.pk, delivery.pk, "waiting", world.now)
    assert remembered.waiting_lately([world.marie.pk])[world.marie.pk] == [one], "the same row is the same object"


def test_of_a_long_history_the_latest_is_remembered(world: World) -> None:
    many = remembered.FORECAST + 5
    insert_all([submission(world, str(number), "news", due_at=world.now) for number in range(many)])
    for number, row in enumerate(Submission.objects.order_by("pk")):
        actions.reword(row, submitted_at=world.now + timedelta(minutes=number))
    rows = remembered.waiting_lately([world.marie.pk])[world.marie.pk]
    assert [row.key for row in rows] == [str(number) for number in range(5, many)]
