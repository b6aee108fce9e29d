"""WhatsApp and Messenger from door to record and back: what they write becomes a case, what we answer reaches them, and
receipts come home."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from entendu.flows import deliver
from entendu.flows.channels import hooks
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount, WebHook
from entendu.parts.outbox.models import Delivery
from entendu.parts.people.models import Address, Contact
from entendu.parts.tickets.models import Entry, Ticket
from tests.servers import graph as meta
from tests.servers.graph import Fail, Graph
from tests.world import World

MARIE = "23057001234"
SECRETS = {"token": meta.TOKEN, "app_secret": meta.SECRET, "verify_token": meta.VERIFY}


@pytest.fixture
def whatsapp(world: World, graph: Graph, time_machine: Any) -> ChannelAccount:
    """Our number, whose cases go to Care."""
    time_machine.move_to(world.now, tick=False)
    return accounts.add_account(mailbox=world.care, channel="whatsapp", provider="whatsapp", name="WhatsApp",
                                address=meta.NUMBER, now=world.now, secret=SECRETS,
                                settings={"api_address": graph.url, "templates": "en case_news\nfr nouvelles"})


@pytest.fixture
def messenger(world: World, graph: Graph, time_machine: Any) -> ChannelAccount:
    """Our page, whose cases go to Care."""
    time_machine.move_to(world.now, tick=False)
    return accounts.add_account(mailbox=world.care, channel="messenger", provider="messenger", name="Messenger",
                                address=meta.PAGE, now=world.now, secret=SECRETS,
                                settings={"api_address": graph.url})


def tell(account: ChannelAccount, body: bytes, **headers: str) -> int:
    """The provider posts this to our address; returns what it is answered."""
    shown = headers or meta.signed(body)
    answer = Client().post(f"/hooks/{account.provider}/{account.token}/", body, "application/json",
                           headers=dict(shown))
    return int(answer.status_code)


def wrote(world: World, text: str, number: int = 1, sender: str = MARIE, **content: Any) -> bytes:
    """A hook in which somebody writes by WhatsApp."""
    said = {"from": sender, "id": f"wamid.in{number}", "timestamp": str(int(world.now.timestamp())), "type": "text",
            "text": {"body": text}} | content
    value = {"metadata": {"phone_number_id": meta.NUMBER}, "messages": [said],
             "contacts": [{"profile": {"name": "Marie Laval"}, "wa_id": sender}]}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def became(reference: str, status: str, code: int = 0) -> bytes:
    """A hook that tells what became of a message."""
    told = {"id": reference, "status": status, "timestamp": "1795455600", "recipient_id": MARIE}
    errors = {"errors": [{"code": code, "title": "Something"}]} if code else {}
    value = {"metadata": {"phone_number_id": meta.NUMBER}, "statuses": [told | errors]}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def read(world: World) -> None:
    """The worker reads what came."""
    hooks.read_waiting(lambda: world.now)


def send(world: World) -> None:
    """Everything that is due leaves, some minutes later."""
    world.later(minutes=2)
    deliver.deliver_due(lambda: world.now)


def test_marie_writes_and_is_answered_where_she_wrote(world: World, whatsapp: ChannelAccount, graph: Graph) -> None:
    graph.kept["photo1"] = b"\xff\xd8"
    assert tell(whatsapp, wrote(world, "", 1, type="image", image={
        "id": "photo1", "mime_type": "image/jpeg", "caption": "Le tableau disjoncte 👋"})) == 200
    read(world)
    entry = Entry.objects.get(kind="theirs")
    assert (entry.text, entry.channel, entry.contact.name) == (  # type: ignore[union-attr]
        "Le tableau disjoncte 👋", "whatsapp", "Marie Laval")
    assert entry.attachments.get().name == "image.jpg"
    assert Address.objects.get(channel="whatsapp").value == f"+{MARIE}"
    outcome = world.answer(entry.ticket, world.ioana, "We look at it at once. — Ștefan 👋", channel="whatsapp")
    assert outcome.delivery is not None
    send(world)
    assert graph.texts() == ["We look at it at once. — Ștefan 👋"]
    assert tell(whatsapp, became("wamid.1", "delivered")) == 200
    assert tell(whatsapp, became("wamid.1", "read")) == 200
    read(world)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.channel) == ("sent", "whatsapp")
    assert delivery.delivered_at is not None
    assert delivery.read_at is not None


def test_later_than_a_day_it_goes_in_a_template(world: World, whatsapp: ChannelAccount, graph: Graph) -> None:
    graph.templates.add(("case_news", "en"))
    graph.closed.add(MARIE)
    tell(whatsapp, wrote(world, "Is it ready?"))
    read(world)
    ticket = Ticket.objects.get()
    world.later(hours=25)
    world.answer(ticket, world.ioana, "Yes.\n\nIt is ready.", channel="whatsapp")
    send(world)
    assert graph.texts() == ["Yes. It is ready."]
    world.later(minutes=5)
    world.answer(ticket, world.ioana, "And here is all about it: " + "word " * 300, channel="whatsapp")
    send(world)
    assert len(graph.texts()[1]) <= 900
    assert "/case/" in graph.texts()[1]


def test_without_a_template_the_case_comes_back_and_says_why(world: World, whatsapp: ChannelAccount,
                                                            graph: Graph) -> None:
    accounts.change_account(whatsapp, settings={"api_address": graph.url})
    tell(whatsapp, wrote(world, "Is it ready?"))
    read(world)
    ticket = Ticket.objects.get()
    world.later(hours=25)
    world.answer(ticket, world.ioana, "Yes.", channel="whatsapp")
    send(world)
    assert graph.sent == []
    assert "24 hours" in Delivery.objects.get().why
    assert Entry.objects.filter(ticket=ticket, event="refused").exists()


@pytest.mark.parametrize(("code", "state", "undeliverable"), [(131026, "bounced", True), (131000, "waiting", False)])
def test_what_fails_later_is_told(world: World, whatsapp: ChannelAccount, graph: Graph, code: int, state: str,
                                  undeliverable: bool) -> None:
    tell(whatsapp, wrote(world, "Is it ready?"))
    read(world)
    world.answer(Ticket.objects.get(), world.ioana, "Yes.", channel="whatsapp")
    send(world)
    tell(whatsapp, became("wamid.1", "failed", code))
    read(world)
    assert Delivery.objects.get().state == state
    assert (Address.objects.get(channel="whatsapp").undeliverable_since is not None) is undeliverable


def test_for_now_is_tried_again_and_said_once(world: World, whatsapp: ChannelAccount, graph: Graph) -> None:
    tell(whatsapp, wrote(world, "Is it ready?"))
    read(world)
    graph.plan(Fail(130429, 429), Fail(131016, 503))
    world.answer(Ticket.objects.get(), world.ioana, "Yes.", channel="whatsapp")
    for _turn in range(4):
        send(world)
        world.later(minutes=10)
    assert graph.texts() == ["Yes."]


def test_an_account_that_wants_something_says_so_until_it_works(world: World, whatsapp: ChannelAccount,
                                                                graph: Graph) -> None:
    tell(whatsapp, wrote(world, "Is it ready?"))
    read(world)
    graph.plan(Fail(190, 401))
    world.answer(Ticket.objects.get(), world.ioana, "Yes.", channel="whatsapp")
    send(world)
    whatsapp.refresh_from_db()
    assert "make a new one" in whatsapp.last_trouble
    send(world)
    whatsapp.refresh_from_db()
    assert (whatsapp.last_trouble, graph.texts()) == ("", ["Yes."])


def test_the_same_hook_again_says_nothing_new(world: World, whatsapp: ChannelAccount) -> None:
    body = wrote(world, "Hello")
    assert [tell(whatsapp, body) for _ in range(3)] == [200, 200, 200]
    read(world)
    tell(whatsapp, body)
    read(world)
    assert Entry.objects.filter(kind="theirs").count() == 1
    assert WebHook.objects.count() == 0


def test_a_forged_hook_is_not_kept(world: World, whatsapp: ChannelAccount) -> None:
    body = wrote(world, "Hello")
    assert tell(whatsapp, body, **{"x-hub-signature-256": "sha256=" + "0" * 64}) == 403
    assert Client().post("/hooks/whatsapp/nobody/", body, "application/json",
                         headers=meta.signed(body)).status_code == 403
    assert WebHook.objects.count() == 0


def test_meta_verifies_our_address(whatsapp: ChannelAccount) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": meta.VERIFY, "hub.challenge": "1158201444"}
    answer = Client().get(f"/hooks/whatsapp/{whatsapp.token}/", asked)
    assert (answer.status_code, answer.content) == (200, b"1158201444")
    wrong = Client().get(f"/hooks/whatsapp/{whatsapp.token}/", asked | {"hub.verify_token": "guess"})
    assert wrong.status_code == 403


def test_priya_writes_by_messenger(world: World, messenger: ChannelAccount, graph: Graph) -> None:
    graph.names["7716"] = ("Priya", "Nair")
    event = {"sender": {"id": "7716"}, "recipient": {"id": meta.PAGE}, "timestamp": int(world.now.timestamp() * 1000),
             "message": {"mid": "m_in1", "text": "Bună 👋"}}
    body = json.dumps({"object": "page", "entry": [{"id": meta.PAGE, "messaging": [event]}]}).encode()
    assert tell(messenger, body) == 200
    read(world)
    ticket = Ticket.objects.get()
    assert Contact.objects.get(addresses__channel="messenger").name == "Priya Nair"
    world.answer(ticket, world.ioana, "Bună, Priya!", channel="messenger")
    send(world)
    assert graph.sent[0]["recipient"] == {"id": "7716"}
    told = {"entry": [{"id": meta.PAGE, "messaging": [{"sender": {"id": "7716"}, "delivery": {"mids": ["m_1"]}}]}]}
    tell(messenger, json.dumps(told).encode())
    read(world)
    assert Delivery.objects.get().delivered_at is not None
    world.later(hours=25)
    world.answer(ticket, world.ioana, "Anything else?", channel="messenger")
    send(world)
    assert len(graph.sent) == 1
    assert "too long ago" in Delivery.objects.latest("pk").why
    accounts.change_account(messenger, settings={"api_address": graph.url, "human_agent": "1"})
    world.answer(ticket, world.ioana, "Anything else now?", channel="messenger")
    send(world)
    assert graph.sent[-1]["tag"] == "HUMAN_AGENT"
