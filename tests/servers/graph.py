"""A small Graph API of Meta's: numbers and pages that take messages and files, and sign hooks.

It holds to what Meta publishes of the few addresses that the desk uses: a message that the real one would refuse is
refused here with Meta's own code.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.servers.processes import LOOPBACK

TOKEN = "EAAG-a-token-of-the-tests"
SECRET = "the app's secret of the tests"
VERIFY = "the word that verifies"
NUMBER, PAGE = "106540352242922", "1906385232743451"


@dataclass(frozen=True, slots=True)
class Fail:
    """Answer one message with this error; nothing is taken."""

    code: int
    status: int = 400
    subcode: int = 0
    message: str = "(#{code}) Something"


@dataclass(frozen=True, slots=True)
class HangUp:
    """Take one message, and hang up without a word: whoever sent it cannot know."""


@dataclass
class Graph:
    """`sent` are the messages that were taken, `stored` the files by their id, `kept` files that came in."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    stored: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    templates: set[tuple[str, str]] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    planned: deque[Fail | HangUp | None] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def plan(self, *behaviours: Fail | HangUp | None) -> None:
        """The next messages, in order, meet these; None is taken."""
        self.planned.extend(behaviours)

    def texts(self) -> list[str]:
        """The words of all messages that were taken."""
        return [text for one in self.sent if (text := words_of(one))]


def words_of(message: dict[str, Any]) -> str:
    """The words of a message of either service."""
    if message.get("type") == "template":
        return str(message["template"]["components"][0]["parameters"][0]["text"])
    text = message.get("text") or message.get("message", {}).get("text", "")
    return str(text["body"] if isinstance(text, dict) else text)


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers of a hook as Meta signs it."""
    return {"x-hub-signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    graph: Graph


class _Requests(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        graph, path = self.server.graph, urlsplit(self.path).path
        graph.asked.append(f"GET {path}")
        if path.startswith("/files/"):
            content = graph.kept.get(path.rpartition("/")[2])
            return self._raw(200 if content is not None else 404, content or b"")
        if not self._may():
            return self._fail(Fail(190, 401, message="Invalid OAuth access token."))
        name = path.rpartition("/")[2]
        if name in graph.kept:
            return self._say(200, {"url": f"{graph.url}/files/{name}", "mime_type": "image/jpeg", "id": name})
        if name in graph.names:
            first, last = graph.names[name]
            return self._say(200, {"first_name": first, "last_name": last, "id": name})
        known = {NUMBER: {"display_phone_number": "+230 5700 0000", "verified_name": "Care",
                          "platform_type": "CLOUD_API", "quality_rating": "GREEN", "id": NUMBER},
                 "me": {"id": PAGE, "name": "Care"}}
        return self._say(200, known[name]) if name in known else self._fail(
            Fail(100, 400, 33, "Unsupported get request. Object does not exist"))

    def do_POST(self) -> None:
        graph, path = self.server.graph, urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        graph.asked.append(f"POST {path}")
        if not self._may():
            return self._fail(Fail(190, 401, message="Invalid OAuth access token."))
        if path.endswith(("/media", "/message_attachments")):
            return self._store(body)
        said = json.loads(body)
        planned = graph.planned.popleft() if graph.planned else None
        wrong = planned if isinstance(planned, Fail) else self._refusal(said)
        if wrong is not None:
            return self._fail(wrong)
        graph.sent.append(said)
        if isinstance(planned, HangUp):
            self.close_connection = True
            return self.connection.close()
        number = len(graph.sent)
        if "messaging_product" in said:
            return self._say(200, {"messaging_product": "whatsapp", "contacts": [{"input": said["to"],
                             "wa_id": said["to"]}], "messages": [{"id": f"wamid.{number}"}]})
        return self._say(200, {"recipient_id": said["recipient"]["id"], "message_id": f"m_{number}"})

    def _refusal(self, said: dict[str, Any]) -> Fail | None:
        """What Meta would find wrong with it."""
        graph = self.server.graph
        if "messaging_product" in said:
            kind = said.get("type")
            if kind == "template":
                template = said["template"]
                if (template["name"], template["language"]["code"]) not in graph.templates:
                    return Fail(132001, 404, message="Template name does not exist in the translation")
                text = template["components"][0]["parameters"][0]["text"]
                if re.search(r"[\n\t]| {5,}", text):
                    return Fail(132018, message="Param text cannot have new-line/tab characters or more than 4 spaces")
                return None
            if said["to"] in graph.closed:
                return Fail(131047, message="Re-engagement message")
            if kind == "text":
                return Fail(100, message="Param text['body'] must be at most 4096 characters long.") if len(
                    said["text"]["body"]) > 4096 else None
            return None if said[kind]["id"] in graph.stored else Fail(131053, message="Media upload error")
        if said["recipient"]["id"] in graph.closed and said.get("tag") != "HUMAN_AGENT":
            return Fail(10, 400, 2018278, "This message is sent outside of allowed window.")
        text = said["message"].get("text")
        return Fail(100, message="Length of param message[text] must be less than or equal to 2000") if (
            text is not None and len(text) > 2000) else None

    def _store(self, body: bytes) -> None:
        graph = self.server.graph
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = {str(part.get_param("name", header="content-disposition")): part
                 for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()}
        file = parts.get("file") or parts["filedata"]
        name = f"media-{len(graph.stored) + 1}"
        graph.stored[name] = (str(file.get_filename()), file.get_content_type(), file.get_payload(decode=True))
        self._say(200, {"id": name} if "file" in parts else {"attachment_id": name})

    def _may(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}"

    def _fail(self, wrong: Fail) -> None:
        self._say(wrong.status, {"error": {
            "message": wrong.message.format(code=wrong.code), "type": "OAuthException", "code": wrong.code,
            "error_subcode": wrong.subcode, "fbtrace_id": "A"}})

    def _say(self, status: int, body: Any) -> None:
        self._raw(status, json.dumps(body).encode(), "application/json; charset=UTF-8")

    def _raw(self, status: int, blob: bytes, kind: str = "application/octet-stream") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(blob)))
        self.end_headers()
        self.wfile.write(blob)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests hold tokens."""


@contextmanager
def running_graph() -> Iterator[Graph]:
    """The API on a free loopback port."""
    with _Server((LOOPBACK, 0), _Requests) as server:
        server.graph = Graph(url=f"http://{LOOPBACK}:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.graph
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def graph() -> Iterator[Graph]:
    """The API, new for each test."""
    with running_graph() as server:
        yield server
