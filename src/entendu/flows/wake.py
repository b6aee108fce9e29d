"""The worker: reads letters that came in, delivers what is due, and puts right what a dead worker left.

Any number of these may run, in one process or on many machines: every piece of work is claimed in the database.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections, connection

from entendu.flows import bell, deliver, release
from entendu.flows.care import satisfaction
from entendu.flows.channels import chat_leaving, hooks, pieces
from entendu.flows.diagnosis import catalogue, escalate, tracker_news
from entendu.flows.knowledge import look_up
from entendu.flows.mail import receive
from entendu.flows.promises import watch as promises
from entendu.flows.systems import relay
from entendu.parts.tickets import actions as tickets

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

# Seconds. The bell says at once what this process was given; what another process was given, and what falls due by the
# clock alone, is found by looking: letters and messages each second, what nobody waits for less often.
LOOK_EVERY = 1.0
LOOK_SELDOM = 5.0
SWEEP_EVERY = timedelta(minutes=1)
CHANGES_KEPT = timedelta(days=1)
AFTER_TROUBLE = 5.0


def read_letters(stop: threading.Event, clock: Clock) -> None:
    """Reads until told to stop: what people wrote to us, and what our systems gave to the relay for them."""
    _repeat(stop, lambda: receive.read_waiting(clock()) + relay.read_waiting(clock()))


def send_messages(stop: threading.Event, clock: Clock) -> None:
    """Delivers until told to stop, and once a minute puts right what was abandoned."""
    swept: list[datetime] = []

    def once() -> int:
        now = clock()
        if not swept or now - swept[-1] >= SWEEP_EVERY:
            swept[:] = [now]
            deliver.recover(clock)
            tickets.sweep_changes(now - CHANGES_KEPT)
            look_up.count_words()
            satisfaction.ask_due(clock)
            promises.watch(now)
        return release.release_due(clock) + deliver.deliver_due(clock)

    _repeat(stop, once)


def read_hooks(stop: threading.Event, clock: Clock) -> None:
    """Reads what the channels' providers told us, until told to stop: by itself, because files are fetched from them
    and no letter waits for that."""
    _repeat(stop, lambda: hooks.read_waiting(clock) + pieces.place_stale(clock), every=LOOK_SELDOM)


def look_after_chats(stop: threading.Event, clock: Clock) -> None:
    """Notices who has left a chat and sends on what they missed, until told to stop."""
    _repeat(stop, lambda: chat_leaving.look_after(clock), every=LOOK_SELDOM)


def import_codes(stop: threading.Event, clock: Clock) -> None:
    """Reads catalogues of error codes that were handed in, until told to stop."""
    _repeat(stop, lambda: catalogue.import_waiting(clock), every=LOOK_SELDOM)


def speak_to_trackers(stop: threading.Event, clock: Clock) -> None:
    """Passes reports on to the developers and asks what became of them, until told to stop.

    By itself, because a tracker may take its time to answer and no customer's message waits for it.
    """
    swept: list[datetime] = []

    def once() -> int:
        now = clock()
        if not swept or now - swept[-1] >= SWEEP_EVERY:
            swept[:] = [now]
            escalate.recover(clock)
            tracker_news.forget_hooks(now)
        return escalate.create_due(clock) + tracker_news.look_due(clock)

    _repeat(stop, once, every=LOOK_SELDOM)


def _repeat(stop: threading.Event, work: Callable[[], int], *, every: float = LOOK_EVERY) -> None:
    """Works while there is work, else sleeps until the bell rings or so many seconds have passed.

    A database that is away is no reason to die: the worker says so and looks again.
    """
    heard = 0
    while not stop.is_set():
        try:
            close_old_connections()
            done = work()
        except receive.NoMailbox:
            done = 0
        except OperationalError as trouble:
            logger.error("database not available", extra={"why": type(trouble).__name__})
            stop.wait(AFTER_TROUBLE)
            done = 0
        if not done:
            heard = bell.wait(heard, every)
    connection.close()


def start(stop: threading.Event, clock: Clock, *, senders: int = 2) -> list[threading.Thread]:
    """One reader of letters and one of hooks, one importer, one that speaks to trackers, one for chats and a few
    senders, as threads of this process."""
    work = [("reader", read_letters), ("hooks", read_hooks), ("importer", import_codes),
            ("trackers", speak_to_trackers), ("chats", look_after_chats)]
    work += [(f"sender {number + 1}", send_messages) for number in range(senders)]
    threads = [threading.Thread(target=target, args=(stop, clock), name=name, daemon=True) for name, target in work]
    for thread in threads:
        thread.start()
    return threads
