"""A promise is kept, by a message or an act; or it was none; or somebody else is to keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.promises import actions, queries
from entendu.parts.promises.models import Promise
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Reached:
    """A message of ours that has reached them: the id of its submission, and when."""

    submission: int
    at: datetime


def reached_since(promise: Promise) -> Reached | None:
    """The first message on the promise's ticket by a person that reached them after it was given; one query."""
    rows = (Submission.objects.filter(ticket_id=promise.ticket_id, member__isnull=False,
                                      delivery__state=Delivery.State.SENT, delivery__sent_at__gt=promise.made_at)
            .exclude(pk=promise.submission).order_by("delivery__sent_at", "pk").values_list("pk", "delivery__sent_at"))
    found = rows.first()
    return Reached(*found) if found else None


@transaction.atomic
def keep(promise: Promise, member: Member, why: str = "", *, now: datetime) -> bool:
    """It is done: by the act that `why` names; without words by the first message that reached them since, if one has.

    False where it is not owed any more, and nothing changes.
    """
    message = None if why.strip() else reached_since(promise)
    if message is not None:
        done = actions.keep(promise, member, message.at, kept_by=message.submission)
    else:
        done = actions.keep(promise, member, now, why=why.strip())
    if done:
        _tell(promise, "promise-kept", member, now)
    return done


@transaction.atomic
def owe_again(promise: Promise, member: Member, *, now: datetime) -> bool:
    """It was not done after all. False where it is not kept."""
    done = actions.owe_again(promise)
    if done:
        _tell(promise, "promise-owed", member, now)
    return done


@transaction.atomic
def disown(promise: Promise, member: Member, *, now: datetime) -> bool:
    """The words were read wrongly and promise nothing; the line of history keeps who said so."""
    done = actions.disown(promise, member, "", now=now)
    if done:
        _tell(promise, "promise-none", member, now)
    return done


@transaction.atomic
def take(promise: Promise, member: Member, *, now: datetime) -> bool:
    """The member is to keep it from now on."""
    if promise.owner_id == member.pk:
        return True
    done = actions.give_to(promise, member)
    if done:
        _tell(promise, "promise-taken", member, now)
    return done


def called(ticket: Ticket, member: Member, began: datetime, *, now: datetime) -> None:
    """A call on the ticket is over: the one that was promised for that time is kept, at the moment when it began."""
    for promise in queries.open_calls(ticket):
        if promise.opens is not None and began >= promise.opens and actions.keep(promise, member, began):
            _tell(promise, "promise-kept", member, now)
            return


def _tell(promise: Promise, event: str, member: Member, now: datetime) -> None:
    tickets.record_event(promise.ticket, event, member=member, now=now, words=promise.words[:200])
