"""The telephone: links that dial, what an exchange tells, and calls by Twilio Voice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from entendu.channels.messages import Account, Called, CallState, Hook
from entendu.channels.phone import pbx, twilio_voice
from entendu.channels.phone.dial import sip, tel
from entendu.channels.trouble import Deferred, Refused, Unreadable
from entendu.channels.webhooks import standard
from tests.servers import twilio_voice as twilio
from tests.servers.twilio_voice import Voice

NOW = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
SECRET = standard.new_secret()
EXCHANGE = Account("phone", "pbx", "+40312000222", secrets={"signing_secret": SECRET})
HOOK_URL = "https://desk.example/hooks/twilio-voice/token/"


@pytest.mark.parametrize(("number", "link"), [
    ("+230 5700 1234", "tel:+23057001234"), ("021 300 00 00", "tel:0213000000"), ("112", "tel:112"), ("", ""),
    ("marie@laval.example", ""), ("+230;phone-context=x", "tel:+230"), ("٠١٢", "")])
def test_a_number_is_dialled(number: str, link: str) -> None:
    assert tel(number) == link


@pytest.mark.parametrize(("domain", "link"), [
    ("pbx.example.org", "sip:+23057001234@pbx.example.org;user=phone"),
    ("10.0.0.5:5061", "sip:+23057001234@10.0.0.5:5061;user=phone"), ("", ""), ("no domain", ""),
    ("evil.example?header=x", ""), ("a@b.example", "")])
def test_a_number_is_dialled_by_the_exchange(domain: str, link: str) -> None:
    assert sip("+230 5700 1234", domain) == link


def event(signed_at: datetime = NOW, secret: str = SECRET, **more: Any) -> Hook:
    """An event of our exchange, signed."""
    body = json.dumps({"call": "17.42", "event": "ended", "direction": "out", "number": "+23057001234",
                       "at": "2026-11-23T17:38:00+00:00", "seconds": 75, "agent": "ioana@example.org",
                       "task": 7} | more).encode()
    return Hook("POST", "", {"webhook-id": "msg_1", "webhook-timestamp": str(int(signed_at.timestamp())),
                             "webhook-signature": standard.sign(secret, "msg_1", signed_at, body)}, body)


def test_an_exchange_tells_of_a_call() -> None:
    assert pbx.is_believed(EXCHANGE, event(), NOW)
    assert pbx.read(EXCHANGE, event()) == [Called(
        "17.42", "+23057001234", False, CallState.ENDED, datetime(2026, 11, 23, 17, 38, tzinfo=UTC), 75,
        "ioana@example.org", 7)]
    [short] = pbx.read(EXCHANGE, event(seconds=None, agent=None, task="x", at="soon", event="missed", direction="in"))
    assert short == Called("17.42", "+23057001234", True, CallState.MISSED)


@pytest.mark.parametrize("hook", [
    event(secret=standard.new_secret()), event(NOW - timedelta(minutes=6)), event(NOW + timedelta(minutes=6)),
    Hook("POST", "", event().headers, event().body + b" "), Hook("POST", "", {}, b"{}")])
def test_a_forged_an_old_and_a_future_event_are_not_believed(hook: Hook) -> None:
    assert not pbx.is_believed(EXCHANGE, hook, NOW)
    assert not pbx.is_believed(Account("phone", "pbx", ""), hook, NOW)


@pytest.mark.parametrize("more", [{"event": "danced"}, {"call": ""}, {"call": "x" * 201}, {"direction": "up"}])
def test_what_is_no_event_is_said_to_be_none(more: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        pbx.read(EXCHANGE, event(**more))


def account(voice: Voice | None = None, token: str = twilio.TOKEN, **settings: str) -> Account:
    """Our number at Twilio."""
    address = {"api_address": voice.url} if voice else {}
    return Account("phone", "twilio-voice", twilio.NUMBER, address | settings,
                   {"account_sid": twilio.SID, "auth_token": token}, HOOK_URL)


def test_a_call_back_rings_us_first(voice: Voice) -> None:
    sid = twilio_voice.call_back(account(voice), "+40721000111", "+23057001234", task=7)
    assert sid.startswith("CA")
    [form] = voice.calls
    assert (form["To"], form["From"]) == ("+40721000111", twilio.NUMBER)
    dial = ElementTree.fromstring(form["Twiml"])[0]
    number = dial[0]
    assert (dial.get("callerId"), number.text) == (twilio.NUMBER, "+23057001234")
    assert number.get("statusCallback") == f"{HOOK_URL}?task=7"


@pytest.mark.parametrize(("status", "code", "kind"), [
    (400, 21211, Refused), (400, 21215, Refused), (401, 20003, Deferred), (429, 20429, Deferred),
    (503, 20500, Deferred)])
def test_what_a_refusal_means(voice: Voice, status: int, code: int, kind: type[Exception]) -> None:
    voice.planned.append((status, code))
    with pytest.raises(kind, match=str(code)):
        twilio_voice.call_back(account(voice), "+40721000111", "+23057001234")


@pytest.mark.parametrize(("fields", "state", "seconds"), [
    ({"CallStatus": "ringing"}, CallState.RINGING, 0), ({"CallStatus": "in-progress"}, CallState.ANSWERED, 0),
    ({"CallStatus": "completed", "CallDuration": "75"}, CallState.ENDED, 75),
    ({"CallStatus": "busy"}, CallState.BUSY, 0),
    ({"CallStatus": "no-answer"}, CallState.MISSED, 0), ({"CallStatus": "failed"}, CallState.FAILED, 0)])
def test_what_became_of_a_call_back(fields: dict[str, str], state: CallState, seconds: int) -> None:
    hook = twilio.told(f"{HOOK_URL}?task=7", CallSid="CA2", ParentCallSid="CA1", Direction="outbound-dial",
                       To="+23057001234", Timestamp="Mon, 23 Nov 2026 17:38:00 +0000", **fields)
    assert twilio_voice.is_believed(account(), hook, NOW)
    assert twilio_voice.read(account(), hook) == [Called(
        "CA2", "+23057001234", False, state, datetime(2026, 11, 23, 17, 38, tzinfo=UTC), seconds, task=7)]


def test_our_own_telephone_tells_nothing_of_them() -> None:
    hook = twilio.told(HOOK_URL, CallSid="CA1", Direction="outbound-api", CallStatus="no-answer", To="+40721000111")
    assert twilio_voice.read(account(), hook) == []


def test_a_call_that_comes_in_is_put_through() -> None:
    ours = account(forward_to="+40721000111")
    rings = twilio.told(HOOK_URL, CallSid="CA3", Direction="inbound", CallStatus="ringing", From="+23057001234",
                        To=twilio.NUMBER)
    dial = ElementTree.fromstring(twilio_voice.answer(ours, rings).body)[0]
    assert (dial.tag, dial[0].text, dial.get("action")) == ("Dial", "+40721000111", HOOK_URL)
    assert [(one.state, one.inward) for one in twilio_voice.read(ours, rings)] == [(CallState.RINGING, True)]
    nobody = twilio.told(HOOK_URL, CallSid="CA3", Direction="inbound", CallStatus="in-progress", From="+23057001234",
                         DialCallStatus="no-answer")
    assert "<Say>" in twilio_voice.answer(ours, nobody).body
    assert [one.state for one in twilio_voice.read(ours, nobody)] == [CallState.MISSED]
    spoke = twilio.told(HOOK_URL, CallSid="CA3", Direction="inbound", CallStatus="completed", From="+23057001234",
                        DialCallStatus="completed", DialCallDuration="62")
    assert [(one.state, one.seconds) for one in twilio_voice.read(ours, spoke)] == [(CallState.ENDED, 62)]
    over = twilio.told(HOOK_URL, CallSid="CA3", Direction="inbound", CallStatus="completed", From="+23057001234")
    assert (twilio_voice.read(ours, over), twilio_voice.answer(ours, over).body) == ([], "")


def test_without_a_number_of_ours_they_hear_that_we_call_back() -> None:
    rings = twilio.told(HOOK_URL, CallSid="CA3", Direction="inbound", CallStatus="ringing", From="+23057001234")
    said = twilio_voice.answer(account(missed_words="Nous rappelons <vite>", language="fr-FR"), rings)
    say = ElementTree.fromstring(said.body)[0]
    assert (say.text, say.get("language")) == ("Nous rappelons <vite>", "fr-FR")


def test_try_it(voice: Voice) -> None:
    assert twilio_voice.probe(account(voice)).ok
    assert not twilio_voice.probe(account(voice, "old")).ok
    other = Account("phone", "twilio-voice", "+40312999999", {"api_address": voice.url},
                    {"account_sid": twilio.SID, "auth_token": twilio.TOKEN})
    assert "none of this account" in twilio_voice.probe(other).sentence
