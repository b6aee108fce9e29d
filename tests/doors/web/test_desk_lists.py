"""The lists and the frame around them, on real views."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.world import World

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def on_monday(world: World, time_machine) -> None:
    time_machine.move_to(world.now, tick=False)


def test_inbox(world: World, sign_in: SignIn) -> None:
    world.write_in(world.marie, "The page does nothing.", subject="Clients cannot confirm a booking")
    page = sign_in(world.ioana).get("/inbox/")
    assert page.status_code == 200
    assert "Marie Laval" in page.content.decode()


def test_ticket(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "The page does nothing.", subject="Clients cannot confirm a booking")
    page = sign_in(world.ioana).get(f"/c/{ticket.number}/")
    assert page.status_code == 200
    assert "The page does nothing" in page.content.decode()
