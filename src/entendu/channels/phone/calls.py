"""What an exchange tells of a call, the same for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
