"""The telephone from door to record and back: a message becomes a call, the call is logged in a moment, and what was
said counts as told and as heard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from entendu.channels.messages import Called, CallState
from entendu.core.governor.model import Verdict
from entendu.flows import deliver
from entendu.flows.channels import calls, ring
from entendu.flows.channels.calls import Logged
from entendu.flows.release import release_for
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Address
from entendu.parts.telephone import queries
from entendu.parts.telephone.models import CallRecord, CallTask
from entendu.parts.tickets.models import Entry, Ticket
from tests.servers import twilio_voice as twilio
from tests.servers.twilio_voice import Voice
from tests.world import World

NUMBER = "+493012345678"
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def telephone(world: World, time_machine: Any) -> ChannelAccount:
    """Jonas wants to be called, and Care calls by hand."""
    world.now = MORNING
    time_machine.move_to(world.now, tick=False)
    people.add_address(world.jonas, "phone", NUMBER)
    people.change_contact(world.jonas, channel="phone", hours=[["mon-fri", "09:00", "17:00"]])
    return accounts.add_account(mailbox=world.care, channel="phone", provider="telephone", name="Telephone",
                                address="+40312000222", now=world.now, settings={"sip_domain": "pbx.example.org"})


@pytest.fixture
def task(world: World, telephone: ChannelAccount) -> CallTask:
    """A message of the shop's for Jonas has become a call to make."""
    ticket = world.write_in(world.jonas, "When do you come?", subject="The visit")
    kept = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit")
    assert kept.due_at is not None
    world.now = kept.due_at
    assert release_for(world.jonas.pk, world.now) is not None
    deliver.deliver_due(lambda: world.now)
    made = queries.open_task(ticket)
    assert made is not None
    return made


def test_a_message_becomes_a_call_to_make(world: World, task: CallTask) -> None:
    assert (task.delivery.state, task.delivery.address) == ("calling", NUMBER)
    assert "Friday at 10:00" in task.delivery.body
    assert Entry.objects.filter(ticket=task.ticket, event="to-call").exists()
    assert Ticket.objects.get(pk=task.ticket_id).status == "us"
    assert [one.pk for one in queries.tasks_seen_by(world.ioana)] == [task.pk]
    assert list(queries.tasks_seen_by(world.ana)) == []
    assert ring.numbers_of(task.ticket) == [ring.Number(NUMBER, f"sip:{NUMBER}@pbx.example.org;user=phone")]


def test_a_logged_call_is_a_delivery_and_the_governor_knows_it(world: World, task: CallTask) -> None:
    world.later(minutes=5)
    calls.log(task.ticket, world.ioana, Logged("reached", minutes=2), task=task, now=world.now)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.delivered_at) == ("sent", world.now)
    assert queries.open_task(task.ticket) is None
    assert Ticket.objects.get(pk=task.ticket_id).status == "them"
    world.later(minutes=30)
    again = world.tell(task.ticket, "Your visit is on Friday at 10:00.", "visit-again")
    assert again.due_at is not None
    release_for(world.jonas.pk, again.due_at)
    again.refresh_from_db()
    assert again.state == Submission.State.DROPPED


def test_what_they_say_on_the_phone_is_heard(world: World, task: CallTask) -> None:
    record = calls.log(task.ticket, world.ioana, Logged("reached", said="The garage door is still stuck."), task=task,
                       now=world.now)
    entry = Entry.objects.get(kind="theirs", channel="phone")
    assert (entry.text, entry.contact) == ("The garage door is still stuck.", world.jonas)
    assert record.entry == entry


def test_what_we_say_besides_is_told(world: World, telephone: ChannelAccount) -> None:
    ticket = world.write_in(world.jonas, "When do you come?", subject="The visit")
    calls.log(ticket, world.ioana, Logged("reached", told="Your visit is on Friday at 10:00."), now=world.now)
    entry = Entry.objects.get(ticket=ticket, kind="ours")
    assert (entry.channel, entry.delivery.state) == ("phone", "sent")
    assert entry.delivery.delivered_at == world.now
    decision = world.tell(ticket, "Your visit is on Friday at 10:00.", "visit").verdicts.last()
    assert decision is not None
    assert decision.verdict in {Verdict.DROP.value, Verdict.HOLD.value}
    assert Delivery.objects.count() == 1


