"""`entendu search`: tickets that hold every word, best first, in all mailboxes."""

from __future__ import annotations

import argparse
from typing import TextIO

from entendu.doors.cli.lines import Groups, say, stop


def add(groups: Groups) -> None:
    """search QUERY --limit N."""
    search = groups.add_parser("search", help="find tickets by their words")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many tickets (default: 20)")
    search.set_defaults(run=_search)


def _search(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.parts.tickets import queries

    if args.limit < 1:
        return stop(err, f"--limit is {args.limit}; nothing was searched; give a number from 1 on.")
    for found in queries.search_tickets(queries.mailboxes(), args.query, args.limit):
        say(out, {"ticket": found.ticket.number, "subject": found.ticket.subject, "snippet": found.snippet,
                  "score": found.score})
    return 0
