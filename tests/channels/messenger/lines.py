"""Messenger, as the contract of channels sees it: of what it took it tells that it arrived, and nothing else."""

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

ARRIVALS = frozenset({"delivered"})


@dataclass
class MessengerLine:
    """A page, with Marie at the end."""

    account: ChannelAccount
    graph: Graph
    address: str = "7716"
    brings_files: bool = True
    has_clock: bool = False
    has_names: bool = True

    def plan(self, *outcomes: str) -> None:
        said: dict[str, Fail | HangUp | None] = {
            TAKES: None, LATER: Fail(613), NEVER: Fail(100), GONE: Fail(551, subcode=1545041), SILENT: HangUp()}
        self.graph.plan(*(said[one] for one in outcomes))

    def taken(self) -> list[tuple[str, str]]:
        names = [name for name, _type, _content in self.graph.stored.values()]
        return [(one["recipient"]["id"], words_of(one) or names.pop(0)) for one in self.graph.sent]

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        message: dict[str, Any] = {"mid": f"m_{number}", "text": text}
        if file:
            self.graph.kept["photo.png"] = file
            message["attachments"] = [{"type": "image", "payload": {"url": f"{self.graph.url}/files/photo.png"}}]
        return self._signed({"timestamp": int(at.timestamp() * 1000), "message": message})

    def told(self, delivery: Delivery, state: str) -> Request:
        return self._signed({"delivery": {"mids": [delivery.references.latest("pk").reference], "watermark": 1}})

    def forged(self, request: Request) -> Request:
        return Request(request.path, headers=meta.signed(request.body, "another secret"), body=request.body)

    def garbled(self, request: Request) -> Request | None:
        body = request.body[:-1]
        return Request(request.path, headers=meta.signed(body), body=body)

    def _signed(self, event: dict[str, Any]) -> Request:
        event = {"sender": {"id": self.address}, "recipient": {"id": meta.PAGE}} | event
        body = json.dumps({"object": "page", "entry": [{"id": meta.PAGE, "messaging": [event]}]}).encode()
        return Request(f"/hooks/messenger/{self.account.token}/", headers=meta.signed(body), body=body)


@contextmanager
def messenger(world: World) -> Iterator[MessengerLine]:
    """Our page, whose cases go to Care."""
    with running_graph() as graph:
        graph.names["7716"] = ("Marie", "Laval")
        account = actions.add_account(
            mailbox=world.care, channel="messenger", provider="messenger", name="Messenger", address=meta.PAGE,
            now=world.now, settings={"api_address": graph.url},
            secret={"token": meta.TOKEN, "app_secret": meta.SECRET, "verify_token": meta.VERIFY})
        yield MessengerLine(account, graph)


LINES: dict[str, Opener] = {"messenger": messenger}
TELLS = {"messenger": ARRIVALS}
