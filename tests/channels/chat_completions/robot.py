"""A small server of chat completions on loopback (OpenAI's API reference, "Create chat completion"), with its moods."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-of-the-robot"
MODEL = "small-model"


def completion(content: str | None, finish: str = "stop") -> dict[str, Any]:
    """The object that is answered, with the fields of the reference."""
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1_763_800_000, "model": MODEL,
            "choices": [{"index": 0, "finish_reason": finish, "logprobs": None,
                         "message": {"role": "assistant", "content": content, "refusal": None, "annotations": []}}],
            "usage": {"prompt_tokens": 90, "completion_tokens": 30, "total_tokens": 120}}


def trouble(message: str, code: str) -> dict[str, Any]:
    """How the reference's servers tell an error; what people fear is that it repeats a key or a letter."""
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


@dataclass
class ModelRobot:
    """What it says (or `raw`, and any `status`), what it was asked, and with which headers.

    It knows `MODEL` alone, and wants `key` where that is not empty. With `release` it answers once that is set.
    """

    says: str | None = "The manual describes this step."
    finish: str = "stop"
    status: int = 200
    raw: bytes | None = None
    key: str = KEY
    headers: dict[str, str] = field(default_factory=dict)
    release: threading.Event | None = None
    drips: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    shown: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """The status and body for one request."""
        question = json.loads(body)
        self.asked.append(question)
        self.shown.append(headers)
        if self.release is not None:
            self.release.wait(30)
        if self.raw is not None or self.status != 200:
            said = trouble(f"no: {headers.get('authorization')} {question['messages'][-1]['content']}", "trouble")
            return self.status, self.raw if self.raw is not None else json.dumps(said).encode()
        if path != "/v1/chat/completions":
            return 404, b"404 page not found"
        if self.key and headers.get("authorization") != f"Bearer {self.key}":
            said = trouble(f"Incorrect API key provided: {headers.get('authorization')}", "invalid_api_key")
            return 401, json.dumps(said).encode()
        if question["model"] != MODEL:
            return 404, json.dumps(trouble("The model does not exist", "model_not_found")).encode()
        return 200, json.dumps(completion(self.says, self.finish)).encode()

    def sentences(self) -> list[str]:
        """What left for it, question by question."""
        return [question["messages"][-1]["content"] for question in self.asked]


@contextmanager
def model_robot(context: ssl.SSLContext | None = None, **more: Any) -> Iterator[ModelRobot]:
    """The robot, serving until the end of the block; with a context, by TLS."""
    robot = ModelRobot(**more)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard = {name.lower(): value for name, value in self.headers.items()}
            status, said = robot.answer(self.path, heard, body)
            try:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **robot.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                for at in range(len(said)) if robot.drips else (None,):
                    self.wfile.write(said if at is None else said[at:at + 1])
                    if at is not None:
                        self.wfile.flush()
                        threading.Event().wait(0.05)
            except OSError:
                """Whoever asked has waited long enough."""

        def log_message(self, *_words: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    robot.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield robot
    finally:
        if robot.release is not None:
            robot.release.set()
        server.shutdown()
        thread.join()
        server.server_close()
