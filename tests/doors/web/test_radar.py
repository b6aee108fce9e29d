"""The radar, the brief and the line: relationships that need a call, with the reasons; quiet where nothing presses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from entendu.core.care.moments import Kind
from entendu.flows.care import moments, radar
from entendu.flows.listening import call
from entendu.parts.care.models import Moment
from entendu.parts.people import actions as people
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
ANGRY = "This is outrageous! I am absolutely furious that the booking page is broken again, and nobody answers me!"


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.now, tick=False)
    return time_machine


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


@pytest.fixture
def case(world: World) -> Ticket:
    """Marie is angry, and what was promised to her is late."""
    people.add_address(world.marie, "phone", "+230 5 555 01 27")
    people.change_contact(world.marie, organisation=world.laval)
    ticket = world.write_in(world.marie, ANGRY, subject="Bookings")
    Promise.objects.create(ticket=ticket, mailbox=world.care, contact=world.marie, owner=world.ioana,
                           words="I write by noon", due=world.now - timedelta(hours=6),
                           made_at=world.now - timedelta(days=1))
    return ticket


def test_somebody_with_two_reasons_is_on_it_with_number_and_hours(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    page = text_of(client.get("/radar/"))
    assert "Marie Laval" in page
    assert "A promise of ours is late since" in page
    assert "Anger in a letter" in page
    assert "+23055550127" in page
    assert "from Tue 08:00 their time" in page
    assert "Nobody needs a call." in text_of(sign_in(world.ana).get("/radar/"))
    assert 'href="/radar/"' in client.get("/people/").content.decode()


def test_the_brief_says_how_to_begin_what_they_said_and_what_we_owe(world: World, case: Ticket,
                                                                    sign_in: SignIn) -> None:
    page = text_of(sign_in(world.ioana).get(f"/people/{world.marie.pk}/brief/"))
    assert "Before you call Marie" in page
    assert "I am calling because we owe you something, and it is late." in page
    assert "furious" in page
    assert "I write by noon late, was due" in page
    assert "Take notes" in page
    assert sign_in(world.ana).get(f"/people/{world.marie.pk}/brief/").status_code == 404


def test_the_persons_page_shows_call_line_and_our_word(world: World, case: Ticket, sign_in: SignIn) -> None:
    answer = sign_in(world.ioana).get(f"/people/{world.marie.pk}/")
    page = text_of(answer)
    assert "Phone Marie, Tue 08:00 their time" in page
    assert "How it has been between us" in page
    assert "Seemed angry: “This is outrageous!" in page
    assert "Our word late: I write by noon" in page
    assert "0 of 1 promise kept. The last one that was late: I write by noon" in page
    assert re.search(r'<path class="ours" d="M[\d. C-]+"', answer.content.decode())
    organisation = text_of(sign_in(world.ioana).get(f"/people/organisations/{world.laval.pk}/"))
    assert "Our word late: I write by noon" in organisation


def test_a_calm_person_has_a_quiet_page(world: World, sign_in: SignIn) -> None:
    world.write_in(world.marie, "Hello, until when are you open on Friday?")
    page = text_of(sign_in(world.ioana).get(f"/people/{world.marie.pk}/"))
    assert "Phone Marie" not in page
    assert "between us" not in page


def test_not_now_wants_a_reason_and_ends_when_something_happens(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert "Say in a word why not" in text_of(client.post(f"/people/{world.marie.pk}/not-now/", {}, follow=True))
    done = text_of(client.post(f"/people/{world.marie.pk}/not-now/", {"why": "She is on a ladder"}, follow=True))
    assert "Marie is off the radar for three days" in done
    assert "Nobody needs a call." in done
    world.later(hours=2)
    world.write_in(world.marie, ANGRY, subject="Re: Bookings", answers=case.entries.first())
    assert [one.contact for one in radar.radar(world.ioana, world.now).calls] == [world.marie]


def test_a_call_wipes_the_slate(world: World, case: Ticket) -> None:
    Promise.objects.all().delete()
    moments.keep(case, Kind.THREAT, "We leave", now=world.now)
    assert radar.radar(world.ioana, world.now).calls
    held = call.start(case, world.ioana, now=world.later(minutes=5))
    call.end(case, held, "She lost two jobs", now=world.later(minutes=5))
    assert Moment.objects.filter(kind="call").count() == 1
    assert not radar.radar(world.ioana, world.now).calls


def test_a_guess_that_was_wrong_takes_its_moment_with_it(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    rail = client.get(f"/c/{case.pk}/understanding/").content.decode()
    guess = re.search(r'value="(\d+-\d+):wrong"', rail)
    assert guess is not None
    assert Moment.objects.filter(kind="anger").exists()
    for one in set(re.findall(r'value="(\d+-\d+):calm"', rail)):
        client.post(f"/c/{case.pk}/guess/", {"guess": f"{one}:calm"})
    assert not Moment.objects.filter(kind__in=["anger", "frustration"]).exists()


def test_the_radar_costs_the_same_however_many_there_are(world: World, case: Ticket,
                                                         django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        radar.radar(world.ioana, world.now)
