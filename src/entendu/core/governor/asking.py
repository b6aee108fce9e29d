"""The rules that put people first: a colleague who writes is not talked over, and what only a person can know is asked.

To ask is no end: the decision names the moment by which somebody must answer, and from then on the message is judged
without this rule, so that the newer news goes as it would have gone anyway. Nothing is dropped here but what a bot
wrote after a person had answered.
"""

from __future__ import annotations

from datetime import datetime

from entendu.core.governor.deadline import MARGIN, wake
from entendu.core.governor.ledger import Said, about_the_same, is_small, takes_the_place
from entendu.core.governor.matter import Bound, Matter
from entendu.core.governor.model import Intent, Sent, State, Submission, Verdict
from entendu.core.governor.news import is_news, span_of
from entendu.core.governor.told import said

# What says of itself that something is otherwise than it was contradicts nobody.
_OTHERWISE = frozenset({"moved", "changed", "cancelled", "delayed", "reopened"})
_NOT_OWED = frozenset({Intent.UPDATE, Intent.COURTESY})


def a_persons_answer_stands_in_place_of_a_bots(matter: Matter) -> Bound | None:
    """Of two answers to one question the person's counts, whichever came first."""
    me = matter.submission
    if me.human or me.override or me.intent is not Intent.ANSWER:
        return None
    if told := answered_by_a_person(me, matter.state, matter.now):
        reason = matter.reason("answered-by-person", told=told.at, source=me.source, text=told.source)
        return Bound(reason, Verdict.DROP, because=(told.id,))
    return None


def answered_by_a_person(me: Submission, state: State, now: datetime) -> Sent | None:
    """The message by which a person has answered what the customer wrote last on the case, if one has."""
    wrote = max((i.at for i in state.inbound if i.case == me.case and i.at <= now), default=me.submitted_at)
    answers = (s for s in state.sent if s.human and s.case == me.case and s.delivered is not False)
    return next((s for s in answers if s.at >= wrote and s.intent is Intent.ANSWER), None)


def two_systems_that_contradict_each_other_are_put_before_a_person(matter: Matter) -> Bound | None:
    """Two sources give one thing two values within minutes: one of them is wrong, and neither knows it."""
    me = matter.submission
    if not is_news(matter) or me.is_vital or me.intent is Intent.RESOLUTION:
        return None
    by = wake(me, span_of(matter), matter.settings)
    if by <= matter.now:
        return None
    recipient, settings = matter.state.recipient, matter.settings
    since, mine = me.submitted_at - settings.contradiction, matter.said
    held = [w.submission for w in matter.state.waiting if w.submission.case == me.case]
    rivals = [(o.id, o.source, o.submitted_at, said(o, recipient, settings)) for o in held if o.source != me.source]
    for sent, before in matter.told:
        rivals.append((sent.id, sent.source, sent.written_at or sent.at, before))
    for number, source, at, theirs in reversed(rivals):
        if source != me.source and since <= at <= me.submitted_at and _contradicts(mine, theirs):
            reason = matter.reason("contradicts", at=by, source=me.source, text=source)
            return Bound(reason, Verdict.ASK, by, because=(number,))
    return None


def no_more_waits_than_somebody_can_oversee(matter: Matter) -> Bound | None:
    """A bound that dropped would lose news, so this one asks: nine that are owed wait for one person."""
    me = matter.submission
    if me.human or me.is_vital or me.intent in _NOT_OWED:
        return None
    others = [w for w in matter.state.waiting if w.submission.id != me.id]
    owed = sum(w.submission.is_vital or w.submission.intent not in _NOT_OWED for w in others)
    by = wake(me, span_of(matter), matter.settings)
    if owed < matter.settings.most_waiting or by <= matter.now:
        return None
    reason = matter.reason("too-many-wait", at=by, source=me.source, text=str(owed))
    return Bound(reason, Verdict.ASK, by, because=tuple(w.submission.id for w in others))


def nobody_talks_over_a_colleague_who_is_writing(matter: Matter) -> Bound | None:
    """While somebody types on the case, what systems and bots want to say there waits, two minutes at most."""
    until = colleague_writes_until(matter)
    if until is None:
        return None
    return Bound(matter.reason("colleague-writes", at=until), not_before=until)


def colleague_writes_until(matter: Matter) -> datetime | None:
    """Until when the message lets a colleague finish; None where nobody writes, or it must not wait."""
    me = matter.submission
    ends = max((w.until for w in matter.state.writing if w.case == me.case), default=matter.now)
    if me.human or me.is_vital or ends <= matter.now:
        return None
    latest = min(me.submitted_at + matter.settings.typing, span_of(matter).closes - MARGIN)
    until = min(ends, latest)
    return until if until > matter.now else None


def _contradicts(mine: Said, theirs: Said) -> bool:
    """Whether two messages give one thing two values, and the later one does not say that it has changed."""
    if mine.states & _OTHERWISE or Intent.QUESTION in (mine.intent, theirs.intent) or not about_the_same(mine, theirs):
        return False
    gone = {(s.kind, s.canon) for s in mine.reading.old}
    said_now = {(s.kind, s.canon) for s in mine.reading.news}
    return any(
        takes_the_place(new, old) and not is_small(old) and not {(old.kind, old.canon)} & (gone | said_now)
        for new in mine.reading.news
        for old in theirs.reading.news
    )
