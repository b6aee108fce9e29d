"""Other people's web hooks and SMS: each open case of the corpora, held against our own reading of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from entendu.channels.messages import Account, Hook, Incoming, Receipt
from entendu.channels.sms import twilio
from entendu.core.governor.sms import encoding, segments, typed_plainly

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
HERE = pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here")
URL = "https://desk.example/hooks/twilio/token"


def cases(folder: str, kind: str, of: str = "") -> list[Any]:
    """The open cases of one kind, of one provider where it is named."""
    path = CORPORA / folder / "cases.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    found = [case for case in map(json.loads, lines) if (case["split"], case["kind"]) == ("open", kind)]
    return [pytest.param(case, id=case["id"]) for case in found if not of or _provider(case) == of]


def _provider(case: dict[str, Any]) -> str:
    return str(case["channel"] if "channel" in case else case["input"]["scheme"])


def account(token: str = "t") -> Account:
    """An account at Twilio with this token."""
    return Account("sms", "twilio", "+40312000222", secrets={"account_sid": "ACxxx", "auth_token": token}, hook_url=URL)


@HERE
@pytest.mark.parametrize("case", cases("sms", "sms"))
def test_sms(case: dict[str, Any]) -> None:
    text, expected = case["input"], case["expect"]
    assert (encoding(text), segments(text)) == (expected["encoding"], expected["segments"])
    plain, smart = typed_plainly(text), expected["smart_encoding"]
    assert (encoding(plain), segments(plain)) == (smart["encoding"], smart["segments"])


@HERE
@pytest.mark.parametrize("case", cases("webhooks", "signature_check", of="twilio"))
def test_twilio_signatures(case: dict[str, Any]) -> None:
    told = case["input"]
    hook = Hook("POST", told["url"], {"x-twilio-signature": told["signature"]}, urlencode(told["params"]).encode())
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert twilio.is_believed(account(told["token"]), hook, now) == case["expect"]["valid"]


@HERE
@pytest.mark.parametrize("case", cases("webhooks", "webhook", of="twilio"))
def test_twilio_hooks(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """`no_fetch`: an address that is not Twilio's is never asked for."""
    monkeypatch.setattr(twilio.line, "fetch", lambda *_args, **_options: b"content")
    expected, ours = case["expect"], account()
    hook = Hook("POST", URL, {}, urlencode(case["input"]).encode())
    said = twilio.read(ours, hook)[0]
    if expected.get("kind") == "status":
        assert isinstance(said, Receipt)
        assert said.state == expected["status"]
        return
    assert isinstance(said, Incoming)
    message = twilio.fetch(ours, said)
    if "text" in expected:
        assert message.text == expected["text"]
    if "attachments" in expected:
        assert len(message.files) == expected["attachments"]
    if "location" in expected:
        assert list(message.location or ()) == expected["location"]
    for name in ("sender_name", "channel"):
        if name in expected:
            assert getattr(message, name) == expected[name]
