"""With ten thousand tickets a list and a conversation answer in under 50 ms of server time at the median."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from statistics import median

import pytest
from django.template import Template
from django.test import Client
from django.test.utils import _TestState

from entendu.parts.people.models import Address, Contact
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket
from tests.pace import at_pace
from tests.world import World

TICKETS = 10_000
WORDS = 4
ROUNDS = 21
BUDGET = 0.050


def fill(world: World) -> None:
    """Ten thousand people with one ticket each and four things said in it; every second one waits for us."""
    people = Contact.objects.bulk_create(
        Contact(name=f"Guest {number}", created_at=world.now) for number in range(TICKETS))
    Address.objects.bulk_create(
        Address(contact=who, channel="email", value=f"g{number}@crowd.example") for number, who in enumerate(people))
    cases = Ticket.objects.bulk_create(
        Ticket(mailbox=world.care, contact=who, subject=f"Matter {number}", created_at=world.now,
               status="us" if number % 2 else "them", assignee=world.ioana if number % 10 == 1 else None,
               waiting_since=world.now - timedelta(minutes=number) if number % 2 else None,
               last_at=world.now - timedelta(minutes=number))
        for number, who in enumerate(people))
    Entry.objects.bulk_create(
        (Entry(ticket=case, kind="theirs" if turn % 2 == 0 else "ours", contact=case.contact if turn % 2 == 0 else None,
               member=world.ioana if turn % 2 else None, at=case.last_at, channel="email", text="Hello, " * 40,
               visible="Hello, " * 40)
         for case in cases for turn in range(WORDS)), batch_size=5000)


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates as in life: Django's test client keeps a copy of each context that a template was rendered with."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


@pytest.mark.long
@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("path", ["/inbox/", "/us/", "/mine/", "/them/", "/all/", "/c/{number}/"])
def test_median(world: World, sign_in: Callable[[Member], Client], path: str) -> None:
    fill(world)
    client, number = sign_in(world.ioana), Ticket.objects.order_by("pk").first().pk  # type: ignore[union-attr]
    client.get(path.format(number=number))

    def look(turn: int) -> None:
        assert client.get(path.format(number=number + turn)).status_code == 200

    took = at_pace(look, ROUNDS)
    print(path, round(1000 * median(took), 1), "ms")
    assert median(took) < BUDGET, f"{path}: {1000 * median(took):.0f} ms at the median"
