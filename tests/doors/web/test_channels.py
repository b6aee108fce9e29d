"""The settings of channels: an account is entered, tried and kept, and what is entered at the provider stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from entendu.flows.channels.accounts import value_of
from entendu.parts.accounts import queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from tests.servers.sms_gateways import Gateway, running_gateway
from tests.servers.smsc import PASSWORD, SYSTEM_ID, running_centre
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as gateway:
        yield gateway


@pytest.fixture
def sofia(world: World, sign_in: SignIn) -> Client:
    """The administrator."""
    return sign_in(world.sofia)


def kannel(world: World, gateway: Gateway, **more: str) -> dict[str, str]:
    """Kannel's form, filled in."""
    return {"name": "Our SMS number", "mailbox": str(world.care.pk), "address": "+230 5252 0000", "enabled": "on",
            "url": f"{gateway.url}/cgi-bin/sendsms", "username": "desk", "password": "a silent word", "region": "mu",
            "segment_price": "0,045 €", **more}


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_nobody_else_gets_in(world: World, sign_in: SignIn) -> None:
    for path in ("/settings/channels/", "/settings/channels/new/", "/settings/channels/new/kannel/"):
        assert sign_in(world.ioana).get(path).status_code in {403, 404}


def test_every_service_has_its_form(sofia: Client) -> None:
    page = sofia.get("/settings/channels/new/")
    assert page.status_code == 200
    for name in ("kannel", "twilio", "smpp"):
        assert f"/settings/channels/new/{name}/" in text(page)
        assert sofia.get(f"/settings/channels/new/{name}/").status_code == 200
    assert sofia.get("/settings/channels/new/pigeon/").status_code == 404


def test_kannel_is_entered_tried_and_kept(sofia: Client, world: World, gateway: Gateway) -> None:
    tried = sofia.post("/settings/channels/new/kannel/", kannel(world, gateway) | {"try": "1"})
    assert "Kannel knows us and takes messages." in text(tried)
    wrong = sofia.post("/settings/channels/new/kannel/", kannel(world, gateway, password="wrong") | {"try": "1"})
    assert "Kannel does not accept the user name or the password (403 Authorization failed for sendsms)." in text(wrong)
    assert ChannelAccount.objects.count() == 0
    kept = sofia.post("/settings/channels/new/kannel/", kannel(world, gateway))
    assert kept.status_code == 302, text(kept)
    account = ChannelAccount.objects.get()
    assert (account.address, account.channel, account.settings["region"]) == ("+23052520000", "sms", "MU")
    assert "a silent word" not in account.secret
    assert queries.secrets_of(account) == {"password": "a silent word"}
    page = text(sofia.get(f"/settings/channels/{account.pk}/"))
    assert value_of(account).hook_url in page
    assert "&amp;id=%I&amp;from=%p" in page
    assert "a silent word" not in page
    assert "Our SMS number" in text(sofia.get("/settings/channels/"))


def test_a_stored_password_is_shown_to_no_other_server(sofia: Client, world: World, gateway: Gateway) -> None:
    sofia.post("/settings/channels/new/kannel/", kannel(world, gateway))
    path = f"/settings/channels/{ChannelAccount.objects.get().pk}/"
    assert sofia.post(path, kannel(world, gateway, password="", name="The number")).status_code == 302
    assert queries.secrets_of(ChannelAccount.objects.get()) == {"password": "a silent word"}
    elsewhere = sofia.post(path, kannel(world, gateway, password="", url="https://elsewhere.example/sendsms"))
    assert elsewhere.status_code == 422
    assert "what is stored is shown to no other server" in text(elsewhere)


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("region", "XX", "“XX” is no country; write two letters, such as MU or FR."),
    ("segment_price", "cheap", "“cheap” is no price; write it as 0.045 EUR."),
    ("url", "nowhere", "Enter a valid URL.")])
def test_what_cannot_be_is_said(sofia: Client, world: World, gateway: Gateway, field: str, value: str,
                                sentence: str) -> None:
    answer = sofia.post("/settings/channels/new/kannel/", kannel(world, gateway, **{field: value}))
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_twilio_says_which_number_is_missing(sofia: Client, world: World, gateway: Gateway) -> None:
    form = {"name": "Twilio", "mailbox": str(world.care.pk), "address": "+23052520000", "enabled": "on",
            "account_sid": "AC1", "auth_token": "t", "api_address": gateway.url, "try": "1"}
    base = "/2010-04-01/Accounts/AC1"
    assert "Twilio does not accept the account or its token (404" in text(
        sofia.post("/settings/channels/new/twilio/", form))
    gateway.pages[f"{base}.json"] = (200, {}, b"{}")
    gateway.pages[f"{base}/IncomingPhoneNumbers.json"] = (200, {}, b'{"incoming_phone_numbers": []}')
    assert "+23052520000 is no number of this account" in text(sofia.post("/settings/channels/new/twilio/", form))
    gateway.pages[f"{base}/IncomingPhoneNumbers.json"] = (
        200, {}, b'{"incoming_phone_numbers": [{"sms_url": "https://elsewhere.example"}]}')
    assert "Those that come in go elsewhere" in text(sofia.post("/settings/channels/new/twilio/", form))


def test_smpp_is_tried(sofia: Client, world: World) -> None:
    with running_centre() as centre:
        form = {"name": "Operator", "mailbox": str(world.care.pk), "address": "8000", "enabled": "on",
                "host": "127.0.0.1", "port": str(centre.port), "security": "none", "username": SYSTEM_ID,
                "password": PASSWORD, "alphabet": "gsm", "try": "1"}
        assert "The SMS centre knows us and takes messages." in text(
            sofia.post("/settings/channels/new/smpp/", form))
        assert "does not accept the system id or the password" in text(
            sofia.post("/settings/channels/new/smpp/", form | {"password": "wrong"}))


def test_who_writes_sees_what_an_sms_costs(sofia: Client, world: World, gateway: Gateway, sign_in: SignIn) -> None:
    sofia.post("/settings/channels/new/kannel/", kannel(world, gateway, segment_price="0.045 EUR"))
    people.add_address(world.marie, "sms", "+230 5700 1234")
    people.change_contact(world.marie, hours=[], channel="sms")
    case = tickets.open_ticket(world.care, world.marie, subject="A valve", channel="sms", now=world.now)
    hers = tickets.record_theirs(case, world.marie, tickets.Said(text="Hello?", channel="sms"), now=world.now)
    ioana = sign_in(world.ioana)
    said = ioana.put(f"/c/{case.number}/draft/", f"kind=reply&key=one&seen={hers.pk}&text=" + "%C8%99" * 80,
                     content_type="application/x-www-form-urlencoded")
    assert "2 SMS segments, 0.090 EUR." in text(said)
    assert "Without accents: 1" in text(said)
    bare = ioana.post(f"/c/{case.number}/answer/", {
        "kind": "reply", "key": "one", "seen": hers.pk, "text": "ș" * 80, "act": "plain-letters"})
    assert "s" * 80 in text(bare)
