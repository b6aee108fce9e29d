"""The first start: a team, a mailbox and an administrator, so that somebody can sign in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entendu.flows.installation import demo as story
from entendu.parts.staff import actions as staff
from entendu.parts.staff import queries
from entendu.parts.staff.models import Role
from entendu.parts.tickets import actions as tickets

ADMINISTRATOR = "admin@example.org"
# Letters and digits that nobody mistakes for one another, read off a terminal.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class FirstStart:
    """How to sign in for the first time; the password is kept nowhere else."""

    email: str
    password: str


@transaction.atomic
def first_start(now: datetime, *, demo: bool) -> FirstStart | None:
    """Makes what an empty desk needs; None when somebody can sign in already.

    With `demo`, the desk is filled with a story to look around in.
    """
    if queries.anyone():
        return None
    password = "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))
    team = staff.add_team("Care")
    administrator = staff.add_member(ADMINISTRATOR, "Ioana Dumitru" if demo else "Administrator",
                                     role=Role.ADMINISTRATOR, password=password, now=now)
    staff.set_teams(administrator, [team])
    mailbox = tickets.add_mailbox(name="Support", address="support@example.org", team=team)
    if demo:
        story.tell(mailbox, administrator, now)
    return FirstStart(ADMINISTRATOR, password)
