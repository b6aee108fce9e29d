"""One question to a language model: `POST {address}/chat/completions` (OpenAI's API reference, "Chat", "Create chat
completion": platform.openai.com/docs/api-reference/chat/create).

Ollama, llama.cpp, vLLM and most providers speak it. `max_tokens` rather than `max_completion_tokens`, which most of
those do not know. What the other side says of an error is never repeated: it may hold the key or the question.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from asgiref.sync import async_to_sync

from entendu import __version__

SECONDS = 12.0  # for all of it: a model of a few billion parameters says three sentences in less on a few cores
CONNECT = 4.0
LARGEST = 128 * 1024  # bytes of an answer
PATH = "/chat/completions"
# Names that only one's own network resolves: RFC 6762 §3, RFC 8375 §4, ICANN's resolution 2024.07.29.06, and custom.
OWN_NAMES = (".local", ".home.arpa", ".internal", ".lan", ".home")
OK, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY = 200, 401, 403, 404, 429


class NotAnswered(Exception):
    """Why there are no words; `why` is one of address, tls, time, moved, key, model, path, many, trouble, status, form,
    long, empty."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(f"The language model did not answer ({why}{f' {status}' if status else ''}).")
        self.why, self.status = why, status


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked: the address up to and without `/chat/completions`, its name, and a key or ""."""

    address: str
    model: str
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What the model is told, and the words that it is asked about; at most so many tokens come back."""

    told: str
    words: str = field(repr=False)
    tokens: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What it said; `cut` where it had more to say than it was allowed."""

    text: str = field(repr=False)
    cut: bool


def ask(endpoint: Endpoint, question: Question, *, seconds: float = SECONDS) -> Answer:
    """Asks once; `NotAnswered` says why there is nothing. No redirect is followed: a key is shown to one address."""
    client = _client(endpoint, seconds)
    try:
        status, body = async_to_sync(_asked)(client, endpoint, question, seconds)
    except (TimeoutError, httpx.TimeoutException):
        raise NotAnswered("time") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as trouble:
        raise NotAnswered("tls" if _is_tls(trouble) else "address") from None
    except ValueError:  # a key that no header can hold
        raise NotAnswered("key") from None
    if status != OK:
        raise _why(status, body)
    return _answer(_json(body))


def plain_address(entered: str) -> str:
    """The address as it is kept, without what people copy along; `ValueError` with `address`, `name` or `open`.

    A name or password in it is refused, and so is http to what is outside: a key and a sentence would travel in the
    open. A private address is the normal case and knowingly named; what is link-local (RFC 3927, where clouds keep the
    secrets of a machine) is not.
    """
    address = entered.strip().rstrip("/").removesuffix(PATH).rstrip("/")
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("address") from None
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment or not address.isascii():
        raise ValueError("address")
    if any(not mark.isprintable() or mark == " " for mark in address) or _is_nowhere(host):
        raise ValueError("address")
    if parts.username is not None or parts.password is not None:
        raise ValueError("name")
    if parts.scheme == "http" and not is_near(host):
        raise ValueError("open")
    return address


def is_near(host: str) -> bool:
    """Whether a host is this machine or in one's own network, by its name or address alone."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.lower().endswith(OWN_NAMES)


def same_server(one: str, other: str) -> bool:
    """Whether two addresses are those of one server, to which a key that it knows may be shown."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme, first.hostname, first.port) == (second.scheme, second.hostname, second.port)


def _client(endpoint: Endpoint, seconds: float) -> httpx.AsyncClient:
    headers = {"User-Agent": f"entendu/{__version__}", "Accept": "application/json", "Accept-Encoding": "identity"}
    try:
        if endpoint.key:
            headers["Authorization"] = f"Bearer {endpoint.key}"  # RFC 6750 §2.1
        # What is asked without TLS needs no certificates, which take longer to read than a near model to answer.
        return httpx.AsyncClient(headers=headers, follow_redirects=False, verify=endpoint.address[:6] == "https:",
                                 timeout=httpx.Timeout(seconds, connect=min(CONNECT, seconds)))
    except ValueError:
        raise NotAnswered("key") from None


async def _asked(client: httpx.AsyncClient, endpoint: Endpoint, question: Question,
                 seconds: float) -> tuple[int, bytes]:
    """The status and the bytes of the answer, all of it within so many seconds."""
    body = {"model": endpoint.model, "temperature": 0, "max_tokens": question.tokens, "stream": False, "messages": [
        {"role": "system", "content": question.told}, {"role": "user", "content": question.words}]}
    async with asyncio.timeout(seconds), client, client.stream("POST", endpoint.address + PATH, json=body) as got:
        read = bytearray()
        async for piece in got.aiter_raw():  # not unpacked: we asked for no packing, and little can become much
            read += piece
            if len(read) > LARGEST:
                raise NotAnswered("long")
        return got.status_code, bytes(read)


def _why(status: int, body: bytes) -> NotAnswered:
    """The statuses of RFC 9110 §15 as they mean something here. A 404 with JSON comes from a program that knows the
    path and not the model."""
    if 300 <= status < 400:
        return NotAnswered("moved", status)
    if status in {UNAUTHORIZED, FORBIDDEN}:
        return NotAnswered("key", status)
    if status == NOT_FOUND:
        try:
            known = isinstance(_json(body), dict)
        except NotAnswered:
            known = False
        return NotAnswered("model" if known else "path", status)
    if status == TOO_MANY:
        return NotAnswered("many", status)
    return NotAnswered("trouble" if status >= 500 else "status", status)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise NotAnswered("form") from None


def _answer(said: Any) -> Answer:
    choices = said.get("choices") if isinstance(said, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(message, dict) or not isinstance(first, dict):
        raise NotAnswered("form")
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise NotAnswered("empty")
    return Answer(content, first.get("finish_reason") == "length")


def _is_nowhere(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_link_local or address.is_multicast or address.is_unspecified


def _is_tls(trouble: BaseException) -> bool:
    return any(isinstance(one, ssl.SSLError) for one in _causes(trouble)) or "SSL" in str(trouble)


def _causes(trouble: BaseException | None) -> Iterator[BaseException]:
    while trouble is not None:
        yield trouble
        trouble = trouble.__cause__ or trouble.__context__
