"""What a message states and what was told before, as the ledger takes them: read on the day on which it was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.read import Reading, read
from entendu.core.governor.hours import weekly
from entendu.core.governor.ledger import Belief, Said
from entendu.core.governor.model import Recipient, Sent, Settings, State, Submission

Told = tuple[Sent, Said]


def said(submission: Submission, recipient: Recipient, settings: Settings) -> Said:
    """What a submission states."""
    reading = submission.reading or reading_of(submission, recipient)
    return Said(reading, submission.intent, reading.names - _own(recipient, settings))


def reading_of(submission: Submission, recipient: Recipient) -> Reading:
    """Its words as read on the day on which it was written, by the recipient's own calendar."""
    zone = weekly(recipient.hours, recipient.timezone).zone
    return read(submission.text, submission.submitted_at.astimezone(zone), submission.case)


def told_on(cases: Iterable[str], state: State, settings: Settings) -> dict[str, list[Told]]:
    """What was sent on these cases and has not failed to arrive, from old to new."""
    told: dict[str, list[Told]] = {case: [] for case in cases}
    zone = weekly(state.recipient.hours, state.recipient.timezone).zone
    own = _own(state.recipient, settings)
    for sent in state.sent:
        if sent.delivered is not False and sent.case in told:
            reading = sent.reading or read(sent.text, (sent.written_at or sent.at).astimezone(zone), sent.case)
            told[sent.case].append((sent, Said(reading, sent.intent, reading.names - own)))
    return told


def belief(told: Sequence[Told], more: Iterable[Said] = ()) -> Belief:
    """What they believe after all of this."""
    belief = Belief()
    for _, before in told:
        belief.tell(before)
    for another in more:
        belief.tell(another)
    return belief


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


def sources_of(news: Said, told: Sequence[Told]) -> list[Sent]:
    """The messages that told what this one states; the last one where it states nothing that can be named."""
    values = {(s.kind, s.canon) for s in news.reading.news}
    named = [sent for sent, before in told if values & {(s.kind, s.canon) for s in before.reading.news}]
    return named or [sent for sent, _ in told[-1:]]


def _own(recipient: Recipient, settings: Settings) -> frozenset[str]:
    return settings.own_names | frozenset(fold(recipient.name).split())
