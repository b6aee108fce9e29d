"""`entendu backup` and `entendu restore`: the whole desk in one file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from entendu.doors.cli.lines import FAILED, Groups, say, stop


def add(groups: Groups) -> None:
    """backup FILE, restore FILE."""
    backup = groups.add_parser("backup", help="write database and keys into one file, while the desk runs")
    backup.add_argument("file", metavar="FILE", help="written anew; it holds keys, so keep it where only you can read")
    backup.set_defaults(run=_backup)

    restore = groups.add_parser("restore", help="bring a backup back, into SQLite or PostgreSQL")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="give up the tickets that this desk holds now")
    restore.set_defaults(run=_restore)


def _backup(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from django.utils import timezone

    from entendu.flows.installation import backup

    try:
        kept = backup.write(Path(args.file), timezone.now())
    except OSError as trouble:
        return stop(err, f"{args.file} could not be written ({trouble.strerror}); the desk is as it was; "
                         f"choose a place with room that you may write.", FAILED)
    say(out, {"file": args.file, "rows": kept.rows, "tickets": kept.tickets, "version": kept.version})
    return 0


def _restore(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.flows.installation import backup

    try:
        kept = backup.restore(Path(args.file), replace=args.replace)
    except backup.CannotRestore as trouble:
        return stop(err, trouble)
    say(out, {"file": args.file, "rows": kept.rows, "tickets": kept.tickets, "version": kept.version})
    return 0
