"""Wakes the worker of this process when there is something to do now; in other processes it looks every second."""

from __future__ import annotations

import threading

_letters = threading.Condition()
_rings = 0


def ring() -> None:
    """There is something to read or to send."""
    global _rings
    with _letters:
        _rings += 1
        _letters.notify_all()


def wait(heard: int, seconds: float) -> int:
    """Sleeps until the bell has rung more often than `heard`, or for so long; returns how often it has rung."""
    with _letters:
        _letters.wait_for(lambda: _rings > heard, timeout=seconds)
        return _rings
