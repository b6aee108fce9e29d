"""The rhythm of news: when the next is due, and from when on an honest "nothing new yet" stands ready."""

from __future__ import annotations

from datetime import datetime, timedelta

from entendu.core.promises.working import WorkingTime

MOST_DAYS = 30
READY = timedelta(hours=4)
# News by rule is handed in so long before it is due: a person has had the day to write something better.
BY_RULE = timedelta(minutes=30)


def next_news(after: datetime, every: int, work: WorkingTime) -> datetime:
    """When the news after `after` is due: the end of work `every` working days later (1 to `MOST_DAYS`)."""
    day = after.astimezone(work.zone).date()
    return work.closing(work.next_working_day(day, min(max(every, 1), MOST_DAYS)))


def ready_from(due: datetime, work: WorkingTime) -> datetime:
    """From when on something to send stands ready: the morning of that day, and four hours before at the latest.

    Where nobody works on that day, the morning of the last working day before.
    """
    day = due.astimezone(work.zone).date()
    morning = work.opening(work.last_working_day(day))
    if morning >= due:
        morning = work.opening(work.last_working_day(day - timedelta(days=1)))
    return min(morning, due - READY)
