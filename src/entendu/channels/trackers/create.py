"""Making an issue: the one thing that is done to a tracker. Called by `flows/escalate.py` alone."""

from __future__ import annotations

from datetime import datetime

from entendu.channels.trackers.issue import Account, Draft, Issue, Trouble
from entendu.channels.trackers.line import ask
from entendu.channels.trackers.trackers import TRANSLATORS


def create(account: Account, draft: Draft, *, now: datetime) -> Issue:
    """The new issue; `Trouble` where none was made, or (`arrived`) where nobody knows."""
    translator = TRANSLATORS[account.kind]
    answer = ask(account, translator.creation(account, draft), now=now)
    try:
        issue: Issue = translator.created(answer)
    except (AttributeError, TypeError):
        raise Trouble("The answer was no issue.", arrived=True) from None
    return issue
