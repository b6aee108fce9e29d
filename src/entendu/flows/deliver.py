"""What is due leaves. The only story that has a message carried.

A delivery is claimed by a conditional update, judged again, marked in flight just before its words leave (between RCPT
and DATA for mail), handed over by its channel (`channels/carry.py`), and recorded. Whoever dies before the mark has
sent nothing: the row waits again. Whoever dies after it leaves a visible "unknown", which a person settles, or a
receipt; nothing is ever sent a second time by guess.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from entendu.channels.messages import Carried
from entendu.channels.trouble import Deferred, LostSight, Refused, WithAPerson, Withdrawn
from entendu.core.governor.matter import Matter
from entendu.core.governor.model import Verdict
from entendu.flows.channels.carry import carry
from entendu.flows.channels.waits import is_over, next_try
from entendu.flows.judge import choices, judged, state_of, value_of
from entendu.flows.people import prefer
from entendu.flows.promises import promise
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.people.queries import addresses_of
from entendu.parts.sealed import Unreadable
from entendu.parts.tickets import actions as tickets

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

# A worker that has not come back for so long is dead: the longest answer to DATA is ten minutes (RFC 5321 §4.5.3.2.6).
LEASE = timedelta(minutes=12)
# Where danger is told when the first way is shut, the way that is seen soonest first; last, a person of ours phones.
AT_ONCE = ("sms", "whatsapp", "messenger", "teams", "email", "phone")
# A message of systems that has not left in this time is made anew of what is news then.
FRESH = timedelta(minutes=10)


def deliver_due(clock: Clock, *, limit: int = 50) -> int:
    """Delivers what is due now; returns how many deliveries were taken up."""
    taken = 0
    for delivery_id in queries.due(clock(), limit):
        if outbox.claim(delivery_id, now=clock()):
            _deliver(delivery_id, clock)
            taken += 1
    return taken


def recover(clock: Clock, *, lease: timedelta = LEASE) -> int:
    """Puts back what a dead worker had claimed, and marks as unknown what it had in flight; returns how many.

    With a lease of zero it is the first thing that a lone process does when it starts.
    """
    now = clock()
    freed, in_flight = outbox.release_abandoned(now, lease)
    for delivery in in_flight:
        _lost(delivery, "The desk stopped while the server had the message and had not answered.", now)
    return freed + len(in_flight)


def _deliver(delivery_id: int, clock: Clock) -> None:
    delivery = queries.delivery(delivery_id)
    if not _still_right(delivery, clock()):
        return
    def before_flight(account: ChannelAccount | None = None, *references: str) -> bool:
        return outbox.begin_flight(delivery, now=clock(), account=account, references=references)

    try:
        carried = carry(delivery, before_flight)
    except (Withdrawn, WithAPerson):
        return
    except LostSight as lost:
        _lost(delivery, str(lost), clock())
    except Refused as refusal:
        _refused(delivery, refusal, clock())
    except (Deferred, Unreadable, OSError) as trouble:
        _deferred(delivery, str(trouble), clock(), again_at=getattr(trouble, "again_at", None))
    else:
        _sent(delivery, carried, clock())


@transaction.atomic
def _still_right(delivery: Delivery, now: datetime) -> bool:
    """Judges again at release: they may have written, moved their hours or been told meanwhile.

    What systems say was judged when its message was made; a message that could not leave for a while is made anew,
    because "tomorrow" may be today by now.
    """
    contact = people.lock(delivery.contact_id)
    if delivery.automatic:
        if now - delivery.created_at <= FRESH and _may_go_there(delivery, contact, now):
            return True
        _make_anew(delivery, now)
        return False
    for kept in delivery.submissions.filter(state=Submission.State.LEAVING):
        state = state_of(contact, delivery.ticket.mailbox, now, without=kept.pk)
        decision = judged(value_of(kept), state, now, kept.member)
        if decision.verdict is Verdict.SEND and decision.at <= now:
            continue
        if decision.verdict not in {Verdict.DROP, Verdict.ASK}:
            moved = outbox.postpone(delivery, decision.at)
        elif moved := outbox.withdraw(delivery, now=now):
            dropped = decision.verdict is Verdict.DROP
            outbox.settle(kept, Submission.State.DROPPED if dropped else Submission.State.ASKED)
            promise.take_back(kept)
        if moved:
            outbox.decided(kept, decision, now=now)
        tickets.delivery_changed(delivery.ticket, now=now)
        return False
    return True


def _may_go_there(delivery: Delivery, contact: Contact, now: datetime) -> bool:
    """Whether they still may be written to there: whoever said "stop" since it was made gets only answers to a mail."""
    if not addresses_of(contact).filter(channel=delivery.channel).exclude(opted_out_at=None).exists():
        return True
    state = state_of(contact, delivery.ticket.mailbox, now)
    says = [value_of(kept) for kept in delivery.submissions.filter(state=Submission.State.LEAVING)]
    return all(Matter(one, state, now, choices()).may_go_by(delivery.channel) for one in says)


@transaction.atomic
def _sent(delivery: Delivery, carried: Carried, now: datetime) -> None:
    outbox.handed_over(delivery, carried.references)
    outbox.sent(delivery, carried.words, now=now)
    if delivery.automatic:
        promise.record_of_systems(delivery, now=now)
    tickets.delivery_changed(delivery.ticket, now=now)
    logger.info("delivered", extra={"delivery": delivery.pk, "ticket": delivery.ticket_id})


@transaction.atomic
def _deferred(delivery: Delivery, words: str, now: datetime, *, again_at: datetime | None = None) -> None:
    if is_over(delivery, now):
        _refused(delivery, Refused(f"Tried {delivery.attempts} times without success. {words}", 0), now)
        return
    outbox.deferred(delivery, words, next_try(delivery, now, again_at), now=now)
    tickets.delivery_changed(delivery.ticket, now=now)
    logger.warning("deferred", extra={"delivery": delivery.pk, "attempts": delivery.attempts})


def _make_anew(delivery: Delivery, now: datetime) -> None:
    """A message of systems did not leave: its entry goes, what it carried waits again and is judged now."""
    if not outbox.withdraw(delivery, now=now):
        return
    outbox.dissolve(delivery, now=now)
    if delivery.entry is not None:
        tickets.unsay(delivery.entry, now=now)


@transaction.atomic
def _refused(delivery: Delivery, refusal: Refused, now: datetime) -> None:
    if not outbox.refused(delivery, refusal.words, now=now):
        return
    if refusal.gone or refusal.stopped:
        if refusal.gone:
            people.mark_undeliverable(delivery.channel, delivery.address, refusal.words, now)
        if refusal.stopped:
            prefer.stop(delivery.contact, now=now, channel=delivery.channel, why=refusal.words)
        if delivery.automatic:
            outbox.dissolve(delivery, now=now)
    elif delivery.automatic and (other := _another_way(delivery, now)):
        outbox.go_another_way(delivery, other, now=now)
    tickets.come_back(delivery.ticket, "refused", now=now, words=refusal.words)
    logger.warning("refused", extra={"delivery": delivery.pk, "code": refusal.code})


def _another_way(delivery: Delivery, now: datetime) -> str:
    """The channel by which vital news goes, once, where its own has refused it; "" for all else: a person decides."""
    says = [value_of(kept) for kept in delivery.submissions.all()]
    if not any(one.is_vital for one in says) or any(one.by for one in says):
        return ""
    matter = Matter(says[0], state_of(delivery.contact, delivery.ticket.mailbox, now), now, choices())
    return next((one for one in AT_ONCE if one != delivery.channel and matter.may_go_by(one)), "")


@transaction.atomic
def _lost(delivery: Delivery, words: str, now: datetime) -> None:
    if not outbox.lost_sight(delivery, words, now=now):
        return
    tickets.come_back(delivery.ticket, "unknown", now=now, words=words)
    logger.warning("outcome unknown", extra={"delivery": delivery.pk})
