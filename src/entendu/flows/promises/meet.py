"""Call-backs and appointments: a narrow window, one heads-up an hour before, no other noise; what we miss apologises by
itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from entendu.core.governor.model import Intent
from entendu.core.promises.meeting import HEADS_UP, Wrong, heads_up_at, is_missed, wrong
from entendu.flows.promises import letters
from entendu.flows.submit import Outcome, submit
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.flows.writing.read_draft import work_of
from entendu.parts.listening.queries import calls
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.promises import actions, queries
from entendu.parts.promises.actions import Given
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket

SOURCE = "meetings"
KINDS = (Promise.Kind.CALL, Promise.Kind.VISIT)


class NotArranged(ValueError):
    """Nothing was arranged and nothing sent; `wrong` says what is the matter with the window, None where no message
    reaches them."""

    def __init__(self, why: Wrong | None) -> None:
        super().__init__("That window was not taken; nothing was sent; choose another one.")
        self.wrong = why


@dataclass(frozen=True, slots=True)
class Meeting:
    """What stands in the form: a call or a visit, its window, the number or the place, and the key that makes it one
    message; `confirmed` as in `submit`."""

    kind: str
    opens: datetime
    closes: datetime
    where: str
    key: str
    confirmed: bool = False


@transaction.atomic
def arrange(ticket: Ticket, member: Member, meeting: Meeting, *, now: datetime) -> Outcome:
    """Tells them when, and owes it from then on; pressed twice it is one. `NotArranged` where the window is too wide,
    over, or lies where nobody works, or no message reaches them."""
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", meeting.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    trouble = wrong(meeting.opens, meeting.closes, now, work_of(ticket.mailbox, ""))
    if trouble is not None:
        raise NotArranged(trouble)
    body = letters.arranged(ticket, meeting.kind, (meeting.opens, meeting.closes), meeting.where, member)
    given = Given(meeting.where or body.split("\n\n")[1], meeting.closes, meeting.kind, meeting.opens)
    proposal = replace(letters.proposal(ticket, member, meeting.key, body), given=(given,), confirmed=True)
    outcome = submit(proposal, now=now)
    if outcome.delivery is None:
        raise NotArranged(None)
    return outcome


def watch(now: datetime) -> int:
    """What the worker does about windows once a minute; returns how many it looked at."""
    due = queries.to_announce(now, HEADS_UP)
    for promise in due:
        _announce(promise, now)
    over = queries.windows(KINDS, now, 100)
    for promise in over:
        _own_up(promise, now)
    return len(due) + len(over)


@transaction.atomic
def _announce(promise: Promise, now: datetime) -> None:
    """The one heads-up, unless it was arranged a moment ago. It is worthless once the window has opened."""
    if promise.opens is None or (at := heads_up_at(promise.opens, promise.made_at)) is None or now < at:
        return
    if not _is_owed(promise):
        return
    kept = hand_in(HandedIn(
        source=SOURCE, key=f"heads-up-{promise.pk}", ticket=promise.ticket, intent=Intent.PROMISE,
        body=letters.heads_up(promise), language=letters.language_of(promise.ticket),
        author=promise.ticket.mailbox.name, due=now + timedelta(minutes=5), expires=promise.opens), now=now)
    actions.announced(promise, kept.pk)


@transaction.atomic
def _own_up(promise: Promise, now: datetime) -> None:
    """Missed: they are told so at once, without an excuse, and the ticket is ours again. A call that is being held
    counts as begun."""
    if promise.due is None or not is_missed(promise.due, now):
        return
    held = calls.held_on(promise.ticket)
    if held is not None and promise.opens is not None and held.started_at >= promise.opens - timedelta(minutes=10):
        return
    if not _is_owed(promise):
        return
    kept = hand_in(HandedIn(
        source=SOURCE, key=f"missed-{promise.pk}", ticket=promise.ticket, intent=Intent.PROMISE,
        body=letters.missed(promise), language=letters.language_of(promise.ticket),
        author=promise.ticket.mailbox.name, due=now + timedelta(minutes=15)), now=now)
    if actions.broken(promise, kept.pk, now=now):
        tickets.come_back(promise.ticket, "meeting-missed", now=now, words=promise.words[:200])


def _is_owed(promise: Promise) -> bool:
    """Whether it is still open, under its contact's lock."""
    people.lock(promise.contact_id)
    promise.refresh_from_db(fields=["state"])
    return promise.state == Promise.State.OPEN
