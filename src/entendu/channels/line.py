"""One HTTPS request to a provider and its answer; or what is known of the message where there is none.

A secret is shown to the address that was entered and to nobody else: no redirect is followed, and no line without
encryption leaves this machine.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from django.utils.translation import gettext as _

from entendu import __version__
from entendu.channels.trouble import Deferred, LostSight

TIMEOUT = httpx.Timeout(30, connect=10)
LARGEST_ANSWER = 2 * 1024 * 1024  # bytes; a file is fetched with its own limit
LONGEST_SAID = 200
# Nothing of the request has reached the other side.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
AGENT = {"User-Agent": f"entendu/{__version__}", "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. One of `json`, `form`, `content` and `files` (name, then file name, content, type) is the body."""

    method: str
    url: str
    query: Mapping[str, str] | None = None
    json: Any = None
    form: Mapping[str, str] | None = None
    content: bytes | None = None
    files: Mapping[str, tuple[str, bytes, str]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)

    def shown(self, authorization: str) -> Request:
        """The same, with this Authorization header."""
        return replace(self, headers={**self.headers, "Authorization": authorization})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status (RFC 9110 §15), the JSON where it is any, the text, and who said it."""

    status: int
    json: Any
    text: str
    host: str
    retry_after: int = 0


def ask(request: Request, *, timeout: httpx.Timeout = TIMEOUT) -> Answer:
    """The answer, whatever its status. `Deferred` where nothing left us, `LostSight` where it left and nobody answered.

    An answer of more than `LARGEST_ANSWER` bytes is none.
    """
    with _opened(request, timeout) as got:
        body = b""
        for piece in got.iter_bytes():
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise LostSight(_("{host} answered more than an answer can be; it may have arrived.").format(
                    host=_host(request)))
    try:
        json = httpx.Response(200, content=body).json() if body else None
    except (ValueError, RecursionError):
        json = None
    after = got.headers.get("retry-after", "")
    return Answer(got.status_code, json, one_line(body.decode("utf-8", "replace")), _host(request),
                  int(after) if after.isdecimal() and len(after) <= 6 else 0)


def fetch(request: Request, *, largest: int, onward: tuple[str, ...] = ()) -> bytes | None:
    """The file that lies there; None where it is larger than so many bytes, or is not there (any status but 200).

    One step `onward` to a host below these domains is taken, where the provider keeps its files with somebody else;
    no secret goes along.
    """
    with _opened(request, TIMEOUT) as got:
        target = urljoin(request.url, got.headers.get("location", "")) if got.is_redirect else ""
        if target and target.startswith("https://") and _is_below(target, onward):
            return fetch(Request("GET", target), largest=largest)
        if got.status_code != httpx.codes.OK:
            return None
        content = bytearray()
        for piece in got.iter_bytes():
            content += piece
            if len(content) > largest:
                return None
    return bytes(content)


@contextmanager
def _opened(request: Request, timeout: httpx.Timeout) -> Iterator[httpx.Response]:
    host = _host(request)
    if not request.url.startswith("https://") and not is_this_machine(host):
        raise Deferred(_("{host} would be reached without encryption; the message is kept; enter an address that "
                         "begins with https://.").format(host=host or request.url[:40]))
    try:
        with (httpx.Client(timeout=timeout, follow_redirects=False) as client,
              client.stream(request.method, request.url, params=request.query, json=request.json, data=request.form,
                            content=request.content, files=request.files, headers={**AGENT, **request.headers},
                            auth=request.auth or httpx.USE_CLIENT_DEFAULT) as got):
            yield got
    except NOT_SENT as error:
        raise Deferred(_("{host} could not be reached ({said}); the message is kept.").format(
            host=host, said=one_line(str(error)))) from None
    except httpx.InvalidURL:
        raise Deferred(_("{host} is no address; the message is kept; enter it again.").format(
            host=host or request.url[:40])) from None
    except httpx.HTTPError as error:
        raise LostSight(_("The line to {host} was lost while the message was handed over ({said}); it may have "
                          "arrived.").format(host=host, said=one_line(str(error)) or type(error).__name__)) from None


def again_at(answer: Answer) -> datetime | None:
    """When the provider wants us back (Retry-After in seconds, RFC 9110 §10.2.3); None where it says nothing."""
    return datetime.now(UTC) + timedelta(seconds=answer.retry_after) if answer.retry_after else None


def one_line(text: str, limit: int = LONGEST_SAID) -> str:
    """What somebody said, on one line without control characters, cut at `limit` characters."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[:limit * 8]).split())
    return line if len(line) <= limit else line[:limit - 1] + "…"


def is_this_machine(host: str) -> bool:
    """Whether the host is the machine on which we run: tests, and what stands beside the desk."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_below(url: str, domains: tuple[str, ...]) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _host(request: Request) -> str:
    try:
        return urlsplit(request.url).hostname or ""
    except ValueError:
        return ""
