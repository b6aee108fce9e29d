"""How many submissions a replay settles in a CPU second: `python -m tests.measures.speed [TRACE]`.

From lines of JSON to lines of JSON, with nothing remembered from before: as the trace is; where every source sends its
facts along; and that alone, without what holds no facts. Then the cost of one decision after a long history.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from entendu.core.governor.facts import read, shape, values
from entendu.core.governor.replay import Replay
from tests.measures.traces import SHARED, lines_of

START = datetime(2026, 11, 16, 9, tzinfo=UTC)
TIMES = 3


def forgotten() -> None:
    """Nothing is remembered of what was read before."""
    for cache in (read._read, shape._shape, values._find_in):
        cache.cache_clear()


def per_second(lines: list[str]) -> float:
    """The best of some runs, each from the beginning: other users of the machine only ever make it slower."""
    best, write = 0.0, json.JSONEncoder(ensure_ascii=False).encode
    for _ in range(TIMES):
        forgotten()
        before = time.process_time()
        replay = Replay()
        events = [json.loads(line) for line in lines]
        written = "".join(f"{write(line)}\n" for line in replay.run(events))
        best = max(best, len(replay.order) / (time.process_time() - before))
        assert written
    return best


def blind(lines: Iterable[str], *, facts: bool) -> Iterator[str]:
    """The events without what only a scorer may know; with `facts` each source sends its own along."""
    for line in lines:
        event = json.loads(line)
        truth = event.pop("truth", {"facts": ()})
        if facts and event["event"] == "submit" and truth["facts"]:
            event["facts"] = {fact["key"]: fact["value"] for fact in truth["facts"]}
        yield json.dumps(event, ensure_ascii=False)


def only_facts(lines: Iterable[str]) -> list[str]:
    """Without the submissions that hold no facts."""
    return [line for line in lines if (event := json.loads(line))["event"] != "submit" or event.get("facts")]


def after(past: int, *, times: int = 300) -> float:
    """Microseconds of CPU for one more submission to somebody who was told `past` values on one case."""
    replay = Replay()
    replay.happens(START, [{"event": "person", "person": "p", "name": "Marie", "addresses": {"sms": "+33600000000"}}])
    took = 0.0
    for number in range(past + times):
        at = START + timedelta(minutes=6 * number)
        text = f"Your parcel is at stop {number % 40} and comes at {8 + number % 12}:{number % 60:02d}."
        event = {"event": "submit", "id": f"m{number}", "source": "crm", "person": "p", "case": "c", "body": text}
        before = time.process_time()
        replay.happens(at, [event | {"intent": "confirmation"}])
        took += time.process_time() - before if number >= past else 0.0
    return took / times * 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trace", nargs="?", type=Path, default=SHARED / "open-week.jsonl")
    parser.add_argument("--past", default="10,1000,100000", help="lengths of a history")
    args = parser.parse_args()
    lines = lines_of(args.trace)
    with_facts = list(blind(lines, facts=True))
    for what, trace in (("as it is", list(blind(lines, facts=False))), ("every source sends its facts", with_facts),
                        ("without what holds no facts", only_facts(with_facts))):
        sys.stdout.write(f"{per_second(trace):9.0f} submissions a CPU second, {what}\n")
    for past in map(int, args.past.split(",")):
        sys.stdout.write(f"{after(past):9.0f} µs of CPU for one more after {past} to one person\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
