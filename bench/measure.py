"""CPU time and memory of a process and its children, as the kernel counts them (proc(5))."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Used:
    """What a command took: seconds by the clock, CPU seconds, the highest sum of memory (PSS) in MB."""

    seconds: float
    cpu: float
    peak: float
    output: str


def family(root: int) -> Iterator[int]:
    """A process and all its descendants that live."""
    yield root
    with suppress(OSError):
        for task in Path(f"/proc/{root}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def pss(root: int) -> float:
    """Memory of a process and its children in MB, what they share counted once."""
    kilobytes = 0
    for process in family(root):
        with suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1000


def cpu(root: int) -> float:
    """CPU seconds of a process and its children so far, those that ended and were waited for included."""
    ticks = 0
    for process in family(root):
        with suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / TICKS


def run(command: Sequence[str], *, also: int | None = None) -> Used:
    """Runs a command to its end; `also` is a server whose CPU time counts with it."""
    before, others = resource.getrusage(resource.RUSAGE_CHILDREN), cpu(also) if also else 0.0
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
    peak, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(LOOK_EVERY):
            peak[0] = max(peak[0], pss(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, trouble = process.communicate()
    ended.set()
    watcher.join()
    seconds = time.monotonic() - start
    if process.returncode:
        last = (trouble.strip().splitlines() or ["it did not say why"])[-1]
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode} ({last}); nothing was measured.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Used(seconds, used + (cpu(also) - others if also else 0.0), peak[0], output)
