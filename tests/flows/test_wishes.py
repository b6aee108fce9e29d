"""Words by SMS that are a wish: stop, go on, or something that a person has to ask about."""

from __future__ import annotations

import pytest

from entendu.channels.messages import Incoming, Piece, Receipt, Wish
from entendu.flows.channels import hooks
from entendu.flows.channels.pieces import place_stale
from entendu.flows.channels.take_in import take_in
from entendu.flows.deliver import deliver_due
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.accounts.models import Piece as Kept
from entendu.parts.people import actions as people
from entendu.parts.people import queries
from entendu.parts.people.models import Address, normal
from entendu.parts.tickets.models import Entry, Ticket
from tests.servers.sms_gateways import running_gateway
from tests.world import World, world

__all__ = ["world"]

MARIE = "+23057001234"


def account(world: World, provider: str = "kannel") -> ChannelAccount:
    """Care's number at this provider, in Mauritius."""
    return accounts.add_account(now=world.now, mailbox=world.care, channel="sms", provider=provider, name=provider,
                                address="+23052520000", settings={"region": "MU"})


def texts(world: World, at: ChannelAccount, words: str, number: str = "1", sender: str = MARIE) -> Entry:
    """Somebody writes; the entry that it became."""
    entry = take_in(at, Incoming("sms", number, sender, words), now=world.now)
    assert entry is not None
    return entry


@pytest.fixture(autouse=True)
def reached(world: World) -> None:
    people.add_address(world.marie, "sms", MARIE)


@pytest.mark.parametrize("provider", ["kannel", "twilio"])
@pytest.mark.parametrize("words", ["STOP", "Arrêt", "arret.", "DEZABONARE", "Stop SMS", "stop please"])
def test_stop_holds_at_once(world: World, provider: str, words: str) -> None:
    entry = texts(world, account(world, provider), words)
    assert queries.has_opted_out(world.marie, "sms")
    assert not queries.has_opted_out(world.marie, "email")
    assert entry.ticket.entries.filter(event="opted-out").exists()


@pytest.mark.parametrize("words", ["Stop the leak please, it is everywhere", "Can you come to stop it?", "Anulați? No"])
def test_a_sentence_is_a_sentence(world: World, words: str) -> None:
    entry = texts(world, account(world), words)
    assert not queries.has_opted_out(world.marie)
    assert not entry.ticket.entries.filter(kind="event").exists()


@pytest.mark.parametrize(("provider", "words", "stops"), [
    ("kannel", "CANCEL", False), ("kannel", "Anulez", False), ("kannel", "Annuler svp", False),
    ("smpp", "cancel", False), ("twilio", "CANCEL", True), ("twilio", "ANULEZ", False)])
def test_a_word_about_an_appointment_asks_a_person(world: World, provider: str, words: str, stops: bool) -> None:
    """A provider with a list of its own has stopped us by its own word, whatever was meant."""
    entry = texts(world, account(world, provider), words)
    assert queries.has_opted_out(world.marie, "sms") == stops
    asked = entry.ticket.entries.filter(kind="event")
    assert [(one.event, one.details.get("appointment", True)) for one in asked] == [
        ("opted-out" if stops else "appointment", True)]


def test_start_lets_us_write_again(world: World) -> None:
    ours = account(world)
    texts(world, ours, "STOP", "1")
    texts(world, ours, "START", "2")
    assert not queries.has_opted_out(world.marie)
    assert Entry.objects.filter(event="opted-in").count() == 1
    texts(world, ours, "start", "3")
    assert Entry.objects.filter(event="opted-in").count() == 1


def test_the_providers_list_is_ours_too(world: World) -> None:
    ours = account(world, "twilio")
    hooks.hear(ours, [Wish(MARIE, stop=True, provider_id="1")], now=world.now)
    assert queries.has_opted_out(world.marie, "sms")
    hooks.hear(ours, [Wish("57001234", stop=False, provider_id="2")], now=world.now)
    assert not queries.has_opted_out(world.marie, "sms")


