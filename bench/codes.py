"""How long a catalogue of error codes takes to come in, and a text to be read for them: `python -m bench.codes`.

JSON lines, in CPU seconds and milliseconds of ours. Behind `python -m tests.servers.postgres` it measures PostgreSQL.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

COUNTS, SIZES, RUNS = (1_000, 10_000, 100_000), (1_000, 10_000, 100_000), 9
LETTER = ("Hello, since Thursday the order page shows an error and we lost two jobs, version 4.2.1. It said E1234 and "
          "SHOP-000942 on 2026-11-22 at 10:30, then nothing at all. I did not touch anything, and nobody else did. ")


def codes(count: int) -> list[str]:
    """So many codes of five forms."""
    makers = (lambda n: f"SHOP-{n:06d}", lambda n: f"0x{n * 40_009:08X}", lambda n: f"E{n + 1000}",
              lambda n: f"ERR_QUEUE_{n}", str)
    return [makers[n % len(makers)](n) for n in range(count)]


def table(count: int) -> bytes:
    """The same as a file."""
    rows = [f"{code},The queue {n} of the order service is full,Restart the worker {n % 97} and look at its log,"
            f"Your order is safe. Try again in {n % 9 + 2} minutes." for n, code in enumerate(codes(count))]
    return "\n".join(["code,cause,fix,tell_en", *rows]).encode()


def least(work: Callable[[], Any]) -> float:
    """The least CPU time of several runs, in milliseconds."""
    times = []
    for _ in range(RUNS):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return round(min(times) * 1000, 3)


def say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Imports into an empty desk, then reads texts for what it holds."""
    with tempfile.TemporaryDirectory(prefix="entendu-bench-") as folder:
        os.environ |= {"ENTENDU_DATA": folder, "DJANGO_SETTINGS_MODULE": "entendu.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.utils import timezone

        call_command("migrate", verbosity=0)
        from entendu.core.diagnosis.codes import scanner
        from entendu.flows.diagnosis.catalogue import import_now
        from entendu.flows.diagnosis.recognise import codes_in
        from entendu.parts.diagnosis.queries import codes as queries

        for count in COUNTS:
            for again in ("new", "unchanged"):
                wall, cpu = perf_counter(), process_time()
                import_now("bench.csv", table(count), "Bench", timezone.now, lambda run: None)
                say(database=connection.vendor, codes=count, rows=again, cpu_s=round(process_time() - cpu, 2),
                    wall_s=round(perf_counter() - wall, 2))
            for size in SIZES:
                text = (LETTER * (size // len(LETTER) + 1))[:size]
                scan = scanner(queries.shapes())
                say(codes=count, characters=size, scan_ms=least(lambda scan=scan, text=text: scan.candidates(text)),
                    with_look_up_ms=least(lambda text=text: codes_in(text)))


if __name__ == "__main__":
    main()
