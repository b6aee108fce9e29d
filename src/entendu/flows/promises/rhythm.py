"""The rhythm of news: who waits hears from us when it was agreed, also when nothing has changed.

Each time is a promise of news. Whatever a person writes keeps it; where nobody has written, an honest "nothing new yet"
stands ready in time, for a person to send, or sent by rule. It is promised news, which the governor drops for nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.core.promises.rhythm import BY_RULE, next_news, ready_from
from entendu.core.tickets.states import Status, is_over
from entendu.flows.promises import letters
from entendu.flows.promises.letters import Words
from entendu.flows.promises.settle import Reached, reached_since
from entendu.flows.submit import Outcome, submit
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.flows.writing.read_draft import work_of
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people import actions as people
from entendu.parts.promises import actions, queries
from entendu.parts.promises.actions import Agreed, Given
from entendu.parts.promises.models import Promise, Rhythm
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket

SOURCE = "news"
AHEAD = timedelta(days=4)


class NothingReady(ValueError):
    """There is nothing to send; the text says why in one sentence."""


@transaction.atomic
def agree(ticket: Ticket, member: Member, agreed: Agreed, first: datetime, *, now: datetime) -> Rhythm:
    """From now on. News that was owed already stays owed; only without any is the `first` date promised."""
    rhythm = actions.agree(ticket, member, agreed, now=now)
    if not any(one.kind == Promise.Kind.NEWS for one in queries.open_promises(ticket)):
        actions.owe_news(ticket, ticket.assignee or member, first, words_of(ticket), now=now)
    tickets.record_event(ticket, "news-agreed", member=member, now=now, every=agreed.every,
                         first=first.isoformat())
    return rhythm


@transaction.atomic
def end(ticket: Ticket, member: Member, *, now: datetime) -> bool:
    """No more by a rhythm; the news that is owed stays owed. False where there was none."""
    rhythm = queries.rhythm_of(ticket)
    if rhythm is None:
        return False
    actions.end_rhythm(rhythm, now=now)
    tickets.record_event(ticket, "news-ended", member=member, now=now)
    return True


def words_of(ticket: Ticket) -> str:
    """What such a promise is called, in the customer's language."""
    with translation.override(letters.language_of(ticket)):
        return str(_("News, also if nothing has changed"))


def first_date(ticket: Ticket, every: int, *, now: datetime) -> datetime:
    """When news is due first in this rhythm."""
    return next_news(now, every, work_of(ticket.mailbox, ""))


@transaction.atomic
def send(ticket: Ticket, member: Member, words: Words, *, now: datetime) -> Outcome:
    """A person sends what stands ready, in these words; pressed twice it is one message. `NothingReady` where nothing
    is due; `submit.NotConfirmed` where the words want a second look."""
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", words.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    rhythm = queries.rhythm_of(ticket)
    if rhythm is None or rhythm.ready_for is None or rhythm.ready_for.state != Promise.State.OPEN:
        raise NothingReady("No news is due at present; nothing was sent.")
    given = (Given(words_of(ticket), rhythm.next_due, Promise.Kind.NEWS),) if rhythm.next_due else ()
    proposal = replace(letters.proposal(ticket, member, words.key, words.text.strip()), given=given,
                       confirmed=words.confirmed)
    return submit(proposal, now=now)


def watch(now: datetime, *, limit: int = 2_000) -> int:
    """What the worker does about news once a minute: what was told is kept, what is due is prepared, and sent where the
    rule says so. Two queries where there is nothing to do; returns for how many promises there was something."""
    due = queries.news_due(now + AHEAD, limit)
    heard = _heard([one.ticket_id for one in due]) if due else {}
    wanted = [one for one in due if _wants_a_look(one, heard.get(one.ticket_id), now)]
    for promise in wanted:
        _look_at(promise, now)
    return len(wanted)


def _heard(numbers: list[int]) -> dict[int, datetime]:
    """When each of these tickets' contacts last heard from a person of ours, or by a rule of news."""
    said = Submission.objects.filter(Q(member__isnull=False) | Q(source=SOURCE), ticket__in=numbers,
                                     delivery__state=Delivery.State.SENT)
    return dict(said.order_by().values("ticket").annotate(at=Max("delivery__sent_at")).values_list("ticket", "at"))


