"""A small service that Apprise reaches by its own JSON form: keeps what it is told, and refuses when it is asked to."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers.processes import LOOPBACK


class Service(ThreadingHTTPServer):
    """`told` are the notices with their paths; `planned` the statuses of the next answers, None to hang up."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free loopback port."""
        super().__init__((LOOPBACK, 0), _Requests)
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.planned: deque[int | None] = deque()

    @property
    def url(self) -> str:
        """Its address, with a place for the receiver."""
        return f"json://{LOOPBACK}:{self.server_port}/for/{{to}}"


class _Requests(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        status = self.server.planned.popleft() if self.server.planned else 200
        if status is None or status == 200:
            self.server.told.append((self.path, body))
        if status is None:
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running_service() -> Iterator[Service]:
    """The service on a thread."""
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
