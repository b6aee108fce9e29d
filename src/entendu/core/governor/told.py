"""What a message states and what was told before, as the ledger takes them: read on the day on which it was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.read import Reading, read
from entendu.core.governor.hours import weekly
from entendu.core.governor.ledger import MOST_REMEMBERED, Belief, Said
from entendu.core.governor.model import Inbound, Intent, Recipient, Sent, Settings, State, Submission

Told = tuple[Sent, Said]


def said(submission: Submission, recipient: Recipient, settings: Settings) -> Said:
    """What a submission states."""
    return Said(
        submission.intent,
        lambda: submission.reading or reading_of(submission, recipient),
        _own(recipient.name, settings.own_names),
        submission.facts,
        submission.case,
    )


def said_then(sent: Sent, recipient: Recipient, settings: Settings) -> Said:
    """What a message that was sent has stated."""
    zone = weekly(recipient.hours, recipient.timezone).zone
    at = sent.written_at or sent.at
    return Said(
        sent.intent,
        lambda: sent.reading or read(sent.text, at.astimezone(zone), sent.case),
        _own(recipient.name, settings.own_names),
        sent.facts,
        sent.case,
    )


def reading_of(submission: Submission, recipient: Recipient) -> Reading:
    """Its words as read on the day on which it was written, by the recipient's own calendar."""
    zone = weekly(recipient.hours, recipient.timezone).zone
    return read(submission.text, submission.submitted_at.astimezone(zone), submission.case)


@dataclass(slots=True)
class Account:
    """What a person was told on one case, from old to new, and what they believe of it: kept as it grows."""

    told: list[Told] = field(default_factory=list)
    belief: Belief = field(default_factory=Belief)

    def add(self, sent: Sent, said: Said) -> None:
        """One more message has left; what was told very long ago is forgotten."""
        self.told.append((sent, said))
        self.belief.tell(said)
        if len(self.told) >= 2 * MOST_REMEMBERED:
            del self.told[:MOST_REMEMBERED]


def told_on(cases: Iterable[str], state: State, settings: Settings) -> dict[str, list[Told]]:
    """What was sent on these cases and has not failed to arrive, from old to new."""
    told: dict[str, list[Told]] = {case: [] for case in cases}
    for sent in state.sent:
        if sent.delivered is not False and sent.case in told:
            told[sent.case].append((sent, said_then(sent, state.recipient, settings)))
    return told


def account_of(told: Iterable[Told]) -> Account:
    """The account of all of this."""
    account = Account()
    for sent, before in told:
        account.add(sent, before)
    return account


def belief(told: Iterable[Told]) -> Belief:
    """What they believe after all of this."""
    return account_of(told).belief


def believed_once_told(state: State, told: Sequence[Told], waiting: Sequence[Submission], settings: Settings) -> Belief:
    """What they will believe once these, which wait on one case in this order, have been told as well.

    Remembered with the state: where one more waits than when it was asked last, one more is told.
    """
    case = waiting[0].case if waiting else ""
    rests_on: list[object] = [state.recipient, settings, *(sent for sent, _ in told), *waiting]
    remembered: tuple[list[object], Belief] = state.beliefs.get(case, ([], Belief()))
    known, believed = remembered
    if len(known) > len(rests_on) or any(old is not new for old, new in zip(known, rests_on, strict=False)):
        known, believed = [], Belief()
    count = max(0, len(known) - 2)
    for _, before in told[count:]:
        believed.tell(before)
    for one in waiting[max(0, count - len(told)) :]:
        believed.tell(said(one, state.recipient, settings))
    state.beliefs[case] = rests_on, believed
    return believed


def is_opened_again(me: Submission, mine: Said, told: Sequence[Told], inbound: Iterable[Inbound]) -> bool:
    """Whether it is the first confirmation since they wrote again on a case that was solved: it is of a new matter.

    Not where what was told since the solution says it already.
    """
    if me.intent is not Intent.CONFIRMATION:
        return False
    wrote = max((i.at for i in inbound if i.case == me.case and i.at <= me.submitted_at), default=None)
    since = {sent.intent: sent.at for sent, _ in told}
    solved, confirmed = since.get(Intent.RESOLUTION), since.get(Intent.CONFIRMATION)
    if not (wrote and solved and solved < wrote and (confirmed is None or confirmed < wrote)):
        return False
    return not belief(one for one in told if one[0].at > solved).knows(mine)


def is_of_use_again(news: Said, sources: Iterable[Sent], now: datetime) -> bool:
    """Whether it brings a link or a code like one that has expired: these are used, not only known."""
    if not any(sent.expires is not None and sent.expires <= now for sent in sources):
        return False
    return any(s.kind == "link" or s.role == "secret" for s in news.reading.news)


def sources_of(news: Said, told: Sequence[Told]) -> list[Sent]:
    """The messages that told what this one states; the last one where it states nothing that can be named."""
    if news.facts:
        named = [sent for sent, before in told if not before.facts.items().isdisjoint(news.facts.items())]
        if named and all(any(k in s.facts for s in named) for k in news.facts):
            return named
    values = {(s.kind, s.canon) for s in news.reading.news}
    named = [sent for sent, before in told if values & {(s.kind, s.canon) for s in before.reading.news}]
    return named or [sent for sent, _ in told[-1:]]


@lru_cache(maxsize=4096)
def _own(name: str, firm: frozenset[str]) -> frozenset[str]:
    return firm | frozenset(fold(name).split())
