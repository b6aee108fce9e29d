"""A small workflow of Teams: takes adaptive cards that hold to the schema's rules, answers as Power Automate does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.servers.processes import LOOPBACK

TOKEN = base64.b64encode(b"a security token of 32 bytes, so").decode()
LARGEST = 28 * 1024


class Workflow(ThreadingHTTPServer):
    """`cards` are those that were taken; `planned` the statuses of the next answers, None to hang up after taking."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free loopback port."""
        super().__init__((LOOPBACK, 0), _Requests)
        self.cards: list[dict[str, Any]] = []
        self.planned: deque[int | None] = deque()
        self.wrong: list[str] = []

    @property
    def url(self) -> str:
        """The address of the workflow."""
        return f"http://{LOOPBACK}:{self.server_port}/workflows/1/triggers/manual/paths/invoke?api-version=1&sig=abc"

    def texts(self) -> list[str]:
        """The words of each card, line by line."""
        return ["\n".join(block["text"] for block in card["body"]) for card in self.cards]


def activity(text: str, *, at: datetime, number: int = 1, **more: Any) -> bytes:
    """A message that mentions us, as Teams tells it."""
    return json.dumps({
        "type": "message", "id": f"{int(at.timestamp() * 1000) + number}", "channelId": "msteams",
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.1234567Z"), "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:1abc", "name": "Priya Nair", "aadObjectId": "7c3e8a3e-0000-4000-8000-000000000001"},
        "conversation": {"id": "19:abc@thread.tacv2;messageid=1", "conversationType": "channel"},
        "text": f"<at>Care</at> {text}", "textFormat": "plain"} | more, ensure_ascii=False).encode()


def signed(body: bytes, token: str = TOKEN) -> dict[str, str]:
    """The header of a hook as Teams signs it."""
    digest = hmac.new(base64.b64decode(token), body, hashlib.sha256).digest()
    return {"authorization": f"HMAC {base64.b64encode(digest).decode()}"}


def violations(message: Any, size: int) -> Iterator[str]:
    """What Teams would not show of it (adaptivecards.io, schema explorer; learn.microsoft.com, "Format cards")."""
    if size > LARGEST:
        yield "larger than 28 kB"
    if message.get("type") != "message" or len(message.get("attachments", ())) != 1:
        yield "not one card in a message"
        return
    one = message["attachments"][0]
    card = one.get("content", {})
    if one.get("contentType") != "application/vnd.microsoft.card.adaptive" or card.get("type") != "AdaptiveCard":
        yield "no adaptive card"
    if card.get("version") not in {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5"} or not card.get("body"):
        yield "a version that Teams does not show, or nothing to show"
    for block in card.get("body", ()):
        if block.get("type") != "TextBlock" or not isinstance(block.get("text"), str) or block.get("wrap") is not True:
            yield "a block without words, or one that is cut at the edge"
    for action in card.get("actions", ()):
        if action.get("type") != "Action.OpenUrl" or not action.get("url", "").startswith(("http://", "https://")):
            yield "an action that a workflow's card may not have"


class _Requests(BaseHTTPRequestHandler):
    server: Workflow
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._say(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = self.server.planned.popleft() if self.server.planned else 202
        if status is None or 200 <= status <= 299:
            message = json.loads(body)
            self.server.wrong += violations(message, len(body))
            self.server.cards.append(message["attachments"][0]["content"])
        if status is None:
            self.close_connection = True
            return self.connection.close()
        return self._say(status)

    def _say(self, status: int) -> None:
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "30")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address is a secret."""


@contextmanager
def running_workflow() -> Iterator[Workflow]:
    """The workflow on a thread."""
    with Workflow() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def workflow() -> Iterator[Workflow]:
    """The workflow, new for each test; all that was posted was a card that Teams shows."""
    with running_workflow() as server:
        yield server
    assert server.wrong == []
