"""A code that proves an address: sent from the page of a person, said back by them or told to one of us."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entendu.core.governor.sms import segments, typed_plainly
from entendu.flows.release import release_for
from entendu.parts.accounts import actions as accounts
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Address, AddressCode
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry
from tests.world import World

SignIn = Callable[[Member], Client]
HOME = "m.laval@home.example"


@pytest.fixture
def home(world: World) -> Address:
    """Marie told a second address on the telephone; nobody knows whether it was heard right. She is reached at any
    hour."""
    world.write_in(world.marie, "When do you come?", subject="The visit")
    people.change_contact(world.marie, hours=[])
    return people.add_address(world.marie, "email", HOME)


def page_of(address: Address) -> str:
    return f"/people/{address.contact_id}/addresses/{address.pk}/proof/"


def delivered(address: Address) -> Delivery:
    """The message with the code, released when its time has come."""
    kept = Submission.objects.filter(key__startswith="code-").latest("pk")
    assert kept.due_at is not None
    made = release_for(address.contact_id, kept.due_at)
    assert made is not None
    return made


def code_in(words: str) -> str:
    found = re.search(r"\d{3} \d{3}", words)
    assert found is not None, words
    return found[0]


def sent(client: Client, address: Address) -> str:
    """The page after the press of the button."""
    return client.post(f"{page_of(address)}sending/", follow=True).content.decode()


def test_a_code_goes_to_that_address_and_is_entered_where_they_tell_it(
        world: World, home: Address, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    person = client.get(f"/people/{world.marie.pk}/").content.decode()
    assert person.count("/proof/sending/") == 2, "beside each address that is unproved"
    assert "A code is on its way" in sent(client, home)
    made = delivered(home)
    assert made.address == HOME, "not to the one that is written to first"
    assert "Entendu" not in made.body
    person = client.get(f"/people/{world.marie.pk}/").content.decode()
    assert f'href="{page_of(home)}"' in person
    said = client.post(page_of(home), {"code": code_in(made.body)}, follow=True).content.decode()
    assert f"{HOME} is verified" in said
    home.refresh_from_db()
    assert home.verified_at is not None
    assert Address.objects.get(value="marie@laval.example").verified_at is None
    case = client.get(f"/c/{made.ticket.number}/").content.decode()
    assert f"You sent a code to {HOME}" in case
    assert f"You were told the code that went to {HOME}" in case
    assert "Ioana was told" in sign_in(world.leo).get(f"/c/{made.ticket.number}/").content.decode()


def test_said_back_in_a_letter_it_proves_the_address_by_itself(world: World, home: Address, sign_in: SignIn) -> None:
    sent(sign_in(world.ioana), home)
    world.now = timezone.now()
    world.write_in(world.marie, f"It is {code_in(delivered(home).body)}.", subject="Re: The visit")
    home.refresh_from_db()
    assert home.verified_at is not None
    number = home.contact.tickets.get().number
    assert "this is Marie Laval" in sign_in(world.ioana).get(f"/c/{number}/").content.decode()


def test_five_wrong_ones_and_it_proves_nothing(world: World, home: Address, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    sent(client, home)
    code = code_in(delivered(home).body).replace(" ", "")
    for left in (4, 3, 2, 1, 0):
        wrong = client.post(page_of(home), {"code": f"{(int(code) + left + 1) % 10**6:06d}"})
        assert wrong.status_code == 422
    assert "said wrong five times" in wrong.content.decode()
    assert client.post(page_of(home), {"code": code}).status_code == 422
    home.refresh_from_db()
    assert home.verified_at is None


def test_a_mailbox_is_not_filled(world: World, home: Address, sign_in: SignIn) -> None:
    """One code a day, whoever presses how often; the next day another, and only that one counts."""
    client = sign_in(world.ioana)
    sent(client, home)
    assert "no second one was sent" in sent(sign_in(world.leo), home)
    assert AddressCode.objects.count() == 1
    old = code_in(delivered(home).body)
    AddressCode.objects.update(asked_at=timezone.now() - timedelta(hours=25),
                               expires_at=timezone.now() - timedelta(hours=1))
    assert "Send another code" in client.get(page_of(home)).content.decode()
    assert client.post(page_of(home), {"code": old}).status_code == 422
    sent(client, home)
    assert AddressCode.objects.count() == 2


def test_where_a_code_proves_nothing_none_goes(world: World, home: Address, sign_in: SignIn) -> None:
    client = sign_in(world.sofia)
    accounts.add_account(channel="sms", provider="kannel", name="SMS", address="+23052520000", mailbox=world.care,
                 secret={"password": "a"}, now=world.now)
    shared = people.add_address(world.marie, "sms", "+23057001234")
    people.add_address(world.jonas, "sms", "+23057001234")
    assert "would prove neither" in sent(client, shared)
    silent = people.add_address(world.marie, "whatsapp", "+23057001234")
    assert "no written message goes" in sent(client, silent), "nobody connected WhatsApp"
    people.opt_out([home], timezone.now())
    assert "no written message goes" in sent(client, home)
    stopped = client.get(f"/people/{world.marie.pk}/").content.decode()
    assert page_of(home) not in stopped
    assert AddressCode.objects.count() == 0


def test_an_sms_with_a_code_is_one_segment(world: World, home: Address, sign_in: SignIn) -> None:
    accounts.add_account(channel="sms", provider="kannel", name="SMS", address="+23052520000", mailbox=world.care,
                 secret={"password": "a"}, now=world.now)
    number = people.add_address(world.marie, "sms", "+23057001234")
    sent(sign_in(world.ioana), number)
    made = delivered(number)
    assert (made.channel, made.address) == ("sms", "+23057001234")
    assert segments(typed_plainly(made.body)) == 1


def test_an_address_that_is_taken_out_meanwhile_gets_no_code(world: World, home: Address, sign_in: SignIn) -> None:
    """The governor asks somebody: there is no other place where this would make sense."""
    sent(sign_in(world.ioana), home)
    people.remove_address(home)
    kept = Submission.objects.get(key__startswith="code-")
    assert kept.due_at is not None
    assert release_for(world.marie.pk, kept.due_at) is None
    kept.refresh_from_db()
    assert kept.state == Submission.State.ASKED


def test_nobody_proves_whom_they_may_not_see(world: World, home: Address, sign_in: SignIn) -> None:
    client = sign_in(world.ana)
    assert client.get(page_of(home)).status_code == 404
    assert client.post(f"{page_of(home)}sending/").status_code == 404
    assert sign_in(world.ioana).get(f"{page_of(home)}sending/").status_code == 405
    assert not Entry.objects.filter(event="code-asked").exists()


def test_the_page_of_a_person_asks_no_more_for_it(world: World, home: Address, sign_in: SignIn) -> None:
    client, url = sign_in(world.ioana), f"/people/{world.marie.pk}/"
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    sent(client, home)
    client.get(url)  # the message of the press is shown once
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) == len(before)
