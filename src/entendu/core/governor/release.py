"""What leaves when the time of something that waits has come: everything for that person that still is news, as one.

Judged again at this moment, not when it was submitted: they may have written since, a newer value may have come,
or another message may have told it. What is dropped is settled here, with its reason; what is not yet due and was
not needed stays waiting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from entendu.core.governor.compose import VERBATIM, compose
from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.read import read
from entendu.core.governor.hours import weekly
from entendu.core.governor.ledger import Belief, Said, replaces, tells_nothing
from entendu.core.governor.matter import Matter
from entendu.core.governor.model import (
    Intent,
    Reason,
    Recipient,
    Sent,
    Settings,
    State,
    Submission,
    Waiting,
    fingerprint,
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one person: where it goes, what they read, and whose news it states."""

    channel: str
    address: str
    subject: str
    body: str
    parts: tuple[str, ...]
    cases: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """A submission that will not be sent: why, and what says it instead."""

    id: str
    reason: Reason
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """What happens now: at most one delivery, and what is settled without one; the rest goes on waiting."""

    delivery: Delivery | None
    settled: tuple[Settled, ...] = ()


@dataclass(slots=True)
class _Item:
    """A waiting submission under judgement."""

    waiting: Waiting
    said: Said
    is_due: bool
    settled: Settled | None = None
    absorbed_by: list[_Item] = field(default_factory=list)

    @property
    def submission(self) -> Submission:
        return self.waiting.submission


def release(state: State, now: datetime, settings: Settings | None = None) -> Release:
    """Judge all that waits for a person at `now`; `state.sent` holds at least what was sent on the cases that wait."""
    chosen = settings or Settings()
    zone = weekly(state.recipient.hours, state.recipient.timezone).zone
    local = now.astimezone(zone)
    waiting = sorted(state.waiting, key=lambda w: (w.submission.submitted_at, w.submission.id))
    items = [_Item(w, said(w.submission, zone, state.recipient, chosen), w.at <= now) for w in waiting]
    items = [i for i in items if i.submission.not_before is None or i.submission.not_before <= now]
    told = _told(state, zone, chosen)
    for item in items:
        _judge_alone(item, state, now, chosen)
    by_case: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        if item.settled is None:
            by_case[item.submission.case].append(item)
    for case, mine in by_case.items():
        _judge_case(mine, told.get(case, []), state, now, chosen)
    keep = [i for i in items if i.settled is None and not i.absorbed_by]
    goes = any(i.is_due for i in items if i.settled is None)
    if not goes or not keep:
        return Release(None, tuple(i.settled for i in items if i.settled and i.is_due))
    delivery = _delivery(keep, state, local, chosen)
    absorbed = [
        Settled(i.submission.id, _reason(i, state, now, chosen, "told-together"), tuple(o.submission.id for o in i.absorbed_by))
        for i in items
        if i.absorbed_by
    ]
    return Release(delivery, (*(i.settled for i in items if i.settled), *absorbed))


def said(submission: Submission, zone: ZoneInfo, recipient: Recipient, settings: Settings) -> Said:
    """What a submission states, read on the day on which it was written."""
    reading = read(submission.text, submission.submitted_at.astimezone(zone), submission.case)
    return Said(reading, submission.intent, reading.names - _own(recipient, settings))


def _told(state: State, zone: ZoneInfo, settings: Settings) -> dict[str, list[tuple[Sent, Said]]]:
    told: dict[str, list[tuple[Sent, Said]]] = defaultdict(list)
    own = _own(state.recipient, settings)
    cases = {w.submission.case for w in state.waiting}
    for sent in state.sent:
        if sent.delivered is not False and sent.case in cases:
            reading = read(sent.text, (sent.written_at or sent.at).astimezone(zone), sent.case)
            told[sent.case].append((sent, Said(reading, sent.intent, reading.names - own)))
    return told


def _own(recipient: Recipient, settings: Settings) -> frozenset[str]:
    return settings.own_names | frozenset(fold(recipient.name).split())


def _judge_alone(item: _Item, state: State, now: datetime, settings: Settings) -> None:
    me = item.submission
    if me.expires and now > me.expires:
        item.settled = Settled(me.id, _reason(item, state, now, settings, "expired", until=me.expires))
    elif me.intent is Intent.COURTESY:
        item.settled = Settled(me.id, _reason(item, state, now, settings, "unwanted"))
    elif tells_nothing(item.said):
        item.settled = Settled(me.id, _reason(item, state, now, settings, "no-news"))


