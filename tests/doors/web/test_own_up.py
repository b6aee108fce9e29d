""""We made a mistake": prepared, edited, said once in their language, and counted without a name."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.flows.submit import undo
from entendu.parts.options.models import Mistake
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
SAID = {"happened": "We overlooked a line when we moved your page.",
        "effect": "Your clients could not book for two days.",
        "remedy": "The line is back, and we now test on a phone before we put anything live."}


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


@pytest.fixture
def case(world: World) -> Ticket:
    return world.write_in(world.jonas, "Hello,\n\nmy clients tap Confirm and nothing happens.", subject="Booking")


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def send(client: Client, ticket: Ticket, **more: Any) -> Any:
    page = client.get(f"/c/{ticket.pk}/mistake/?again").content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key is not None
    return client.post(f"/c/{ticket.pk}/mistake/", {**SAID, "act": "send", "key": key[1]} | more)


def test_it_is_said_once_in_their_language(world: World, case: Ticket, sign_in: SignIn) -> None:
    people.change_contact(world.jonas, language="fr")
    client = sign_in(world.ioana)
    assert send(client, case).status_code == 302
    key = Delivery.objects.get().submissions.get().key
    assert client.post(f"/c/{case.pk}/mistake/", {**SAID, "act": "send", "key": key}).status_code == 302
    body = Delivery.objects.get().body
    assert body.startswith("Bonjour Jonas,\n\nNous avons fait une erreur, et nous en sommes désolés.")
    for words in SAID.values():
        assert words in body
    assert "Ioana Dumitru" not in body
    page = text_of(client.get(f"/c/{case.pk}/mistake/"))
    assert "Said " in page
    assert "Another mistake" in page


def test_it_is_counted_and_names_nobody_of_ours(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert "Nothing was owned up to yet." in text_of(client.get("/mistakes/"))
    send(client, case)
    other = world.write_in(world.marie, "My invoice is wrong.", subject="Invoice", to=world.billing)
    send(sign_in(world.ana), other)
    page = text_of(client.get("/mistakes/"))
    assert "1 mistake owned up to in twelve months." in page
    assert "November 2026 1" in page
    assert "Jonas Keller" in page
    assert "Marie Laval" not in page  # another team's
    assert "We overlooked a line" in page
    assert "Ioana" not in page.split("The latest")[1].split("Inbox")[0]


@pytest.mark.parametrize("missing", ["happened", "remedy"])
def test_half_of_it_is_no_acknowledgement(world: World, case: Ticket, sign_in: SignIn, missing: str) -> None:
    answer = send(sign_in(world.ioana), case, **{missing: " "})
    assert answer.status_code == 422
    assert "nothing was sent; write both in a sentence" in text_of(answer)
    assert "Your clients could not book for two days." in answer.content.decode()
    assert not Delivery.objects.exists()


def test_typing_keeps_it_and_shows_how_it_reads(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    said = text_of(client.post(f"/c/{case.pk}/mistake/draft/", SAID))
    assert "As they will read it Hello Jonas, We made a mistake, and we are sorry." in said
    assert SAID["effect"] in client.get(f"/c/{case.pk}/mistake/").content.decode()
    client.post(f"/c/{case.pk}/mistake/", {"act": "discard"})
    assert not Mistake.objects.exists()


def test_taken_back_it_is_not_counted(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    assert undo(Delivery.objects.get().submissions.get().pk, world.ioana, now=world.now)
    assert "Nothing was owned up to yet." in text_of(client.get("/mistakes/"))
    assert SAID["remedy"] in client.get(f"/c/{case.pk}/mistake/").content.decode()


def test_the_count_is_bounded(world: World, case: Ticket, sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    client = sign_in(world.ioana)
    for _time in range(3):
        send(client, case, happened=f"We overlooked line {_time} of your page.")
    with django_assert_max_num_queries(16):
        client.get("/mistakes/")


def test_another_team_does_not_see_it(world: World, case: Ticket, sign_in: SignIn) -> None:
    assert sign_in(world.ana).get(f"/c/{case.pk}/mistake/").status_code == 404
