"""What a Kannel or a Twilio answers when it is asked to send: a small HTTP server that takes messages or does not.

The real Kannel is in `kannel.py`; this one fails on demand, which no real one does.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from tests.servers.processes import LOOPBACK


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that was taken: to whom, its words, and where it shall be told what becomes of it."""

    to: str
    text: str
    report_url: str
    number: str


@dataclass
class Gateway:
    """`taken` in the order of arrival; `plan` says what the next messages meet: a status and a body, or a silence."""

    url: str = ""
    taken: list[Taken] = field(default_factory=list)
    planned: deque[tuple[int, str] | None] = field(default_factory=deque)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def plan(self, *answers: tuple[int, str] | None) -> None:
        """The next messages meet these; None hangs up without a word after the message was read."""
        self.planned.extend(answers)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    gateway: Gateway


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A page that was put there, with what it was asked with."""
        gateway: Gateway = self.server.gateway  # type: ignore[attr-defined]
        gateway.asked.append(("GET", self.path, {name.lower(): value for name, value in self.headers.items()}))
        self._say(*gateway.pages.get(self.path.partition("?")[0], (404, {}, b"not here")))

    def do_POST(self) -> None:
        """A message, of Kannel's form or of Twilio's."""
        gateway: Gateway = self.server.gateway  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        gateway.asked.append(("POST", self.path, headers))
        if "x-kannel-username" in headers and not headers.get("x-kannel-to"):
            wrong = headers["x-kannel-password"] == "wrong"
            self._say(*((403, {}, b"Authorization failed for sendsms") if wrong
                        else (400, {}, b"Missing receiver(s) number(s), rejected")))
            return
        planned = gateway.planned.popleft() if gateway.planned else (0, "")
        if planned is None:
            self.close_connection = True
            self.connection.close()
            return
        if planned[0]:
            self._say(planned[0], {}, planned[1].encode())
            return
        number = f"SM{len(gateway.taken):032x}"
        if "x-kannel-username" in headers:
            gateway.taken.append(Taken(headers["x-kannel-to"], body, headers["x-kannel-dlr-url"], number))
            self._say(202, {}, b"0: Accepted for delivery")
            return
        form = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
        gateway.taken.append(Taken(form["To"], form["Body"], form["StatusCallback"], number))
        self._say(201, {"content-type": "application/json"}, json.dumps({"sid": number, "status": "queued"}).encode())

    def _say(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@contextmanager
def running_gateway() -> Iterator[Gateway]:
    """A gateway that takes everything until it is told otherwise."""
    with _Server((LOOPBACK, 0), _Requests) as server:
        server.gateway = Gateway(url=f"http://{LOOPBACK}:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.gateway
        server.shutdown()
