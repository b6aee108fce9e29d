"""Options: written at the desk, put into one message, chosen by a tap or by a number, kept with their time."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding import options
from entendu.flows.portal import case_link
from entendu.flows.submit import undo
from entendu.parts.options.models import Choice, Offer
from entendu.parts.options.queries import offers
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Draft, Entry, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
WAYS = {
    "lead": "", "until": "", "o0-words": "Put the old header back", "o0-pros": "Works in ten minutes",
    "o0-cons": "Your phone banner goes", "o0-cost": "", "o0-ready_on": "2026-11-24",
    "o1-words": "Repair it, keep the banner", "o1-pros": "Nothing is lost\n+ Tested on phones first",
    "o1-cons": "Plain form until Thursday", "o1-cost": "nothing", "o1-ready_on": "2026-11-26",
    "o2-words": "Move to our hosted page", "o2-pros": "We look after it from now on", "o2-cons": "A new address",
    "o2-cost": "12 € a month", "o2-ready_on": "",
}


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.now, tick=False)


@pytest.fixture
def case(world: World) -> Ticket:
    return world.write_in(world.jonas, "Hello,\n\nmy clients tap Confirm and nothing happens.", subject="Booking")


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def send(client: Client, ticket: Ticket, **more: Any) -> Any:
    page = client.get(f"/c/{ticket.pk}/options/?again").content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key is not None
    return client.post(f"/c/{ticket.pk}/options/", WAYS | {"act": "send", "key": key[1]} | more)


def reached(world: World, ticket: Ticket) -> Offer:
    found = offers.with_them(ticket)
    assert found is not None
    Delivery.objects.filter(submissions=found.submission).update(state="sent", sent_at=world.now)
    return found


def tap(world: World, ticket: Ticket, offer: Offer, place: int) -> Any:
    return Client().post(f"/case/{case_link.token(ticket, world.now)}/choice/", {"offer": offer.pk, "option": place})


def test_no_case_meets_it_by_itself(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    assert "Options" not in text_of(client.get(f"/c/{case.pk}/understanding/"))
    assert f"/c/{case.pk}/options/" in client.get(f"/c/{case.pk}/").content.decode()


def test_they_go_once_in_one_message_in_their_language(world: World, case: Ticket, sign_in: SignIn) -> None:
    people.change_contact(world.jonas, language="fr")
    client = sign_in(world.ioana)
    assert send(client, case).status_code == 302
    key = Delivery.objects.get().submissions.get().key
    assert client.post(f"/c/{case.pk}/options/", WAYS | {"act": "send", "key": key}).status_code == 302
    body = Delivery.objects.get().body
    assert body.startswith("Bonjour Jonas,\n\nvoici les chemins possibles")
    assert "B. Repair it, keep the banner\n   + Nothing is lost\n   + Tested on phones first\n   – Plain form" in body
    assert "Coût\xa0: nothing" in body
    assert "jeudi 26 novembre" in body
    assert "A, B ou C" in body
    assert "1, 2 ou 3" in body
    assert re.search(r"/case/\S+/#choice", body)
    assert not Promise.objects.exists()  # a day that depends on their choice is no word given


def test_one_way_alone_is_no_choice(world: World, case: Ticket, sign_in: SignIn) -> None:
    answer = send(sign_in(world.ioana), case, **{"o1-words": "", "o2-words": ""})
    assert answer.status_code == 422
    assert "One way alone is no choice; nothing was sent; write at least two." in text_of(answer)
    assert "Put the old header back" in answer.content.decode()


def test_a_tap_chooses_and_another_changes_it(world: World, case: Ticket, sign_in: SignIn, time_machine: Any) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    token = case_link.token(case, world.now)
    assert "Your choice" not in text_of(Client().get(f"/case/{token}/"))  # it has not reached them
    offer = reached(world, case)
    page = text_of(Client().get(f"/case/{token}/"))
    assert "You decide how we go on. One tap tells us." in page
    assert "B. Repair it, keep the banner Nothing is lost Tested on phones first Plain form until Thursday" in page
    assert Choice.objects.count() == 0  # opening a page chooses nothing
    for _twice in range(2):
        assert tap(world, case, offer, 1).status_code == 302
    assert [one.option.letter for one in Choice.objects.all()] == ["B"]
    time_machine.move_to(world.later(hours=1), tick=False)
    assert tap(world, case, offer, 2).status_code == 302
    assert [(one.option.letter, one.at) for one in Choice.objects.all()] == [
        ("C", world.now), ("B", world.now - timedelta(hours=1))]
    rail = text_of(client.get(f"/c/{case.pk}/understanding/"))
    assert "Options offered Jonas chose C" in rail
    thread = text_of(client.get(f"/c/{case.pk}/"))
    assert "Jonas chose B: Repair it, keep the banner" in thread
    assert "Jonas chose C: Move to our hosted page" in thread
    case.refresh_from_db()
    assert case.status == "us"
    assert "You took C:" in text_of(Client().get(f"/case/{token}/"))


def test_after_its_hour_only_a_person_changes_it(world: World, case: Ticket, sign_in: SignIn,
                                                 time_machine: Any) -> None:
    client = sign_in(world.ioana)
    send(client, case, until="2026-11-24T18:00")
    assert "You can change your choice until Tuesday 24 November, 18:00." in Delivery.objects.get().body
    offer = reached(world, case)
    tap(world, case, offer, 1)
    time_machine.move_to(world.later(days=1), tick=False)
    late = tap(world, case, offer, 2)
    assert late.status_code == 422
    assert "nothing was changed" in text_of(late)
    assert "The time to change it is over." in text_of(late)
    world.write_in(world.jonas, "C after all, please.", answers=Entry.objects.filter(ticket=case, kind="ours").get())
    assert offers.choice(offer).option.letter == "B"  # type: ignore[union-attr]
    client.post(f"/c/{case.pk}/options/", {"act": "chose-2"})
    assert offers.choice(offer).option.letter == "C"  # type: ignore[union-attr]


@pytest.mark.parametrize(("words", "letter"), [
    ("2", "B"), ("Option B then. But I need a day and an hour.", "B"), ("La troisième, merci.", "C"),
    ("Varianta 1, vă rog.", "A"),
])
def test_a_number_by_mail_chooses(world: World, case: Ticket, sign_in: SignIn, words: str, letter: str) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    offer = reached(world, case)
    world.later(minutes=20)
    world.write_in(world.jonas, words, answers=Entry.objects.filter(ticket=case, kind="ours").get())
    choice = offers.choice(offer)
    assert choice is not None
    assert choice.entry is not None
    assert (choice.option.letter, choice.way, choice.entry.visible) == (letter, "words", words)
    assert f"Jonas chose {letter}" in text_of(client.get(f"/c/{case.pk}/understanding/"))


def test_what_is_not_plain_waits_for_a_person(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    offer = reached(world, case)
    world.later(minutes=20)
    ours = Entry.objects.filter(ticket=case, kind="ours").get()
    world.write_in(world.jonas, "Option B if it is quick?", answers=ours)
    assert offers.choice(offer) is None
    assert "Jonas answered: read it" in text_of(client.get(f"/c/{case.pk}/understanding/"))
    page = text_of(client.get(f"/c/{case.pk}/options/"))
    assert "Jonas wrote: Option B if it is quick?" in page
    assert "Which one is meant?" in page
    client.post(f"/c/{case.pk}/options/", {"act": "chose-1"})
    assert "You noted that Jonas chose B: Repair it" in text_of(client.get(f"/c/{case.pk}/"))


def test_what_was_written_before_it_reached_them_chooses_nothing(world: World, case: Ticket, sign_in: SignIn) -> None:
    send(sign_in(world.ioana), case)
    world.write_in(world.jonas, "2", answers=Entry.objects.filter(ticket=case, kind="ours").get())
    assert not Choice.objects.exists()


def test_the_choice_is_confirmed_in_the_reply_with_its_day(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    tap(world, case, reached(world, case), 1)
    client.post(f"/c/{case.pk}/options/", {"act": "to-reply"})
    draft = Draft.objects.get()
    assert draft.text == "Thank you. We take B: Repair it, keep the banner. You have it by Thursday 26 November."
    world.answer(case, world.ioana, draft.text, confirmed=True)  # a repair without a known cause is asked about
    assert Promise.objects.filter(due__isnull=False).count() == 1


def test_taken_back_it_is_a_draft_again(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    kept = Delivery.objects.get().submissions.get()
    assert undo(kept.pk, world.ioana, now=world.now)
    offer = offers.latest(case)
    assert offer is not None
    assert (offer.state, offer.submission) == ("draft", None)
    assert "Repair it, keep the banner" in client.get(f"/c/{case.pk}/options/").content.decode()
    assert not Draft.objects.exists()  # the words stand on their own page, not in the reply


def test_new_options_take_the_place_of_the_old(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    send(client, case)
    old = reached(world, case)
    send(client, case, **{"o1-words": "Repair it on Friday"})
    new = reached(world, case)
    assert tap(world, case, old, 1).status_code == 422
    assert tap(world, case, new, 1).status_code == 302
    assert "Earlier versions" in text_of(client.get(f"/c/{case.pk}/options/"))


def test_typing_keeps_it_and_shows_how_it_reads(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    said = text_of(client.post(f"/c/{case.pk}/options/draft/", WAYS))
    assert "As they will read it Hello Jonas, these are the ways to go on that we see." in said
    assert "by email" in said.lower()
    assert "a draft" in text_of(client.get(f"/c/{case.pk}/understanding/"))
    client.post(f"/c/{case.pk}/options/", {"act": "discard"})
    assert offers.latest(case) is None


def test_another_team_does_not_see_them(world: World, case: Ticket, sign_in: SignIn) -> None:
    assert sign_in(world.ana).get(f"/c/{case.pk}/options/").status_code == 404
    assert sign_in(world.ana).post(f"/c/{case.pk}/options/", {"act": "discard"}).status_code == 404


def test_the_step_costs_three_queries(world: World, case: Ticket, sign_in: SignIn,
                                      django_assert_max_num_queries: Any) -> None:
    send(sign_in(world.ioana), case)
    tap(world, case, reached(world, case), 1)
    ticket = Ticket.objects.select_related("contact").get(pk=case.pk)
    with django_assert_max_num_queries(3):
        assert options.step(ticket, Reader(world.ioana, "en", world.now)) is not None