def test_nobody_answers_and_the_call_waits_for_their_hours(world: World, task: CallTask) -> None:
    world.now = datetime(2026, 11, 24, 15, 50, tzinfo=UTC)
    calls.log(task.ticket, world.ioana, Logged("no-answer"), task=task, now=world.now)
    task.refresh_from_db()
    assert (task.tries, task.due_at) == (1, datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert Delivery.objects.get().state == "calling"
    assert queries.open_task(task.ticket) is not None


def test_a_wrong_number_brings_the_case_back(world: World, task: CallTask) -> None:
    calls.log(task.ticket, world.ioana, Logged("wrong"), task=task, now=world.now)
    assert Delivery.objects.get().state == "failed"
    assert Address.objects.get(value=NUMBER).undeliverable_since is not None
    assert Entry.objects.filter(ticket=task.ticket, event="refused").exists()
    assert Submission.objects.get().state == Submission.State.WAITING  # judged anew: there is mail


def test_giving_up_says_so(world: World, task: CallTask) -> None:
    assert calls.give_up(task, world.ioana, now=world.now)
    assert not calls.give_up(task, world.ioana, now=world.now)
    assert Delivery.objects.get().why == "Ioana gave up calling."
    assert queries.open_task(task.ticket) is None


def test_newer_words_take_the_place_of_a_call_that_nobody_has_in_hand(world: World, task: CallTask) -> None:
    newer = world.tell(task.ticket, "Your visit is on Friday at 11:00.", "visit-later")
    assert newer.due_at is not None
    world.now = newer.due_at
    release_for(world.jonas.pk, world.now)
    deliver.deliver_due(lambda: world.now)
    [one] = queries.tasks_seen_by(world.ioana)
    assert "11:00" in one.delivery.body
    assert "10:00" not in one.delivery.body


def test_two_of_us_do_not_make_one_call(world: World, task: CallTask) -> None:
    assert calls.take(task, world.ioana, now=world.now)
    assert calls.take(task, world.ioana, now=world.now)
    assert not calls.take(task, world.leo, now=world.now)
    calls.log(task.ticket, world.ioana, Logged("reached"), task=task, now=world.now)
    late = calls.log(task.ticket, world.leo, Logged("reached", told=task.delivery.body), task=task, now=world.now)
    assert late.task is None
    assert Delivery.objects.count() == 1


def told(state: CallState, **more: Any) -> Called:
    """Something that happened to a call of ours to Jonas."""
    return Called(**({"call": "17.42", "number": NUMBER, "inward": False, "state": state} | more))


def test_an_exchange_tells_that_nobody_answered(world: World, task: CallTask, telephone: ChannelAccount) -> None:
    assert calls.hear(telephone, told(CallState.RINGING), now=world.now)
    assert calls.hear(telephone, told(CallState.MISSED), now=world.now)
    assert not calls.hear(telephone, told(CallState.MISSED), now=world.now)
    assert not calls.hear(telephone, told(CallState.RINGING), now=world.now)
    task.refresh_from_db()
    assert (task.tries, CallRecord.objects.get().outcome) == (1, "no-answer")


def test_a_missed_call_of_theirs_brings_their_case_back(world: World, telephone: ChannelAccount) -> None:
    ticket = world.write_in(world.jonas, "When do you come?", subject="The visit")
    calls.hear(telephone, told(CallState.MISSED, inward=True), now=world.now)
    assert Entry.objects.get(event="call-missed").ticket == ticket
    calls.hear(telephone, told(CallState.MISSED, inward=True, call="17.43", number="+390612345678"), now=world.now)
    stranger = Ticket.objects.latest("pk")
    assert stranger.subject == "Call from +390612345678"
    assert stranger.channel == "phone"
    assert Ticket.objects.count() == 2


def test_a_call_back_rings_us_first(world: World, task: CallTask, telephone: ChannelAccount, voice: Voice) -> None:
    with pytest.raises(ring.NotRung):
        ring.ring(task.ticket, world.ioana, ring.Wanted("+40721000111", NUMBER), now=world.now)
    accounts.change_account(telephone, provider="twilio-voice", settings={"api_address": voice.url},
                            address=twilio.NUMBER, secret={"account_sid": twilio.SID, "auth_token": twilio.TOKEN})
    ring.ring(task.ticket, world.ioana, ring.Wanted("+40 721 000 111", NUMBER, task), now=world.now)
    assert voice.calls[0]["To"] == "+40721000111"
    assert f"?task={task.pk}" in voice.calls[0]["Twiml"]
    with pytest.raises(ring.NotRung, match="country code"):
        ring.ring(task.ticket, world.ioana, ring.Wanted("0721", NUMBER), now=world.now)
    with pytest.raises(ring.NotRung):
        ring.ring(task.ticket, world.ioana, ring.Wanted("+40721000111", "+390612345678"), now=world.now)
