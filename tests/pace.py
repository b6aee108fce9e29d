"""Processor time on a machine whose pace changes: a figure counts only where a loop that is always the same was quick
before and after it. Budgets are meant for that pace; on a machine that is busy all the time nothing is said."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bench.decisions import yardstick

# CPU milliseconds that the loop takes at most where nobody shares the processor: 14 on the machine of the budgets.
QUIET = 16.0
# Seconds of waiting for such a pace.
PATIENCE = 240.0


def at_pace(run: Callable[[int], object], rounds: int, *,
            cpu: Callable[[], float] = time.process_time) -> list[float]:
    """The CPU seconds of so many rounds of `run(turn)`, each taken while the machine was quiet.

    Fails where the machine is never quiet long enough.
    """
    took: list[float] = []
    until = time.monotonic() + PATIENCE
    turn = 0
    while len(took) < rounds:
        if time.monotonic() > until:
            pytest.fail(f"The machine was too busy to measure: {len(took)} of {rounds} rounds at its own pace.")
        if yardstick() > QUIET:
            time.sleep(0.1)
            continue
        before = cpu()
        run(turn)
        spent = cpu() - before
        turn += 1
        if yardstick() <= QUIET:
            took.append(spent)
    return took
