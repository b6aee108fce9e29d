"""The only writers of submissions, decisions and deliveries.

`put` and `decided` are called by `flows/submit.py` alone; what happens to a delivery is written by `flows/deliver.py`
alone. Every move of a delivery is a conditional update: whoever changes the row has it, in one process or in many,
and whoever comes too late changes nothing. What ends a delivery holds its contact, as a decision does: nothing can come
to rest on a message in the very moment in which it fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from entendu.core.governor.model import Decision
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.actions.receipts import handed_over as handed_over
from entendu.parts.outbox.actions.rows import insert_all
from entendu.parts.outbox.models import Attempt, Delivery, SendAccount, Submission, Verdict
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Entry, Mailbox

State = Delivery.State
# Nobody has taken it up: it leaves later, or waits for a person to call.
RESTS = Q(state=State.WAITING) | Q(state=State.CALLING, claimed_at=None)
# Submissions that a delivery says as well, or replaces, without being made of them.
NOT_ITS_OWN = (Submission.State.CARRIED, Submission.State.DROPPED)


def keep(**fields: Any) -> Submission:
    """A submission as it was handed in; `IntegrityError` when its source used the key before."""
    submission = Submission(**fields)
    submission.save(force_insert=True)
    return submission


def keep_all(submissions: Sequence[Submission]) -> None:
    """Submissions as they were handed in, in one statement; `IntegrityError` when a key was used before."""
    insert_all(submissions)


def decided(submission: Submission, decision: Decision, *, now: datetime) -> Verdict:
    """The decision on it, with its reasons; added to those before."""
    said = decision.as_json()
    return Verdict.objects.create(submission=submission, verdict=decision.verdict.value, until=decision.at,
                                  reasons=said["reasons"], because=said["because"], decided_at=now)


def decided_all(decisions: Iterable[tuple[Submission, Decision]]) -> None:
    """As `decided`, for many in one statement, each at the time at which it was handed in."""
    rows = []
    for submission, decision in decisions:
        said = decision.as_json()
        rows.append(Verdict(submission=submission, verdict=decision.verdict.value, until=decision.at,
                            reasons=said["reasons"], because=said["because"], decided_at=submission.submitted_at))
    insert_all(rows)


def put(submissions: Iterable[Submission], **fields: Any) -> Delivery:
    """A delivery that carries these submissions and leaves when it is due."""
    delivery = Delivery(**fields)
    delivery.save(force_insert=True)
    for submission in submissions:
        submission.delivery, submission.state = delivery, Submission.State.LEAVING
        submission.save(update_fields=["delivery", "state"])
    return delivery


def wait(submission: Submission, opens: datetime, closes: datetime, due: datetime) -> None:
    """The submission may go from `opens`, must by `closes`, and is judged again at `due`."""
    submission.opens_at, submission.closes_at, submission.due_at = opens, closes, due
    submission.state, submission.delivery = Submission.State.WAITING, None
    submission.save(update_fields=["opens_at", "closes_at", "due_at", "state", "delivery"])


def spare(submission: Submission, spared: bool) -> None:
    """Whether they are to be spared it: then it goes along with other news only."""
    submission.spared = spared
    submission.save(update_fields=["spared"])


def carry(submission: Submission, delivery: Delivery) -> None:
    """The delivery says what this submission says, or what replaces it. Absorbed only when that has arrived."""
    submission.state, submission.delivery = Submission.State.CARRIED, delivery
    submission.save(update_fields=["state", "delivery"])


def speak_for(submission: Submission, entry: Entry) -> None:
    """The submission whose fate the conversation shows at this entry."""
    submission.entry = entry
    submission.save(update_fields=["entry"])


def absorb(submission: Submission, delivery: Delivery) -> None:
    """The delivery has told what this submission says; should it still come back, the submission waits again."""
    submission.state, submission.delivery = Submission.State.DROPPED, delivery
    submission.save(update_fields=["state", "delivery"])


def give_back(delivery: Delivery, *, now: datetime, failed: bool = False) -> None:
    """What the delivery was to say as well, or replaced, waits again and is judged now: it was not told.

    Where it `failed`, what its newer words replaced ends with them: it must not be told in their place.
    """
    others = delivery.submissions.filter(member=None, state__in=NOT_ITS_OWN).prefetch_related("verdicts")
    over = [one.pk for one in others if "superseded" in _last_codes(one)] if failed else []
    others.exclude(pk__in=over).update(state=Submission.State.WAITING, delivery=None, due_at=now)
    Submission.objects.filter(pk__in=over).update(state=Submission.State.DROPPED)


def recall(contact: Contact, *, now: datetime) -> list[Delivery]:
    """Takes back the contact's messages of systems that nobody has taken up; what they were made of waits again."""
    resting = Delivery.objects.filter(RESTS, contact=contact, automatic=True)
    taken = [one for one in resting.select_related("entry__ticket") if _cancelled(one.pk)]
    for delivery in taken:
        dissolve(delivery, now=now)
    return taken


