"""Windows that hold a line open: one reader per process learns which of them have new lines, and wakes those.

It asks for the newest number of each visit that is listened to, twice a second and only while somebody listens. Numbers
of one visit appear in their order, so nothing has to be looked at twice; in other processes other readers do the same.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections, connection

from entendu.parts.chat import queries

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.5
AT_ONCE = 500  # visits a statement


@dataclass(eq=False)
class Listener:
    """One open line: its visit, and what wakes it: True for new lines, False when it shall end."""

    visit: int
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Queue[bool] = field(default_factory=lambda: asyncio.Queue(maxsize=2))

    def wake(self, *, goes_on: bool = True) -> None:
        """Called by the reader's thread."""
        try:
            self.loop.call_soon_threadsafe(self._put, goes_on)
        except RuntimeError:  # the loop of a line that is being closed takes nothing any more
            return

    def _put(self, goes_on: bool) -> None:
        if not self.woken.full():
            self.woken.put_nowait(goes_on)


class Listeners:
    """Everyone who listens in this process, and the thread that reads for them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listening: set[Listener] = set()
        self._thread: threading.Thread | None = None

    def join(self, listener: Listener, *, most: int) -> bool:
        """From now on the listener is woken; False where as many as may be listen already."""
        with self._lock:
            if len(self._listening) >= most:
                return False
            self._listening.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._read, name="chat lines", daemon=True)
                self._thread.start()
            return True

    def leave(self, listener: Listener) -> None:
        """The line was closed. With the last listener the thread goes."""
        with self._lock:
            self._listening.discard(listener)

    def hang_up(self) -> None:
        """The process ends: each line is closed, and its window comes back to whoever serves then."""
        with self._lock:
            listening = list(self._listening)
        for listener in listening:
            listener.wake(goes_on=False)

    def _read(self) -> None:
        known: dict[int, int] = {}
        while True:
            with self._lock:
                listening = list(self._listening)
                if not listening:
                    self._thread = None
                    break
            try:
                close_old_connections()
                newest = _newest({one.visit for one in listening})
            except DatabaseError as trouble:
                logger.warning("chat lines not read", extra={"why": type(trouble).__name__})
                newest = known
            for one in listening:
                if newest.get(one.visit, 0) > known.get(one.visit, -1):
                    one.wake()
            known = newest
            time.sleep(LOOK_EVERY)
        connection.close()


def _newest(visits: Iterable[int]) -> dict[int, int]:
    wanted, found = sorted(visits), {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= queries.newest_lines(wanted[start : start + AT_ONCE])
    return found


listeners = Listeners()
