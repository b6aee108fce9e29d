"""How long news may wait: from when it may go, and by when it must (the table of docs/governor.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from entendu.core.governor.hours import Hours
from entendu.core.governor.model import Inbound, Intent, Settings, Submission

# Nothing is sent in the very last seconds: clocks differ, and a provider takes its time.
MARGIN = timedelta(seconds=5)


class Span(NamedTuple):
    """From `opens` it may go, by `closes` it must; where `closes` is earlier, nothing is owed any more."""

    opens: datetime
    closes: datetime


def span(submission: Submission, hours: Hours, emergencies: bool, is_here: bool, settings: Settings) -> Span:
    """When a submission may and must go. Waiting counts from the submission or the next opening, whichever is later.

    What they are to be spared waits for company, whatever the hour.
    """
    at, is_vital = submission.submitted_at, submission.is_vital
    if submission.spared:
        return Span(at, at + settings.spared)
    if submission.not_before is not None and submission.not_before > at:
        at = submission.not_before
    wait = settings.waits[Intent.ALERT if is_vital else submission.intent]
    if (is_vital and emergencies) or (submission.intent is Intent.ANSWER and is_here):
        return Span(at, _capped(at + wait, submission))
    opens, ends = hours.window(at)
    closes = min(opens + wait, ends)
    if submission.intent is Intent.PROMISE and submission.due and not is_vital:
        closes = _promised(submission.due, hours, opens, closes)
    return Span(opens, _capped(closes, submission))


def moved_with_hours(submission: Submission, old: Span, hours: Hours, emergencies: bool, settings: Settings) -> Span:
    """The span after the person has changed their hours while it waited: it counts from the opening of the new ones.

    Vital news goes at any hour if they allow `emergencies`; an answer that is awaited (`is_awaited`) is not asked
    about here.
    """
    if submission.is_vital and emergencies:
        return old
    if hours.is_open(old.closes - timedelta(seconds=2)):
        return Span(min(hours.next_opening(old.opens), old.closes), old.closes)
    opens = hours.next_opening(old.closes)
    wait = settings.waits[Intent.ALERT if submission.is_vital else submission.intent]
    closes = min(opens + wait, hours.closing(old.closes))
    return Span(opens, _capped(closes, submission))


def is_awaited(submission: Submission, when: Span, wrote: Iterable[Inbound], settings: Settings) -> bool:
    """Whether it is an answer to somebody who is here when it may go, or has written since: their hours do not hold it.

    Of each case only the last message is known, so that a later one must count as the one before it did.
    """
    return submission.intent is Intent.ANSWER and any(one.at + settings.presence >= when.opens for one in wrote)


def wake(submission: Submission, when: Span, settings: Settings) -> datetime:
    """When a waiting submission is judged again: soon where somebody waits for it, else at the last moment."""
    if when.closes < when.opens:
        return when.closes + timedelta(seconds=1)
    last = max(when.opens, when.closes - MARGIN)
    if submission.is_vital:
        return min(last, when.opens + MARGIN)
    if submission.intent in (Intent.CONFIRMATION, Intent.ANSWER):
        return min(last, when.opens + settings.settle)
    return last


def _promised(due: datetime, hours: Hours, opens: datetime, otherwise: datetime) -> datetime:
    """The promised moment, or the end of the hours before it; where those are over, shortly after the next opening."""
    if not hours.is_open(due):
        due = hours.closing_before(due) or due
    return due if due >= opens else otherwise


def _capped(closes: datetime, submission: Submission) -> datetime:
    return min(closes, submission.expires) if submission.expires else closes