@transaction.atomic
def dissolve(delivery: Delivery, *, now: datetime) -> None:
    """What a system's delivery carried is judged anew now: it did not leave, or did not arrive."""
    delivery.submissions.update(state=Submission.State.WAITING, delivery=None, entry=None, due_at=now)


@transaction.atomic
def go_another_way(delivery: Delivery, channel: str, *, now: datetime) -> None:
    """What a system's delivery carried goes by this channel instead, judged anew now; done once, its `by` says so."""
    delivery.submissions.update(by=channel)
    dissolve(delivery, now=now)


def settle(submission: Submission, state: str) -> None:
    """The submission ends without a delivery of its own, or is waiting for somebody's word."""
    submission.state = state
    submission.save(update_fields=["state"])


def reword(submission: Submission, **fields: Any) -> None:
    """What a person adds to a submission that waits: the words with which it is sent all the same."""
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.save(update_fields=list(fields))


def postpone(delivery: Delivery, until: datetime) -> bool:
    """The delivery goes back to waiting until then; False when somebody else has moved it since it was read."""
    return _becomes(delivery, State.WAITING, due_at=until, why="", claimed_at=None)


def claim(delivery_id: int, *, now: datetime) -> bool:
    """True for the one worker that may deliver it now."""
    return bool(Delivery.objects.filter(pk=delivery_id, state=State.WAITING, due_at__lte=now)
                .update(state=State.CLAIMED, claimed_at=now))


@transaction.atomic
def begin_flight(delivery: Delivery, *, now: datetime, account: ChannelAccount | None = None,
                 references: Iterable[str] = ()) -> bool:
    """From here on we cannot know without an answer. False when it was taken back meanwhile.

    Committed before the text is handed over: for mail between RCPT and DATA (RFC 5321 §3.3). `references` are names of
    ours by which the account's provider will speak of it.
    """
    ours = Delivery.objects.filter(pk=delivery.pk, state=State.CLAIMED)
    won = bool(ours.update(state=State.IN_FLIGHT, claimed_at=now, account=account))
    if won:
        delivery.state, delivery.claimed_at, delivery.account = State.IN_FLIGHT, now, account
        handed_over(delivery, references)
    return won


@transaction.atomic
def sent(delivery: Delivery, detail: str, *, now: datetime) -> bool:
    """The server has taken it; what it carries counts as delivered, what it says as well is absorbed.

    True as well where the answer comes so late that the outcome was unknown by then, or a person had it wait for
    another try: now it is known.
    """
    people.lock(delivery.contact_id)
    _try(delivery, Attempt.Outcome.SENT, detail, now)
    won = _becomes(delivery, State.SENT, also=(State.UNKNOWN, State.WAITING, State.CALLING), sent_at=now)
    if won:
        _told(delivery)
    return won


@transaction.atomic
def deferred(delivery: Delivery, detail: str, again_at: datetime, *, now: datetime) -> bool:
    """The server asks us to come back, or could not be reached: tried again at `again_at`."""
    _try(delivery, Attempt.Outcome.DEFERRED, detail, now)
    return _becomes(delivery, State.WAITING, also=(State.UNKNOWN,), attempts=delivery.attempts + 1, due_at=again_at,
                    why=detail[:300], claimed_at=None)


@transaction.atomic
def refused(delivery: Delivery, detail: str, *, now: datetime) -> bool:
    """The server will not have it, or we have given up: not tried again by itself."""
    people.lock(delivery.contact_id)
    _try(delivery, Attempt.Outcome.REFUSED, detail, now)
    won = _becomes(delivery, State.FAILED, also=(State.UNKNOWN, State.CALLING), why=detail[:300])
    if won:
        _untold(delivery, now)
    return won


@transaction.atomic
def lost_sight(delivery: Delivery, detail: str, *, now: datetime) -> bool:
    """The text was with the server and no answer came: it may have arrived."""
    won = _becomes(delivery, State.UNKNOWN, why=detail[:300])
    if won:
        _try(delivery, Attempt.Outcome.UNKNOWN, detail, now)
    return won


@transaction.atomic
def bounced(delivery: Delivery, why: str, *, now: datetime) -> None:
    """It came back (RFC 3464): nothing that it carried was told, whatever we believed of it until now."""
    people.lock(delivery.contact_id)
    delivery.state, delivery.why = State.BOUNCED, why[:300]
    delivery.save(update_fields=["state", "why"])
    _untold(delivery, now)


@transaction.atomic
def cancel(delivery: Delivery, *, now: datetime) -> bool:
    """Takes a delivery back; False when it has left, or is leaving this moment."""
    people.lock(delivery.contact_id)
    if not _cancelled(delivery.pk):
        return False
    give_back(delivery, now=now)
    delivery.submissions.filter(state=Submission.State.LEAVING).update(state=Submission.State.CANCELLED)
    return True


