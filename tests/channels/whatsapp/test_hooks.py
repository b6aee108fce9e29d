"""What WhatsApp's web hook tells, and who is believed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from entendu.channels.messages import Account, File, Hook, Incoming, Receipt
from entendu.channels.trouble import Unreadable
from entendu.channels.whatsapp import hooks
from tests.servers import graph as meta
from tests.servers.graph import Graph

NOW = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
ACCOUNT = Account("whatsapp", "whatsapp", meta.NUMBER,
                  secrets={"app_secret": meta.SECRET, "verify_token": meta.VERIFY, "token": meta.TOKEN})
NAMES = {"contacts": [{"profile": {"name": "Marie Laval"}, "wa_id": "23057001234"}]}


def hook(value: dict[str, Any], *, number: str = meta.NUMBER, field: str = "messages") -> Hook:
    """A signed hook with this value."""
    told = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}} | value
    body = json.dumps({"object": "whatsapp_business_account",
                       "entry": [{"id": "1", "changes": [{"field": field, "value": told}]}]}).encode()
    return Hook("POST", "https://desk.example/hooks/whatsapp/token", meta.signed(body), body)


def message(kind: str, **content: Any) -> dict[str, Any]:
    """A message of Marie's."""
    return NAMES | {"messages": [{"from": "23057001234", "id": "wamid.1", "timestamp": "1795455600", "type": kind,
                                  **content}]}


def only(value: dict[str, Any]) -> Incoming:
    """The one message that a hook tells."""
    [said] = hooks.read(ACCOUNT, hook(value))
    assert isinstance(said, Incoming)
    return said


@pytest.mark.parametrize(("kind", "content", "text"), [
    ("text", {"text": {"body": "Bună 👋\nȘi încă ceva"}}, "Bună 👋\nȘi încă ceva"),
    ("text", {"text": {"body": "null\0 bytes\0"}}, "null bytes"),
    ("button", {"button": {"text": "Yes", "payload": "y"}}, "Yes"),
    ("interactive", {"interactive": {"type": "button_reply", "button_reply": {"id": "1", "title": "Not quite"}}},
     "Not quite"),
    ("interactive", {"interactive": {"type": "list_reply", "list_reply": {"title": "At ten", "description": "Friday"}}},
     "At ten\nFriday"),
    ("interactive", {"interactive": {"type": "nfm_reply", "nfm_reply": {
        "body": "Sent", "response_json": '{"flow_token": "t", "day": "Friday"}'}}}, "Sent\nday: Friday"),
    ("interactive", {"interactive": {"type": "nfm_reply", "nfm_reply": {"body": "Sent", "response_json": "{no"}}},
     "Sent"),
    ("reaction", {"reaction": {"message_id": "wamid.0", "emoji": "👍"}}, "(They reacted with 👍.)"),
    ("reaction", {"reaction": {"message_id": "wamid.0"}}, "(They took their reaction back.)"),
    ("location", {"location": {"latitude": -20.3, "longitude": 57.5, "name": "Curepipe"}}, "Curepipe\n-20.3, 57.5"),
    ("contacts", {"contacts": [{"name": {"formatted_name": "Jonas"}, "phones": [{"phone": "+49 30 1"}]}]},
     "Jonas, +49 30 1"),
    ("order", {"order": {"text": "please", "product_items": [{"product_retailer_id": "A7", "quantity": 2}]}},
     "please\n2 × A7"),
    ("system", {"system": {"body": "Marie changed her number"}}, "Marie changed her number"),
    ("unsupported", {"errors": [{"code": 131051, "title": "Message type unknown"}]},
     "(A message came that WhatsApp does not hand on: Message type unknown.)"),
    ("hologram", {}, "(A message came that WhatsApp does not hand on: hologram.)"),
    ("image", {"image": {"id": "b1"}, "errors": [{"title": "Media download failed"}]},
     "(A file came that WhatsApp could not hand on: Media download failed.)"),
])
def test_every_kind_of_message_has_its_words(kind: str, content: dict[str, Any], text: str) -> None:
    assert only(message(kind, **content)).text == text


def test_a_message_says_who_and_when() -> None:
    said = only(message("text", text={"body": "hello"}))
    assert (said.sender, said.sender_name, said.provider_id) == ("+23057001234", "Marie Laval", "wamid.1")
    assert said.at == datetime.fromtimestamp(1795455600, UTC)


def test_who_shows_no_number_is_known_by_their_id() -> None:
    told = {"contacts": [{"profile": {"name": "Priya"}, "user_id": "MU.13491208655302741918"}],
            "messages": [{"from_user_id": "MU.13491208655302741918", "id": "wamid.1", "timestamp": "1795455600",
                          "type": "text", "text": {"body": "hello"}}]}
    assert (only(told).sender, only(told).sender_name) == ("MU.13491208655302741918", "Priya")


