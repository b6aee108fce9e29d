"""The values that the governor reads and the value that it gives back.

All instants are aware datetimes; all are immutable. Nothing here decides anything: `decide.py` does.
An internal note has no value here, so it can never be submitted, let alone delivered.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from entendu.core.governor.facts.read import Reading


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class Intent(StrEnum):
    """What a message is for; it decides how long its news may wait."""

    CONFIRMATION = "confirmation"
    ANSWER = "answer"
    QUESTION = "question"
    UPDATE = "update"
    PROMISE = "promise"
    RESOLUTION = "resolution"
    ALERT = "alert"
    COURTESY = "courtesy"


class Verdict(StrEnum):
    """What the governor says of one message."""

    SEND = "send"
    HOLD = "hold"
    MERGE = "merge"
    DROP = "drop"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Submission:
    """One message that somebody wants a customer to get.

    `channel` is what the source would have used, `key` its idempotency key, `facts` what a structured
    source sends along, `due` the moment by which the news was promised, `expires` the moment from which
    it is worthless, `override` the words of the person who sends it now in spite of the hours, `by` the channel that
    a person of ours chose for it, `to` the one address (of `by`) that it is about, as a code that proves it: it goes
    there by itself, or nowhere; `spared` that it is a mere update and they asked for fewer on its case (`sparing.py`):
    it goes along with other news and is no reason to write; `reading` is what was read in its words before, where that
    was kept.
    """

    id: str
    source: str
    person: str
    case: str
    intent: Intent
    body: str
    submitted_at: datetime
    subject: str = ""
    language: str = ""
    channel: str = ""
    key: str = ""
    human: bool = False
    facts: Mapping[str, str] = field(default_factory=_nothing)
    vital: bool = False
    due: datetime | None = None
    expires: datetime | None = None
    not_before: datetime | None = None
    in_reply_to: str = ""
    has_attachments: bool = False
    override: str = ""
    by: str = ""
    to: str = ""
    spared: bool = False
    reading: Reading | None = field(default=None, compare=False, repr=False)

    @property
    def is_vital(self) -> bool:
        """Whether it is news of danger, outage or a visit today, which hours do not hold back."""
        return self.vital or self.intent is Intent.ALERT

    @property
    def was_asked_for_elsewhere(self) -> bool:
        """Whether it answers what was asked at another door, as a code to sign in with: asked for again if lost."""
        return self.intent is Intent.ANSWER and self.expires is not None and not self.human

    @property
    def order(self) -> tuple[datetime, int, str]:
        """By when it came; of two in one instant the one with the lower number came first."""
        return (self.submitted_at, len(self.id), self.id)

    @property
    def text(self) -> str:
        """Everything that the person would read, the subject first."""
        return f"{self.subject}\n{self.body}" if self.subject else self.body


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person at the other end: how, when and in which language they want to be reached.

    `addresses` are where each channel reaches them, `every` all that work, each with its channel: several of one too.
    `hours` are rows of days, opening and closing in their own time (`("mon-fri", "09:00", "17:30")`);
    none means always. `channel` is the one they chose, or None where nobody has asked them yet. `courtesies`
    says that they have agreed to thanks, surveys and offers, as the law wants it (directive 2002/58/EC, article 13).
    """

    name: str
    language: str = "en"
    timezone: str = "UTC"
    addresses: Mapping[str, str] = field(default_factory=_nothing)
    channel: str | None = None
    hours: tuple[tuple[str, str, str], ...] = ()
    emergencies: bool = True
    courtesies: bool = False
    opted_out: frozenset[str] = frozenset()
    undeliverable: frozenset[str] = frozenset()
    every: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission that has left, as the person may have read it.

    `delivered` is True once the channel took it, False after a definite failure, None while nobody knows.
    `delivery` is the message it went in; several submissions may have gone in one. `text` is what its source wrote,
    and `written_at` when (the day that "tomorrow" counts from), where that was not when it was sent; `expires` is when
    it became worthless. `reading` is what was read in it before, where that was kept.
    """

    id: str
    source: str
    case: str
    intent: Intent
    channel: str
    at: datetime
    text: str
    key: str = ""
    facts: Mapping[str, str] = field(default_factory=_nothing)
    delivered: bool | None = None
    delivery: str = ""
    written_at: datetime | None = None
    expires: datetime | None = None
    human: bool = False
    reading: Reading | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A submission that is held, and the moment at which it is to be judged again."""

    submission: Submission
    at: datetime
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """The last thing that the person wrote on one case."""

    at: datetime
    channel: str
    case: str


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody of the desk types on a case; they are thought to be at it until then."""

    case: str
    until: datetime


@dataclass(frozen=True, slots=True)
class State:
    """All that a decision about one person rests on: one partition, one lock.

    `sent` and `inbound` run from old to new; `inbound` holds at least the last message of each open case. `beliefs`
    remembers what `told.believed_once_told` has worked out of the rest.
    """

    recipient: Recipient
    sent: tuple[Sent, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    inbound: tuple[Inbound, ...] = ()
    writing: tuple[Writing, ...] = ()
    beliefs: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a desk may choose. Durations are as in the table of intents of docs/governor.md.

    `typing` is how long a system lets a colleague finish who writes on the same case, `contradiction` within how long
    two systems that say two things are thought not to know of each other, `most_waiting` how many messages that are
    owed may wait for one person before somebody is asked, `most_segments` how long an SMS made of several may become.
    `own_names` are the firm's names, folded: a name in a message that is not one of them may tell two things apart.
    `home` is the address of the desk, whose own links are short in an SMS. `spared` is how long an update of which they
    are to be spared a message waits for other news to go along with.
    """

    undo_seconds: int = 10
    own_names: frozenset[str] = frozenset()
    home: str = ""
    presence: timedelta = timedelta(minutes=30)
    settle: timedelta = timedelta(seconds=20)
    typing: timedelta = timedelta(minutes=2)
    contradiction: timedelta = timedelta(minutes=5)
    most_waiting: int = 8
    most_segments: int = 10
    spared: timedelta = timedelta(days=7)
    waits: Mapping[Intent, timedelta] = field(
        default_factory=lambda: MappingProxyType(
            {
                Intent.CONFIRMATION: timedelta(minutes=5),
                Intent.ANSWER: timedelta(minutes=2),
                Intent.QUESTION: timedelta(minutes=15),
                Intent.UPDATE: timedelta(hours=4),
                Intent.PROMISE: timedelta(minutes=15),
                Intent.RESOLUTION: timedelta(minutes=30),
                Intent.ALERT: timedelta(seconds=60),
                Intent.COURTESY: timedelta(days=3),
            }
        )
    )


class Reason(NamedTuple):
    """Why: a code of `reasons.SENTENCES` and the words that its sentence needs.

    Every value is a string, so that a reason can be kept as JSON; instants are RFC 3339 in the person's zone.
    """

    code: str
    params: Mapping[str, str] = _nothing()


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one submission, and the rules that made it.

    `at` is the moment at which it leaves (send), is judged again (hold, merge), or by which somebody must
    answer (ask). `because` names the submissions that already say it or that it joins.
    """

    verdict: Verdict
    at: datetime
    channel: str
    address: str
    reasons: tuple[Reason, ...]
    because: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The decision as JSON values, for the row that keeps it."""
        return {
            "verdict": self.verdict.value,
            "at": self.at.isoformat(),
            "channel": self.channel,
            "reasons": [{"code": reason.code, "params": dict(reason.params)} for reason in self.reasons],
            "because": list(self.because),
        }


@lru_cache(maxsize=16384)
def fingerprint(text: str) -> str:
    """A digest by which the same words are recognised, whatever their case, accents' encoding and spacing.

    Equal fingerprints mean equal words; nothing else about a text is ever judged by likeness.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_CEDILLA).casefold().split())
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


_CEDILLA = str.maketrans("şţŞŢ", "șțȘȚ")
