"""Two processes hand in the same messages for the same people and release what is due, each in an order of its own."""

from __future__ import annotations

import multiprocessing
import random
import traceback
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count

from entendu.config.environment import OutgoingServer
from entendu.core.governor.model import Intent
from entendu.flows.release import release_due
from entendu.flows.systems.sources import Handed, Message, Words, hand_over_all
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.models.sources import Source, SourceMessage
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ROUNDS, AT_ONCE = 6, 6, 24


@pytest.fixture
def world(transactional_db: None, settings) -> World:
    settings.ENTENDU_SMTP_OUT = OutgoingServer("127.0.0.1", 25, "none", "", "")
    return build()


def batch(source: Source, crowd: list[Contact], number: int, now: datetime) -> list[Message]:
    """The same messages for whoever asks for this number: to everybody, some urgent, on several cases."""
    chance = random.Random(number)
    return [Message(source, chance.choice(crowd), Words(
        intent=chance.choice([Intent.UPDATE, Intent.CONFIRMATION, Intent.ALERT]), key=f"{number} {place}",
        case=chance.choice(["job", "bill"]), body=f"Your visit is on {chance.randint(20, 29)} November at 10:00."), now)
        for place in range(AT_ONCE)]


def hammer(seed: int, source_id: int, now: datetime, said: multiprocessing.SimpleQueue[str]) -> None:
    """One process: every batch, in its own order, and after each what is due."""
    try:
        chance = random.Random(seed)
        source = Source.objects.select_related("mailbox").get(pk=source_id)
        crowd = list(Contact.objects.filter(name__startswith="Visitor").order_by("pk"))
        for number in range(ROUNDS):
            messages = batch(source, crowd, number, now + timedelta(minutes=number))
            chance.shuffle(messages)
            handed = hand_over_all(messages)
            assert all(isinstance(one, Handed) for one in handed)
            release_due(lambda number=number: now + timedelta(minutes=number + 1))
        said.put("")
    except BaseException:  # said to the test, which fails with it
        said.put(traceback.format_exc())
    finally:
        connection.close()


def test_two_processes_hand_in_for_the_same_people(world: World) -> None:
    source, _ = sources.add_source(name="Booking", mailbox=world.care, may_claim_urgency=True, now=world.now)
    for number in range(PEOPLE):
        people.meet("email", f"visitor{number}@world.test", name=f"Visitor {number}", language="en", now=world.now)
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # a process must not share another's sockets
    fork = multiprocessing.get_context("fork")
    said = fork.SimpleQueue()
    both = [fork.Process(target=hammer, args=(seed, source.pk, world.now, said)) for seed in (1, 2)]
    for one in both:
        one.start()
    words = [said.get() for _ in both]
    for one in both:
        one.join()
    assert words == ["", ""], "\n".join(words)
    rows = Submission.objects.filter(source="Booking")
    assert rows.count() == SourceMessage.objects.count() == ROUNDS * AT_ONCE
    assert not rows.annotate(times=Count("verdicts")).filter(times=0).exists()
    told = Delivery.objects.filter(automatic=True)
    assert told.exists()
    assert not told.annotate(parts=Count("submissions")).filter(parts=0).exclude(state="cancelled").exists()
