"""Once a minute the worker looks at what was promised: whether they were told in time, and what is due."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entendu.flows.promises import meet, rhythm
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.promises import actions, queries
from entendu.parts.promises.models import Promise
from entendu.parts.tickets import actions as tickets


def watch(now: datetime) -> int:
    """All of it; returns how many promises were looked at."""
    return settle_told(now) + rhythm.watch(now) + meet.watch(now)


def settle_told(now: datetime, *, limit: int = 500) -> int:
    """A promise counts as moved only where the message that says so has arrived before its moment; otherwise it was
    broken, whatever was meant. Returns how many were looked at."""
    rows = queries.untold(now, limit)
    arrived = arrived_at({one.told_by for one in rows if one.told_by}) if rows else {}
    for promise in rows:
        _settle(promise, arrived.get(promise.told_by or 0), now)
    return len(rows)


@transaction.atomic
def _settle(promise: Promise, at: datetime | None, now: datetime) -> None:
    in_time = at is not None and (promise.due is None or at <= promise.due)
    if promise.state == Promise.State.MOVED and not in_time and actions.not_told_in_time(promise):
        tickets.come_back(promise.ticket, "promise-untold", now=now, words=promise.words[:200])
    if at is not None:
        actions.told(promise, at)
