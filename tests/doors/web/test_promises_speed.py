"""With 10,000 open promises and as many that were settled, the board answers in under 60 ms on both databases."""

from __future__ import annotations

import faulthandler
import random
from collections.abc import Callable
from datetime import timedelta
from statistics import mean

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entendu.parts.people.models import Address, Contact
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.doors.web.test_knowledge_speed import BUDGET, a_night_passes, asked_at_pace
from tests.doors.web.test_knowledge_speed import as_served as as_served
from tests.world import World

OPEN, SETTLED, PEOPLE, TICKETS = 10_000, 10_000, 2_000, 20_000
MOST_QUERIES = 30
PAGES = ("/promises/", "/promises/?of=mine", "/promises/all/late/", "/inbox/")
State = Promise.State


def fill(world: World) -> Ticket:
    """Ten thousand open promises from three days ago to a month ahead, and twelve weeks of those that were settled."""
    chance, now = random.Random(13), timezone.now()
    people = Contact.objects.bulk_create(
        Contact(name=f"Guest {n}", created_at=now, hours=[["mon-fri", "08:00", "18:00"]]) for n in range(PEOPLE))
    Address.objects.bulk_create(
        Address(contact=one, channel="email", value=f"{one.pk}@guests.example") for one in people)
    tickets = Ticket.objects.bulk_create(
        [Ticket(mailbox=world.care, contact=people[n % PEOPLE], subject=f"Matter {n}", status="them", created_at=now,
                last_at=now) for n in range(TICKETS)], batch_size=5_000)
    owners = [world.ioana, world.leo, None]

    def given(n: int, **fields: object) -> Promise:
        ticket = tickets[n % TICKETS]
        return Promise(ticket=ticket, mailbox=world.care, contact_id=ticket.contact_id, owner=owners[n % 3],
                       submission=n + 1, made_at=now, **fields,
                       words=f"We will send you number {n} of the list, with everything that belongs to it.")

    Promise.objects.bulk_create(
        [given(n, due=now + timedelta(minutes=chance.randint(-3 * 1440, 30 * 1440))) for n in range(OPEN)],
        batch_size=5_000)
    settled = []
    for n in range(OPEN, OPEN + SETTLED):
        due = now - timedelta(minutes=chance.randint(0, 84 * 1440))
        state = chance.choices([State.KEPT, State.MOVED, State.BROKEN], weights=[94, 4, 2])[0]
        settled.append(given(n, due=due, state=state, settled_at=due - timedelta(minutes=chance.randint(-30, 600)),
                             told_at=None if state == State.KEPT else due - timedelta(hours=1)))
    Promise.objects.bulk_create(settled, batch_size=5_000)
    a_night_passes()
    return tickets[0]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("as_served")
def test_they_answer_in_time(world: World, sign_in: Callable[[Member], Client]) -> None:
    faulthandler.cancel_dump_traceback_later()  # filling takes its time; it is no test that hangs
    case = fill(world)
    agent, slow = sign_in(world.ioana), []
    for path in (*PAGES, f"/c/{case.number}/promises/"):
        agent.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert agent.get(path).status_code == 200
            queries = len(asked.captured_queries)
        took = asked_at_pace(agent, path)
        print(f"{connection.vendor}: {path}: {1000 * mean(took):.1f} ms, at most {1000 * max(took):.1f}, "
              f"{queries} queries")
        if mean(took) > BUDGET or queries > MOST_QUERIES:
            slow.append(f"{path}: {1000 * mean(took):.0f} ms, {queries} queries")
    assert slow == []


def test_as_many_queries_however_much_is_promised(world: World, sign_in: Callable[[Member], Client]) -> None:
    ticket, now = world.write_in(world.marie, "Where is my door?"), timezone.now()
    agent, counted = sign_in(world.ioana), []
    for many in (10, 200):
        Promise.objects.bulk_create(
            Promise(ticket=ticket, mailbox=world.care, contact=world.marie, owner=world.leo, words=f"{many} {n}",
                    made_at=now, due=now + timedelta(hours=8 * n - 40)) for n in range(many))
        agent.get("/promises/")
        with CaptureQueriesContext(connection) as asked:
            assert agent.get("/promises/").status_code == 200
            counted.append(len(asked.captured_queries))
    assert counted[1] <= counted[0] + 4  # columns that were empty are asked for
    assert counted[1] <= MOST_QUERIES
