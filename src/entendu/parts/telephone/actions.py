"""The only writers of call tasks and of the log of calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery
from entendu.parts.staff.models import Member
from entendu.parts.telephone.models import CallRecord, CallTask


def make_task(delivery: Delivery, *, now: datetime) -> CallTask:
    """The task to say by telephone what the delivery says; a task that was given up is open again."""
    task, fresh = CallTask.objects.get_or_create(
        delivery=delivery, defaults={"ticket": delivery.ticket, "made_at": now, "due_at": now})
    if not fresh:
        task.done_at, task.due_at, task.tries, task.member = None, now, 0, None
        task.save(update_fields=["done_at", "due_at", "tries", "member"])
    return task


def take(task: CallTask, member: Member) -> bool:
    """The member has it in hand; False when somebody else has, or it is done."""
    free = CallTask.objects.filter(Q(member=None) | Q(member=member), pk=task.pk, done_at=None)
    return bool(free.update(member=member))


def let_go(task: CallTask, member: Member) -> None:
    """Somebody else may make the call."""
    CallTask.objects.filter(pk=task.pk, member=member).update(member=None)


def put_off(task: CallTask, until: datetime) -> None:
    """Nobody answered: worth another try from then on."""
    task.tries, task.due_at, task.member = task.tries + 1, until, None
    task.save(update_fields=["tries", "due_at", "member"])


def settle(task: CallTask, *, now: datetime) -> bool:
    """The task is over, however it ended; False when it was over before."""
    won = bool(CallTask.objects.filter(pk=task.pk, done_at=None).update(done_at=now))
    if won:
        task.done_at = now
    return won


def log(**fields: Any) -> CallRecord:
    """A call that was held, or tried."""
    return CallRecord.objects.create(**fields)


def hear(account: ChannelAccount, call: str, **fields: Any) -> tuple[CallRecord, bool]:
    """The exchange's record of this call, with these fields where it is new; and whether it is."""
    return CallRecord.objects.get_or_create(account=account, call=call[:200], defaults=fields)


def change(record: CallRecord, **fields: Any) -> None:
    """More is known of the call."""
    for name, value in fields.items():
        setattr(record, name, value)
    record.save(update_fields=list(fields))
