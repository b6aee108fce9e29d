"""`entendu wording`: what an experienced colleague would say of a text."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TextIO

from entendu.doors.cli.lines import Groups


def add(groups: Groups) -> None:
    """wording check."""
    wording = groups.add_parser("wording", help="read a draft, or what a customer wrote, as a second reader would")
    verbs = wording.add_subparsers(metavar="VERB", title="verbs", required=True)
    check = verbs.add_parser(
        "check", help="read texts as JSON lines from standard input, or one text, and print what was found in each"
    )
    check.add_argument("--text", help="one text, instead of lines")
    check.add_argument("--language", default="", help="en, fr or ro; without it, it is guessed")
    check.add_argument("--direction", choices=("out", "in"), default="out", help="by us (out) or a customer (in)")
    check.add_argument("--dictionaries", type=Path, metavar="FOLDER",
                       default=Path(os.environ.get("ENTENDU_DATA", "data"), "dictionaries"),
                       help="a folder of Hunspell dictionaries, looked into before the system's")
    check.set_defaults(run=_check, needs_records=False)


def _check(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.doors.cli import wording

    return wording.run(args, out, err)
