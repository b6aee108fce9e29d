"""What others read of the staff."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from entendu.parts.staff.models import ApiToken, Member, Role, Team, digest


def anyone() -> bool:
    """True once somebody can sign in: the first start is over."""
    return Member.objects.exists()


def administrators() -> QuerySet[Member]:
    """Those who may change the installation."""
    return Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True)


def members() -> QuerySet[Member]:
    """Everyone, by name, with their teams."""
    return Member.objects.prefetch_related("teams")


def member_by_email(email: str) -> Member | None:
    """The member who signs in with this address."""
    return Member.objects.filter(email__iexact=email.strip()).first()


def teams() -> QuerySet[Team]:
    """All teams by name."""
    return Team.objects.all()


def colleagues_on(team_id: int) -> QuerySet[Member]:
    """Active members of a team: those to whom its tickets can be handed. Administrators are reached as well."""
    theirs = Q(teams=team_id) | Q(role=Role.ADMINISTRATOR)
    return Member.objects.filter(theirs, is_active=True).distinct().order_by("name")


def who_say_how_many(teams: Iterable[int]) -> list[Member]:
    """Active members of these teams, and administrators, who have said how many promises a day they can keep."""
    among = set(teams)
    said = Member.objects.filter(is_active=True, promises_a_day__isnull=False).prefetch_related("teams")
    return [one for one in said.order_by("name")
            if one.is_administrator or not among.isdisjoint(team.pk for team in one.teams.all())]


def member(member_id: int) -> Member | None:
    """One member by id."""
    return Member.objects.prefetch_related("teams").filter(pk=member_id).first()


def team(team_id: int) -> Team | None:
    """One team by id."""
    return Team.objects.filter(pk=team_id).first()


def members_with_second_factor() -> set[int]:
    """Ids of the members who sign in with an app or a key beside their password."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return set(Authenticator.objects.filter(type__in=kinds).values_list("user", flat=True))


def api_tokens_of(member: Member) -> QuerySet[ApiToken]:
    """The member's tokens that still open something, newest first."""
    return ApiToken.objects.filter(member=member, revoked_at=None)


def api_token(secret: str) -> ApiToken | None:
    """The valid token with this secret; None when it is unknown, revoked, or its member may no longer sign in."""
    return (ApiToken.objects.select_related("member")
            .filter(sha256=digest(secret), revoked_at=None, member__is_active=True).first())
