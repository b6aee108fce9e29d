"""With 100,000 changes and 100,000 tickets, time line, causes and rail answer in under 60 ms on both databases."""

from __future__ import annotations

import faulthandler
import random
from collections.abc import Callable
from datetime import timedelta
from statistics import mean

import pytest
from django.db import connection
from django.test import Client

from entendu.core.diagnosis.timeline import Kind
from entendu.parts.diagnosis.actions.changes import system_of
from entendu.parts.diagnosis.models.changes import System, SystemChange
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket
from tests.doors.web.test_knowledge_speed import BUDGET, a_night_passes, asked_at_pace
from tests.doors.web.test_knowledge_speed import as_served as as_served
from tests.world import World

CHANGES, TICKETS, PEOPLE, BATCH = 100_000, 100_000, 2_000, 5_000
WORDS = """header footer menu button form price list stock order mail record firewall rule login session plugin theme
    version update typo contact hours banner photo product category filter cart checkout payment gateway""".split()
# How often each kind is: programs deploy all day, people edit now and then.
OFTEN = {Kind.DEPLOYMENT: 60, Kind.DATA: 25, Kind.LOGIN: 6, Kind.SETTING: 3, Kind.TEMPLATE: 2, Kind.PLUGIN: 1,
         Kind.ACCESS: 1, Kind.DEVICE: 1, Kind.NETWORK: 1, Kind.CERTIFICATE: 1, Kind.OTHER: 1}


def crowd(world: World) -> None:
    """A hundred thousand solved tickets with a letter each, ready to be found."""
    chance = random.Random(3)
    people_ = Contact.objects.bulk_create(Contact(name=f"Guest {n}", created_at=world.now) for n in range(PEOPLE))
    sql = ("INSERT INTO tickets_words (rowid, ticket, words) VALUES (%s, %s, %s)" if connection.vendor == "sqlite" else
           "INSERT INTO tickets_words (entry_id, ticket_id, words) VALUES (%s, %s, to_tsvector('simple', %s))")
    for start in range(0, TICKETS, BATCH):
        tickets = Ticket.objects.bulk_create(
            Ticket(mailbox=world.care, contact=people_[n % PEOPLE], subject=f"Matter {n}", status="solved",
                   created_at=world.now, last_at=world.now) for n in range(start, start + BATCH))
        entries = Entry.objects.bulk_create(
            Entry(ticket=one, kind="theirs", contact=one.contact, at=world.now, channel="email",
                  visible=f"{' '.join(chance.choices(WORDS, k=6))} number{one.pk}") for one in tickets)
        with connection.cursor() as cursor:
            cursor.executemany(sql, [(one.pk, one.ticket_id, one.visible) for one in entries])


def log(world: World) -> None:
    """A year of one customer's shop: all hundred thousand changes are theirs, which is the worst there can be."""
    people.change_contact(world.marie, organisation=world.laval)
    chance, shop = random.Random(5), system_of(world.laval, "shop")
    kinds = chance.choices(list(OFTEN), weights=list(OFTEN.values()), k=CHANGES)
    SystemChange.objects.bulk_create(
        (SystemChange(system=shop, at=world.now - timedelta(minutes=5.2 * one), kind=kind, source="shop", key=str(one),
                      fingerprint=str(one), received_at=world.now, actor=f"person {one % 9}",
                      object=f"{chance.choice(WORDS)}/{chance.choice(WORDS)}.html line {one % 97}",
                      details=" ".join(chance.choices(WORDS, k=8)))
         for one, kind in enumerate(kinds)), batch_size=5000)
    System.objects.filter(pk=shop.pk).update(changed_at=world.now)
    a_night_passes()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("as_served")
def test_they_answer_in_time(world: World, sign_in: Callable[[Member], Client]) -> None:
    faulthandler.cancel_dump_traceback_later()  # filling takes its minutes; it is no test that hangs
    crowd(world)
    log(world)
    case = world.write_in(world.marie, "Since Thursday 07:52 nothing happens when clients tap Confirm in the cart.",
                          subject="The cart does nothing")
    agent, slow = sign_in(world.ioana), []
    for name in ("changes", "causes", "understanding"):
        agent.get(f"/c/{case.number}/{name}/")
        took = asked_at_pace(agent, f"/c/{case.number}/{name}/")
        print(f"{connection.vendor}: {name}: {1000 * mean(took):.1f} ms, at most {1000 * max(took):.1f}")
        if mean(took) > BUDGET:
            slow.append(f"{name}: {1000 * mean(took):.0f} ms")
    assert slow == []
