"""`entendu changes`: bring a file of changes in customers' systems into their log."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from entendu.doors.cli.lines import FAILED, Groups, say, stop


def add(groups: Groups) -> None:
    """changes import."""
    verbs = groups.add_parser("changes", help="bring changes of customers' systems in").add_subparsers(
        metavar="VERB", title="verbs", required=True)
    bring = verbs.add_parser("import", help="import changes: CSV, JSON or JSON lines")
    bring.add_argument("file", metavar="FILE", help="columns or fields at, kind, actor, object, details, key, "
                       "customer, system; - for standard input")
    bring.add_argument("--customer", metavar="NAME", default="", help="whose systems they are, where a line does not "
                       "say: a contact's id or address, or an organisation's name or mail domain")
    bring.add_argument("--system", metavar="NAME", default="", help="which of their systems, where a line does not say")
    bring.add_argument("--source", metavar="NAME", default="file", help="who says so; with the key it names a change")
    bring.add_argument("--time-zone", metavar="ZONE", default="UTC", help="on whose clock times without offset are")
    bring.set_defaults(run=_import)


def _import(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone

    from entendu.core.diagnosis.change_file import NotAChangeFile
    from entendu.flows.diagnosis import changes
    from entendu.parts.diagnosis.actions.changes import system_of

    started = shown = time.monotonic()
    try:
        zone = ZoneInfo(args.time_zone)
        content = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    except (ZoneInfoNotFoundError, ValueError):
        return stop(err, f"{args.time_zone} is no time zone; nothing was imported; give one such as Europe/Paris.")
    except OSError as trouble:
        return stop(err, f"{args.file} cannot be read ({trouble.strerror}); nothing was imported; check the path.")
    owner = changes.owner_of(args.customer) if args.customer else None
    if args.customer and owner is None:
        return stop(err, str(changes.UnknownCustomer(0, args.customer)))
    done = changes.Imported()
    try:
        by = changes.By(args.source[:60], system_of(owner, args.system) if owner is not None else None)
        for done in changes.take_file(content, by, zone, now=timezone.now()):
            if time.monotonic() - shown >= 1:
                shown = time.monotonic()
                err.write(f"{done.new + done.known} changes\n")
                err.flush()
    except NotAChangeFile as trouble:
        return stop(err, trouble)
    for one in done.bad:
        err.write(f"Line {one.line} was not taken: it {one.why}.\n")
    say(out, {"new": done.new, "known": done.known, "bad": len(done.bad),
              "seconds": round(time.monotonic() - started, 2)})
    return FAILED if done.bad else 0
