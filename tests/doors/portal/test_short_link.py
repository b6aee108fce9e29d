"""Short links: each opens what its long link opens, as long as that does, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from entendu.core.governor.links import ALPHABET, LENGTH
from entendu.flows.people import identity, own_page
from entendu.flows.portal import case_link, short_link
from entendu.parts.listening.models import ShortLink
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket
from tests.world import World

HOME = settings.ENTENDU_URL


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.now, tick=False)
    return time_machine


@pytest.fixture
def case(world: World) -> Ticket:
    return world.write_in(world.jonas, "The booking page does nothing.", subject="Booking is broken")


def short(world: World, link: str, contact: Contact | None = None) -> str:
    """The path of the short link that an SMS to Jonas would carry."""
    made = short_link.shorten(f"Here: {link}", contact or world.jonas, now=world.now)
    return made.removeprefix("Here: ").removeprefix(HOME)


def opens(path: str) -> tuple[int, bytes]:
    """What a browser gets in the end; of what a page says of the moment only how it ends is compared."""
    answer = Client().get(path, follow=True)
    return answer.status_code, b"broken" if b"Booking is broken" in answer.content else b""


def test_it_leads_where_the_long_one_leads(world: World, case: Ticket) -> None:
    for link in (case_link.link(case, world.now), case_link.link(case, world.now, answer="yes"),
                 case_link.link(case, world.now, solved="no"), own_page.link(world.jonas, world.now)):
        path = short(world, link)
        assert len(path) == len("/s/") + LENGTH
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"]) == (302, link.removeprefix(HOME))
        assert Client().get(path, follow=True).status_code == 200
        assert short(world, link) == path, "tried again, the message is the same"
    assert ShortLink.objects.count() == 4


def test_it_never_outlives_the_long_one_nor_opens_more(world: World, case: Ticket, clock: Any) -> None:
    """The canary: at each moment of its life, and after each thing that can happen to it, both open the same."""
    links = [case_link.link(case, world.now), own_page.link(world.jonas, world.now)]
    pairs = [(link.removeprefix(HOME), short(world, link)) for link in links]
    lived = []
    for days in (0, 89.9, 90, 90.001, 91, 399, 400, 400.001, 900):
        clock.move_to(world.now + timedelta(days=days), tick=False)
        for long, brief in pairs:
            after = opens(brief)
            lived.append(after[0] == 200)
            if opens(long)[0] == 200:
                assert after == opens(long)
            else:
                assert after[0] in {404, 410}
                assert after[1] == b""
    assert lived == [True] * 6 + [False, True] * 4 + [False] * 4, "both were open for a while, neither for ever"


def test_withdrawn_with_the_long_one_and_a_new_one_works(world: World, case: Ticket) -> None:
    path = short(world, case_link.link(case, world.now))
    case_link.withdraw(case, world.ioana, now=world.now)
    assert opens(path)[0] == 410
    later = world.later(minutes=1)
    assert opens(short(world, case_link.link(case, later)))[0] in {200, 410}
    fresh = case_link.link(case, world.now - timedelta(seconds=30))
    assert opens(short(world, fresh))[0] == 200


def test_whoever_turns_out_to_be_somebody_else_is_let_in_as_by_the_long_one(world: World, case: Ticket) -> None:
    link = case_link.link(case, world.now)
    path = short(world, link)
    identity.join(world.marie, world.jonas, member=world.ioana, now=world.now)
    assert opens(path) == opens(link.removeprefix(HOME)) == (200, b"broken")


def test_nothing_but_their_own_good_links_is_made_short(world: World, case: Ticket) -> None:
    """Whatever a system writes into a message: no short link says more than we signed for who gets it."""
    link = case_link.link(case, world.now)
    old = case_link.link(case, world.now - timedelta(days=91))
    forged = [f"{link[:-3]}{'B' if link[-3] == 'A' else 'A'}{link[-2:]}", f"{HOME}/case/1.1.0.abc/",
              f"{HOME}/you/1.1.abc/", f"{HOME}/case/x/", link.replace(HOME, "https://other.example"),
              f"{HOME}/settings/", f"{link}{'a' * 300}"]
    for wrong in [old, *forged]:
        assert short_link.shorten(wrong, world.jonas, now=world.now) == wrong
    assert short_link.shorten(link, world.marie, now=world.now) == link, "it is not Marie's"
    assert short_link.shorten(own_page.link(world.marie, world.now), world.jonas, now=world.now) == own_page.link(
        world.marie, world.now)
    assert ShortLink.objects.count() == 0


def test_who_writes_into_the_database_sends_nobody_elsewhere(world: World, case: Ticket) -> None:
    """Neither its letters nor a way to make one stand in the records."""
    path = short(world, case_link.link(case, world.now))
    kept = ShortLink.objects.get()
    assert path.removeprefix("/s/") not in f"{kept.digest} {kept.path} {kept.until}"
    ShortLink.objects.update(path="//evil.example/case/x/")
    assert Client().get(path).status_code == 404


def test_what_never_was_and_what_is_over_look_alike_and_leak_nothing(world: World, case: Ticket, clock: Any) -> None:
    path = short(world, case_link.link(case, world.now))
    good = Client().get(path)
    clock.move_to(world.now + timedelta(days=91), tick=False)
    over, never = Client().get(path), Client().get("/s/" + ALPHABET[7] * LENGTH)
    assert over.status_code == never.status_code == 404
    assert over.content == never.content
    for answer in (good, over, never):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert not answer.cookies
    assert good.content == b""
    assert Client().post(path).status_code == 405


@pytest.mark.django_db
@how(max_examples=40)
@given(st.text(ALPHABET + "OIL-_é/", min_size=1, max_size=24))
def test_nothing_is_found_by_guessing(token: str) -> None:
    assert Client().get(f"/s/{token.replace('/', '%2F')}").status_code == 404


def test_what_is_over_is_forgotten(world: World, case: Ticket, clock: Any) -> None:
    short(world, case_link.link(case, world.now))
    world.later(days=91)
    short(world, case_link.link(case, world.now))
    assert ShortLink.objects.count() == 1
