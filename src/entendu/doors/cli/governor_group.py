"""`entendu governor`: what the governor would do, without a desk."""

from __future__ import annotations

import argparse
from typing import TextIO

from entendu.doors.cli.lines import Groups


def add(groups: Groups) -> None:
    """governor replay."""
    governor = groups.add_parser("governor", help="try the governor on a company's day")
    verbs = governor.add_subparsers(metavar="VERB", title="verbs", required=True)
    replay = verbs.add_parser("replay", help="run a trace on a virtual clock and print what would have reached whom")
    replay.add_argument("trace", metavar="TRACE", help="a file of JSON lines; - for standard input")
    replay.add_argument("--as", dest="form", choices=("lines", "timeline"), default="lines", type=str.lower,
                        metavar="TIMELINE", help="timeline: readable, by person")
    replay.set_defaults(run=_replay, needs_records=False)


def _replay(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.doors.cli import governor

    return governor.run(args, out, err)
