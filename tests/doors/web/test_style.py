"""A contact's style: guessed, put right by us and by them, heeded in hints and offers; and the weekly summary."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from entendu.core.governor.model import Intent
from entendu.flows.care import style
from entendu.flows.knowledge import saved_replies
from entendu.flows.people import own_page
from entendu.flows.release import release_for
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.flows.writing.read_draft import reading_of
from entendu.parts.care.models import ContactStyle
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
SHORT = ("When is it fixed? I need a date.", "Fix it.", "How long? Yes or no.")
FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)  # nine in Berlin


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.now, tick=False)
    return time_machine


@pytest.fixture
def case(world: World) -> Ticket:
    people.change_contact(world.jonas, language="en")
    ticket = world.write_in(world.jonas, SHORT[0], subject="Booking")
    for text in SHORT[1:]:
        world.write_in(world.jonas, text, subject="Re: Booking", answers=ticket.entries.first())
    return ticket


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def test_it_is_guessed_and_put_right_by_us(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert "Style Red, our guess : short, one date, no story" in text_of(client.get(f"/c/{case.pk}/"))
    page = text_of(client.get(f"/people/{world.jonas.pk}/"))
    assert "Red, our guess from 3 letters: short, one date, no story." in page
    client.post(f"/people/{world.jonas.pk}/style/", {"style": "blue"})
    assert "Blue : details, reasons" in text_of(client.get(f"/people/{world.jonas.pk}/"))
    assert "Ioana said so." in text_of(client.get(f"/people/{world.jonas.pk}/"))
    client.post(f"/people/{world.jonas.pk}/style/", {"style": "purple"})
    assert ContactStyle.objects.get().style == "blue"
    assert sign_in(world.ana).post(f"/people/{world.jonas.pk}/style/", {"style": "red"}).status_code == 404


def test_they_put_it_right_on_their_own_page(world: World, case: Ticket, sign_in: SignIn) -> None:
    token = own_page.token(world.jonas, world.now)
    page = text_of(Client().get(f"/you/{token}/"))
    assert "How shall we write to you?" in page
    assert "What is chosen here is our guess from your letters." in page
    answer = Client(enforce_csrf_checks=False).post(f"/you/{token}/style/", {"style": "green", "weekly": "on"})
    assert answer.status_code == 302
    known = style.of(world.jonas)
    assert (known.style, known.weekly, known.by_them, known.guessed) == ("green", True, True, False)
    assert "They said so themselves" in text_of(sign_in(world.ioana).get(f"/people/{world.jonas.pk}/"))
    assert Client().post(f"/you/{token}x/style/", {"style": "red"}).status_code == 404


def test_it_shapes_hints_and_what_is_offered(world: World, case: Ticket) -> None:
    long = "We found what it was and we are on it, and this is how it went from the beginning. " * 12
    red = {one.check for one in reading_of(case, world.ioana, long, world.now).findings}
    style.say(world.jonas, "blue", False, member=world.ioana, now=world.now)
    blue = {one.check for one in reading_of(case, world.ioana, long, world.now).findings}
    assert ("length" in red, "length" in blue) == (True, False)
    style.say(world.jonas, "red", False, member=world.ioana, now=world.now)
    fitting = [one for one in saved_replies.offered(case, world.ioana, world.now).replies if one.fits]
    for one, other in itertools.pairwise(fitting):
        if (one.occasion, one.times_sent) == (other.occasion, other.times_sent):
            assert len(one.text) <= len(other.text)


def tell(world: World, case: Ticket, key: str, body: str, **more: Any) -> None:
    hand_in(HandedIn(source="shop", key=key, ticket=case, intent=more.pop("intent", Intent.UPDATE), body=body,
                     author="Shop", **more), now=world.now)


def test_single_updates_come_together_on_friday(world: World, case: Ticket) -> None:
    style.say(world.jonas, "blue", True, member=None, now=world.now)
    said = ("Your order 1041 was packed.", "The template of your booking page was restored.",
            "Invoice 2026-117 is ready in your account.")
    for number, body in enumerate(said):
        tell(world, case, f"u{number}", body)
        world.later(hours=20)
        release_for(world.jonas.pk, world.now)
    assert not Delivery.objects.exists()
    world.now = FRIDAY + timedelta(hours=5)
    release_for(world.jonas.pk, world.now)
    one = Delivery.objects.get()
    assert all(body.rstrip(".") in one.body for body in said)


@pytest.mark.parametrize("more", [
    {"intent": Intent.ALERT}, {"vital": True}, {"intent": Intent.ANSWER}, {"intent": Intent.QUESTION},
    {"intent": Intent.PROMISE, "due": datetime(2026, 11, 23, 18, tzinfo=UTC)},
])
def test_what_is_urgent_or_personal_goes_as_ever(world: World, case: Ticket, more: dict[str, Any]) -> None:
    style.say(world.jonas, "blue", True, member=None, now=world.now)
    tell(world, case, "now", "The power at your site goes off at 20:00.", **more)
    world.later(hours=1)
    release_for(world.jonas.pk, world.now)
    assert Delivery.objects.count() == 1


def test_a_guess_alone_holds_nothing_back(world: World, case: Ticket) -> None:
    assert style.of(world.jonas).guessed
    assert style.weekly_until([world.jonas.pk], world.now) == {}
