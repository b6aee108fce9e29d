"""The rules about what a message says: known already, out of date, bookkeeping, and how long its news may wait.

They hold for what systems write. What a person wrote for one person, an answer, a question and promised news are
never dropped for what they say.
"""

from __future__ import annotations

from entendu.core.governor.compose import goes_whole
from entendu.core.governor.deadline import Span, span, wake
from entendu.core.governor.ledger import replaces, tells_nothing
from entendu.core.governor.matter import Bound, Matter
from entendu.core.governor.model import Intent, Verdict
from entendu.core.governor.told import belief, believed_once_told, is_of_use_again, is_opened_again, said, sources_of


def no_courtesy_by_itself(matter: Matter) -> Bound | None:
    """Thanks, tips and surveys from a system are not worth interrupting anybody for."""
    if not is_news(matter) or matter.submission.intent is not Intent.COURTESY:
        return None
    return Bound(matter.reason("unwanted", **_origin(matter)), Verdict.DROP)


def no_bookkeeping(matter: Matter) -> Bound | None:
    """An update that tells nothing to know or to do stands on the case page and nowhere else."""
    if not is_news(matter) or not tells_nothing(matter.said):
        return None
    return Bound(matter.reason("no-news", **_origin(matter)), Verdict.DROP)


def nothing_they_know_already(matter: Matter) -> Bound | None:
    """Redundant is only what they believe in every point: told, arrived, and not replaced since."""
    if not is_news(matter):
        return None
    told = matter.told
    if not told or not belief(told).knows(matter.said):
        return None
    if is_opened_again(matter.submission, matter.said, told, matter.state.inbound):
        return None
    if not believed_once_told(matter.state, told, [w.submission for w in matter.waiting], matter.settings).knows(
            matter.said):
        return None  # what waits may say otherwise: there and back again
    sources = sources_of(matter.said, told)
    if is_of_use_again(matter.said, sources, matter.now):
        return None
    reason = matter.reason("known", told=sources[-1].at, **_origin(matter))
    return Bound(reason, Verdict.DROP, because=tuple(s.id for s in sources))


def nothing_that_is_out_of_date(matter: Matter) -> Bound | None:
    """What newer news replaces, waiting or told, would only mislead."""
    if not is_news(matter):
        return None
    me, mine = matter.submission, matter.said
    for held in reversed(matter.waiting):
        other = held.submission
        if other.order <= me.order:
            break
        if replaces(said(other, matter.state.recipient, matter.settings), mine):
            reason = matter.reason("superseded", told=other.submitted_at, **_origin(matter))
            return Bound(reason, Verdict.DROP, because=(other.id,))
    for sent, before in reversed(matter.told):
        if (sent.written_at or sent.at) > me.submitted_at and replaces(before, mine):
            reason = matter.reason("superseded", told=sent.at, **_origin(matter))
            return Bound(reason, Verdict.DROP, because=(sent.id,))
    return None


def what_is_said_already_rides_along(matter: Matter) -> Bound | None:
    """A second system that says what waits already joins it, if that goes soon enough."""
    if not is_news(matter):
        return None
    me = matter.submission
    earlier = [w for w in matter.waiting if w.submission.order < me.order]
    by = wake(me, span_of(matter), matter.settings)
    at = min((w.at for w in earlier), default=by)
    if not earlier or not matter.now < at <= by:
        return None
    if not believed_once_told(matter.state, matter.told, [w.submission for w in earlier], matter.settings).knows(
            matter.said):
        return None
    reason = matter.reason("rides-along", at=at, **_origin(matter))
    return Bound(reason, Verdict.MERGE, at, because=tuple(w.submission.id for w in earlier))


def news_may_wait(matter: Matter) -> Bound | None:
    """News that is not urgent waits as long as it may, so that what comes until then goes with it."""
    me = matter.submission
    if me.human or me.is_vital:
        return None
    at = wake(me, span_of(matter), matter.settings)
    if at <= matter.now:
        return None
    if me.spared:
        return Bound(matter.reason("spared", **_origin(matter)), not_before=at)
    return Bound(matter.reason("goes-alone" if me.to else "may-wait", at=at), not_before=at)


def is_news(matter: Matter) -> bool:
    """Whether it may be judged by what it says: a system wrote it, and nobody waits for these very words."""
    me = matter.submission
    return not me.human and not me.override and not goes_whole(me)


def span_of(matter: Matter) -> Span:
    """From when and until when it may wait."""
    is_here = any(
        i.at <= matter.submission.submitted_at <= i.at + matter.settings.presence for i in matter.state.inbound
    )
    return span(matter.submission, matter.hours, matter.state.recipient.emergencies, is_here, matter.settings)


def _origin(matter: Matter) -> dict[str, str]:
    me = matter.submission
    return {"source": me.source, "submitted": matter.local(me.submitted_at)}
