"""A small Twilio Voice: takes calls that its API would take, and signs what it tells us of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

import pytest

from entendu.channels.messages import Hook
from tests.servers.processes import LOOPBACK

SID, TOKEN, NUMBER = "AC" + "0" * 32, "an auth token of the tests", "+40312000222"
E164 = re.compile(r"\+[1-9]\d{6,14}")


class Voice(ThreadingHTTPServer):
    """`calls` are the forms of those that were taken; `planned` the errors (status, code) of the next answers."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free loopback port."""
        super().__init__((LOOPBACK, 0), _Requests)
        self.calls: list[dict[str, str]] = []
        self.planned: deque[tuple[int, int]] = deque()
        self.wrong: list[str] = []

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"http://{LOOPBACK}:{self.server_port}"


def told(url: str, token: str = TOKEN, **fields: str) -> Hook:
    """What Twilio tells of a call, signed."""
    said = url + "".join(name + fields[name] for name in sorted(fields))
    digest = base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()
    return Hook("POST", url, {"x-twilio-signature": digest, "content-type": "application/x-www-form-urlencoded"},
                urlencode(fields).encode())


def violations(form: dict[str, str]) -> Iterator[str]:
    """What the API would not take of a call (twilio.com/docs/voice/api/call-resource, Create)."""
    for name in ("To", "From"):
        if not E164.fullmatch(form.get(name, "")):
            yield f"{name} is no number: {form.get(name)!r}"
    if ("Twiml" in form) == ("Url" in form):
        yield "one of Url and Twiml says what happens"
    try:
        root = ElementTree.fromstring(form.get("Twiml", "<Response/>"))
    except ElementTree.ParseError as trouble:
        yield f"the TwiML is no XML: {trouble}"
        return
    if root.tag != "Response" or len(form.get("Twiml", "")) > 4000:
        yield "no TwiML that a call may carry"


class _Requests(BaseHTTPRequestHandler):
    server: Voice
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if not self._may():
            return self._say(401, {"code": 20003, "message": "Authenticate"})
        asked = dict(parse_qsl(urlsplit(self.path).query))
        found = [{"phone_number": NUMBER, "capabilities": {"voice": True, "sms": True}}]
        return self._say(200, {"incoming_phone_numbers": found if asked.get("PhoneNumber") == NUMBER else []})

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
        if not self._may():
            return self._say(401, {"code": 20003, "message": "Authenticate"})
        if self.server.planned:
            status, code = self.server.planned.popleft()
            return self._say(status, {"code": code, "message": "Something", "status": status})
        self.server.wrong += violations(form)
        self.server.calls.append(form)
        return self._say(201, {"sid": f"CA{len(self.server.calls):032}", "status": "queued"})

    def _may(self) -> bool:
        key = base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {key}" and f"/Accounts/{SID}/" in self.path

    def _say(self, status: int, body: Any) -> None:
        blob = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(blob)))
        self.end_headers()
        self.wfile.write(blob)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests hold keys."""


@contextmanager
def running_voice() -> Iterator[Voice]:
    """The API on a thread."""
    with Voice() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def voice() -> Iterator[Voice]:
    """The API, new for each test; all that we asked for was a call that it would make."""
    with running_voice() as server:
        yield server
    assert server.wrong == []
