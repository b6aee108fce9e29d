"""Two cases become one on the page: offered beside the other cases, done without a word outside, taken back there."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.parts.outbox.models import Submission
from entendu.parts.staff.models import Member
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture
def two(world: World, time_machine: Any) -> tuple[Ticket, Ticket]:
    first = world.write_in(world.jonas, "Confirm does nothing on phones.", subject="Booking form")
    world.later(hours=1)
    second = world.write_in(world.jonas, "The button is dead.", subject="Urgent!")
    time_machine.move_to(world.now, tick=False)
    return first, second


def page(client: Client, ticket: Ticket, follow: bool = False) -> str:
    answer = client.get(f"/c/{ticket.pk}/", follow=follow)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_joined_seen_and_taken_apart(world: World, two: tuple[Ticket, Ticket], sign_in: SignIn) -> None:
    first, second = two
    client, before = sign_in(world.ioana), Submission.objects.count()
    assert "The same matter?" in page(client, first)
    answer = client.post(f"/c/{first.pk}/join/", {"other": second.pk})
    assert answer["Location"] == f"/c/{first.pk}/"
    joined = page(client, first)
    assert "The button is dead." in joined
    assert "You joined the case “Urgent!” to this one" in joined
    assert "“Urgent!” is part of this case." in joined
    assert "The same matter?" not in joined
    assert client.get(f"/c/{second.pk}/")["Location"] == f"/c/{first.pk}/"
    for place in ("/all/", "/us/", f"/people/{world.jonas.pk}/", "/search/?q=urgent"):
        shown = client.get(place).content.decode()
        assert f'/c/{second.pk}/' not in shown, place
    client.post(f"/c/{first.pk}/apart/", {"other": second.pk})
    apart = page(client, first)
    assert "“Urgent!” is a case of its own again" in apart
    assert "The button is dead." not in apart.partition('id="about"')[0].partition('id="thread"')[2]
    assert "The button is dead." in page(client, second)
    assert Submission.objects.count() == before


def test_two_drafts_are_named(world: World, two: tuple[Ticket, Ticket], sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    for ticket in two:
        drafts.write(drafts.open_draft(ticket, world.ioana, now=world.now), text="Hello", kind="ours", channel="email",
                     now=world.now)
    shown = html.unescape(client.post(f"/c/{two[0].pk}/join/", {"other": two[1].pk}, follow=True).content.decode())
    assert f"{world.ioana.name} has a draft on both cases" in shown
    assert Ticket.objects.get(pk=two[1].pk).joined_to is None


def test_only_cases_that_the_member_sees(world: World, two: tuple[Ticket, Ticket], sign_in: SignIn) -> None:
    outsider = sign_in(world.ana)
    assert outsider.post(f"/c/{two[0].pk}/join/", {"other": two[1].pk}).status_code == 404
    client = sign_in(world.ioana)
    assert client.post(f"/c/{two[0].pk}/join/", {"other": 10**9}).status_code == 404
    assert client.post(f"/c/{two[0].pk}/apart/", {"other": two[1].pk}).status_code == 404
    other = world.write_in(world.marie, "Where is the van?")
    shown = html.unescape(client.post(f"/c/{two[0].pk}/join/", {"other": other.pk}, follow=True).content.decode())
    assert "These two cannot be one case" in shown