@pytest.mark.parametrize("told", ["at once", "later"])
def test_a_number_that_twilio_stops_is_stopped_by_us_with_its_reason(world: World, told: str) -> None:
    """21610 comes as the answer to a message or, of a message that was taken, as its receipt. START reverses it."""
    with running_gateway() as gateway:
        ours = accounts.add_account(
            now=world.now, mailbox=world.care, channel="sms", provider="twilio", name="Twilio", address="+23052520000",
            settings={"api_address": gateway.url, "region": "MU"}, secret={"account_sid": "AC1", "auth_token": "t"})
        people.change_contact(world.marie, channel="sms", hours=[])
        entry = texts(world, ours, "When do you come?")
        if told == "at once":
            gateway.plan((400, '{"code": 21610, "message": "Attempt to send to unsubscribed recipient"}'))
        sent = world.answer(entry.ticket, world.ioana, "On Friday.", channel="sms")
        world.later(minutes=1)
        deliver_due(lambda: world.now)
        if told == "later":
            reference = sent.delivery.references.get().reference  # type: ignore[union-attr]
            hooks.hear(ours, [Receipt(reference, "failed", "21610", "Unsubscribed recipient", permanent=True,
                                      stopped=True)], now=world.now)
    stopped = Address.objects.get(value=MARIE)
    assert (stopped.opted_out_at, "21610" in stopped.opted_out_why) == (world.now, True)
    assert stopped.undeliverable_since is None
    texts(world, ours, "START", "2")
    stopped.refresh_from_db()
    assert (stopped.opted_out_at, stopped.opted_out_why) == (None, "")


@pytest.mark.parametrize("sender", [MARIE, "5700 1234", "0023057001234", "+230 5700-1234"])
def test_a_number_is_known_however_it_is_written(world: World, sender: str) -> None:
    assert texts(world, account(world), "Hello?", sender=sender).contact == world.marie


def test_of_two_people_on_one_number_the_one_whom_we_wrote_to_is_meant(world: World) -> None:
    people.add_address(world.jonas, "sms", MARIE)
    first = texts(world, account(world), "Hello?")
    assert first.contact == world.marie
    line = first.ticket.entries.get(event="shared-number")
    assert (line.details["others"], line.details["taken_for"]) == (["Jonas Keller"], "Marie Laval")


def test_a_message_with_a_part_missing_is_placed_with_what_there_is(world: World) -> None:
    ours = account(world, "smpp")
    for place, words in ((3, "the end"), (1, "The beginning, ")):
        hooks.hear(ours, [Piece("sms", f"p{place}", MARIE, "77", place, 3, words)], now=world.now)
    assert place_stale(lambda: world.later(minutes=9)) == 0
    assert place_stale(lambda: world.later(minutes=2)) == 1
    entry = Entry.objects.get(kind="theirs")
    assert entry.text == "The beginning,  [a part of this message did not arrive] the end"
    assert Kept.objects.count() == 0


def test_parts_come_together_in_any_order(world: World) -> None:
    ours = account(world, "smpp")
    for place, words in ((2, "second."), (1, "First, "), (2, "second.")):
        hooks.hear(ours, [Piece("sms", f"p{place}", MARIE, "77", place, 2, words)], now=world.now)
    assert Ticket.objects.get().entries.get(kind="theirs").text == "First, second."


@pytest.mark.parametrize(("channel", "written", "region", "stored"), [
    ("sms", "+230 5700 1234", "", "+23057001234"), ("sms", "00230 57001234", "", "+23057001234"),
    ("sms", "5700 1234", "MU", "+23057001234"), ("phone", "06 12 34 56 78", "FR", "+33612345678"),
    ("sms", "0721 000 111", "RO", "+40721000111"), ("sms", "+40 (0)721 000 111", "", "+40721000111"),
    ("sms", "8000", "MU", "8000"), ("sms", "0721000111", "", "0721000111"), ("sms", "+12345", "", "+12345"),
    ("whatsapp", "+33 6 12 34 56 78", "", "+33612345678"),
    ("email", " Marie@Laval.Example ", "", "marie@laval.example"), ("teams", "19:ABC@thread", "", "19:ABC@thread")])
def test_addresses_as_they_are_compared(channel: str, written: str, region: str, stored: str) -> None:
    assert normal(channel, written, region) == stored
    assert normal(channel, stored, region) == stored


def test_a_number_is_one_of_each_person(world: World) -> None:
    assert Address.objects.filter(channel="sms", value=MARIE).count() == 1
