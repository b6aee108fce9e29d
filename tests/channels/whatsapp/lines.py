"""WhatsApp, as the contract of channels sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from entendu.parts.accounts import actions
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery
from tests.channels.contract import GONE, LATER, NEVER, SILENT, TAKES, Opener, Request
from tests.servers import graph as meta
from tests.servers.graph import Fail, Graph, HangUp, running_graph, words_of
from tests.world import World

CODES = {"failed": 131051, "gone": 131026, "failed for now": 131016}


@dataclass
class WhatsAppLine:
    """The Cloud API, with Marie at the end."""

    account: ChannelAccount
    graph: Graph
    address: str = "+23057001234"
    brings_files: bool = True
    has_clock: bool = False
    has_names: bool = True

    def plan(self, *outcomes: str) -> None:
        said: dict[str, Fail | HangUp | None] = {
            TAKES: None, LATER: Fail(130429, 429), NEVER: Fail(131051), GONE: Fail(131026), SILENT: HangUp()}
        self.graph.plan(*(said[one] for one in outcomes))

    def taken(self) -> list[tuple[str, str]]:
        return [(f"+{one['to']}", words_of(one) or one["document"]["filename"]) for one in self.graph.sent]

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        said: dict[str, Any] = {"type": "text", "text": {"body": text}}
        if file:
            self.graph.kept["photo"] = file
            said = {"type": "image", "image": {"id": "photo", "mime_type": "image/png", "caption": text}}
        who = self.address.lstrip("+")
        return self._signed({
            "contacts": [{"profile": {"name": "Marie Laval"}, "wa_id": who}],
            "messages": [{"from": who, "id": f"wamid.{number}", "timestamp": str(int(at.timestamp())), **said}]})

    def told(self, delivery: Delivery, state: str) -> Request:
        last = delivery.references.latest("pk").reference
        told: dict[str, Any] = {"id": last, "status": "delivered", "timestamp": "1795455600"}
        if state in CODES:
            told |= {"status": "failed", "errors": [{"code": CODES[state], "title": "Something"}]}
        return self._signed({"statuses": [told]})

    def forged(self, request: Request) -> Request:
        return Request(request.path, headers=meta.signed(request.body, "another secret"), body=request.body)

    def garbled(self, request: Request) -> Request | None:
        body = request.body[:-1]
        return Request(request.path, headers=meta.signed(body), body=body)

    def _signed(self, value: dict[str, Any]) -> Request:
        value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": meta.NUMBER}} | value
        body = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
        return Request(f"/hooks/whatsapp/{self.account.token}/", headers=meta.signed(body), body=body)


@contextmanager
def whatsapp(world: World) -> Iterator[WhatsAppLine]:
    """Our number, whose cases go to Care."""
    with running_graph() as graph:
        account = actions.add_account(
            mailbox=world.care, channel="whatsapp", provider="whatsapp", name="WhatsApp", address=meta.NUMBER,
            now=world.now, settings={"api_address": graph.url},
            secret={"token": meta.TOKEN, "app_secret": meta.SECRET, "verify_token": meta.VERIFY})
        yield WhatsAppLine(account, graph)


LINES: dict[str, Opener] = {"whatsapp": whatsapp}
