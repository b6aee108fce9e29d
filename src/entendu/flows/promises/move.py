"""A promise cannot be kept in time: the customer is told another time before the old one has come, or that it was
broken and what follows.

The message goes through the governor like any other. Where their hours would hold it until the old moment is over it
goes at once: a date that moves is one of the two things for which people want to be disturbed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from entendu.core.governor.model import Decision, Verdict
from entendu.core.promises.redated import redated
from entendu.flows.promises import letters
from entendu.flows.submit import Outcome, preview, submit
from entendu.flows.writing.read_draft import work_of
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.promises import actions
from entendu.parts.promises.actions import Given, Telling
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets

# What is kept as the reason when it goes outside their hours.
WHY_NOW = "A date that we gave moves, and they hear it before that date has come."


class NotMoved(ValueError):
    """It stays as it is; nothing was sent. The text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What stands in the form: the new moment, the words, and the key that makes it one message; `confirmed` as in
    `submit`."""

    due: datetime
    text: str
    key: str
    confirmed: bool = False


def proposed(promise: Promise, due: datetime, member: Member, *, now: datetime) -> str:
    """A first draft in their language."""
    return letters.moved(promise, due, member, late=is_late(promise, now))


def is_late(promise: Promise, now: datetime) -> bool:
    """Whether its moment is over."""
    return promise.due is not None and promise.due <= now


@transaction.atomic
def move(promise: Promise, member: Member, moving: Moving, *, now: datetime) -> Outcome:
    """Tells them and records both: the old promise as moved, or as broken where they hear of it too late.

    Pressed twice it is one message. `NotMoved` where it is not owed any more, or where no message of ours reaches them:
    then somebody tells them by voice (`by_voice`). `submit.NotConfirmed` where the words want a second look.
    """
    people.lock(promise.contact_id)
    before = outbox.submission("desk", moving.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    promise.refresh_from_db(fields=["state"])
    if promise.state != Promise.State.OPEN:
        raise NotMoved("This promise is not open any more; nothing was sent.")
    if moving.due <= now:
        raise NotMoved("The new time is over already; nothing was sent; choose a later one.")
    outcome = submit(_proposal(promise, member, moving, now), now=now)
    if outcome.delivery is None:
        raise NotMoved("No message reaches them at present; nothing was moved; phone them and say here that you did.")
    to = Promise.objects.get(submission=outcome.submission.pk, place=0)
    actions.reword(to, _words(promise, moving.due))  # only now: by its old words the message was known to quote it
    actions.move(promise, to, Telling(outcome.delivery.due_at, outcome.submission.pk), member, now=now)
    _tell(promise, member, moving.due, now)
    return outcome


def verdict(promise: Promise, member: Member, moving: Moving, *, now: datetime) -> Decision:
    """What the governor would say of the message now."""
    return preview(_proposal(promise, member, moving, now), now=now)


@transaction.atomic
def by_voice(promise: Promise, member: Member, due: datetime, why: str, *, now: datetime) -> Promise:
    """They were told on the phone, now, in these words. `NotMoved` where it is not owed any more."""
    if due <= now:
        raise NotMoved("The new time is over already; nothing was moved; choose a later one.")
    people.lock(promise.contact_id)
    promise.refresh_from_db(fields=["state"])
    if promise.state != Promise.State.OPEN:
        raise NotMoved("This promise is not open any more; nothing was moved.")
    to = actions.promise_by_voice(promise, due, member, _words(promise, due), now=now)
    actions.move(promise, to, Telling(now, None, why), member, now=now)
    _tell(promise, member, due, now)
    return to


def _proposal(promise: Promise, member: Member, moving: Moving, now: datetime) -> letters.Proposal:
    proposal = letters.proposal(promise.ticket, member, moving.key, moving.text.strip())
    given = Given(promise.words, moving.due, promise.kind, _opens(promise, moving.due))
    proposal = replace(proposal, given=(given,), confirmed=moving.confirmed)
    if promise.due is None or promise.due <= now:
        return proposal
    said = preview(proposal, now=now)
    if said.verdict is Verdict.HOLD and said.at >= promise.due:
        return replace(proposal, override=WHY_NOW)
    return proposal


def _words(promise: Promise, due: datetime) -> str:
    """What is promised from now on: the same, by the new date."""
    ticket = promise.ticket
    return redated(promise.words, letters.language_of(ticket)[:2], promise.made_at,
                   work_of(ticket.mailbox, ticket.contact.time_zone), letters.theirs(ticket, due))


def _opens(promise: Promise, due: datetime) -> datetime | None:
    """A window keeps its width."""
    return due - (promise.due - promise.opens) if promise.opens and promise.due else None


def _tell(promise: Promise, member: Member, due: datetime, now: datetime) -> None:
    event = "promise-moved" if promise.state == Promise.State.MOVED else "promise-broken"
    tickets.record_event(promise.ticket, event, member=member, now=now, words=promise.words[:200], to=due.isoformat())
