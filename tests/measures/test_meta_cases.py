"""Other people's web hooks of Meta and Teams: each open case of the corpora, held against our own reading of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from entendu.channels import graph
from entendu.channels.messages import Account, Hook, Incoming, News, Receipt
from entendu.channels.messenger import hooks as messenger
from entendu.channels.teams import hooks as teams
from entendu.channels.trouble import Unreadable
from entendu.channels.whatsapp import hooks as whatsapp
from tests.measures.test_webhook_cases import HERE, cases

READERS = {"whatsapp_cloud": whatsapp, "messenger": messenger, "teams": teams}
OURS = [one for name in READERS for one in cases("webhooks", "webhook", of=name)]


@HERE
@pytest.mark.parametrize("case", [*cases("webhooks", "signature_check", of="meta"),
                                  *cases("webhooks", "signature_check", of="teams")])
def test_signatures(case: dict[str, Any]) -> None:
    told = case["input"]
    body, signature = told["body"].encode(), told["signature"]
    if told["scheme"] == "teams":
        assert teams.is_signed(signature, body, told["token"]) == case["expect"]["valid"]
        return
    hook = Hook("POST", "", {"x-hub-signature-256": signature}, body)
    assert graph.is_signed(hook, told["token"]) == case["expect"]["valid"]


@HERE
@pytest.mark.parametrize("case", OURS)
def test_hooks(case: dict[str, Any]) -> None:
    expected = case["expect"]
    body = case["input"] if isinstance(case["input"], str) else json.dumps(case["input"])
    hook = Hook("POST", "", {}, body.encode())
    if expected.get("status") == 400:
        with pytest.raises(Unreadable):
            _read(case, hook)
        return
    news = _read(case, hook)
    said = [one for one in news if isinstance(one, Incoming)]
    first = said[0] if said else None
    if expected.get("kind") == "status":
        assert [one.state for one in news if isinstance(one, Receipt)] == [expected["status"]]
    if "messages" in expected:
        assert len(said) == expected["messages"]
    for name in {"text", "sender_name"} & set(expected):
        assert getattr(first, name) == expected[name]
    if "sender" in expected:
        assert first is not None
        assert first.sender.lstrip("+") == expected["sender"]
    if "attachments" in expected:
        assert first is not None
        assert len(first.files) == expected["attachments"]
    if "location" in expected:
        assert first is not None
        assert list(first.location or ()) == expected["location"]


def _read(case: dict[str, Any], hook: Hook) -> list[News]:
    return READERS[case["channel"]].read(Account("", "", ""), hook)
