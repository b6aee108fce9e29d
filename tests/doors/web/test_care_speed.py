"""With 10,000 open promises, 10,000 open cases and 10,000 feelings in a year, radar and person take under 60 ms, on
both databases."""

from __future__ import annotations

import faulthandler
import random
from collections.abc import Callable
from datetime import timedelta
from statistics import mean

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from entendu.core.care.moments import FELT, SAID, Kind
from entendu.parts.care.models import Moment
from entendu.parts.people.models import Contact
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.doors.web.test_knowledge_speed import BUDGET, a_night_passes, asked_at_pace
from tests.doors.web.test_knowledge_speed import as_served as as_served
from tests.world import World

MANY, PEOPLE, BATCH = 10_000, 2_000, 5_000


def crowd(world: World) -> Contact:
    """Two thousand customers with five open cases each, a promise on each of them, a tenth of these late, and ten
    thousand feelings within a year. One of them has a hundred of everything."""
    chance, now = random.Random(7), timezone.now()
    people = Contact.objects.bulk_create([Contact(name=f"Guest {n}", created_at=now) for n in range(PEOPLE)])
    busy = people[0]
    tickets = Ticket.objects.bulk_create(
        [Ticket(mailbox=world.care, contact=busy if n < 100 else people[n % PEOPLE], subject=f"Matter {n}",
                status=chance.choice(["open", "us", "them"]), created_at=now, last_at=now,
                waiting_since=now - timedelta(hours=chance.randrange(1, 96))) for n in range(MANY)],
        batch_size=BATCH)
    Promise.objects.bulk_create(
        [Promise(ticket=one, mailbox_id=one.mailbox_id, contact_id=one.contact_id, owner=world.ioana, submission=n,
                 place=0, made_at=now,
                 words=f"Word {n}", due=now + timedelta(hours=chance.randrange(-24, 240)))
         for n, one in enumerate(tickets)], batch_size=BATCH)
    kinds = [*FELT, *SAID, Kind.NOT_YET, Kind.AGREED]
    Moment.objects.bulk_create(
        [Moment(contact_id=one.contact_id, ticket=one, kind=chance.choice(kinds), words="Two jobs gone this week",
                at=now - timedelta(hours=chance.randrange(1, 365 * 24))) for one in tickets], batch_size=BATCH)
    a_night_passes()
    return busy


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("as_served")
def test_radar_and_person_answer_in_time(world: World, sign_in: Callable[[Member], Client]) -> None:
    faulthandler.cancel_dump_traceback_later()  # filling takes its time; it is no test that hangs
    busy = crowd(world)
    agent, slow = sign_in(world.ioana), []
    theirs = f"/people/{busy.pk}/"
    for name, address in (("radar", "/radar/"), ("person", theirs), ("brief", f"{theirs}brief/")):
        agent.get(address)
        took = asked_at_pace(agent, address)
        print(f"{connection.vendor}: {name}: {1000 * mean(took):.1f} ms, at most {1000 * max(took):.1f}")
        if mean(took) > BUDGET:
            slow.append(f"{name}: {1000 * mean(took):.0f} ms")
    assert slow == []
