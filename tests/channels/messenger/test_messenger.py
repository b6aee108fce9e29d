"""Messenger both ways: what its hook tells, what goes, and what a refusal means."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from entendu.channels.messages import Account, File, Hook, Incoming, Outgoing, Receipt
from entendu.channels.messenger import hooks
from entendu.channels.messenger.probe import probe
from entendu.channels.messenger.send import send
from entendu.channels.trouble import Deferred, LostSight, Refused, Unreadable, Withdrawn
from tests.servers import graph as meta
from tests.servers.graph import Fail, Graph, HangUp

NOW = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
SECRETS = {"app_secret": meta.SECRET, "verify_token": meta.VERIFY, "token": meta.TOKEN}
ACCOUNT = Account("messenger", "messenger", meta.PAGE, secrets=SECRETS)
PARCEL = Outgoing("7716", "Your meter is replaced on Thursday at ten. — Ștefan 👋", "1-0")


def account(graph: Graph, token: str = meta.TOKEN) -> Account:
    """The page, at the small Graph API."""
    return Account("messenger", "messenger", meta.PAGE, {"api_address": graph.url}, SECRETS | {"token": token})


def hook(event: dict[str, Any], page: str = meta.PAGE) -> Hook:
    """A signed hook of one event by Priya."""
    told = {"sender": {"id": "7716"}, "recipient": {"id": page}, "timestamp": 1795455600000} | event
    body = json.dumps({"object": "page", "entry": [{"id": page, "time": 1795455600, "messaging": [told]}]}).encode()
    return Hook("POST", "https://desk.example/hooks/messenger/token", meta.signed(body), body)


@pytest.mark.parametrize(("event", "text", "files"), [
    ({"message": {"mid": "m_1", "text": "Bună 👋"}}, "Bună 👋", 0),
    ({"message": {"mid": "m_1", "text": "Yes", "quick_reply": {"payload": "y"}}}, "Yes", 0),
    ({"postback": {"title": "Get started", "payload": "START"}}, "Get started", 0),
    ({"reaction": {"mid": "m_0", "action": "react", "emoji": "❤"}}, "(They reacted with ❤.)", 0),
    ({"reaction": {"mid": "m_0", "action": "unreact"}}, "(They took their reaction back.)", 0),
    ({"message": {"mid": "m_1", "attachments": [{"type": "image", "payload": {"url": "https://x.fbcdn.net/a.jpg"}}]}},
     "", 1),
    ({"message": {"mid": "m_1", "attachments": [{"type": "location", "title": "Here", "payload": {
        "coordinates": {"lat": -20.3, "long": 57.5}}}]}}, "Here -20.3, 57.5", 0),
    ({"message": {"mid": "m_1", "attachments": [{"type": "fallback", "title": "A page", "url": "https://a.example"}]}},
     "A page https://a.example", 0),
    ({"message": {"mid": "m_1", "is_unsupported": True}}, "(A message came that Messenger does not hand on.)", 0),
])
def test_every_kind_of_message_has_its_words(event: dict[str, Any], text: str, files: int) -> None:
    [said] = hooks.read(ACCOUNT, hook(event))
    assert isinstance(said, Incoming)
    assert (said.sender, said.text, len(said.files), said.channel) == ("7716", text, files, "messenger")
    assert said.at == datetime.fromtimestamp(1795455600, UTC)
    assert said.provider_id


def test_receipts_that_name_their_messages() -> None:
    said = hooks.read(ACCOUNT, hook({"delivery": {"mids": ["m_7", "m_8", 9], "watermark": 1795455600000}}))
    assert said == [Receipt("m_7", "delivered"), Receipt("m_8", "delivered")]
    assert hooks.read(ACCOUNT, hook({"read": {"watermark": 1795455600000}})) == []


def test_our_own_echo_and_another_page_are_left_alone() -> None:
    said = {"message": {"mid": "m_1", "text": "hello", "is_echo": True}}
    assert hooks.read(ACCOUNT, hook(said)) == []
    assert hooks.read(ACCOUNT, hook({"message": {"mid": "m_1", "text": "hello"}}, page="2")) == []


@pytest.mark.parametrize("event", [
    {"message": 7}, {"message": {"text": "no id"}}, {"sender": "x", "message": {"mid": "m", "text": "t"}},
    {"delivery": {"mids": "m"}}, {"timestamp": "soon", "read": []}])
def test_what_is_no_message_is_no_reason_to_stumble(event: dict[str, Any]) -> None:
    assert hooks.read(ACCOUNT, hook(event)) == []


def test_who_is_believed() -> None:
    good = hook({"message": {"mid": "m_1", "text": "hello"}})
    assert hooks.is_believed(ACCOUNT, good, NOW)
    assert not hooks.is_believed(ACCOUNT, replace(good, body=good.body + b" "), NOW)
    asked = Hook("GET", "https://desk.example/?hub.mode=subscribe&hub.verify_token=the+word+that+verifies"
                        "&hub.challenge=42", {}, b"")
    assert hooks.is_believed(ACCOUNT, asked, NOW)
    assert hooks.answer(ACCOUNT, asked).body == "42"
    with pytest.raises(Unreadable):
        hooks.read(ACCOUNT, Hook("POST", "", {}, b"{"))


def test_name_and_files_are_asked_for(graph: Graph) -> None:
    graph.names["7716"] = ("Priya", "Nair")
    graph.kept["photo.jpg"] = b"\xff\xd8"
    files = (File("image", "image/jpeg", url=f"{graph.url}/files/photo.jpg"),)
    got = hooks.fetch(account(graph), Incoming("messenger", "m_1", "7716", "look", files=files))
    assert (got.sender_name, got.files) == ("Priya Nair", (File("image.jpg", "image/jpeg", b"\xff\xd8"),))


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "https://evil.example/a.jpg", "file:///etc/passwd",
                                 "http://x.fbcdn.net/a.jpg", "https://fbcdn.net.evil.example/a", "https://["])
def test_a_hook_names_no_other_machine(graph: Graph, url: str) -> None:
    got = hooks.fetch(account(graph), Incoming("messenger", "m_1", "7716", files=(File("a", "image/jpeg", url=url),)))
    assert got.files == ()
    assert "could not be fetched" in got.text


def may_leave() -> bool:
    """Nobody took it back."""
    return True


def test_words_and_files_go(graph: Graph) -> None:
    files = (File("plan.pdf", "application/pdf", b"%PDF"),)
    carried = send(account(graph), replace(PARCEL, files=files), before_flight=may_leave)
    assert graph.texts() == [PARCEL.text]
    assert graph.sent[0]["messaging_type"] == "RESPONSE"
    assert "tag" not in graph.sent[0]
    assert graph.sent[1]["message"]["attachment"]["payload"]["attachment_id"] in graph.stored
    assert carried.references == ("m_1", "m_2")


def test_later_than_a_day_a_person_may_still_answer(graph: Graph) -> None:
    graph.closed.add("7716")
    with pytest.raises(Refused, match="too long ago"):
        send(account(graph), PARCEL, before_flight=may_leave)
    send(account(graph), PARCEL, human_agent=True, before_flight=may_leave)
    assert graph.sent[0]["tag"] == "HUMAN_AGENT"


def test_long_words_go_in_pieces(graph: Graph) -> None:
    send(account(graph), replace(PARCEL, text="some words " * 500), before_flight=may_leave)
    assert len(graph.sent) == 3
    assert " ".join(graph.texts()).split() == ("some words " * 500).split()


@pytest.mark.parametrize(("code", "subcode", "status", "kind", "gone"), [
    (10, 2018278, 400, Refused, False), (551, 1545041, 400, Refused, True), (100, 2018001, 400, Refused, True),
    (100, 0, 400, Refused, False), (10, 0, 403, Deferred, False), (190, 0, 401, Deferred, False),
    (613, 0, 400, Deferred, False), (1200, 0, 500, Deferred, False), (-1, 0, 500, Deferred, False),
    (424242, 0, 400, Refused, False), (424242, 0, 503, Deferred, False),
])
def test_what_its_codes_mean(graph: Graph, code: int, subcode: int, status: int, kind: type[Exception],
                             gone: bool) -> None:
    graph.plan(Fail(code, status, subcode))
    with pytest.raises(kind) as told:
        send(account(graph), PARCEL, before_flight=may_leave)
    assert getattr(told.value, "gone", False) is gone


def test_what_is_not_known_is_not_sent_twice(graph: Graph) -> None:
    graph.plan(HangUp())
    with pytest.raises(LostSight):
        send(account(graph), PARCEL, before_flight=may_leave)
    with pytest.raises(Withdrawn):
        send(account(graph), PARCEL, before_flight=lambda: False)
    assert len(graph.sent) == 1


def test_try_it(graph: Graph) -> None:
    assert probe(account(graph)).ok
    assert "make a new one" in probe(account(graph, "old")).sentence
    assert not probe(Account("messenger", "messenger", "2", {"api_address": graph.url}, SECRETS)).ok
