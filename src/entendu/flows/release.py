"""The time of something that waits has come: everything for that person that still is news leaves as one message.

What the message says as well, or replaces, is carried by it and absorbed only when it has arrived. Should it fail,
all of it waits again and is judged anew: nothing is lost with its carrier.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from entendu.core.governor.asking import colleague_writes_until
from entendu.core.governor.deadline import Span, is_awaited, moved_with_hours, wake
from entendu.core.governor.hours import weekly
from entendu.core.governor.ledger import replaces
from entendu.core.governor.matter import Matter
from entendu.core.governor.model import Decision, Reason, State, Verdict
from entendu.core.governor.release import Delivery as Message
from entendu.core.governor.release import Settled, release
from entendu.core.governor.told import said
from entendu.core.tickets import tokens
from entendu.flows import confirm
from entendu.flows.judge import choices, state_at_release, value_of, waiting_of
from entendu.flows.systems.hand_in import span_of
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets

Clock = Callable[[], datetime]

# What a message of this moment says as well, or says otherwise; all else was settled by itself or by older messages.
WITH_IT = frozenset({"told-together", "superseded"})
TOLD_BEFORE = frozenset({"known", "same-text"})
# What another message stands in place of; these name the message, the others its delivery.
REPLACED = frozenset({"answered-by-person", "superseded"})


def release_due(clock: Clock, *, limit: int = 100) -> int:
    """Judges what is due, one person at a time; returns how many people were looked at."""
    contacts = queries.contacts_to_judge(clock(), limit)
    for contact_id in contacts:
        release_for(contact_id, clock())
    return len(contacts)


@transaction.atomic
def release_for(contact_id: int, now: datetime) -> Delivery | None:
    """Judges all that waits for one person, under their lock; the delivery that was made of it, if any."""
    contact = people.lock(contact_id)
    rows = queries.waiting(contact)
    due = [kept for kept in rows if kept.due_at and kept.due_at <= now]
    if not due:
        return None
    mailbox = due[0].ticket.mailbox
    state = state_at_release(contact, mailbox, now, rows)
    due_now = [_is_due(kept, state, now) for kept in due]
    if not any(due_now):
        return None
    if _take_back(contact, now):
        rows = queries.waiting(contact)
        state = state_at_release(contact, mailbox, now, rows)
    elif not all(due_now):
        state = replace(state, waiting=waiting_of(rows, now))
    if over := [*_answered(rows, state, now), *_asked_for_again(rows, state, now)]:
        rows = [kept for kept in rows if kept not in over]
        state = replace(state, waiting=waiting_of(rows, now))
    waiting = {str(kept.pk): kept for kept in rows}
    result = release(state, now, choices())
    delivery, asked = None, ()
    if result.delivery and result.delivery.address:
        delivery = _put(result.delivery, [waiting[part] for part in result.delivery.parts], now)
    elif result.delivery:
        asked = (*result.delivery.parts, *(one.id for one in result.settled if one.reason.code == "told-together"))
        _ask([waiting[part] for part in asked], state, now)
    for settled in result.settled:
        if settled.id not in asked:
            _settle(waiting[settled.id], settled, delivery, now)
    return delivery


def _is_due(kept: Submission, state: State, now: datetime) -> bool:
    """False, and its new time kept, where their hours have changed while it waited, or are over because it came back,
    or where a colleague is writing on the case.

    What is moved counts from the opening of the new hours (`core.governor.deadline`).
    """
    if kept.opens_at is None or kept.closes_at is None:
        return True
    value, desk = value_of(kept), choices()
    hours = weekly(state.recipient.hours, state.recipient.timezone)
    when, at = Span(kept.opens_at, kept.closes_at), now
    if value.spared:  # what came back with its carrier looks for another
        return _its_moment_has_come(kept, when, max(now, wake(value, when, desk)), now)
    if not is_awaited(value, when, state.inbound, desk) and span_of(kept, state) != when:
        when = moved_with_hours(value, when, hours, state.recipient.emergencies, desk)
        at = max(now, wake(value, when, desk))
    is_worthless = value.expires is not None and value.expires < now
    at_any_hour = value.is_vital and state.recipient.emergencies
    if at == now > when.closes and not (at_any_hour or is_worthless):
        at = hours.next_opening(now)
    colleague = colleague_writes_until(Matter(value, state, now, desk))
    return _its_moment_has_come(kept, when, max(at, colleague or at), now)


def _its_moment_has_come(kept: Submission, when: Span, at: datetime, now: datetime) -> bool:
    """Whether it is to be judged now; else the moment at which it is, is kept."""
    if at > now:
        outbox.wait(kept, when.opens, when.closes, at)
    return at <= now


def _take_back(contact: Contact, now: datetime) -> bool:
    """Whether there was a message that a server has put off: it says what was news then, and is made anew now."""
    taken = outbox.recall(contact, now=now)
    for delivery in taken:
        if delivery.entry is not None:
            tickets.unsay(delivery.entry, now=now)
    return bool(taken)


def _answered(rows: list[Submission], state: State, now: datetime) -> list[Submission]:
    """Confirmations of ours that have lost their use, now settled: one of us has written on the case meanwhile.

    What the confirmation would have asked is asked by the next one.
    """
    gone = []
    for kept in rows:
        wrote = (one for one in state.sent if one.human and one.case == str(kept.ticket_id)
                 and one.at >= kept.submitted_at and one.delivered is not False)
        if confirm.is_one(kept) and (told := next(wrote, None)):
            matter = Matter(value_of(kept), state, now, choices())
            reason = matter.reason("answered-by-person", told=told.at, source=kept.author or kept.source,
                                   text=told.source)
            _settle(kept, Settled(str(kept.pk), reason, (told.id,)), None, now)
            gone.append(kept)
    return gone


def _asked_for_again(rows: list[Submission], state: State, now: datetime) -> list[Submission]:
    """Codes and links that were asked for at another door and asked for again before they left, now settled: only the
    newest of a source opens anything."""
    codes = [(kept, value) for kept in rows if kept.expires and (value := value_of(kept)).was_asked_for_elsewhere]
    gone = []
    for place, (kept, value) in enumerate(codes):
        stated = said(value, state.recipient, choices())
        newer = (one for one, other in codes[place + 1:] if (one.source, one.ticket_id) == (kept.source, kept.ticket_id)
                 and replaces(said(other, state.recipient, choices()), stated))
        if found := next(newer, None):
            matter = Matter(value, state, now, choices())
            reason = matter.reason("superseded", told=found.submitted_at, source=kept.author or kept.source,
                                   submitted=kept.submitted_at)
            _settle(kept, Settled(str(kept.pk), reason, (str(found.pk),)), None, now)
            gone.append(kept)
    return gone


def _put(message: Message, parts: list[Submission], now: datetime) -> Delivery:
    """The delivery of these submissions, and its entry."""
    lead = parts[0]
    ticket = lead.ticket
    for part in parts:
        decision = Decision(Verdict.SEND, now, message.channel, message.address, message.reasons)
        outbox.decided(part, decision, now=now)
    # Of its own: the same words may leave twice in one moment, by another way where the first address was dead.
    unique = uuid.uuid4().hex[:20]
    message_id = tokens.message_id(ticket.number, unique, ticket.mailbox.address.rpartition("@")[2],
                                   settings.ENTENDU_SECRETS_KEY.encode())
    entry = tickets.record_ours(ticket, None, tickets.Said(
        text=message.body, channel=message.channel, language=lead.language, subject=message.subject,
        message_id=message_id, author=lead.author or lead.source), now=now)
    outbox.speak_for(lead, entry)
    return outbox.put(parts, contact=lead.contact, ticket=ticket, entry=entry, channel=message.channel,
                      address=message.address, message_id=message_id, subject=message.subject, body=message.body,
                      automatic=True, due_at=now, created_at=now,
                      attempts=queries.put_off(lead.contact, message.channel, message.address))


def _ask(parts: list[Submission], state: State, now: datetime) -> None:
    """No way to them is left: somebody of the desk has to find one, before it is too late for the news."""
    for kept in parts:
        value, desk = value_of(kept), choices()
        by = max(now, min(at for at in (now + desk.waits[value.intent], value.due, value.expires) if at))
        reason = Matter(value, state, now, desk).reason("no-address", at=by)
        outbox.decided(kept, Decision(Verdict.ASK, by, "", "", (reason,)), now=now)
        outbox.settle(kept, Submission.State.ASKED)
    for ticket in {kept.ticket_id: kept.ticket for kept in parts}.values():
        tickets.come_back(ticket, "asked", now=now, words="")


def _settle(kept: Submission, settled: Settled, delivery: Delivery | None, now: datetime) -> None:
    """The end of a submission that is not sent: carried when what says it instead has not arrived yet."""
    reasons: tuple[Reason, ...] = (settled.reason,)
    known, said = settled.reason.code in TOLD_BEFORE, settled.because
    because = tuple(queries.stated_in(said)) if known else said
    outbox.decided(kept, Decision(Verdict.DROP, now, "", "", reasons, because), now=now)
    told_by = queries.last_of(said if known else queries.told_in(said) if settled.reason.code in REPLACED else ())
    if told_by is None and settled.reason.code in WITH_IT:
        told_by = delivery
    if told_by is None:
        outbox.settle(kept, Submission.State.DROPPED)
    elif told_by.state == Delivery.State.SENT:
        outbox.absorb(kept, told_by)
    else:
        outbox.carry(kept, told_by)
