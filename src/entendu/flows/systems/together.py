"""What comes at the same moment is written in one transaction (group commit); each caller is answered after it.

Whoever finds nobody at work begins, with whatever has come by then; while that is on its way to the disk, the next
batch gathers. One caller alone waits for nothing; where several came together last, the next one gives the others a few
milliseconds to come again. A fault of one never harms another: what fails together is done again one by one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import OperationalError, connection

logger = logging.getLogger(__name__)
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST_AT_ONCE = 200
A_MOMENT = 0.005  # seconds


@dataclass(slots=True)
class _Place(Generic[Asked, Answer]):
    """One caller in the queue, and what becomes of what they asked."""

    asked: Asked
    answer: Answer | Exception | None = None
    is_served: bool = False

    def serve(self, answer: Answer | Exception) -> None:
        self.answer, self.is_served = answer, True


class Gathering(Generic[Asked, Answer]):
    """Gathers what the threads of this process ask for `work`, one transaction that answers all in their order.

    `work` gives an answer or an error for each; an error is raised to the one who asked. When `work` itself raises,
    nothing of the batch was kept.
    """

    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Answer | Exception]],
                 most: int = MOST_AT_ONCE) -> None:
        self._work, self._most = work, most
        self._queue: list[_Place[Asked, Answer]] = []
        lock = threading.Lock()
        self._came, self._ended = threading.Condition(lock), threading.Condition(lock)
        self._busy, self._lately = False, 1

    def ask(self, asked: Asked) -> Answer:
        """The answer, committed when this returns."""
        mine: _Place[Asked, Answer] = _Place(asked)
        if connection.vendor != "sqlite" and not connection.in_atomic_block:
            connection.close()  # who waits needs none; it goes back to the pool
        with self._came:
            self._queue.append(mine)
            self._came.notify()
        while not mine.is_served:
            self._serve_a_batch_or_wait_for(mine)
        if isinstance(mine.answer, Exception):
            raise mine.answer
        return mine.answer  # type: ignore[return-value]

    def _serve_a_batch_or_wait_for(self, mine: _Place[Asked, Answer]) -> None:
        with self._ended:
            self._ended.wait_for(lambda: mine.is_served or not self._busy)
            if mine.is_served:
                return
            self._busy = True
            self._came.wait_for(lambda: len(self._queue) >= self._lately, timeout=A_MOMENT)
            batch, self._queue = self._queue[:self._most], self._queue[self._most:]
        try:
            self._serve(batch)
        finally:
            with self._ended:
                self._busy, self._lately = False, len(batch)
                self._ended.notify_all()

    def _serve(self, batch: Sequence[_Place[Asked, Answer]]) -> None:
        try:
            for place, answer in zip(batch, self._work([place.asked for place in batch]), strict=True):
                place.serve(answer)
        except Exception as trouble:  # whatever it was, each asker gets an answer of their own
            if len(batch) > 1:
                logger.warning("done one by one", extra={"many": len(batch), "why": type(trouble).__name__})
                self._one_by_one(batch)
            else:
                batch[0].serve(trouble)
        finally:
            for place in batch:
                if not place.is_served:  # the process is being ended
                    place.serve(OperationalError("Interrupted; nothing was kept; ask again."))

    def _one_by_one(self, batch: Sequence[_Place[Asked, Answer]]) -> None:
        """Each in a transaction of its own. A database that is away is not asked again by each."""
        away: OperationalError | None = None
        for place in batch:
            try:
                if away is not None:
                    raise away
                place.serve(self._work([place.asked])[0])
            except OperationalError as trouble:
                away = trouble if connection.connection is None or not connection.is_usable() else None
                place.serve(trouble)
            except Exception as trouble:  # raised to the one who asked for it
                place.serve(trouble)
