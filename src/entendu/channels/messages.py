"""What every channel reads and writes: the values between our records and a provider's words. Nothing here does I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Account:
    """An account at a provider: `address` is our own number or id there, `hook_url` where its web hooks come in.

    `settings` and `secrets` are what its form asks for, by name.
    """

    channel: str
    provider: str
    address: str
    settings: Mapping[str, str] = field(default_factory=_nothing)
    secrets: Mapping[str, str] = field(default_factory=_nothing, repr=False)
    hook_url: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes, or came, with a message; `url` is where a provider keeps it until it is fetched."""

    name: str
    type: str
    content: bytes = b""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one address, as the governor let it go. `reference` is ours and new for every try."""

    to: str
    text: str
    reference: str
    language: str = ""
    subject: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """The other side has taken it: its final words, one line, and its names for what it took, by which its receipts
    speak of it (several where it counts one message as many)."""

    words: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody sent us. `provider_id` names it once and for all; `sender` is an address of the channel.

    `at` is the provider's time of it, None where it says none; `location` latitude and longitude in degrees.
    """

    channel: str
    provider_id: str
    sender: str
    text: str = ""
    sender_name: str = ""
    files: tuple[File, ...] = ()
    at: datetime | None = None
    location: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message that came in several; `group` names the message among those of the sender, `place` counts
    from 1 to `total`."""

    channel: str
    provider_id: str
    sender: str
    group: str
    place: int
    total: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message that the provider has taken: 'sent', 'delivered', 'read' or 'failed'.

    A failure has the provider's `code` and is `permanent` where the same message cannot arrive by another try; `gone`
    says that the address is of no use, `stopped` that its owner wants nothing from us.
    """

    reference: str
    state: str
    code: str = ""
    words: str = ""
    permanent: bool = False
    gone: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody told the provider that we should stop, or may go on; it keeps the list, we keep the same."""

    sender: str
    stop: bool
    provider_id: str


class CallState(StrEnum):
    """ringing · answered: somebody speaks · ended: it was answered and is over · missed: nobody answered · busy ·
    failed: no such number, or the line broke."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Called:
    """One thing that happened to a call. `call` is the exchange's name for it, the same until it is over; `number` the
    customer's; `inward` whether they called us; `task` our own number of the task that it was made for, 0 for none;
    `agent` who of ours spoke, as the exchange knows them."""

    call: str
    number: str
    inward: bool
    state: CallState
    at: datetime | None = None
    seconds: int = 0
    agent: str = ""
    task: int = 0


News = Incoming | Piece | Receipt | Wish | Called


@dataclass(frozen=True, slots=True)
class Hook:
    """A web hook as it came: `url` in full as asked for, names of `headers` in lower case, the `body` as it is."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider is told at once."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Probe:
    """What a try of an account gave: one sentence, and the steps that worked before."""

    ok: bool
    sentence: str
    steps: tuple[str, ...] = ()


Clock = Callable[[], datetime]


class Hooks(Protocol):
    """The hooks of a provider, as a module of its channel has them."""

    def is_believed(self, account: Account, hook: Hook, now: datetime) -> bool:
        """Whether the provider sent exactly this, and lately; compared in constant time."""

    def read(self, account: Account, hook: Hook) -> list[News]:
        """What it says; `trouble.Unreadable` where it says nothing that its provider describes."""

    def answer(self, account: Account, hook: Hook) -> Answer:
        """What the provider wants to hear at once for a hook that is believed; `trouble.Unreadable` where its body has
        not the provider's form at all, such as a text that is no JSON."""

    def fetch(self, account: Account, message: Incoming) -> Incoming:
        """The message with its files, which the provider keeps; what cannot be had is left out and said in the text."""
