"""The `entendu` command: the subcommands of `doors/cli`, and `serve`, which joins all doors."""

from __future__ import annotations

import argparse
import sys
from typing import TextIO

from entendu.config.environment import LISTEN, BadSetting, address, serve_at
from entendu.config.prepare import prepare
from entendu.doors.cli.main import parser

# What one process may serve; without a choice it serves all three.
ROLES = ("web", "gateway", "worker")


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; its exit code. A setting that cannot be used is one sentence and exit code 2."""
    commands = parser()
    _add_serve(commands)
    args = commands.parse_args(arguments)
    if not hasattr(args, "run"):
        commands.print_help(sys.stderr)
        return 2
    args.prepare = prepare
    if getattr(args, "port", None):
        serve_at(args.port)
    try:
        if getattr(args, "needs_records", True):
            prepare()
        return int(args.run(args, sys.stdout, sys.stderr))
    except BadSetting as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except Exception as trouble:  # only the database's own are caught; Django is imported late, `mail read` is quick
        from django.db import DatabaseError

        if not isinstance(trouble, DatabaseError):
            raise
        sys.stderr.write(f"The database does not answer ({' '.join(str(trouble).split())}); nothing more was done; "
                         f"`entendu check` looks at the whole installation.\n")
        return 1


def _add_serve(commands: argparse.ArgumentParser) -> None:
    groups = next(action for action in commands._actions if isinstance(action, argparse._SubParsersAction))
    serve = groups.add_parser("serve", help="serve the desk, take mail in and send it out, all in one process")
    serve.add_argument("--port", type=int, help="where the pages are served on 127.0.0.1 (default: ENTENDU_LISTEN)")
    for role in ROLES:
        serve.add_argument(f"--{role}", action="append_const", dest="roles", const=role,
                           help=f"only the {role} (may be combined)")
    serve.set_defaults(run=_serve)


def _serve(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.config.serve import Served, serve

    listen = address(LISTEN)
    if listen is None:
        raise BadSetting("ENTENDU_LISTEN is empty; nothing was started; write it as 127.0.0.1:8000.")
    return serve(Served(frozenset(args.roles or ROLES), listen))
