"""The way back: what becomes of an issue is told by the tracker's hook, or found out by asking, and stands on the case.

A hook is believed by its signature alone. The same hook again changes nothing, and what is older than what is known
changes nothing either, so that an old hook that somebody sends again opens no issue.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from entendu.channels.trackers import trackers
from entendu.channels.trackers.issue import NAMES, Issue, Kind, Outcome, Trouble
from entendu.core.tickets.states import Status
from entendu.flows.diagnosis.tracker_account import account_value
from entendu.parts.diagnosis.actions import escalations as actions
from entendu.parts.diagnosis.models.escalations import Escalation, TrackerAccount
from entendu.parts.diagnosis.queries import escalations as queries
from entendu.parts.sealed import Unreadable, unseal
from entendu.parts.tickets import actions as tickets

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

# Where no hook is set up the tracker is asked so often; where one is, now and then, for hooks get lost.
LOOK_EVERY = timedelta(minutes=15)
LOOK_BESIDE_HOOKS = timedelta(hours=24)
HOOK_IS_ALIVE = timedelta(days=30)
HOOKS_KEPT = timedelta(days=90)
# What is compared where no account stands behind an address: a forged hook takes as long whether it does or not.
NOBODYS_SECRET = "whsec_bm9ib2R5IGtub3dzIHRoaXMgb25l"


class Taken(Enum):
    """What became of a hook."""

    HEARD = "heard"
    SAID_BEFORE = "said before"
    NOT_OURS = "about something else"
    UNREADABLE = "no JSON"
    REFUSED = "not believed"


def take_hook(hook: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Taken:
    """A web hook came to the address that ends with `hook`. Refused without a word why where its signature is wrong."""
    account = queries.account_of_hook(hook)
    kind = Kind(account.kind) if account else Kind.GITHUB
    secret = _secret(account)
    if not trackers.is_signed(kind, headers, body, secret, now) or account is None:
        return Taken.REFUSED
    return _believed(account, headers, body, now)


def look_due(clock: Clock, *, limit: int = 10) -> int:
    """Asks the trackers about issues of which nothing was heard for a while; returns how many were asked about."""
    asked = queries.to_look_at(clock(), limit)
    for escalation in asked:
        _look(escalation, clock)
    return len(asked)


def forget_hooks(now: datetime) -> int:
    """Hooks that are so old that only their age refuses them; returns how many."""
    return actions.sweep_hooks(now - HOOKS_KEPT)


def _secret(account: TrackerAccount | None) -> str:
    try:
        return unseal(account.hook_secret) if account else NOBODYS_SECRET
    except Unreadable:
        return NOBODYS_SECRET


@transaction.atomic
def _believed(account: TrackerAccount, headers: Mapping[str, str], body: bytes, now: datetime) -> Taken:
    if not actions.take_hook(account, hashlib.sha256(body).hexdigest(), now=now):
        return Taken.SAID_BEFORE
    try:
        news = json.loads(body)
    except ValueError:
        logger.warning("hook turned away", extra={"account": account.pk, "bytes": len(body),
                                                  "sha256": hashlib.sha256(body).hexdigest()})
        return Taken.UNREADABLE
    about = trackers.told(Kind(account.kind), headers, news)
    if about is None or about[0].casefold() != account.project.casefold():
        return Taken.NOT_OURS
    found = queries.of_issue(account.pk, about[1].number)
    for escalation in found:
        _hear(escalation, about[1], now)
    return Taken.HEARD if found else Taken.NOT_OURS


def _look(escalation: Escalation, clock: Clock) -> None:
    """One question. A tracker that does not answer is asked again at the next turn; one that refuses is left alone
    until a person has put it right."""
    account = escalation.account
    actions.look_again(escalation, _next_look(account, clock()))
    try:
        issue = trackers.look(account_value(account), escalation.number, now=clock())
    except (Trouble, Unreadable) as trouble:
        logger.warning("issue not looked at", extra={"escalation": escalation.pk, "why": type(trouble).__name__})
        return
    with transaction.atomic():
        _hear(escalation, issue, clock())


def _next_look(account: TrackerAccount, now: datetime) -> datetime:
    alive = account.hook_at is not None and now - account.hook_at < HOOK_IS_ALIVE
    return now + (LOOK_BESIDE_HOOKS if alive else LOOK_EVERY)


def _hear(escalation: Escalation, issue: Issue, now: datetime) -> None:
    """Keeps the tracker's word; where it is another than before, the case says so in a quiet line.

    A case that waits for the customer, or was put off, waits for us again once the issue is closed: the customer is to
    hear of it.
    """
    was = (escalation.outcome, escalation.version)
    heard = actions.hear(
        escalation, outcome=issue.outcome.value, status=issue.state[:60], version=issue.version[:120],
        closed_by=(issue.by or (escalation.closed_by if issue.outcome is not Outcome.OPEN else ""))[:120],
        told_at=issue.changed_at or escalation.told_at,
        look_at=_next_look(escalation.account, now) if issue.outcome is Outcome.OPEN else None)
    if not heard or was == (issue.outcome.value, issue.version):
        return
    ticket = escalation.ticket
    tickets.record_event(ticket, "tracker", member=None, now=now, tracker=NAMES[Kind(escalation.account.kind)],
                         number=escalation.number, outcome=issue.outcome.value, status=issue.state,
                         version=issue.version, closed_by=issue.by)
    closed_now = was[0] == Outcome.OPEN.value and issue.outcome is not Outcome.OPEN
    if closed_now and Status(ticket.status) is Status.WAITING_FOR_THEM:
        tickets.move(ticket, Status.WAITING_FOR_US, member=None, now=now)
