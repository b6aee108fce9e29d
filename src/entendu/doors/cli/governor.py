"""`entendu governor replay`: a trace on a virtual clock, as JSON lines or as a time line a person."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any, TextIO

from entendu.core.governor.hours import weekly
from entendu.core.governor.replay import Replay
from entendu.doors.cli.lines import BAD_INPUT, FAILED, say, stop

Line = Mapping[str, Any]


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Replay the trace in `args.trace` (`-`: standard input); exit code 2 if it cannot be read, 1 if a line was bad."""
    bad: list[int] = []
    replay = Replay()
    try:
        source = nullcontext(sys.stdin) if args.trace == "-" else open(args.trace, encoding="utf-8")  # noqa: SIM115
        with source as lines:
            results = list(replay.run(_events(lines, bad)))
    except OSError as error:
        return stop(err, f"The trace {args.trace} cannot be read ({error.strerror}); nothing was replayed.", BAD_INPUT)
    except UnicodeDecodeError:
        return stop(err, f"The trace {args.trace} is not UTF-8; nothing was replayed.", BAD_INPUT)
    bad += [event["line"] for event in replay.refused]
    for number in sorted(bad):
        say(out, {"error": f"Line {number} is not an event of a trace; the others were replayed.", "line": number})
    if args.form == "timeline":
        _timeline(results, replay, out)
    else:
        for result in results:
            say(out, result)
    return FAILED if bad else 0


def _events(lines: Iterable[str], bad: list[int]) -> Iterator[Line]:
    """The events of a trace, without what only a scorer may know; a line that is no event is counted in `bad`."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
            event.pop("truth", None)
            if datetime.fromisoformat(event["at"]).tzinfo is None:
                raise ValueError("no offset")
            event["event"], event["line"] = str(event["event"]), number
        except (ValueError, AttributeError, KeyError, TypeError):
            bad.append(number)
            continue
        yield event


def _timeline(results: list[dict[str, Any]], replay: Replay, out: TextIO) -> None:
    """For each person, what reached them, and between it what was not sent and why, by their own clock."""
    by_person: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    submitted = {s.id: s for s in replay.order}
    for line in results:
        if "body" in line:
            text = " / ".join(filter(None, [line["subject"], *line["body"].splitlines()]))
            parts = f", {len(line['submissions'])} in one" if len(line["submissions"]) > 1 else ""
            entry = f"{line['channel']}{parts}: {text}"
            by_person[line["person"]].append((datetime.fromisoformat(line["at"]), entry))
        elif line["outcome"] != "delivered":
            submission = submitted[line["submission"]]
            by_person[submission.person].append((submission.submitted_at, f"  {line['explanation']}"))
    for person, entries in by_person.items():
        recipient = replay.people[person].recipient
        zone = weekly(recipient.hours, recipient.timezone).zone
        out.write(f"{recipient.name} ({person}), {recipient.timezone}\n")
        for at, text in sorted(entries, key=lambda entry: entry[0]):
            out.write(f"  {at.astimezone(zone):%a %d %b %H:%M}  {text}\n")
        out.write("\n")
