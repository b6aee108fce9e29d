"""`entendu governor replay`: a trace on a virtual clock, as JSON lines or as a time line a person."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import Any, TextIO

from entendu.core.governor.replay import Replay, TraceError
from entendu.doors.cli.lines import BAD_INPUT, FAILED, say, stop

Line = Mapping[str, Any]


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Replay the trace in `args.trace` (`-` for standard input); exit code 2 if it cannot be read, 1 if a line was bad."""
    bad: list[dict[str, Any]] = []
    try:
        source = nullcontext(sys.stdin) if args.trace == "-" else open(args.trace, encoding="utf-8")  # noqa: SIM115
        with source as lines:
            replay = Replay()
            results = list(replay.run(_events(lines, bad)))
    except OSError as error:
        return stop(err, f"The trace {args.trace} cannot be read ({error.strerror}); nothing was replayed.", BAD_INPUT)
    except UnicodeDecodeError:
        return stop(err, f"The trace {args.trace} is not UTF-8; nothing was replayed.", BAD_INPUT)
    except TraceError as error:
        return stop(err, error, BAD_INPUT)
    for line in bad:
        say(out, line)
    if args.form == "timeline":
        _timeline(results, replay, out)
    else:
        for result in results:
            say(out, result)
    return FAILED if bad else 0


def _events(lines: Iterator[str], bad: list[dict[str, Any]]) -> Iterator[Line]:
    """The events of a trace, without what only a scorer may know; a line that is no event is kept aside."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
            event.pop("truth", None)
            event["at"], event["event"]
        except (ValueError, AttributeError, KeyError, TypeError):
            bad.append({"error": f"Line {number} is not an event of a trace; the others were replayed.", "line": number})
            continue
        yield event


def _timeline(results: list[dict[str, Any]], replay: Replay, out: TextIO) -> None:
    """For each person, what reached them and when, and under it what was not sent and why."""
    by_person: dict[str, list[tuple[str, str]]] = defaultdict(list)
    people = {s.id: (s.person, s.submitted_at.isoformat(), s.source) for s in replay.order}
    for line in results:
        if "body" in line:
            text = " / ".join(filter(None, [line["subject"], *line["body"].splitlines()]))
            parts = f", {len(line['submissions'])} in one" if len(line["submissions"]) > 1 else ""
            by_person[line["person"]].append((line["at"], f"{line['at'][:16].replace('T', ' ')}  {line['channel']}{parts}: {text}"))
        elif line["outcome"] != "delivered":
            person, at, source = people[line["submission"]]
            by_person[person].append((at, f"{at[:16].replace('T', ' ')}    ({source}) {line['explanation']}"))
    for person, lines in by_person.items():
        recipient = replay.people[person].recipient
        out.write(f"{recipient.name} ({person}), {recipient.timezone}\n")
        for _, text in lines:
            out.write(f"  {text}\n")
        out.write("\n")
