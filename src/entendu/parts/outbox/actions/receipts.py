"""What providers tell of messages that they have taken. A receipt only ever moves things on: the same again, or an
older one that comes late, changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from entendu.parts.outbox.models import Attempt, Delivery, ProviderReference, Submission

Told = ProviderReference.State
# A receipt may move a name from the left to the right; what has arrived does not fail any more.
BEFORE = {
    Told.TAKEN: frozenset[str](),
    Told.DELIVERED: frozenset({Told.TAKEN, Told.FAILED}),
    Told.READ: frozenset({Told.TAKEN, Told.FAILED, Told.DELIVERED}),
    Told.FAILED: frozenset({Told.TAKEN}),
}
ARRIVED = frozenset({Told.DELIVERED, Told.READ})


def handed_over(delivery: Delivery, references: Iterable[str]) -> None:
    """The names by which the provider's receipts will speak of this try of the delivery."""
    rows = [ProviderReference(account_id=delivery.account_id, reference=one[:255], delivery=delivery,
                              attempt=delivery.attempts) for one in references if one]
    if delivery.account_id is not None and rows:
        ProviderReference.objects.bulk_create(rows, ignore_conflicts=True)


def told(reference: ProviderReference, state: str, code: str) -> bool:
    """Keeps what was told of one name; False when it was known, or later news is."""
    earlier = ProviderReference.objects.filter(pk=reference.pk, state__in=BEFORE[Told(state)])
    return bool(earlier.update(state=state, code=code[:40]))


def arrived(delivery: Delivery, *, now: datetime) -> bool:
    """Writes down when all parts of the last try were delivered, and when they were read; True where that is new."""
    states = set(delivery.references.filter(attempt=delivery.attempts).values_list("state", flat=True))
    there = bool(states) and states <= ARRIVED
    new = there and bool(Delivery.objects.filter(pk=delivery.pk, delivered_at=None).update(delivered_at=now))
    if there and states == {Told.READ}:
        new = bool(Delivery.objects.filter(pk=delivery.pk, read_at=None).update(read_at=now)) or new
    return new


def some_arrived(delivery: Delivery) -> bool:
    """Whether a part of the last try has reached them: sent once more, they would have that part twice."""
    return bool(delivery.references.filter(attempt=delivery.attempts, state__in=ARRIVED).exists())


@transaction.atomic
def come_again(delivery: Delivery, why: str, again_at: datetime, *, now: datetime) -> bool:
    """The provider had taken it and could not deliver it for now: it waits for another try, and nothing was told."""
    there = Delivery.objects.filter(pk=delivery.pk, state__in=[Delivery.State.SENT, Delivery.State.UNKNOWN])
    won = bool(there.update(state=Delivery.State.WAITING, due_at=again_at, attempts=F("attempts") + 1, sent_at=None,
                            claimed_at=None, why=why[:300]))
    if won:
        Attempt.objects.create(delivery=delivery, outcome=Attempt.Outcome.DEFERRED, detail=why[:300], at=now)
        delivery.submissions.filter(state=Submission.State.DROPPED).update(state=Submission.State.CARRIED)
        delivery.submissions.filter(state=Submission.State.DELIVERED).update(state=Submission.State.LEAVING)
        delivery.refresh_from_db()
    return won
