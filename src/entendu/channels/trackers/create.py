"""Making an issue: the one thing that is done to a tracker. Called by `flows/diagnosis/escalate.py` alone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from entendu.channels.trackers.issue import NAMES, Account, Draft, Issue, Trouble
from entendu.channels.trackers.line import ask
from entendu.channels.trackers.trackers import TRANSLATORS


def create(account: Account, draft: Draft, *, now: datetime) -> Issue:
    """The new issue; `Trouble` where none was made, or (`arrived`) where nobody knows."""
    translator = TRANSLATORS[account.kind]
    answer = ask(account, translator.creation(account, draft), now=now)
    try:
        issue: Issue = translator.created(answer)
    except (AttributeError, TypeError):
        words = _("{tracker} answered something that is no issue; check the address.")
        raise Trouble(words.format(tracker=NAMES[account.kind]), arrived=True) from None
    return issue
