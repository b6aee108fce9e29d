"""What is understood of a case stands beside the conversation, and is fetched once the conversation stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.parts.staff.models import Member
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture
def ioana(world: World, sign_in: SignIn, time_machine: Any) -> Client:
    """Ioana at her desk on the world's Monday."""
    time_machine.move_to(world.now, tick=False)
    return sign_in(world.ioana)


def test_the_rail_fetches_what_is_understood_by_itself(world: World, ioana: Client) -> None:
    case = world.write_in(world.marie, "The page does nothing.")
    page = ioana.get(f"/c/{case.number}/").content.decode()
    assert f'hx-get="/c/{case.number}/understanding/"' in page


def test_a_case_of_which_nothing_is_understood_takes_no_room(world: World, ioana: Client) -> None:
    case = world.write_in(world.marie, "Hello.")
    assert not ioana.get(f"/c/{case.number}/understanding/").content.strip()


def test_what_was_promised_stands_on_the_thread(world: World, ioana: Client) -> None:
    case = world.write_in(world.marie, "The page does nothing.")
    world.deliver(world.answer(case, world.ioana, "I will write to you by Thursday at noon."))
    for address in ("understanding", "about"):
        page = ioana.get(f"/c/{case.number}/{address}/").content.decode()
        assert "Promises" in page
        assert "by Thursday at noon" in page
