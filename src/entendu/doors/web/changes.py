"""What open pages listen to: one reader of changes per process, and everyone who listens in it.

While somebody listens, a thread looks into the table of changes twice a second and hands what is new to each listener
whose mailboxes it concerns. In another process another thread does the same: the database is all that they share.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections, connection

from entendu.parts.tickets import queries
from entendu.parts.tickets.models import Change

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.5
# A transaction that is older than this has told nobody: its change shows at the next one, or when a page is loaded.
LATE = 10.0
# More than this at once (an import) is no news any more: the page asks for everything again.
MOST = 200


@dataclass(eq=False)
class Listener:
    """One open page: which mailboxes it may hear of, and what it has not been told yet."""

    mailboxes: frozenset[int]
    loop: asyncio.AbstractEventLoop
    heard: asyncio.Queue[Change | None] = field(default_factory=asyncio.Queue)

    def tell(self, changes: Iterable[Change]) -> None:
        """Called by the reader's thread; None stands for "more than can be told"."""
        news = [change for change in changes if change.mailbox_id in self.mailboxes]
        self._put([None] if len(news) > MOST else news)

    def hang_up(self) -> None:
        """The page's line is closed."""
        self._put([None])

    def _put(self, news: Iterable[Change | None]) -> None:
        try:
            for change in news:
                self.loop.call_soon_threadsafe(self.heard.put_nowait, change)
        except RuntimeError:  # the loop of a page that is being closed takes nothing any more
            return


class Reading:
    """How far the table of changes was read, and which numbers are still open below that.

    Numbers are given out before a transaction commits, so on PostgreSQL a lower one may appear after a higher one.
    A gap is therefore looked at again until it is too old to matter.
    """

    def __init__(self, last: int, now: float) -> None:
        self.last = last
        below = range(max(last - MOST, 0) + 1, last + 1)
        known = {change.pk for change in queries.changes_in(below)}
        self.open = {number: now for number in below if number not in known}

    def news(self, now: float) -> list[Change]:
        """The changes that appeared since the last look, lowest first."""
        late = queries.changes_in(self.open) if self.open else []
        fresh = queries.changes_after(self.last)
        if fresh:
            there = {change.pk for change in fresh}
            top = fresh[-1].pk
            # A hole may be large and stay for ever, after a restored backup: only near numbers are waited for.
            start = max(self.last + 1, top - 2 * MOST)
            self.open |= {number: now for number in range(start, top) if number not in there}
            self.last = top
        for change in late:
            del self.open[change.pk]
        self.open = {number: since for number, since in self.open.items() if now - since < LATE}
        return late + fresh


class Changes:
    """Everyone who listens in this process, and the thread that reads for them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self._thread: threading.Thread | None = None

    def join(self, listener: Listener) -> None:
        """From now on the listener is told."""
        with self._lock:
            self._listeners.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._read, name="changes", daemon=True)
                self._thread.start()

    def leave(self, listener: Listener) -> None:
        """The page was closed. With the last listener the thread goes."""
        with self._lock:
            self._listeners.discard(listener)

    def hang_up(self) -> None:
        """The process ends: each line is closed, and its browser comes back to whoever serves then."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.hang_up()

    def _read(self) -> None:
        reading: Reading | None = None
        while True:
            with self._lock:
                listeners = list(self._listeners)
                if not listeners:
                    self._thread = None
                    break
            try:
                close_old_connections()
                reading = reading or Reading(queries.last_change(), time.monotonic())
                news = reading.news(time.monotonic())
            except DatabaseError as trouble:
                logger.warning("changes not read", extra={"why": type(trouble).__name__})
                news = []
            if news:
                for listener in listeners:
                    listener.tell(news)
            time.sleep(LOOK_EVERY)
        connection.close()


changes = Changes()
