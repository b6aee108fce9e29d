"""The governor measured on traces: `python -m tests.measures.traces [TRACE …]`; without names the shared ones.

For each trace it replays the whole and the first half, and runs the scorer that lies beside the traces. Traces of our
own trades are made on the way: `python -m tests.measures.traces --trades 1`, the number being the seed of the week.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from entendu.core.governor.replay import Replay

SHARED = Path(__file__).parents[3] / "shared" / "traces"
GOALS = {"open-week": ("1.03", "0.01"), "electrician": ("1.0", "0")}
TRADES = ("cloud", "club", "council", "dentist", "garage", "shop", "travel", "water")


def lines_of(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def replayed(lines: Iterable[str], out: Path) -> float:
    """Replays the events, blind to what only a scorer may know; the seconds of processor time that it took."""
    events = [json.loads(line) for line in lines]
    for event in events:
        event.pop("truth", None)
    before = time.process_time()
    results = list(Replay().run(events))
    seconds = time.process_time() - before
    out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in results), encoding="utf-8")
    return seconds


def scored(trace: Path, folder: Path, ratio: str = "1.10", noise: str = "0.02") -> tuple[bool, str]:
    """Whether the trace holds, and what the scorer said, with the submissions a second at the end."""
    lines = lines_of(trace)
    half, out, half_out = folder / "half.jsonl", folder / "out.jsonl", folder / "half-out.jsonl"
    half.write_text("\n".join(lines[: len(lines) // 2 + 100]) + "\n", encoding="utf-8")
    seconds = replayed(lines, out)
    replayed(lines_of(half), half_out)
    command = [sys.executable, str(SHARED / "score.py"), str(trace), str(out), "--ratio", ratio, "--noise", noise]
    command += ["--half", str(half), str(half_out)] if len(lines) > 200 else []
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    submissions = sum('"event": "submit"' in line for line in lines)
    return run.returncode == 0, run.stdout + run.stderr + f"{submissions / max(seconds, 1e-9):.0f} submissions/CPU s\n"


def trade_week(name: str, seed: int, folder: Path) -> Path:
    """A week of one of our own trades as a trace."""
    town = importlib.import_module("tests.core.governor.town")
    trade = importlib.import_module(f"tests.core.governor.trades.{name}")
    path = folder / f"{name}-{seed}.jsonl"
    events = (json.dumps(event, ensure_ascii=False) for event in town.week(trade, 100, 5, seed))
    path.write_text("\n".join(events) + "\n", encoding="utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("traces", nargs="*", type=Path)
    parser.add_argument("--trades", type=int, metavar="SEED", help="a week of each of our own trades")
    args = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        traces = args.traces or [] if args.trades else args.traces or [SHARED / f"{n}.jsonl" for n in GOALS]
        traces = [*traces, *(trade_week(t, args.trades, folder) for t in TRADES if args.trades)]
        for trace in traces:
            holds, words = scored(trace, folder, *GOALS.get(trace.stem, ("1.10", "0.02")))
            good &= holds
            sys.stdout.write(f"── {trace.name}\n{words}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
