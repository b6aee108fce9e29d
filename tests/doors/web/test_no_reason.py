"""A refusal without a reason, at the desk: remarked on as it is typed, with the reason of a decision to use."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.parts.knowledge.actions import items
from entendu.parts.knowledge.models.items import Content
from entendu.parts.staff.models import Member
from tests.world import World

SignIn = Callable[[Member], Client]
REASON = "The bank keeps its part of the first month, so we have nothing to give back."


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def test_the_desk_offers_the_recorded_reason(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.jonas, "Please pay the fee of the first month back.", subject="Fee")
    client = sign_in(world.ioana)
    draft = {"text": "Thank you for asking. We cannot refund the fee of the first month.", "kind": "ours", "key": ""}
    bare = text_of(client.post(f"/c/{ticket.pk}/reading/", draft))
    assert "This refuses and does not say why" in bare
    version = items.begin(items.About("decision"), "en", Content("Fees of the first month are not refunded",
                                                                 reason=REASON), world.leo, now=world.now)
    assert REASON not in text_of(client.post(f"/c/{ticket.pk}/reading/", draft))  # nobody has published it
    items.publish(version, world.leo, now=world.now)
    assert REASON in text_of(client.post(f"/c/{ticket.pk}/reading/", draft))
    said = draft | {"text": f"We cannot refund the fee of the first month, because {REASON.lower()}"}
    assert "This refuses" not in text_of(client.post(f"/c/{ticket.pk}/reading/", said))
