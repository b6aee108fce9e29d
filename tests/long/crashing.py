"""Power cuts: work that dies at its n-th step, at each step in turn. A step is a statement to the database, or one of
the transport; the power may go just before it and just after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

import pytest
from django.db import connection

from entendu.channels.trouble import Deferred, LostSight, Refused, Withdrawn
from entendu.flows.channels import carry, email

Answers = list[Exception | None]


class PowerCut(BaseException):
    """The machine is off. No `except Exception` of ours may see it."""


@dataclass
class Power:
    """Counts the steps and fails at the wanted one; with None it never fails."""

    fails_at: int | None = None
    steps: int = 0

    def step(self) -> None:
        """One step further."""
        self.steps += 1
        if self.steps == self.fails_at:
            raise PowerCut

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Around each statement (`connection.execute_wrapper`)."""
        self.step()
        done = execute(sql, params, many, context)
        self.step()
        return done

    def dies(self, work: Callable[[], None]) -> bool:
        """Does the work; True when the power went. What was not committed went with it, as on any restart."""
        try:
            with connection.execute_wrapper(self):
                work()
        except PowerCut:
            connection.close()
            return True
        return False


def message_id(raw: bytes) -> str:
    """By what a message is known to whoever gets it."""
    return str(message_from_bytes(raw)["Message-ID"]).strip("<> ")


@dataclass
class MailServer:
    """The world's mail server: what it took counts, whoever heard of it. `answers` are for the first messages.

    Where `once`, a message that it has is not taken again: it answers as it did before.
    """

    answers: Answers = field(default_factory=list)
    once: bool = False
    power: Power = field(default_factory=Power)
    taken: list[bytes] = field(default_factory=list)

    def send(self, server: object, raw: bytes, *, sender: str, recipient: str, before_data: Callable[[], bool]) -> str:
        """In place of SMTP: the line, RCPT, our own mark, DATA, the answer to it."""
        self.power.step()
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Deferred | Refused):
            raise answer
        if not before_data():
            raise Withdrawn
        self.power.step()
        if not self.once or message_id(raw) not in map(message_id, self.taken):
            self.taken.append(raw)
        self.power.step()
        if isinstance(answer, LostSight):
            raise answer
        return "250 2.0.0 taken"


def every_channel_by(patch: pytest.MonkeyPatch, send: Callable[..., str]) -> None:
    """Mail leaves by this in place of SMTP, and what leaves by SMS as a letter too."""
    patch.setattr(email, "send", send)
    patch.setitem(carry.CARRIERS, "sms", email.carry)
