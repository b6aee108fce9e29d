"""A member's message wants to leave. What systems hand in comes by `hand_in.py` and leaves by `release.py`.

Submission → the person's row is locked → the governor decides → the decision and what follows from it are written,
all in one transaction. `deliver.py` judges again when the time has come.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from entendu.core.governor.matter import Matter
from entendu.core.governor.model import Decision, Intent, Submission, Verdict
from entendu.core.tickets import tokens
from entendu.core.wording import doubted
from entendu.core.wording.findings import Finding
from entendu.flows import bell
from entendu.flows.care import tone
from entendu.flows.judge import choices, judged, state_of, value_of
from entendu.flows.knowledge import saved_replies
from entendu.flows.promises import promise
from entendu.flows.writing.read_draft import reading_to_send
from entendu.parts.listening.actions import restatements, tasks
from entendu.parts.options.actions import mistakes, offers, temporary
from entendu.parts.options.queries.offers import offered
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries as outbox_queries
from entendu.parts.outbox.models import Delivery
from entendu.parts.outbox.models import Submission as Kept
from entendu.parts.people import actions as people
from entendu.parts.promises.actions import Given
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Ticket
from entendu.parts.wording import actions as wording

# What systems wrote and a person may still send: it waits, was dropped, or is said by a message still on its way.
RELEASABLE = frozenset({Kept.State.WAITING, Kept.State.CARRIED, Kept.State.DROPPED, Kept.State.ASKED})
# What systems wrote and a person may still stop.
DROPPABLE = frozenset({Kept.State.WAITING, Kept.State.ASKED})
# A delivery that no worker has taken up.
RESTING = frozenset({Delivery.State.WAITING, Delivery.State.CANCELLED})


class NotConfirmed(ValueError):
    """A remark of error level stands in the words and nobody has said that they shall go so; nothing was sent.

    `findings` are the remarks, the gravest first.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("There is something in these words to look at again; nothing was sent; change them, or "
                         "confirm that they shall go so.")
        self.findings = findings