def withdraw(delivery: Delivery, *, now: datetime) -> bool:
    """A claimed delivery is not sent after all: judged again at its time, it was no longer right."""
    won = _becomes(delivery, State.CANCELLED)
    if won:
        give_back(delivery, now=now)
    return won


def _cancelled(delivery_id: int) -> bool:
    return bool(Delivery.objects.filter(RESTS, pk=delivery_id).update(state=State.CANCELLED))


@transaction.atomic
def settle_unknown(delivery: Delivery, *, arrived: bool, now: datetime) -> bool:
    """A person's word on a delivery whose outcome is unknown: it arrived, or it is sent once more.

    False when somebody was first: only one of two who press at once moves it.
    """
    people.lock(delivery.contact_id)
    if not arrived:
        return _again(delivery, {State.UNKNOWN}, now)
    unknown = Delivery.objects.filter(pk=delivery.pk, state=State.UNKNOWN)
    if not unknown.update(state=State.SENT, sent_at=F("claimed_at")):
        return False
    delivery.refresh_from_db(fields=["state", "sent_at"])
    _told(delivery)
    return True


@transaction.atomic
def try_again(delivery: Delivery, *, now: datetime) -> bool:
    """A delivery that failed, came back or waits for its next try goes now, because a person asked for it.

    False when it is not in such a state any more, above all when it is with the server this moment.
    """
    people.lock(delivery.contact_id)
    return _again(delivery, {State.FAILED, State.BOUNCED, State.WAITING}, now)


def _again(delivery: Delivery, states: Iterable[str], now: datetime) -> bool:
    said = delivery.submissions.exclude(state__in=NOT_ITS_OWN)
    if not said.exists():
        return False  # what it was made of waits again, and leaves in a message of its own
    won = Delivery.objects.filter(pk=delivery.pk, state__in=states).update(
        state=State.WAITING, due_at=now, attempts=0, why="", claimed_at=None)
    if won:
        said.update(state=Submission.State.LEAVING)
    return bool(won)


def release_abandoned(now: datetime, lease: timedelta) -> tuple[int, list[Delivery]]:
    """What a worker that died has left: claimed rows wait again; rows in flight are returned, to be marked unknown."""
    late = now - lease
    freed = Delivery.objects.filter(state=State.CLAIMED, claimed_at__lte=late).update(state=State.WAITING,
                                                                                     claimed_at=None)
    return freed, list(Delivery.objects.filter(state=State.IN_FLIGHT, claimed_at__lte=late))


def set_send_account(mailbox: Mailbox, **fields: object) -> SendAccount:
    """The mailbox's SMTP account with these fields; `ValidationError` names the one that is wrong."""
    account = SendAccount.objects.filter(mailbox=mailbox).first() or SendAccount(mailbox=mailbox)
    for name, value in fields.items():
        setattr(account, name, value)
    account.full_clean()
    account.save()
    return account


def remove_send_account(account: SendAccount) -> None:
    """The mailbox's mail leaves by the installation's default server again, where there is one."""
    account.delete()


def _try(delivery: Delivery, outcome: str, detail: str, now: datetime) -> None:
    Attempt.objects.create(delivery=delivery, outcome=outcome, detail=detail[:300], at=now)


def _becomes(delivery: Delivery, state: str, *, also: Iterable[str] = (), **fields: Any) -> bool:
    """Moves the delivery on from where the caller saw it, or from one of the states in `also`.

    False, and nothing changes, when somebody else has moved it since.
    """
    seen = Q(state=delivery.state, claimed_at=delivery.claimed_at) | Q(state__in=list(also))
    won = bool(Delivery.objects.filter(seen, pk=delivery.pk).update(state=state, **fields))
    for name, value in ({"state": state} | fields).items() if won else ():
        setattr(delivery, name, value)
    return won


def _told(delivery: Delivery) -> None:
    """What it was made of is delivered, what it was to say as well is absorbed."""
    delivery.submissions.filter(state=Submission.State.CARRIED).update(state=Submission.State.DROPPED)
    delivery.submissions.exclude(state__in=NOT_ITS_OWN).update(state=Submission.State.DELIVERED)


def _untold(delivery: Delivery, now: datetime) -> None:
    """What it was made of has failed; what it was to say as well waits again."""
    give_back(delivery, now=now, failed=True)
    delivery.submissions.exclude(state__in=NOT_ITS_OWN).update(state=Submission.State.FAILED)


def _last_codes(submission: Submission) -> set[str]:
    """Why it is as it is: the codes of the last decision on it."""
    verdicts = list(submission.verdicts.all())
    return {reason["code"] for reason in verdicts[-1].reasons} if verdicts else set()
