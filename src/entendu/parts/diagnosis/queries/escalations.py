"""What others read of trackers and of the reports that went to them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from entendu.parts.diagnosis.models.escalations import Escalation, TrackerAccount
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket


def accounts() -> QuerySet[TrackerAccount]:
    """Every tracker, by name."""
    return TrackerAccount.objects.all()


def accounts_that_take() -> list[TrackerAccount]:
    """The trackers that take reports."""
    return list(TrackerAccount.objects.filter(active=True))


def account(account_id: int) -> TrackerAccount | None:
    """One tracker."""
    return TrackerAccount.objects.filter(pk=account_id).first()


def account_of_hook(hook: str) -> TrackerAccount | None:
    """The tracker whose hooks come to this address."""
    return TrackerAccount.objects.filter(hook=hook).first()


def escalations_of(ticket: Ticket) -> list[Escalation]:
    """The ticket's reports that were not taken back, the newest first."""
    return list(Escalation.objects.filter(ticket=ticket).exclude(state=Escalation.State.CANCELLED)
                .select_related("account", "member").defer("body"))


def escalation_seen_by(member: Member, escalation_id: int) -> Escalation | None:
    """One report, when the member may see its ticket."""
    return (Escalation.objects.select_related("account", "ticket").filter(ticket__in=tickets.seen_by(member))
            .filter(pk=escalation_id).first())


def escalation(escalation_id: int) -> Escalation:
    """One report with all that its sending needs."""
    return Escalation.objects.select_related("account", "ticket__mailbox").get(pk=escalation_id)


def due(now: datetime, limit: int) -> list[int]:
    """The ids of reports whose time has come, the oldest first."""
    return list(Escalation.objects.filter(state=Escalation.State.WAITING, due_at__lte=now).order_by("due_at", "id")
                .values_list("pk", flat=True)[:limit])


def to_look_at(now: datetime, limit: int) -> list[Escalation]:
    """Issues of which the tracker is to be asked, the longest waiting first."""
    return list(Escalation.objects.select_related("account", "ticket").filter(look_at__lte=now)
                .order_by("look_at", "id")[:limit])


def of_issue(account_id: int, number: str) -> list[Escalation]:
    """The reports that are this issue."""
    return list(Escalation.objects.select_related("account", "ticket").filter(account=account_id, number=number))