def test_a_file_is_fetched_with_our_token(graph: Graph) -> None:
    graph.kept["b1"] = b"\xff\xd8 a photograph"
    said = only(message("image", image={"id": "b1", "mime_type": "image/jpeg", "caption": "The board"}))
    account = Account("whatsapp", "whatsapp", meta.NUMBER, {"api_address": graph.url}, ACCOUNT.secrets)
    got = hooks.fetch(account, said)
    assert got.text == "The board"
    assert got.files == (File("image.jpg", "image/jpeg", b"\xff\xd8 a photograph"),)


def test_a_file_that_cannot_be_had_is_named(graph: Graph) -> None:
    said = only(message("document", document={"id": "gone", "mime_type": "application/pdf", "filename": "plan.pdf"}))
    account = Account("whatsapp", "whatsapp", meta.NUMBER, {"api_address": graph.url}, ACCOUNT.secrets)
    got = hooks.fetch(account, said)
    assert (got.files, got.text) == ((), "(The file plan.pdf could not be fetched.)")


@pytest.mark.parametrize("value", [
    {"statuses": "x"}, {"messages": [{"type": "text"}]}, {"messages": [7]}, {"contacts": None}, {"errors": [1]}, {}])
def test_what_is_no_message_is_no_reason_to_stumble(value: dict[str, Any]) -> None:
    assert hooks.read(ACCOUNT, hook(value)) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(Unreadable):
        hooks.read(ACCOUNT, Hook("POST", "", {}, body))


def test_another_numbers_news_and_our_own_echoes_are_left_alone() -> None:
    said = message("text", text={"body": "hello"})
    assert hooks.read(ACCOUNT, hook(said, number="999")) == []
    assert hooks.read(ACCOUNT, hook(said, field="smb_message_echoes")) == []


@pytest.mark.parametrize(("status", "code", "state", "permanent", "gone"), [
    ("sent", 0, "sent", False, False), ("delivered", 0, "delivered", False, False), ("read", 0, "read", False, False),
    ("played", 0, "read", False, False), ("failed", 131026, "failed", True, True),
    ("failed", 131047, "failed", True, False), ("failed", 131049, "failed", True, False),
    ("failed", 131000, "failed", False, False), ("failed", 130429, "failed", False, False),
])
def test_receipts(status: str, code: int, state: str, permanent: bool, gone: bool) -> None:
    errors = {"errors": [{"code": code, "title": "Something", "error_data": {"details": "More"}}]} if code else {}
    [said] = hooks.read(ACCOUNT, hook({"statuses": [{"id": "wamid.9", "status": status, "timestamp": "1795455600",
                                                     "recipient_id": "23057001234", **errors}]}))
    assert isinstance(said, Receipt)
    assert (said.reference, said.state, said.permanent, said.gone) == ("wamid.9", state, permanent, gone)
    assert not code or f"({code}: More)" in said.words


def test_only_what_meta_signed_is_believed() -> None:
    good = hook(message("text", text={"body": "hello"}))
    assert hooks.is_believed(ACCOUNT, good, NOW)
    assert not hooks.is_believed(ACCOUNT, Hook("POST", good.url, good.headers, good.body + b" "), NOW)
    assert not hooks.is_believed(ACCOUNT, Hook("POST", good.url, {}, good.body), NOW)
    assert not hooks.is_believed(ACCOUNT, Hook("POST", good.url, meta.signed(good.body, "another"), good.body), NOW)
    without = Account("whatsapp", "whatsapp", meta.NUMBER)
    assert not hooks.is_believed(without, Hook("POST", good.url, meta.signed(good.body, ""), good.body), NOW)


@pytest.mark.parametrize(("query", "word"), [
    (f"hub.mode=subscribe&hub.verify_token={meta.VERIFY.replace(' ', '+')}&hub.challenge=1158201444", "1158201444"),
    ("hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1158201444", ""),
    (f"hub.mode=other&hub.verify_token={meta.VERIFY.replace(' ', '+')}&hub.challenge=1158201444", ""),
    ("", ""),
])
def test_the_address_is_verified_by_our_own_word(query: str, word: str) -> None:
    asked = Hook("GET", f"https://desk.example/hooks/whatsapp/token?{query}", {}, b"")
    assert hooks.is_believed(ACCOUNT, asked, NOW) is bool(word)
    assert hooks.answer(ACCOUNT, asked).body == word
    assert hooks.read(ACCOUNT, asked) == []