def _judge_case(items: list[_Item], told: list[tuple[Sent, Said]], state: State, now: datetime, settings: Settings) -> None:
    for k, item in enumerate(items):
        me = item.submission
        if me.intent in VERBATIM:
            item.settled = _same_text(item, items[:k], told, state, now, settings)
            continue
        newer = next((o for o in reversed(items[k + 1 :]) if replaces(o.said, item.said)), None)
        if newer:
            reason = _reason(item, state, now, settings, "superseded", told=newer.submission.submitted_at)
            item.settled = Settled(me.id, reason, (newer.submission.id,))
            continue
        if settled := _known(item, told, state, now, settings):
            item.settled = settled
    rest = [i for i in items if i.settled is None]
    for item in sorted(rest, key=_weight):
        if item.submission.intent in VERBATIM:
            continue
        others = [o for o in rest if o is not item and not o.absorbed_by]
        carriers = [o for o in others if any(s in o.said.reading.news for s in item.said.reading.news)] or others
        if others and _belief(told, [o.said for o in others]).knows(item.said):
            item.absorbed_by = carriers


def _weight(item: _Item) -> tuple[int, int, float]:
    """The least telling first; of equals the later, so that the first submission is the one that speaks."""
    reading = item.said.reading
    vital = item.submission.is_vital
    return (vital, len(reading.news) + len(item.said.states) + len(reading.labels), -item.submission.submitted_at.timestamp())


def _belief(told: Sequence[tuple[Sent, Said]], more: Sequence[Said] = ()) -> Belief:
    belief = Belief()
    for _, before in told:
        belief.tell(before)
    for another in more:
        belief.tell(another)
    return belief


def _known(item: _Item, told: list[tuple[Sent, Said]], state: State, now: datetime, settings: Settings) -> Settled | None:
    if not told or not _belief(told).knows(item.said):
        return None
    news = item.said.reading.news
    sources = [sent for sent, before in told if not news or any(_same_value(s, t) for s in news for t in before.reading.news)] or [told[-1][0]]
    reason = _reason(item, state, now, settings, "known", told=sources[-1].at, told_channel=sources[-1].channel)
    return Settled(item.submission.id, reason, tuple(dict.fromkeys(s.delivery or s.id for s in sources)))


def _same_value(a: object, b: object) -> bool:
    return getattr(a, "kind", 0) == getattr(b, "kind", 1) and getattr(a, "canon", 0) == getattr(b, "canon", 1)


def _same_text(item: _Item, before: list[_Item], told: list[tuple[Sent, Said]], state: State, now: datetime, settings: Settings) -> Settled | None:
    """Even an answer is not given twice in the same words, unless they wrote in between."""
    me = item.submission
    if me.intent is Intent.PROMISE:
        return None
    print_ = fingerprint(me.text)
    wrote = max((i.at for i in state.inbound if i.case == me.case and i.at <= me.submitted_at), default=None)
    for sent, _ in told:
        if (wrote is None or sent.at > wrote) and fingerprint(sent.text) == print_:
            reason = _reason(item, state, now, settings, "same-text", told=sent.at)
            return Settled(me.id, reason, (sent.delivery or sent.id,))
    return None


def _reason(item: _Item, state: State, now: datetime, settings: Settings, code: str, **params: str | datetime) -> Reason:
    matter = Matter(item.submission, state, now, settings)
    return matter.reason(code, **{"submitted": item.submission.submitted_at, "source": item.submission.source, **params})


def _delivery(keep: list[_Item], state: State, local: datetime, settings: Settings) -> Delivery:
    order = [Intent.ANSWER, Intent.CONFIRMATION]
    matters = [Matter(i.submission, state, local, settings) for i in keep]
    lead = min(matters, key=lambda m: (not (m.submission.intent is Intent.ANSWER), not m.is_awaited))
    if lead.submission.intent is not Intent.ANSWER and not lead.is_awaited:
        lead = next((m for m in matters if m.submission.intent not in order), lead)
    parts = [i.submission for i in keep]
    text = compose(parts, lead.channel, state.recipient.language, local)
    return Delivery(
        lead.channel,
        state.recipient.addresses.get(lead.channel, ""),
        text.subject,
        text.body,
        tuple(p.id for p in parts),
        tuple(dict.fromkeys(p.case for p in parts)),
        (lead.reason("goes-now"),),
    )
