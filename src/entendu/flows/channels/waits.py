"""How long a message that could not be handed over waits for its next try, and when we stop."""

from __future__ import annotations

from datetime import datetime, timedelta

from entendu.parts.outbox.models import Delivery

# The waits between tries (RFC 5321 §4.5.4.1), and when we stop: a day and a half is long enough to tell a person.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120))
GIVE_UP = timedelta(hours=36)


def next_try(delivery: Delivery, now: datetime, again_at: datetime | None = None) -> datetime:
    """When it is tried next; not before `again_at`, where the other side named a time."""
    wait = now + WAITS[min(delivery.attempts, len(WAITS) - 1)]
    return max(wait, again_at or wait)


def is_over(delivery: Delivery, now: datetime) -> bool:
    """Whether it was tried long enough."""
    return now - _due_since(delivery) > GIVE_UP


def _due_since(delivery: Delivery) -> datetime:
    """Since when it should have left. A message of systems may have been made anew: what it is made of knows."""
    told_by = [kept.closes_at for kept in delivery.submissions.all() if kept.closes_at]
    return min([delivery.created_at, *told_by]) if delivery.automatic else delivery.created_at
