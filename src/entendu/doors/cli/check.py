"""`entendu check`: is this installation well? One line for each thing looked at."""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import asdict
from typing import TextIO

from entendu.doors.cli.lines import FAILED, Groups, say


def add(groups: Groups) -> None:
    """check."""
    check = groups.add_parser("check", help="look whether database, mail accounts, queues, disk and addresses are well")
    check.add_argument("--offline", action="store_true", help="do not call other servers")
    # A database that is away is a finding, not an end: the records are prepared here.
    check.set_defaults(run=_check, needs_records=False)


def _check(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from django.db import DatabaseError

    with suppress(DatabaseError):
        args.prepare()
    from django.utils import timezone

    from entendu.flows.installation import checkup

    well = True
    for finding in checkup.look(timezone.now(), online=not args.offline):
        say(out, asdict(finding))
        out.flush()
        well &= finding.ok
    return 0 if well else FAILED
