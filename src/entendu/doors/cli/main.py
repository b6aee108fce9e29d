"""The words of the command line. Nothing of the records is imported before a command that needs them runs.

Each command sets `run(args, out, err) -> exit code` and, where it works without the database, `needs_records=False`;
`config.command` prepares the records for the others and calls it.
"""

from __future__ import annotations

import argparse

from entendu import __version__
from entendu.doors.cli import changes, check, codes, governor_group, keep, mail, member, search, wording_group

GROUPS = (mail, search, codes, changes, check, keep, member, governor_group, wording_group)


def parser() -> argparse.ArgumentParser:
    """All commands but `serve`, which joins the doors and is added where they are joined."""
    top = argparse.ArgumentParser(prog="entendu", description="A support desk that does not over-communicate.")
    top.add_argument("--version", action="version", version=f"entendu {__version__}")
    groups = top.add_subparsers(metavar="COMMAND", title="commands")
    for group in GROUPS:
        group.add(groups)
    return top
