"""Somebody says how they want to be reached, on their own page, by a word of theirs, or through one of us.

It holds at once: what waits for their hours counts from the opening of the new ones, and replies that were held for
their morning are judged again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entendu.core.governor.deadline import Span, is_awaited, moved_with_hours, wake
from entendu.core.governor.hours import weekly
from entendu.core.governor.model import Verdict
from entendu.core.governor.opt_out import is_opt_out, may_mean_an_appointment
from entendu.flows import bell
from entendu.flows.judge import choices, inbound_of, judged, recipient_of, state_of, value_of
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.queries import quiet
from entendu.parts.people import actions as people
from entendu.parts.people import queries as addresses
from entendu.parts.people.models import Channel, Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry

WHEN = frozenset({"hours", "time_zone"})


@transaction.atomic
def prefer(contact: Contact, *, now: datetime, **fields: object) -> Contact:
    """Changes these fields of the contact under their lock; `ValidationError` names the one that is wrong.

    What waits moves with their hours and their zone (`core.governor.deadline.moved_with_hours`).
    """
    held = people.lock(contact.pk)
    before = {name: getattr(held, name) for name in WHEN}
    changed = people.change_contact(held, **fields)
    if any(getattr(changed, name) != value for name, value in before.items()):
        _move_what_waits(changed, now)
        _judge_held_replies(changed, now)
        transaction.on_commit(bell.ring)
    return changed


@transaction.atomic
def stop(contact: Contact, *, now: datetime, channel: str = "", why: str = "") -> int:
    """They want to be written to no more, except for answers: by one channel, or by all of them. `why` is what they
    said, or their provider.

    What systems say and no worker has taken up is called back and judged again. Returns for how many addresses that
    is new.
    """
    people.lock(contact.pk)
    theirs = addresses.addresses_of(contact)
    new = people.opt_out(theirs.filter(channel=channel) if channel else theirs, now, why)
    for delivery in outbox.recall(contact, now=now) if new else []:
        if delivery.entry is not None:
            tickets.unsay(delivery.entry, now=now)
    return new


@transaction.atomic
def go_on(contact: Contact, *, channel: str = "") -> int:
    """They want to be written to again, by one channel or by all; returns for how many addresses that is new."""
    people.lock(contact.pk)
    theirs = addresses.addresses_of(contact)
    return people.opt_in(theirs.filter(channel=channel) if channel else theirs)


def hear_opt_out(entry: Entry, *, now: datetime) -> bool:
    """A message that says nothing but "stop": its channel is marked, the ticket says so, and nothing is sent.

    Where the word may have been about an appointment, the line on the ticket asks a person to find out. In a chat
    "stop" is a word like any other: whoever wants no more of the window closes it.
    """
    contact = entry.contact
    if contact is None or not says_stop(entry):
        return False
    stop(contact, now=now, channel=entry.channel, why=entry.visible.strip()[:80])
    tickets.record_event(entry.ticket, "opted-out", member=None, now=now, channel=entry.channel,
                         word=entry.visible.strip()[:80], appointment=may_mean_an_appointment(entry.visible))
    return True


def says_stop(entry: Entry) -> bool:
    """Whether a person's message is nothing but the wish to be written to no more."""
    contact = entry.contact
    if contact is None or entry.automatic or entry.channel == Channel.CHAT:
        return False
    return is_opt_out(entry.visible, contact.language)


def _move_what_waits(contact: Contact, now: datetime) -> None:
    """Submissions of systems: their span counts from the opening of the new hours."""
    desk, wrote = choices(), inbound_of([contact], now)[contact.pk]
    for kept in queries.waiting(contact):
        if kept.opens_at is None or kept.closes_at is None:
            continue
        recipient = recipient_of(contact, kept.ticket.mailbox)
        value, old = value_of(kept), Span(kept.opens_at, kept.closes_at)
        hours = weekly(recipient.hours, recipient.timezone)
        fixed = old.closes <= now or is_awaited(value, old, wrote, desk)
        new = old if fixed else moved_with_hours(value, old, hours, recipient.emergencies, desk)
        outbox.wait(kept, new.opens, new.closes, max(now, wake(value, new, desk)))


def _judge_held_replies(contact: Contact, now: datetime) -> None:
    """What people wrote and the old hours held back: it goes when the new hours say. `deliver.py` judges it again."""
    for delivery in quiet.leaving_to(contact):
        if delivery.automatic or delivery.attempts or delivery.due_at <= now:
            continue
        for kept in delivery.submissions.all():
            state = state_of(contact, delivery.ticket.mailbox, now, without=kept.pk)
            decision = judged(value_of(kept), state, now, kept.member)
            goes = decision.verdict in {Verdict.SEND, Verdict.HOLD} and decision.at != delivery.due_at
            if goes and outbox.postpone(delivery, decision.at):
                outbox.decided(kept, decision, now=now)
                tickets.delivery_changed(delivery.ticket, now=now)
