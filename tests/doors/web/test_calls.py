"""The page of a call: what has to be told, the number that a click dials, and the log that takes ten seconds."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from entendu.flows import deliver
from entendu.flows.release import release_for
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.telephone.models import CallRecord, CallTask
from entendu.parts.tickets.models import Entry, Ticket
from tests.servers import twilio_voice as twilio
from tests.servers.twilio_voice import Voice
from tests.world import World

SignIn = Callable[[Member], Client]
NUMBER = "+493012345678"


@pytest.fixture
def case(world: World, time_machine: Any) -> Ticket:
    """Jonas wants a call; a message of the shop's waits to be told."""
    world.now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    time_machine.move_to(world.now, tick=False)
    people.add_address(world.jonas, "phone", NUMBER)
    people.change_contact(world.jonas, channel="phone")
    accounts.add_account(mailbox=world.care, channel="phone", provider="telephone", name="Telephone",
                         address="+40312000222", now=world.now)
    ticket = world.write_in(world.jonas, "When do you come?", subject="The visit")
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    assert kept.due_at is not None
    world.now = kept.due_at
    time_machine.move_to(world.now, tick=False)
    release_for(world.jonas.pk, world.now)
    deliver.deliver_due(lambda: world.now)
    return ticket


def text_of(answer: Any) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def test_the_call_stands_in_the_list_and_on_the_case(world: World, case: Ticket, sign_in: SignIn) -> None:
    client = sign_in(world.ioana)
    listed = text_of(client.get("/calls/"))
    assert "Jonas Keller" in listed
    assert NUMBER in listed
    assert "Nobody waits for a call." in text_of(sign_in(world.ana).get("/calls/"))
    conversation = client.get(f"/c/{case.pk}/")
    assert "Jonas wants a call: somebody has to say it." in text_of(conversation)
    kept = Submission.objects.get()
    assert f"/messages/{kept.pk}/call/" in conversation.content.decode()
    page = client.get(f"/messages/{kept.pk}/call/", follow=True)
    assert f'href="tel:{NUMBER}"' in page.content.decode()
    assert "Your visit is on Friday at 10:00." in text_of(page)
    assert sign_in(world.ana).get(f"/messages/{kept.pk}/call/").status_code == 404


def test_a_call_is_logged_with_one_press(world: World, case: Ticket, sign_in: SignIn) -> None:
    client, task = sign_in(world.ioana), CallTask.objects.get()
    form = {"act": "log", "task": task.pk, "outcome": "reached", "minutes": "3", "said": "Fine, but after noon."}
    answer = client.post(f"/c/{case.pk}/call/log/", form, follow=True)
    shown = text_of(answer)
    assert "You spoke with them on the phone, for 3 minutes" in shown
    assert "Told on the phone" in shown
    assert "Fine, but after noon." in shown
    assert Delivery.objects.get().state == "sent"
    assert CallRecord.objects.get().seconds == 180
    again = client.post(f"/c/{case.pk}/call/log/", form | {"said": ""}, follow=True)
    assert again.status_code == 200
    assert Delivery.objects.count() == 1


def test_notes_and_log_are_one_call(world: World, case: Ticket, sign_in: SignIn, time_machine: Any) -> None:
    client, url = sign_in(world.ioana), f"/c/{case.pk}/call/"
    client.post(url, {"act": "start"})
    client.post(f"{url}notes/", {"text": "He asks for noon."})
    time_machine.move_to(world.later(minutes=4), tick=False)
    client.post(f"{url}log/", {"act": "log", "outcome": "reached", "told": "We come on Friday at noon."})
    assert CallRecord.objects.get().seconds == 240
    assert "He asks for noon." in Entry.objects.get(kind="note").text
    assert Entry.objects.filter(kind="ours", channel="phone").latest("pk").text == "We come on Friday at noon."


def test_a_call_is_taken_in_hand_and_given_up(world: World, case: Ticket, sign_in: SignIn) -> None:
    url, task = f"/c/{case.pk}/call/log/", CallTask.objects.get()
    sign_in(world.ioana).post(url, {"act": "take", "task": task.pk})
    leo = sign_in(world.leo)
    assert "Ioana is calling." in text_of(leo.get(f"/c/{case.pk}/call/"))
    assert "Somebody else is calling" in text_of(leo.post(url, {"act": "take", "task": task.pk}, follow=True))
    assert "It was not told." in text_of(leo.post(url, {"act": "give-up", "task": task.pk}, follow=True))
    assert "settled already" in text_of(leo.post(url, {"act": "give-up", "task": task.pk}, follow=True))


def test_what_is_missing_is_said_and_other_teams_see_nothing(world: World, case: Ticket, sign_in: SignIn) -> None:
    url = f"/c/{case.pk}/call/log/"
    assert "Say how the call went" in text_of(sign_in(world.ioana).post(url, {"act": "log"}, follow=True))
    assert "Say how the call went" in text_of(sign_in(world.ioana).post(url, {"outcome": "missed"}, follow=True))
    assert sign_in(world.ana).post(url, {"act": "log", "outcome": "reached"}).status_code == 404
    assert CallRecord.objects.count() == 0


def test_a_call_back_from_the_page(world: World, case: Ticket, sign_in: SignIn, voice: Voice) -> None:
    client, url = sign_in(world.ioana), f"/c/{case.pk}/call/ring/"
    form = {"ours": "+40721000111", "theirs": NUMBER}
    assert "not connected" in text_of(client.post(url, form, follow=True))
    accounts.change_account(ChannelAccount.objects.get(), provider="twilio-voice", address=twilio.NUMBER,
                            settings={"api_address": voice.url, "forward_to": "+40721000111"},
                            secret={"account_sid": twilio.SID, "auth_token": twilio.TOKEN})
    page = client.get(f"/c/{case.pk}/call/")
    assert 'value="+40721000111"' in page.content.decode()
    task = CallTask.objects.get()
    assert "Your telephone rings" in text_of(client.post(url, form | {"task": task.pk}, follow=True))
    assert voice.calls[0]["To"] == "+40721000111"
    task.refresh_from_db()
    assert task.member == world.ioana
