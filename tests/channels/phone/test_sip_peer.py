"""A call to make is dialled by its link and reaches a real SIP telephone; what becomes of it comes back by the signed
web hook, and what was said counts as told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from entendu.channels.webhooks import standard
from entendu.flows import reply
from entendu.flows.channels import accounts as values
from entendu.flows.channels import calls, hooks, ring
from entendu.flows.channels.calls import Logged
from entendu.flows.deliver import deliver_due
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.telephone import queries
from entendu.parts.telephone.models import CallRecord, CallTask
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry
from tests.channels.contract import Request, arrives
from tests.servers.sip_peer import Heard, Telephone, dial
from tests.world import World, world

__all__ = ["world"]

NUMBER = "+493012345678"
SECRET = standard.new_secret()
Outcome = CallRecord.Outcome


@pytest.fixture
def account(world: World, sip_telephone: Telephone) -> ChannelAccount:
    """Care's exchange; who is called through it is reached on this machine. The clock is the true one: an exchange's
    word is believed for five minutes."""
    world.now = datetime.now(UTC)
    people.add_address(world.jonas, "phone", NUMBER)
    people.change_contact(world.jonas, channel="phone", hours=[])
    sip_telephone.answers(talks=50)
    return accounts.add_account(mailbox=world.care, channel="phone", provider="pbx", name="Exchange",
                                address="+40312000222", now=world.now, secret={"signing_secret": SECRET},
                                settings={"sip_domain": f"127.0.0.1:{sip_telephone.port}"})


@pytest.fixture
def task(world: World, account: ChannelAccount) -> Iterator[CallTask]:
    """Ioana's answer to Jonas has become a call to make."""
    ticket = world.write_in(world.jonas, "When do you come?", subject="The visit")
    draft = drafts.open_draft(ticket, world.ioana, now=world.now)
    reply.send(ticket, world.ioana, reply.Answer(draft.key, "We come on Friday at 10:00.", by="phone", confirmed=True),
               now=world.now)
    deliver_due(lambda: world.now + timedelta(minutes=1))
    made = queries.open_task(ticket)
    assert made is not None
    return made


def tells(account: ChannelAccount, heard: Heard, secret: str = SECRET) -> int:
    """The exchange's script posts the event, and a worker reads it."""
    at, name = datetime.now(UTC), f"{heard.call}-{heard.event}"
    body = json.dumps({"call": heard.call, "event": heard.event, "direction": "out", "number": heard.number,
                       "at": at.isoformat(), "seconds": heard.seconds, "agent": "ioana@example.org"}).encode()
    headers = {"webhook-id": name, "webhook-timestamp": str(int(at.timestamp())),
               "webhook-signature": standard.sign(secret, name, at, body)}
    answered = arrives(Request(urlsplit(values.hook_url(account)).path, body=body, headers=headers,
                               type="application/json"))
    hooks.read_waiting(lambda: datetime.now(UTC))
    return answered


def link_to(task: CallTask, account: ChannelAccount, telephone: Telephone) -> str:
    """What the page of the call has behind the number."""
    accounts.change_account(account, settings={"sip_domain": f"127.0.0.1:{telephone.port}"})
    [number] = ring.numbers_of(task.ticket)
    return number.url


def test_they_answer_and_what_was_said_counts_as_told(
        world: World, task: CallTask, account: ChannelAccount, sip_telephone: Telephone) -> None:
    calls.take(task, world.ioana, now=world.now)
    states = []
    for heard in dial(link_to(task, account, sip_telephone)):
        assert tells(account, heard) == 200
        states.append((heard.event, CallRecord.objects.get().outcome))
    assert sip_telephone.went_as_it_should()
    assert states == [("ringing", Outcome.RINGING), ("answered", Outcome.TALKING), ("ended", Outcome.REACHED)]
    record = CallRecord.objects.get()
    assert (record.task, record.contact, record.ticket) == (task, world.jonas, task.ticket)
    assert Entry.objects.filter(ticket=task.ticket, event="call-told").count() == 1
    assert Delivery.objects.get().state == Delivery.State.CALLING, "that a line was open says nothing of what was said"
    calls.log(task.ticket, world.ioana, Logged("reached", said="Friday is fine."), task=task, now=datetime.now(UTC))
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.delivered_at is not None) == (Delivery.State.SENT, True)
    assert Entry.objects.get(ticket=task.ticket, kind="theirs", channel="phone").text == "Friday is fine."
    assert queries.open_task(task.ticket) is None


@pytest.mark.parametrize(("does", "ends", "outcome", "why"), [
    ("is_busy", "busy", Outcome.BUSY, "Busy."), ("sleeps", "missed", Outcome.NO_ANSWER, "No answer.")])
def test_nobody_speaks_and_the_call_comes_again(task: CallTask, account: ChannelAccount, sip_telephone: Telephone,
                                                does: str, ends: str, outcome: str, why: str) -> None:
    getattr(sip_telephone, does)()
    for heard in dial(link_to(task, account, sip_telephone), rings=0.3):
        assert tells(account, heard) == 200
        assert tells(account, heard) == 200, "told twice it is one event"
    assert sip_telephone.went_as_it_should()
    assert heard.event == ends
    assert CallRecord.objects.get().outcome == outcome
    task.refresh_from_db()
    delivery = Delivery.objects.get()
    assert (task.tries, delivery.state, delivery.why) == (1, Delivery.State.CALLING, why)
    assert task.due_at > datetime.now(UTC) + timedelta(minutes=25)


def test_what_another_exchange_tells_changes_nothing(
        task: CallTask, account: ChannelAccount, sip_telephone: Telephone) -> None:
    for heard in dial(link_to(task, account, sip_telephone)):
        assert tells(account, heard, standard.new_secret()) in {401, 403}
    assert sip_telephone.went_as_it_should()
    assert not CallRecord.objects.exists()
