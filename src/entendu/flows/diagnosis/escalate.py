"""A case goes to the developers: the report waits as a row, a worker makes an issue of it, once. The only story that
makes anything in a tracker.

A report is claimed by a conditional update and marked before the tracker is asked; whoever dies after the mark, or gets
no answer, leaves a report of which nobody knows whether it arrived. Its key, which stands in the issue, is looked for
before anything is made again. Developers are no customers: the governor does not judge what goes to them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from entendu.channels.trackers import trackers
from entendu.channels.trackers.create import create
from entendu.channels.trackers.issue import NAMES, Draft, Issue, Kind, Trouble
from entendu.flows import bell
from entendu.flows.diagnosis.tracker_account import account_value
from entendu.flows.diagnosis.tracker_news import LOOK_EVERY
from entendu.parts.diagnosis.actions import escalations as actions
from entendu.parts.diagnosis.actions.escalations import Report
from entendu.parts.diagnosis.models.escalations import Escalation, TrackerAccount
from entendu.parts.diagnosis.queries import escalations as queries
from entendu.parts.sealed import Unreadable
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120))
# After a day a person has to look at it.
GIVE_UP = timedelta(hours=24)
# A worker that has not come back for so long is dead: three requests of twenty seconds each, and time to write.
LEASE = timedelta(minutes=5)
# An issue that a lost request made may bear a clock that is a little behind ours.
CLOCKS_APART = timedelta(minutes=10)


@transaction.atomic
def pass_on(ticket: Ticket, account: TrackerAccount, member: Member, report: Report, *, now: datetime) -> Escalation:
    """Keeps the report; it leaves within seconds. Handed in again under its key, it is the one that stands."""
    escalation, new = actions.pass_on(ticket, account, member, report, now=now)
    if new:
        tickets.record_event(ticket, "escalated", member=member, now=now, tracker=NAMES[Kind(account.kind)],
                             project=account.project)
        transaction.on_commit(bell.ring)
    return escalation


def create_due(clock: Clock, *, limit: int = 20) -> int:
    """Makes issues of the reports that are due; returns how many were taken up."""
    taken = 0
    for escalation_id in queries.due(clock(), limit):
        if actions.claim(escalation_id, now=clock()):
            _make(queries.escalation(escalation_id), clock)
            taken += 1
    return taken


def recover(clock: Clock, *, lease: timedelta = LEASE) -> int:
    """What a dead worker had claimed waits again; returns how many."""
    return actions.release_abandoned(clock() - lease)


def _make(escalation: Escalation, clock: Clock) -> None:
    asked = False
    try:
        account = account_value(escalation.account)
        issue = None
        if escalation.unsure:
            issue = trackers.find(account, escalation.key, since=escalation.created_at - CLOCKS_APART, now=clock())
        if issue is None:
            asked = actions.begin(escalation)
            if not asked:
                return
            issue = create(account, Draft(escalation.title, escalation.body, escalation.key), now=clock())
    except (Trouble, Unreadable) as error:
        trouble = error if isinstance(error, Trouble) else Trouble(str(error), final=True)
        _failed(escalation, trouble, trouble.arrived if asked else escalation.unsure, clock())
    else:
        _made(escalation, issue, clock())


@transaction.atomic
def _made(escalation: Escalation, issue: Issue, now: datetime) -> None:
    if not actions.made(escalation, issue.number, issue.url, now + LOOK_EVERY, now=now):
        return
    tickets.record_event(escalation.ticket, "escalation-made", member=None, now=now, number=issue.number, url=issue.url,
                         tracker=NAMES[Kind(escalation.account.kind)])
    logger.info("issue made", extra={"escalation": escalation.pk, "ticket": escalation.ticket_id})


@transaction.atomic
def _failed(escalation: Escalation, trouble: Trouble, unsure: bool, now: datetime) -> None:
    """Tried again, or given up; the ticket says so once it rests."""
    if trouble.final or (now - escalation.created_at > GIVE_UP and trouble.again_at is None):
        if actions.refused(escalation, trouble.words, unsure=unsure):
            tickets.record_event(escalation.ticket, "escalation-refused", member=None, now=now,
                                 tracker=NAMES[Kind(escalation.account.kind)], words=trouble.words[:300])
        return
    again_at = trouble.again_at or now + WAITS[min(escalation.attempts, len(WAITS) - 1)]
    if actions.put_off(escalation, trouble.words, again_at, unsure=unsure):
        tickets.delivery_changed(escalation.ticket, now=now)
    logger.warning("issue not made", extra={"escalation": escalation.pk, "attempts": escalation.attempts})
