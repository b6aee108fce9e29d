"""A call was held: by hand in ten seconds, or as an exchange told it. What was said counts as told, and as heard.

Whoever answers hears what the message says, so the delivery has arrived and the governor does not let it be said again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from entendu.channels.messages import Called, CallState
from entendu.core.governor.hours import weekly
from entendu.core.governor.model import Intent
from entendu.flows.channels.accounts import address_of
from entendu.flows.listening import call as notes
from entendu.flows.listening.listen import listen
from entendu.flows.mail.read_letter import read_entry
from entendu.flows.people.prefer import hear_opt_out
from entendu.flows.promises import promise, settle
from entendu.flows.submit import Proposal, record_told
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.listening.queries import calls
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.actions import by_person
from entendu.parts.people import actions as people
from entendu.parts.people import queries as contacts
from entendu.parts.people.models import NUMBERED, Channel, Contact
from entendu.parts.staff.models import Member
from entendu.parts.telephone import actions, queries
from entendu.parts.telephone.models import CallRecord, CallTask
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries as ticket_queries
from entendu.parts.tickets.models import Ticket

Outcome = CallRecord.Outcome
# How long to wait after each call that nobody answered; their hours count besides.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (30, 120, 240))
TOLD = frozenset({Outcome.REACHED, Outcome.MESSAGE})
NOT_REACHED = frozenset({Outcome.NO_ANSWER, Outcome.BUSY})
OVER = {CallState.ENDED: Outcome.REACHED, CallState.MISSED: Outcome.NO_ANSWER, CallState.BUSY: Outcome.BUSY,
        CallState.FAILED: Outcome.WRONG}
# An exchange's clock is believed within these bounds; beyond them the time of arrival counts.
OLDEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Logged:
    """What a member writes down of a call: how it went, what they told, what was said to them, and how long it took
    (0: as long as the notes were open)."""

    outcome: str
    told: str = ""
    said: str = ""
    minutes: int = 0


@transaction.atomic
def log(ticket: Ticket, member: Member, logged: Logged, *, task: CallTask | None = None, now: datetime) -> CallRecord:
    """Writes the call down: the notes as a note, what we said as told, what they said as their words.

    With a `task`, its delivery has arrived, waits for another call, or failed, by the outcome.
    """
    contact = people.lock(ticket.contact_id)
    seconds = _notes(ticket, member, logged, now)
    script = task.delivery.body.strip() if task else ""
    if task is not None and not _settled(task, member, logged, now):
        task = None
    number = task.delivery.address if task else _number_of(contact)
    record = actions.log(ticket=ticket, contact=contact, member=member, task=task, number=number[:40],
                         outcome=logged.outcome, started_at=now - timedelta(seconds=seconds), seconds=seconds)
    tickets.record_event(ticket, "call", member=member, now=now, outcome=logged.outcome, seconds=seconds)
    extra = logged.told.strip()
    if logged.outcome in TOLD and extra and extra != script:
        _told(ticket, member, extra, record, now)
    if logged.outcome == Outcome.REACHED and logged.said.strip():
        _said(ticket, contact, logged.said.strip(), record, now)
    return record


def give_up(task: CallTask, member: Member, *, now: datetime) -> bool:
    """Nobody calls any more: the message was not said, and the case says so. False when it was settled before."""
    words = _("%(name)s gave up calling.") % {"name": member.first_name}
    with transaction.atomic():
        people.lock(task.delivery.contact_id)
        if not actions.settle(task, now=now) or not outbox.refused(task.delivery, words, now=now):
            return False
        tickets.come_back(task.ticket, "refused", now=now, words=words)
    return True


def take(task: CallTask, member: Member, *, now: datetime) -> bool:
    """The member calls now; False when somebody else does, or there is nothing to call about any more."""
    with transaction.atomic():
        people.lock(task.delivery.contact_id)
        return actions.take(task, member) and by_person.take_in_hand(task.delivery, now=now)


@transaction.atomic
def hear(account: ChannelAccount, called: Called, *, now: datetime) -> bool:
    """Writes down what an exchange tells of a call; the same again changes nothing. False where it changed nothing."""
    at = called.at if called.at is not None and now - OLDEST <= called.at <= now else now
    record, fresh = actions.hear(account, called.call, number=called.number, inward=called.inward, started_at=at,
                                 outcome=Outcome.RINGING)
    if record.outcome not in {Outcome.RINGING, Outcome.TALKING}:
        return False
    if called.state not in OVER:
        outcome = Outcome.TALKING if called.state is CallState.ANSWERED else Outcome.RINGING
        actions.change(record, outcome=max(record.outcome, outcome, key=[Outcome.RINGING, Outcome.TALKING].index))
        return fresh
    outcome = Outcome.MISSED if called.inward and called.state is not CallState.ENDED else OVER[called.state]
    task = _task_of(account, called)
    contact = task.delivery.contact if task else _caller(account, called, now)
    ticket = task.ticket if task else _case(account, contact, called, at)
    actions.change(record, outcome=outcome, seconds=called.seconds, contact=contact, ticket=ticket, task=task)
    if ticket is None:
        return True
    if outcome == Outcome.MISSED:
        tickets.come_back(ticket, "call-missed", now=at, words=called.number)
        return True
    tickets.record_event(ticket, "call-told", member=None, now=at, outcome=outcome, seconds=called.seconds,
                         inward=called.inward, agent=called.agent)
    if task is not None and outcome in NOT_REACHED:
        _again(task, outcome, now)
    return True


def _notes(ticket: Ticket, member: Member, logged: Logged, now: datetime) -> int:
    """Ends the call whose notes the member holds; returns how long it took, in seconds."""
    held = calls.held_by(ticket, member)
    if held is None:
        seconds = max(logged.minutes, 0) * 60
        if logged.outcome in TOLD:
            settle.called(ticket, member, now - timedelta(seconds=seconds), now=now)
        return seconds
    seconds = logged.minutes * 60 or int((now - held.started_at).total_seconds())
    notes.end(ticket, held, "\n".join(line.text for line in notes.lines_of(held)), now=now)
    return max(seconds, 0)


def _settled(task: CallTask, member: Member, logged: Logged, now: datetime) -> bool:
    """Moves the delivery by the outcome; False when it was taken back or settled meanwhile."""
    delivery, who = task.delivery, {"name": member.first_name}
    if logged.outcome in NOT_REACHED:
        return _again(task, logged.outcome, now)
    if logged.outcome == Outcome.WRONG:
        words = _("%(name)s called: it is not their number.") % who
        if not actions.settle(task, now=now) or not outbox.refused(delivery, words, now=now):
            return False
        people.mark_undeliverable(delivery.channel, delivery.address, words, now)
        if delivery.automatic:
            outbox.dissolve(delivery, now=now)
        tickets.come_back(task.ticket, "refused", now=now, words=words)
        return True
    left = logged.outcome == Outcome.MESSAGE
    words = _("%(name)s left a message.") if left else _("%(name)s told them on the phone.")
    if not actions.settle(task, now=now) or not outbox.sent(delivery, words % who, now=now):
        return False
    if logged.outcome == Outcome.REACHED:
        by_person.heard_it(delivery, now=now)
    if delivery.automatic:
        promise.record_of_systems(delivery, now=now)
    tickets.answer(task.ticket, closes=False, now=now)
    tickets.delivery_changed(task.ticket, now=now)
    return True


def _again(task: CallTask, outcome: str, now: datetime) -> bool:
    """Nobody answered: the call waits, and not outside their hours."""
    contact, mailbox = task.ticket.contact, task.ticket.mailbox
    words = _("Busy.") if outcome == Outcome.BUSY else _("No answer.")
    if not by_person.not_reached(task.delivery, words, now=now):
        return False
    hours = weekly(tuple((str(days), str(opens), str(closes)) for days, opens, closes in contact.hours),
                   contact.time_zone or mailbox.time_zone)
    actions.put_off(task, hours.next_opening(now + WAITS[min(task.tries, len(WAITS) - 1)]))
    tickets.delivery_changed(task.ticket, now=now)
    return True


def _told(ticket: Ticket, member: Member, text: str, record: CallRecord, now: datetime) -> None:
    """What we said besides, as a message that has arrived: the governor knows it."""
    words = _("%(name)s told them on the phone.") % {"name": member.first_name}
    entry = record_told(Proposal(
        source="desk", key=f"call-{record.pk}", ticket=ticket, intent=Intent.ANSWER, body=text, member=member,
        channel=Channel.PHONE, language=ticket.contact.language), address=record.number, words=words, now=now)
    if record.outcome == Outcome.REACHED:
        by_person.heard_it(entry.delivery, now=now)
    actions.change(record, entry=entry)
    tickets.answer(ticket, closes=False, now=now)


def _said(ticket: Ticket, contact: Contact, text: str, record: CallRecord, now: datetime) -> None:
    """What they said, as their own words on the case, noted by us."""
    entry = tickets.record_theirs(ticket, contact, tickets.Said(
        text=text, visible=text, channel=Channel.PHONE, author=contact.name, details={"noted": True}), now=now)
    actions.change(record, entry=entry)
    read_entry(entry)
    if not hear_opt_out(entry, now=now):
        listen(entry, now=now)


def _task_of(account: ChannelAccount, called: Called) -> CallTask | None:
    """The call to make that this was: by our own number of it, else the one to this number, in hand or due first."""
    if called.inward:
        return None
    if called.task:
        return queries.task(called.task)
    return queries.task_to(address_of(account, called.number))


def _number_of(contact: Contact) -> str:
    """The number at which they are called; "" where we have none."""
    return next((one.value for one in contact.addresses.all() if one.channel == Channel.PHONE), "")


def _caller(account: ChannelAccount, called: Called, now: datetime) -> Contact | None:
    """Who is behind the number: whoever has it for calls, else for messages; a stranger only when they called us."""
    number = address_of(account, called.number)
    for channel in (Channel.PHONE, *sorted(NUMBERED - {Channel.PHONE})):
        known = contacts.contacts_at(channel, number)
        if known:
            return known[0]
    if not called.inward or not number.strip("+"):
        return None
    return people.meet(Channel.PHONE, number, name="", language="", now=now)


def _case(account: ChannelAccount, contact: Contact | None, called: Called, at: datetime) -> Ticket | None:
    """Their newest case in the account's mailbox; a new one where they called and have none."""
    if contact is None:
        return None
    alive = ticket_queries.alive_tickets(contact, account.mailbox)
    found = ticket_queries.ticket(alive[0].ticket) if alive else None
    if found is not None or not called.inward:
        return found
    subject = _("Call from %(who)s") % {"who": contact.name or called.number}
    return tickets.open_ticket(account.mailbox, contact, subject=subject, channel=Channel.PHONE, now=at)