class KeyReused(ValueError):
    """A source used a key again for other words; nothing was sent for the second."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a member wants to tell a ticket's contact. `key` makes it one message, however often it is handed in.

    `binds` is False where what its words say depends on what the reader decides: then nothing of it is a promise yet.
    `closes` marks the matter as solved when the message is accepted; `confirmed` says that its writer has seen the
    remarks of error level and sends it all the same; `by` is the channel that they chose, "" to leave it to the
    governor. `given` is what it promises where its form says so; what its words
    promise besides, for other moments, is read.
    """

    source: str
    key: str
    ticket: Ticket
    intent: Intent
    body: str
    member: Member
    subject: str = ""
    channel: str = "email"
    language: str = ""
    in_reply_to: str = ""
    not_before: datetime | None = None
    override: str = ""
    closes: bool = False
    binds: bool = True
    confirmed: bool = False
    by: str = ""
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided, and the rows that keep it. `fresh` is False when the key was handed in before."""

    submission: Kept
    decision: Decision | None
    delivery: Delivery | None
    fresh: bool


@transaction.atomic
def submit(proposal: Proposal, *, now: datetime) -> Outcome:
    """Judges the message and keeps it with the decision and with what it promises.

    `KeyReused` when its key stands for other words; `NotConfirmed` when it wants a second look first.
    """
    reading = reading_to_send(proposal.ticket, proposal.member, proposal.body, now, proposal.key)
    contact = people.lock(proposal.ticket.contact_id)
    before = outbox_queries.submission(proposal.source, proposal.key)
    if before is not None:
        return _handed_in_before(before, proposal)
    if not proposal.binds:
        reading = replace(reading, promises=())
    errors = tuple(one for one in reading.errors if proposal.binds or one.check != doubted.CHECK)
    if errors and not proposal.confirmed:
        raise NotConfirmed(errors)
    ticket = Ticket.objects.select_related("mailbox").get(pk=proposal.ticket.pk)
    decision = judged(_value(proposal, now), state_of(contact, ticket.mailbox, now), now, proposal.member)
    said = replace(_said(proposal, ticket), channel=decision.channel or proposal.channel)
    entry = tickets.record_ours(ticket, proposal.member, said, now=now)
    kept = outbox.keep(
        source=proposal.source, key=proposal.key, contact=contact, ticket=ticket, entry=entry, member=proposal.member,
        intent=proposal.intent.value, channel=proposal.channel, subject=proposal.subject, body=proposal.body,
        language=proposal.language, in_reply_to=proposal.in_reply_to, not_before=proposal.not_before,
        override=proposal.override[:300], by=proposal.by, status_before=ticket.status, submitted_at=now)
    outbox.decided(kept, decision, now=now)
    delivery = _follow(kept, decision, now)
    if delivery is not None:
        promise.record(kept, proposal.member, reading, proposal.given, now=now)
        tickets.answer(ticket, closes=proposal.closes, now=now)
    transaction.on_commit(bell.ring)
    return Outcome(kept, decision, delivery, fresh=True)


@transaction.atomic
def go_on(proposal: Proposal, *, now: datetime) -> Outcome:
    """Says by another way what had been accepted and did not reach them by the first. It was read, promised and counted
    as an answer when it was written; only the governor is asked again. `KeyReused` as in `submit`."""
    contact = people.lock(proposal.ticket.contact_id)
    before = outbox_queries.submission(proposal.source, proposal.key)
    if before is not None:
        return _handed_in_before(before, proposal)
    ticket = Ticket.objects.select_related("mailbox").get(pk=proposal.ticket.pk)
    decision = judged(_value(proposal, now), state_of(contact, ticket.mailbox, now), now, proposal.member)
    entry = tickets.record_ours(ticket, proposal.member, _said(proposal, ticket), now=now)
    kept = outbox.keep(
        source=proposal.source, key=proposal.key, contact=contact, ticket=ticket, entry=entry, member=proposal.member,
        intent=proposal.intent.value, channel=proposal.channel, subject=proposal.subject, body=proposal.body,
        language=proposal.language, status_before=ticket.status, submitted_at=now)
    outbox.decided(kept, decision, now=now)
    delivery = _follow(kept, decision, now)
    transaction.on_commit(bell.ring)
    return Outcome(kept, decision, delivery, fresh=True)


@transaction.atomic
def record_told(proposal: Proposal, *, address: str, words: str, now: datetime) -> Entry:
    """Keeps what was said to a contact on the telephone as a message that has arrived: nobody judges it any more, and
    the governor, and whoever reads promises, know it from now on. `words` say who told it."""
    reading = reading_to_send(proposal.ticket, proposal.member, proposal.body, now, proposal.key)
    contact = people.lock(proposal.ticket.contact_id)
    ticket = Ticket.objects.select_related("mailbox").get(pk=proposal.ticket.pk)
    entry = tickets.record_ours(ticket, proposal.member, _said(proposal, ticket), now=now)
    kept = outbox.keep(
        source=proposal.source, key=proposal.key, contact=contact, ticket=ticket, entry=entry, member=proposal.member,
        intent=proposal.intent.value, channel=proposal.channel, subject=proposal.subject, body=proposal.body,
        language=proposal.language, status_before=ticket.status, submitted_at=now)
    delivery = outbox.put([kept], contact=contact, ticket=ticket, entry=entry, channel=proposal.channel,
                          address=address, message_id=entry.message_id, subject=kept.subject, body=kept.body,
                          automatic=False, due_at=now, created_at=now)
    outbox.sent(delivery, words, now=now)
    promise.record(kept, proposal.member, reading, now=now)
    return entry


def preview(proposal: Proposal, *, now: datetime) -> Decision:
    """What would be decided if it were submitted now; nothing is kept."""
    ticket = proposal.ticket
    return judged(_value(proposal, now), state_of(ticket.contact, ticket.mailbox, now), now, proposal.member)


@transaction.atomic
def release(submission_id: int, member: Member, why: str, *, now: datetime) -> Outcome:
    """A person sends what was dropped or held, and says why; the words are kept with the decision.

    It goes now: a moment that was asked for before no longer counts. What a worker has taken up is left to it.
    """
    contact = people.lock(Kept.objects.values_list("contact_id", flat=True).get(pk=submission_id))
    kept = Kept.objects.select_related("ticket__mailbox", "contact", "delivery", "entry").get(pk=submission_id)
    outbox.reword(kept, override=why[:300], member=kept.member or member, not_before=None)
    decision = judged(value_of(kept), state_of(contact, kept.ticket.mailbox, now, without=kept.pk), now, member)
    outbox.decided(kept, decision, now=now)
    delivery, goes = kept.delivery, decision.verdict in {Verdict.SEND, Verdict.HOLD}
    if delivery is None:
        delivery = _follow(kept, decision, now)
    elif goes and delivery.state in RESTING and outbox.postpone(delivery, decision.at):
        outbox.settle(kept, Kept.State.LEAVING)
    if delivery is not None and goes and not offered(kept.pk):
        promise.record_released(kept, kept.member or member, now=now)
    tickets.delivery_changed(kept.ticket, now=now)
    transaction.on_commit(bell.ring)
    return Outcome(kept, decision, delivery, fresh=True)


@transaction.atomic
def release_anyway(submission: Kept, member: Member, why: str, now: datetime) -> Decision | None:
    """A person sends what a system wrote, in its own words and now, and says why; the words are kept with it.

    Judged as a person's message: the hours and what is known already hold it back no longer, an opt-out does, and
    without a way left it goes on asking. None when it has left, or is leaving, meanwhile.
    """
    contact = people.lock(submission.contact_id)
    kept = Kept.objects.select_related("ticket__mailbox", "contact").get(pk=submission.pk)
    if kept.state not in RELEASABLE:
        return None
    outbox.reword(kept, override=why[:300], member=member, not_before=None, expires=None)
    decision = judged(value_of(kept), state_of(contact, kept.ticket.mailbox, now, without=kept.pk), now, member)
    outbox.decided(kept, decision, now=now)
    if decision.verdict in {Verdict.SEND, Verdict.HOLD}:
        proposal = Proposal(source=kept.source, key=f"{kept.key} again", ticket=kept.ticket, body=kept.body,
                            intent=Intent(kept.intent), member=member, subject=kept.subject,
                            channel=decision.channel, language=kept.language)
        said = replace(_said(proposal, kept.ticket), author=kept.author or kept.source)
        outbox.speak_for(kept, tickets.record_ours(kept.ticket, None, said, now=now))
        promise.record_released(kept, member, now=now)
        tickets.record_event(kept.ticket, "released", member=member, now=now, source=said.author, words=why[:300])
    _follow(kept, decision, now)
    transaction.on_commit(bell.ring)
    return decision


@transaction.atomic
def drop(submission: Kept, member: Member, *, now: datetime) -> bool:
    """A person decides that what a system wrote is not sent; it stays in sight, and can be sent all the same.

    False when it does not wait by itself any more: it has left, is leaving, or somebody else has decided.
    """
    contact = people.lock(submission.contact_id)
    kept = Kept.objects.select_related("ticket__mailbox").get(pk=submission.pk)
    if kept.member_id is not None or kept.state not in DROPPABLE:
        return False
    matter = Matter(value_of(kept), state_of(contact, kept.ticket.mailbox, now, without=kept.pk), now, choices(member))
    reason = matter.reason("dropped-by-person", source=kept.source, text=member.first_name)
    outbox.decided(kept, Decision(Verdict.DROP, now, "", "", (reason,)), now=now)
    outbox.settle(kept, Kept.State.DROPPED)
    tickets.record_event(kept.ticket, "dropped", member=member, now=now, source=kept.author or kept.source)
    return True


@transaction.atomic
def undo(submission_id: int, member: Member, *, now: datetime) -> bool:
    """Takes the member's own message back while it waits; False when it has left or is leaving this moment.

    The entry goes, the ticket waits as before, the words lie in the writer's box again.
    """
    contact_id = Kept.objects.filter(pk=submission_id, member=member).values_list("contact_id", flat=True).first()
    if contact_id is None:
        return False
    people.lock(contact_id)
    kept = Kept.objects.select_related("ticket", "entry", "delivery").filter(pk=submission_id).first()
    if kept is None or kept.delivery is None or kept.entry is None or not outbox.cancel(kept.delivery, now=now):
        return False
    entry = kept.entry
    promise.take_back(kept)
    on_its_page = [part.take_back(kept.pk) for part in (restatements, tasks, offers, temporary, mistakes)]
    on_its_page.append(tone.undone(kept.pk, member, now=now))
    if not any(on_its_page):  # these stand on pages of their own again
        again = drafts.bring_back(entry, member, now=now)
        wording.carry_keeps(kept.key, again.key)
        saved_replies.taken_back(kept, again.key)
    tickets.take_back_answer(kept.ticket, entry, kept.status_before, member, now=now)
    return True


def _handed_in_before(before: Kept, proposal: Proposal) -> Outcome:
    if before.body != proposal.body or before.ticket_id != proposal.ticket.pk:
        raise KeyReused(f"The key {proposal.key!r} was used by {proposal.source} for another message; "
                        f"that one stands and nothing else was sent; use a new key for new words.")
    return Outcome(before, None, before.delivery, fresh=False)


def _value(proposal: Proposal, now: datetime) -> Submission:
    return Submission(
        id="new", source=proposal.source, person=str(proposal.ticket.contact_id), case=str(proposal.ticket.pk),
        intent=proposal.intent, body=proposal.body, subject=proposal.subject, submitted_at=now,
        language=proposal.language, channel=proposal.channel, key=proposal.key, human=True,
        not_before=proposal.not_before, in_reply_to=proposal.in_reply_to, override=proposal.override,
        by=proposal.by)


def _said(proposal: Proposal, ticket: Ticket) -> tickets.Said:
    number, domain = ticket.number, ticket.mailbox.address.rpartition("@")[2]
    unique = hashlib.sha256(f"{proposal.source}\0{proposal.key}".encode()).hexdigest()[:20]
    message_id = tokens.message_id(number, unique, domain, settings.ENTENDU_SECRETS_KEY.encode())
    return tickets.Said(text=proposal.body, channel=proposal.channel, language=proposal.language,
                        subject=proposal.subject, message_id=message_id)


def _follow(kept: Kept, decision: Decision, now: datetime) -> Delivery | None:
    """The rows that the verdict asks for. What is dropped or asked stays visible on the ticket and can be released."""
    entry: Entry | None = kept.entry
    if decision.verdict is Verdict.DROP:
        outbox.settle(kept, Kept.State.DROPPED)
        return None
    if decision.verdict is Verdict.ASK or entry is None:
        outbox.settle(kept, Kept.State.ASKED)
        return None
    return outbox.put([kept], contact=kept.contact, ticket=kept.ticket, entry=entry, channel=decision.channel,
                      address=decision.address, message_id=entry.message_id, subject=kept.subject, body=kept.body,
                      automatic=kept.member_id is None, due_at=decision.at, created_at=now)
