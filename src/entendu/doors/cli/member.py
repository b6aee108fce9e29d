"""`entendu member`: colleagues without a browser, for the first administrator and for a forgotten password."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, TextIO

from entendu.doors.cli.lines import Groups, say, stop

if TYPE_CHECKING:
    from entendu.parts.staff.models import Member

ROLES = ("agent", "lead", "administrator")
PASSWORD = "The password is asked for on a terminal, and is the first line of standard input elsewhere."


def add(groups: Groups) -> None:
    """member add, member password, member list."""
    verbs = groups.add_parser("member", help="add colleagues, set their passwords, list them").add_subparsers(
        metavar="VERB", title="verbs", required=True)

    new = verbs.add_parser("add", help="add a colleague", description=PASSWORD)
    new.add_argument("email", metavar="EMAIL")
    new.add_argument("name", metavar="NAME")
    new.add_argument("--role", choices=ROLES, default="agent")
    new.add_argument("--team", action="append", default=[], metavar="NAME", help="a team of theirs, may be repeated")
    new.set_defaults(run=_add)

    password = verbs.add_parser("password", help="set a colleague's password", description=PASSWORD)
    password.add_argument("email", metavar="EMAIL")
    password.set_defaults(run=_password)

    verbs.add_parser("list", help="list everyone").set_defaults(run=_list)


def _add(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.utils import timezone

    from entendu.parts.staff import actions, queries

    teams = [team for team in queries.teams() if team.name in args.team]
    unknown = set(args.team) - {team.name for team in teams}
    if unknown:
        names = ", ".join(team.name for team in queries.teams()) or "none"
        return stop(err, f"There is no team {', '.join(sorted(unknown))}; nobody was added; there is: {names}.")
    try:
        with transaction.atomic():
            member = actions.add_member(args.email, args.name, role=args.role, password=None, now=timezone.now())
            actions.set_teams(member, teams)
            _set_password(member)
    except ValidationError as trouble:
        return stop(err, f"{' '.join(trouble.messages)} Nobody was added.")
    say(out, _line(member))
    return 0


def _password(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from django.core.exceptions import ValidationError

    from entendu.parts.staff import queries

    member = queries.member_by_email(args.email)
    if member is None:
        return stop(err, f"Nobody signs in as {args.email}; nothing was changed; `entendu member list` names everyone.")
    try:
        _set_password(member)
    except ValidationError as trouble:
        return stop(err, f"{' '.join(trouble.messages)} The password was not changed.")
    say(out, _line(member))
    return 0


def _list(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    from entendu.parts.staff import queries

    for member in queries.members():
        say(out, _line(member))
    return 0


def _set_password(member: Member) -> None:
    """Asks for the password and sets it; `ValidationError` when it is too easy to guess."""
    from django.contrib.auth.password_validation import validate_password

    from entendu.parts.staff import actions

    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {member.email}: ")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    validate_password(password, member)
    actions.set_password(member, password)


def _line(member: Member) -> dict[str, object]:
    return {"email": member.email, "name": member.name, "role": member.role,
            "teams": [team.name for team in member.teams.all()],
            "may_sign_in": member.is_active and member.has_usable_password()}
