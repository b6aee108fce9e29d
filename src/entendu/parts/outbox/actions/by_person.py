"""Deliveries that a person of ours makes, by telephone: they wait as `calling` until somebody says how it went.

While nobody has one in hand (`claimed_at` is empty) it may be taken back as any message that waits.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Attempt, Delivery
from entendu.parts.people import actions as people

State = Delivery.State


def ask_a_person(delivery: Delivery, account: ChannelAccount) -> bool:
    """A claimed delivery waits for a person; False when somebody else has moved it since."""
    ours = Delivery.objects.filter(pk=delivery.pk, state=State.CLAIMED)
    won = bool(ours.update(state=State.CALLING, claimed_at=None, account=account, why=""))
    if won:
        delivery.state, delivery.claimed_at, delivery.account = State.CALLING, None, account
    return won


def take_in_hand(delivery: Delivery, *, now: datetime) -> bool:
    """Somebody calls now: it is not taken back under their hands. False when it is not to be called about any more."""
    return bool(Delivery.objects.filter(pk=delivery.pk, state=State.CALLING).update(claimed_at=now))


def put_down(delivery: Delivery) -> None:
    """Nobody has it in hand."""
    Delivery.objects.filter(pk=delivery.pk, state=State.CALLING).update(claimed_at=None)


@transaction.atomic
def not_reached(delivery: Delivery, words: str, *, now: datetime) -> bool:
    """Nobody answered: somebody calls again later."""
    won = bool(Delivery.objects.filter(pk=delivery.pk, state=State.CALLING).update(
        claimed_at=None, attempts=F("attempts") + 1, why=words[:300]))
    if won:
        Attempt.objects.create(delivery=delivery, outcome=Attempt.Outcome.DEFERRED, detail=words[:300], at=now)
    return won


@transaction.atomic
def heard_it(delivery: Delivery, *, now: datetime) -> None:
    """They heard it themselves: it has arrived, not only left."""
    people.lock(delivery.contact_id)
    Delivery.objects.filter(pk=delivery.pk, state=State.SENT).update(delivered_at=now)
