"""The tour is true: a real letter in and a real answer out pass through the functions that it names, in its order."""

from __future__ import annotations

import re
import smtplib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.utils import timezone

from entendu.doors.gateway.smtp import Gateway
from entendu.flows import deliver, release, reply
from entendu.flows.mail import receive
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket
from tests.servers.processes import free_port
from tests.stories.week import letter, week_with

TOUR = Path(__file__).parents[2] / "docs" / "tour.md"
STEP = re.compile(r"^\| \d+ \| `([\w.]+)` \|", re.MULTILINE)


def steps(chapter: str) -> list[str]:
    """The functions that a chapter of the tour names, in order."""
    text = TOUR.read_text(encoding="utf-8")
    return STEP.findall(text.split(f"\n## {chapter}\n")[1].split("\n## ")[0])


@contextmanager
def watching() -> Iterator[list[str]]:
    """Notes every call into the product's own code, in all threads, as module.function."""
    seen: list[str] = []

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            module = frame.f_globals.get("__name__", "")
            if module.startswith("entendu."):
                seen.append(f"{module}.{frame.f_code.co_qualname}")

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def in_order(wanted: list[str], seen: list[str]) -> str | None:
    """The first step that was not taken after the ones before it, or None."""
    calls = iter(seen)
    return next((step for step in wanted if step not in calls), None)


@pytest.mark.django_db(transaction=True)
def test_one_mail_in_and_one_answer_out(smtp_robot, settings):
    week = week_with(smtp_robot, settings)
    with watching() as seen:
        port = free_port()
        gateway = Gateway(("127.0.0.1", port), None)
        gateway.start()
        try:
            with smtplib.SMTP("127.0.0.1", port) as client:
                client.send_message(letter("Marie Laval <marie@laval.example>", "Booking", "It does nothing."))
        finally:
            gateway.stop()
        receive.read_waiting(timezone.now())
    assert in_order(steps("In"), seen) is None

    ticket = Ticket.objects.get()
    now = timezone.now()
    with watching() as seen:
        key = drafts.open_draft(ticket, week.ioana, now=now).key
        reply.send(ticket, week.ioana, reply.Answer(key, "It works again."), now=now)
        release.release_due(lambda: now + timedelta(minutes=1))
        deliver.deliver_due(lambda: now + timedelta(minutes=1))
    assert in_order(steps("Out"), seen) is None
    assert len(smtp_robot.received) == 1, "the answer alone: who is answered at once needs no confirmation"


def test_the_watch_finds_a_step_that_is_missing_or_out_of_order():
    assert in_order(["a", "b"], ["a", "x", "b"]) is None
    assert in_order(["a", "b"], ["b", "a"]) == "b"
    assert in_order(["a"], []) == "a"
    assert len(steps("In")) > 8
    assert len(steps("Out")) > 12
