"""A small SearXNG on loopback that answers in its JSON form (docs.searxng.org, "Search API")."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


def result(url: str, title: str, content: str, **more: Any) -> dict[str, Any]:
    """One result with the fields that SearXNG gives."""
    return {"url": url, "title": title, "content": content, "engine": "wikipedia", "engines": ["wikipedia"],
            "parsed_url": [*urlsplit(url), ""], "template": "default.html", "positions": [1], "score": 1.0,
            "category": "general", "publishedDate": None, "thumbnail": None, "img_src": "", "priority": "", **more}


@dataclass
class SearxRobot:
    """What it answers, and what it was asked. Without `json` its administrator has not allowed that form."""

    results: list[dict[str, Any]] = field(default_factory=list)
    json: bool = True
    status: int = 200
    raw: bytes | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, bytes]:
        """The status and body for one request."""
        parts = urlsplit(path)
        wanted = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(wanted)
        if parts.path != "/search" or self.status != 200:
            return (404 if parts.path != "/search" else self.status), b"<h1>no</h1>"
        if wanted.get("format") != "json" or not self.json:
            return 403, b"<!doctype html><title>403 Forbidden</title>"
        if self.raw is not None:
            return 200, self.raw
        return 200, json.dumps({
            "query": wanted.get("q", ""), "number_of_results": 0, "results": self.results, "answers": [],
            "corrections": ["booking page"], "infoboxes": [], "suggestions": [],
            "unresponsive_engines": [["brave", "timeout"]]}).encode()


@contextmanager
def searx(**more: Any) -> Iterator[SearxRobot]:
    """The robot, serving until the end of the block."""
    robot = SearxRobot(**more)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = robot.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    robot.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
