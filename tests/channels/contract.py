"""What a channel shows to the contract that all of them pass (`test_contract.py`): one line with somebody at its end.

A channel adds itself to `LINES` in the module of its own tests, and to `MODULES` here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Protocol

from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery
from tests.world import World

# Where the lines are made: each module has LINES, by name what opens one.
MODULES = ("tests.channels.sms.lines", "tests.channels.whatsapp.lines", "tests.channels.messenger.lines",
           "tests.channels.teams.lines", "tests.channels.email.lines")

# What providers may tell later of what they took; a module whose channel tells less has TELLS, by the line's name.
EVERYTHING = frozenset({"delivered", "failed", "gone", "failed for now"})
# What the provider may do with the next message.
TAKES, LATER, NEVER, GONE, SILENT = "takes it", "not now", "never", "nobody there", "says nothing"


@dataclass(frozen=True, slots=True)
class Request:
    """A web hook on its way to us: a path of ours, and what comes with it. What comes by a line of the channel's own is
    `brought` by a function, which gives 200 once it is kept."""

    path: str
    method: str = "POST"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    type: str = "application/octet-stream"
    brought: Callable[[], int] | None = None


class Line(Protocol):
    """An account, its provider, and one person. What it cannot do it says: bring files, sign a time (`has_clock`), give
    each message a name (`has_names`)."""

    account: ChannelAccount
    address: str
    brings_files: bool
    has_clock: bool
    has_names: bool

    def plan(self, *outcomes: str) -> None:
        """What the provider does with the next messages; it takes all others."""

    def taken(self) -> list[tuple[str, str]]:
        """The messages that the provider took, whole: to whom and what."""

    def written(self, text: str, number: str, at: datetime, *, file: bytes = b"") -> Request:
        """The hook by which the provider tells us what the person wrote; `number` is its own name for it."""

    def told(self, delivery: Delivery, state: str) -> Request:
        """The hook by which it tells what became of a message: 'delivered', 'failed', 'gone' or 'failed for now'."""

    def forged(self, request: Request) -> Request:
        """The same with a signature that is wrong."""

    def garbled(self, request: Request) -> Request | None:
        """The same rightly signed with a body that is not in the provider's form; None where there is no such body."""


Opener = Callable[[World], AbstractContextManager[Line]]


def lines(*tells: str) -> Iterator[tuple[str, Opener]]:
    """All of them, by name; or those whose providers tell these things later."""
    for module in map(import_module, MODULES):
        told = getattr(module, "TELLS", {})
        yield from ((name, opener) for name, opener in module.LINES.items()
                    if told.get(name, EVERYTHING) >= set(tells))


def arrives(request: Request) -> int:
    """The hook reaches our door; what it answers."""
    if request.brought is not None:
        return request.brought()
    asked = RequestFactory(headers=request.headers).generic(request.method, request.path, request.body,
                                                            content_type=request.type)
    found = resolve(request.path.partition("?")[0])
    answer: HttpResponse = found.func(asked, *found.args, **found.kwargs)
    return answer.status_code
