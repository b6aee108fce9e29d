"""What others read of the staff."""

from __future__ import annotations

from django.db.models import QuerySet

from entendu.parts.staff.models import Member, Role, Team


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


def colleagues_on(team: Team) -> QuerySet[Member]:
    """Active members of a team: those to whom its tickets can be handed. Administrators are reached as well."""
    return (Member.objects.filter(is_active=True, teams=team) | administrators()).distinct().order_by("name")
