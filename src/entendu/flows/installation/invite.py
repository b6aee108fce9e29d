"""A colleague is invited: a member without a password, and a link that lets them choose one.

The administrator hands the link over by whatever way they trust. It works once, and for three days
(Django's PASSWORD_RESET_TIMEOUT); a new one can be made at any time, also for a lost password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction

from entendu.parts.staff import actions
from entendu.parts.staff.models import Member, Role, Team


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is asked to join, as what, and in which teams."""

    email: str
    name: str
    role: str = Role.AGENT
    teams: tuple[Team, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """What a link needs to let its member choose a password; never stored, never logged."""

    member: str
    secret: str


@transaction.atomic
def invite(invitation: Invitation, now: datetime) -> Member:
    """The new member, who cannot sign in before a password is chosen; `ValidationError` when the address is taken."""
    member = actions.add_member(invitation.email, invitation.name, role=invitation.role, password=None, now=now)
    actions.set_teams(member, invitation.teams)
    return member


def password_key(member: Member) -> Key:
    """A key for a link; it ends with the member's next password, next sign-in or after three days."""
    return Key(user_pk_to_url_str(member), default_token_generator.make_token(member))
