"""Whether a new request is confirmed by a message of its own.

Confirming is useful once. Between two programs that both confirm it never ends, so it is the first thing given up:
never to automatic mail (RFC 3834 §2), never to an address that nobody reads, and at most once a week to one sender
until a person of ours has written to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

ONCE_IN = timedelta(days=7)
NOBODY_READS = re.compile(
    r"^(no-?_?reply|do-?_?not-?_?reply|nepasrepondre|ne-pas-repondre|nu-?raspunde(ti)?|mailer-daemon|postmaster|"
    r"bounces?|notifications?|auto(mailer|responder|-?confirm)?)([+._-].*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A new ticket's first letter, and what went between us and its sender before."""

    sender: str
    may_answer: bool
    at: datetime
    last_confirmed_at: datetime | None
    a_person_wrote_since: bool


def should_confirm(request: Request) -> bool:
    """True when the sender gains by being told that the request has arrived."""
    if not request.may_answer or NOBODY_READS.match(request.sender.partition("@")[0]):
        return False
    if request.last_confirmed_at is None or request.a_person_wrote_since:
        return True
    return request.at - request.last_confirmed_at >= ONCE_IN
