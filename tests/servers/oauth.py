"""A small OAuth 2.0 provider: refreshes access tokens (RFC 6749 §6), tells who owns one (RFC 7662), and can fail."""

from __future__ import annotations

import json
import secrets
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.servers.processes import LOOPBACK


class OAuthServer(ThreadingHTTPServer):
    """`refresh_tokens` maps each refresh token to its mailbox; `fail_with` makes /token answer with that error."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free loopback port."""
        super().__init__((LOOPBACK, 0), _Requests)
        self.client_id, self.client_secret = "entendu", secrets.token_urlsafe()
        self.expires_in = 3600
        self.refresh_tokens: dict[str, str] = {}
        self.access_tokens: dict[str, str] = {}
        self.fail_with: tuple[int, str] | None = None
        self.refreshed = 0

    @property
    def token_url(self) -> str:
        """Where clients refresh."""
        return f"http://{LOOPBACK}:{self.server_port}/token"

    @property
    def introspection_url(self) -> str:
        """Where a mail server asks whose token it was shown."""
        return f"http://{LOOPBACK}:{self.server_port}/introspect"

    def grant(self, mailbox: str) -> str:
        """A new refresh token for this mailbox, as if its owner had just consented."""
        token = secrets.token_urlsafe()
        self.refresh_tokens[token] = mailbox
        return token

    def access_token(self, mailbox: str) -> str:
        """A valid access token, without the round trip."""
        token = secrets.token_urlsafe()
        self.access_tokens[token] = mailbox
        return token

    def expire_access_tokens(self) -> None:
        """Let an hour pass: no token issued so far is valid."""
        self.access_tokens.clear()

    def revoke(self, mailbox: str) -> None:
        """The owner withdrew the consent: neither kind of token works any more."""
        for tokens in (self.refresh_tokens, self.access_tokens):
            for token in [token for token, owner in tokens.items() if owner == mailbox]:
                del tokens[token]

    def refresh(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer one request to /token: status and JSON body."""
        if self.fail_with:
            status, error = self.fail_with
            return status, {"error": error}
        if form.get("grant_type") != "refresh_token":
            return 400, {"error": "unsupported_grant_type"}
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            return 401, {"error": "invalid_client"}
        mailbox = self.refresh_tokens.get(form.get("refresh_token", ""))
        if mailbox is None:
            return 400, {"error": "invalid_grant", "error_description": "The refresh token was revoked or has expired."}
        self.refreshed += 1
        return 200, {"access_token": self.access_token(mailbox), "token_type": "Bearer", "expires_in": self.expires_in}

    def introspect(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer one request to /introspect."""
        mailbox = self.access_tokens.get(form.get("token", ""))
        return 200, {"active": True, "email": mailbox} if mailbox else {"active": False}


class _Requests(BaseHTTPRequestHandler):
    server: OAuthServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {name: values[-1] for name, values in parse_qs(body).items()} | self._basic_credentials()
        answer = {"/token": self.server.refresh, "/introspect": self.server.introspect}.get(self.path)
        status, content = answer(form) if answer else (404, {"error": "not_found"})
        blob = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(blob)))
        self.end_headers()
        self.wfile.write(blob)

    def _basic_credentials(self) -> dict[str, str]:
        """A client may show its secret in the header instead of the form (RFC 6749 §2.3.1)."""
        kind, _, blob = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "basic":
            return {}
        client_id, _, client_secret = b64decode(blob).decode().partition(":")
        return {"client_id": client_id, "client_secret": client_secret}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests hold tokens."""


@contextmanager
def running_oauth() -> Iterator[OAuthServer]:
    """A provider on its own thread."""
    with OAuthServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def oauth_provider() -> Iterator[OAuthServer]:
    """The run's provider; Dovecot asks it about tokens. Set `fail_with` back to None after use."""
    with running_oauth() as server:
        yield server
