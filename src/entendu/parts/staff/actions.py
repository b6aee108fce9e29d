"""The only writers of staff records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from entendu.parts.staff.models import Member, Role, Team


@transaction.atomic
def add_member(email: str, name: str, *, role: str = Role.AGENT, password: str | None, now: datetime) -> Member:
    """A new colleague; without a password they cannot sign in until one is set.

    The e-mail address is stored in lower case: people type it either way.
    """
    member = Member(email=email.strip().lower(), name=name.strip(), role=role, joined_at=now)
    if password is None:
        member.set_unusable_password()
    else:
        member.set_password(password)
    member.full_clean(exclude=["password"])
    member.save()
    return member


def set_password(member: Member, password: str) -> None:
    """A new password for the member; sessions that stand elsewhere end with it."""
    member.set_password(password)
    member.save(update_fields=["password"])


def change_member(member: Member, **fields: object) -> Member:
    """Sets the given fields after checking them; `ValidationError` names the field that is wrong."""
    for name, value in fields.items():
        setattr(member, name, value)
    member.full_clean(exclude=["password"])
    member.save(update_fields=list(fields))
    return member


def set_teams(member: Member, teams: Iterable[Team]) -> None:
    """The member belongs to exactly these teams."""
    member.teams.set(teams)


def add_team(name: str) -> Team:
    """A new team; `ValidationError` when the name is taken."""
    team = Team(name=name.strip())
    team.full_clean()
    team.save()
    return team


def rename_team(team: Team, name: str) -> Team:
    """The team under a new name."""
    team.name = name.strip()
    team.full_clean()
    team.save(update_fields=["name"])
    return team
