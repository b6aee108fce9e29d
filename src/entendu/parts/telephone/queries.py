"""What others read of calls."""

from __future__ import annotations

from django.db.models import F, QuerySet

from entendu.parts.outbox.models import Delivery
from entendu.parts.staff.models import Member
from entendu.parts.telephone.models import CallRecord, CallTask
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import seen_by

LATEST = 20


def open_task(ticket: Ticket) -> CallTask | None:
    """The call that has to be made about the ticket, the one that is due first."""
    return _open().filter(ticket=ticket).first()


def tasks_seen_by(member: Member) -> QuerySet[CallTask]:
    """The calls that have to be made on tickets that the member may see, the one that is due first. What was taken back
    meanwhile needs no call."""
    return _open().filter(ticket__in=seen_by(member))


def task_seen_by(member: Member, task_id: int) -> CallTask | None:
    """One of them."""
    return tasks_seen_by(member).filter(pk=task_id).first()


def task(task_id: int) -> CallTask | None:
    """A call that has to be made, with its delivery."""
    return _open().filter(pk=task_id).first()


def task_to(number: str) -> CallTask | None:
    """The call to this number that somebody has in hand, else the one that is due first."""
    return _open().filter(delivery__address=number).order_by(
        F("delivery__claimed_at").desc(nulls_last=True), "due_at").first()


def records(ticket: Ticket) -> list[CallRecord]:
    """The ticket's latest calls, newest first."""
    return list(CallRecord.objects.filter(ticket=ticket).select_related("member")[:LATEST])


def _open() -> QuerySet[CallTask]:
    return (CallTask.objects.filter(done_at=None, delivery__state=Delivery.State.CALLING)
            .select_related("delivery", "ticket__mailbox", "ticket__contact", "member"))
