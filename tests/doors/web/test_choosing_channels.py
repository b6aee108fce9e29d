"""The composer's channel: the one where they wrote last stands first, and what the writer chooses counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from entendu.parts.accounts import actions as accounts
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture
def case(world: World, time_machine: Any) -> Ticket:
    """Jonas has written by mail; he is reached by WhatsApp and by Teams as well."""
    time_machine.move_to(world.now, tick=False)
    people.add_address(world.jonas, "whatsapp", "+493012345678")
    people.add_address(world.jonas, "teams", "7c3e8a3e")
    for channel in ("whatsapp", "teams"):
        accounts.add_account(mailbox=world.care, channel=channel, provider=channel, name=channel, address="1",
                             now=world.now)
    return world.write_in(world.jonas, "Is it ready?")


def offered(page: Any) -> list[tuple[str, bool]]:
    """The channels of the composer, and which is chosen."""
    inside = re.search(r'<select id="channel"[^>]*>(.*?)</select>', page.content.decode(), re.DOTALL)
    assert inside is not None
    return [(value, bool(chosen)) for value, chosen in re.findall(r'<option value="(\w+)"( selected)?', inside[1])]


def form_of(page: Any, **more: str) -> dict[str, str]:
    found = re.findall(r'name="(seen|key)"[^>]* value="(\w+)"', page.content.decode())
    return {"kind": "reply", "text": "Yes, since noon.", "then": "", "read": "1", **dict(found), **more}


def test_left_alone_it_goes_where_they_wrote(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    page = client.get(f"/c/{case.pk}/")
    assert offered(page) == [("email", True), ("teams", False), ("whatsapp", False)]
    client.post(f"/c/{case.pk}/answer/", form_of(page, channel="email"))
    assert (Delivery.objects.get().channel, Submission.objects.get().by) == ("email", "")


def test_what_the_writer_chooses_counts(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    page = client.get(f"/c/{case.pk}/")
    form = form_of(page, channel="whatsapp")
    kept = client.put(f"/c/{case.pk}/draft/", "&".join(f"{name}={value}" for name, value in form.items()))
    assert "on WhatsApp" in kept.content.decode()
    assert Draft.objects.get().channel == "whatsapp"
    assert ("whatsapp", True) in offered(client.get(f"/c/{case.pk}/"))
    client.post(f"/c/{case.pk}/answer/", form)
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.address) == ("whatsapp", "+493012345678")
    assert Entry.objects.get(kind="ours").channel == "whatsapp"
    assert "by WhatsApp" in client.get(f"/c/{case.pk}/").content.decode()


def test_what_a_provider_tells_stands_with_the_message(world: World, case: Ticket, sign_in: SignIn) -> None:
    client, at = sign_in(world.ioana), world.now + timedelta(minutes=5)
    client.post(f"/c/{case.pk}/answer/", form_of(client.get(f"/c/{case.pk}/"), channel="whatsapp"))
    delivery = Delivery.objects.get()
    outbox.sent(delivery, "WhatsApp took it.", now=world.now)
    Delivery.objects.update(delivered_at=at)
    assert "; arrived " in client.get(f"/c/{case.pk}/").content.decode()
    Delivery.objects.update(read_at=at)
    assert "; read " in client.get(f"/c/{case.pk}/").content.decode()


def test_an_opt_out_stands_above_a_choice(world: World, case: Ticket, sign_in: SignIn) -> None:
    people.opt_out(world.jonas.addresses.filter(channel="whatsapp"), world.now)
    client = sign_in(world.ioana)
    page = client.get(f"/c/{case.pk}/")
    client.post(f"/c/{case.pk}/answer/", form_of(page, channel="whatsapp"))
    assert Delivery.objects.get().channel != "whatsapp"


def test_a_channel_that_is_none_is_no_choice(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/answer/", form_of(client.get(f"/c/{case.pk}/"), channel="pigeon"))
    assert Delivery.objects.get().channel == "email"