def _wants_a_look(promise: Promise, heard: datetime | None, now: datetime) -> bool:
    """Whether they have heard from us since, or something is to be prepared or sent."""
    rhythm: Rhythm | None = getattr(promise.ticket, "rhythm", None)
    if heard is not None and heard > promise.made_at:
        return True
    if rhythm is None or rhythm.ended_at is not None or promise.due is None:
        return False
    if rhythm.ready_for_id != promise.pk:
        return now >= ready_from(promise.due, work_of(promise.ticket.mailbox, ""))
    return rhythm.by_rule and promise.due - BY_RULE <= now < promise.due + AHEAD


@transaction.atomic
def _look_at(promise: Promise, now: datetime) -> None:
    ticket = promise.ticket
    people.lock(ticket.contact_id)
    rhythm = queries.rhythm_of(ticket)
    if _kept(promise, rhythm, now) or rhythm is None or promise.due is None:
        return
    work = work_of(ticket.mailbox, "")
    if now < ready_from(promise.due, work):
        return
    if rhythm.ready_for_id != promise.pk:
        _prepare(promise, rhythm, now)
    if rhythm.by_rule and now >= promise.due - BY_RULE:
        _send_by_rule(promise, rhythm, now)


def _kept(promise: Promise, rhythm: Rhythm | None, now: datetime) -> bool:
    """Whether they have heard from us since it was promised; the next one of the rhythm is owed then."""
    heard = reached_since(promise) or _by_rule(promise)
    if heard is None:
        return False
    if actions.keep(promise, None, heard.at, kept_by=heard.submission):
        ticket = promise.ticket
        tickets.record_event(ticket, "promise-kept", member=None, now=now, words=promise.words[:200])
        owed = any(one.kind == Promise.Kind.NEWS for one in queries.open_promises(ticket))
        if rhythm is not None and rhythm.every and not owed and not is_over(Status(ticket.status)):
            due = next_news(heard.at, rhythm.every, work_of(ticket.mailbox, ""))
            actions.owe_news(ticket, ticket.assignee or promise.owner, due, promise.words, now=now)
    return True


def _by_rule(promise: Promise) -> Reached | None:
    kept = outbox.submission(SOURCE, _key(promise))
    at = arrived_at([kept.pk]).get(kept.pk) if kept is not None else None
    return Reached(kept.pk, at) if kept is not None and at is not None else None


def _prepare(promise: Promise, rhythm: Rhythm, now: datetime) -> None:
    ticket = promise.ticket
    next_due = None
    if rhythm.every:
        next_due = next_news(max(promise.due or now, now), rhythm.every, work_of(ticket.mailbox, ""))
    signed = promise.owner.first_name if promise.owner and not rhythm.by_rule else ticket.mailbox.name
    text = letters.nothing_new(ticket, rhythm.doing, next_due, signed)
    actions.ready(rhythm, promise, text, next_due)
    rhythm.ready_for, rhythm.text, rhythm.next_due = promise, text, next_due
    tickets.come_back(ticket, "news-ready", now=now, words=promise.words[:200])


def _send_by_rule(promise: Promise, rhythm: Rhythm, now: datetime) -> None:
    """Handed in once under its own key; the next date that stands in its words is owed from then on."""
    ticket = promise.ticket
    if outbox.submission(SOURCE, _key(promise)) is not None:
        return
    kept = hand_in(HandedIn(source=SOURCE, key=_key(promise), ticket=ticket, intent=Intent.PROMISE, body=rhythm.text,
                            language=letters.language_of(ticket), author=ticket.mailbox.name, due=promise.due), now=now)
    if rhythm.next_due is not None:
        actions.record(ticket, ticket.assignee or promise.owner, kept.pk,
                       [Given(promise.words, rhythm.next_due, Promise.Kind.NEWS)], now=now)


def _key(promise: Promise) -> str:
    return f"nothing-new-{promise.pk}"
