"""Call-backs and appointments: how narrow a window must be, and when the one heads-up goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from entendu.core.promises.working import WorkingTime

WIDEST = timedelta(hours=2)
NARROWEST = timedelta(minutes=5)
HEADS_UP = timedelta(hours=1)
# Whoever was told so lately needs no heads-up.
TOLD_LATELY = timedelta(hours=3)
# A call that is being held a few minutes after the window was begun in it.
GRACE = timedelta(minutes=10)


class Wrong(StrEnum):
    """Why a window is not taken."""

    PAST = "past"
    BACKWARDS = "backwards"
    WIDE = "wide"
    CLOSED = "closed"


def wrong(opens: datetime, closes: datetime, now: datetime, ours: WorkingTime) -> Wrong | None:
    """What is wrong with a window, or None: it lies ahead, is two hours wide at most, and somebody works in it."""
    if opens <= now:
        return Wrong.PAST
    if closes - opens < NARROWEST:
        return Wrong.BACKWARDS
    if closes - opens > WIDEST:
        return Wrong.WIDE
    if not (ours.is_open(opens) and ours.is_open(closes)):
        return Wrong.CLOSED
    return None


def heads_up_at(opens: datetime, made_at: datetime) -> datetime | None:
    """When the heads-up goes, an hour before; None where it was arranged so lately that it would be noise."""
    return None if opens - made_at <= TOLD_LATELY else opens - HEADS_UP


def is_missed(closes: datetime, now: datetime) -> bool:
    """Whether the window is over and the grace with it."""
    return now > closes + GRACE
