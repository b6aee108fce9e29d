"""The only writers of staff records."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from entendu.parts.staff.models import ApiToken, Member, Role, Team, digest

# A program that asks every second does not write every second.
USE_IS_NOTED_EVERY = timedelta(minutes=1)


class LastAdministrator(ValueError):
    """The change would leave nobody who may change the installation."""


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


@transaction.atomic
def change_member(member: Member, **fields: object) -> Member:
    """Sets the given fields after checking them; `ValidationError` names the field that is wrong.

    `LastAdministrator` when nobody would be left who may change the installation; then nothing is changed.
    """
    others = Member.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=member.pk)
    if not fields.keys().isdisjoint({"role", "is_active"}) and not list(others):
        stays = fields.get("role", member.role) == Role.ADMINISTRATOR and fields.get("is_active", member.is_active)
        if not stays and member.is_administrator and member.is_active:
            raise LastAdministrator
    for name, value in fields.items():
        setattr(member, name, value)
    member.full_clean(exclude=["password"])
    member.save(update_fields=list(fields))
    if "email" in fields:
        EmailAddress.objects.filter(user=member).exclude(email=member.email).delete()  # the old one signs nobody in
    return member


def reset_second_factor(member: Member) -> int:
    """The member signs in with the password alone until they set up an app or a key again; how many were forgotten."""
    return Authenticator.objects.filter(user=member).delete()[0]


def make_api_token(member: Member, name: str, *, now: datetime) -> tuple[ApiToken, str]:
    """A new token in the member's name, and its secret, which is kept nowhere and cannot be shown again."""
    secret = f"entendu_{secrets.token_urlsafe(32)}"
    token = ApiToken(member=member, name=name.strip(), sha256=digest(secret), created_at=now)
    token.full_clean()
    token.save()
    return token, secret


def revoke_api_token(token: ApiToken, *, now: datetime) -> None:
    """The token opens nothing from now on; its row stays as a record."""
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])


def note_use(token: ApiToken, *, now: datetime) -> None:
    """When the token was used last, to the minute."""
    if token.last_used_at is None or now - token.last_used_at >= USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


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
