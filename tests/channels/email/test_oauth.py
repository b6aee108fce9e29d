"""A refresh token becomes an access token, or one sentence says why not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from entendu.channels.email import oauth
from entendu.channels.email.oauth import Client, NoToken, Tokens, refresh, xoauth2
from tests.servers.oauth import OAuthServer, running_oauth
from tests.servers.processes import LOOPBACK, free_port

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def provider() -> Iterator[OAuthServer]:
    with running_oauth() as server:
        yield server


def client_of(provider: OAuthServer, secret: str | None = None) -> Client:
    return Client(provider.token_url, provider.client_id, provider.client_secret if secret is None else secret)


def test_an_access_token_for_its_hour(provider: OAuthServer) -> None:
    granted = provider.grant("support@desk.example")
    tokens = refresh(client_of(provider), granted, now=NOW)
    assert provider.access_tokens == {tokens.access: "support@desk.example"}
    assert (tokens.refresh, tokens.expires_at) == (granted, NOW + timedelta(hours=1))
    assert tokens.access not in repr(tokens)
    assert granted not in repr(tokens)


@pytest.mark.parametrize(("after", "fresh"), [(0, True), (57, True), (58, False), (61, False)])
def test_a_token_is_renewed_before_it_ends(after: int, fresh: bool) -> None:
    tokens = Tokens("access", "refresh", NOW + timedelta(hours=1))
    assert tokens.are_fresh(NOW + timedelta(minutes=after)) == fresh


@pytest.mark.parametrize(("trouble", "words", "final"), [
    ("secret", "does not know this client or its secret (invalid_client)", True),
    ("revoked", "no longer honours the consent to this mailbox (invalid_grant)", True),
    ("outage", "gave no token (temporarily_unavailable); it is asked again later", False),
    ("elsewhere", "gave no token (not_found)", False),
])
def test_what_the_provider_refuses(provider: OAuthServer, trouble: str, words: str, final: bool) -> None:
    granted, client = provider.grant("support@desk.example"), client_of(provider)
    if trouble == "secret":
        client = client_of(provider, "wrong")
    elif trouble == "revoked":
        provider.revoke("support@desk.example")
    elif trouble == "outage":
        provider.fail_with = (503, "temporarily_unavailable")
    else:
        client = Client(provider.token_url + "s", client.client_id, client.client_secret)
    with pytest.raises(NoToken) as caught:
        refresh(client, granted, now=NOW)
    assert words in caught.value.words
    assert caught.value.final == final
    assert granted not in caught.value.words


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """A provider that answers everything with this."""
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer((LOOPBACK, 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://{LOOPBACK}:{server.server_port}/token"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("body", "seconds", "kept"), [
    (b'{"access_token": "a", "refresh_token": "new", "expires_in": "600"}', 600, "new"),
    (b'{"access_token": "a"}', 3600, "old"),
    (b'{"access_token": "a", "expires_in": null, "refresh_token": ""}', 3600, "old"),
    (b'{"access_token": "a", "expires_in": -5}', 0, "old"),
    (b'{"access_token": "a", "expires_in": 1e99}', 3600, "old"),
])
def test_lives_and_new_refresh_tokens(body: bytes, seconds: int, kept: str) -> None:
    with answering(200, body) as url:
        tokens = refresh(Client(url, "desk", ""), "old", now=NOW)
    assert (tokens.refresh, tokens.expires_at) == (kept, NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(("status", "body", "words"), [
    (200, b"<html>", "answered 200 and no JSON"),
    (200, b"[]", "answered 200 and no JSON"),
    (200, b'{"access_token": ""}', "gave no token (200)"),
    (200, b'{"access_token": {"a": 1}}', "gave no token (200)"),
    (302, b"", "answered 302 and no JSON"),
    (502, b"", "answered 502 and no JSON"),
])
def test_answers_that_are_none(status: int, body: bytes, words: str) -> None:
    with answering(status, body) as url, pytest.raises(NoToken) as caught:
        refresh(Client(url, "desk", "s"), "old", now=NOW)
    assert words in caught.value.words
    assert not caught.value.final


def test_nobody_there_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoToken, match="could not be asked for a token"):
        refresh(Client(f"http://{LOOPBACK}:{free_port()}/token", "desk", "s"), "old", now=NOW)
    monkeypatch.setattr(oauth, "TIMEOUT", 0.2)
    with socket.create_server((LOOPBACK, 0)) as silent, pytest.raises(NoToken, match="did not answer in time"):
        refresh(Client(f"http://{LOOPBACK}:{silent.getsockname()[1]}/token", "desk", "s"), "old", now=NOW)


@pytest.mark.parametrize("url", ["http://login.example/token", "ftp://login.example", "", "nonsense"])
def test_tokens_travel_encrypted_or_not_at_all(url: str) -> None:
    with pytest.raises(NoToken, match="is not encrypted") as caught:
        refresh(Client(url, "desk", "s"), "old", now=NOW)
    assert caught.value.final


def test_how_imap_is_shown_a_token() -> None:
    assert xoauth2("hélène@roux.example", "t0k") == "user=hélène@roux.example\1auth=Bearer t0k\1\1".encode()
