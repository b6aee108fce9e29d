"""Is it really solved? On the case page, one tap each way; beside the case, what it is while nobody has said so."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from entendu.core.tickets.states import Status
from entendu.flows.portal import case_link
from entendu.parts.care.models import Solution
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


@pytest.fixture
def case(world: World) -> Ticket:
    ticket = world.write_in(world.jonas, "Confirm does nothing on phones. Error GW-1207.", subject="Booking")
    world.answer(ticket, world.ioana, "Hello Jonas, it is repaired since noon.", closes=True)
    return Ticket.objects.get(pk=ticket.pk)


def address(ticket: Ticket, world: World) -> str:
    return f"/case/{case_link.token(ticket, world.now)}/"


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def test_one_tap_says_that_it_works(world: World, case: Ticket, sign_in: SignIn) -> None:
    rail = text_of(sign_in(world.ioana).get(f"/c/{case.pk}/understanding/"))
    assert "Solved? unverified Jonas is asked" in rail
    page = text_of(Client().get(address(case, world)))
    assert "We think that this is settled. Does it work for you?" in page
    assert "Is it really solved? Try it, then tell us. “Solved” is your word, not ours. Yes, it works Not yet" in page
    for _press in range(2):
        assert Client().post(f"{address(case, world)}solved/", {"answer": "yes"}).status_code == 302
    assert Solution.objects.get().state == "agreed"
    page = text_of(Client().get(address(case, world)))
    assert "You said that it works." in page
    assert "We think that this is settled. If it is not, tell us here." in page
    assert "Jonas says that it works." in text_of(sign_in(world.ioana).get(f"/c/{case.pk}/understanding/"))
    assert "Jonas says that it works" in text_of(sign_in(world.ioana).get(f"/c/{case.pk}/"))


def test_a_link_in_a_mail_changes_nothing_by_itself(world: World, case: Ticket) -> None:
    page = Client().get(f"{address(case, world)}?solved=no").content.decode()
    assert re.search(r'<details class="po-no" open>', page)
    assert Solution.objects.get().state == "planned"
    assert Ticket.objects.get(pk=case.pk).status == Status.SOLVED


@pytest.mark.parametrize("text", ["", "On the tablet nothing happens."])
def test_not_yet_opens_it_again_with_a_line_or_without(world: World, case: Ticket, sign_in: SignIn, text: str) -> None:
    form = {"answer": "no", "text": text, "key": "k1"}
    for _press in range(2):
        answer = Client().post(f"{address(case, world)}solved/", form, follow=True)
    assert "The case is open again, and the next step is ours." in text_of(answer)
    assert Ticket.objects.get(pk=case.pk).status == Status.WAITING_FOR_US
    assert Solution.objects.get().state == "not-yet"
    said = Entry.objects.filter(ticket=case, kind="theirs", channel="portal").get()
    assert said.visible == (text or "Not yet.")
    rail = text_of(sign_in(world.ioana).get(f"/c/{case.pk}/understanding/"))
    assert "Not yet, says Jonas." in rail
    assert "unverified" not in rail


def test_a_colleague_who_heard_it_writes_it_down(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.leo)
    answer = client.post(f"/c/{case.pk}/solved/", {"act": "works"}, follow=True)
    assert "Jonas told you that it works" in text_of(answer)
    assert "Jonas says that it works; Léo heard it." in text_of(client.get(f"/c/{case.pk}/understanding/"))
    assert "answered that already" in text_of(client.post(f"/c/{case.pk}/solved/", {"act": "not-yet"}, follow=True))
    assert "no answer" in text_of(client.post(f"/c/{case.pk}/solved/", {"act": "perhaps"}, follow=True))


def test_a_message_may_be_left_out(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    client.post(f"/c/{case.pk}/solved/", {"act": "leave"})
    rail = text_of(client.get(f"/c/{case.pk}/understanding/"))
    assert "Jonas has not said so, and is asked on the case page alone." in rail
    assert "Do not ask" not in rail


@pytest.mark.parametrize(("language", "words"), [
    ("fr", "Est-ce vraiment réglé ?"), ("ro", "Chiar s-a rezolvat?")])
def test_it_speaks_their_language(world: World, case: Ticket, language: str, words: str) -> None:
    people.change_contact(world.jonas, language=language)
    assert words in text_of(Client().get(address(case, world))).replace("\xa0", " ")


def test_where_nobody_said_solved_there_is_nothing(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.jonas, "Until when are you open?")
    assert "really solved" not in text_of(Client().get(address(ticket, world)))
    assert "Solved?" not in text_of(sign_in(world.ioana).get(f"/c/{ticket.pk}/understanding/"))
