"""The decision: one submission, what is known of the person, and the time in; a verdict with its reasons out.

Each rule is a function whose name is a sentence. A rule that has something to say gives a bound: it forbids
(drop, ask), holds back until a moment (a ceiling) or wants it gone by one (a floor). Stronger rules have lower
ranks, and a weaker bound is clipped by what the stronger ones allow. Adding a ceiling can therefore only make a
message later, adding a floor only sooner. The bounds that bind are the explanation.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from entendu.core.governor.asking import (
    a_persons_answer_stands_in_place_of_a_bots,
    no_more_waits_than_somebody_can_oversee,
    nobody_talks_over_a_colleague_who_is_writing,
    two_systems_that_contradict_each_other_are_put_before_a_person,
)
from entendu.core.governor.matter import Bound, Matter
from entendu.core.governor.model import (
    Decision,
    Intent,
    Sent,
    Settings,
    State,
    Submission,
    Verdict,
    fingerprint,
)
from entendu.core.governor.news import (
    news_may_wait,
    no_bookkeeping,
    no_courtesy_by_itself,
    nothing_that_is_out_of_date,
    nothing_they_know_already,
    what_is_said_already_rides_along,
)
from entendu.core.governor.told import is_of_use_again

Rule = Callable[[Matter], Bound | None]


def decide(submission: Submission, state: State, now: datetime, settings: Settings | None = None) -> Decision:
    """Judge one submission for one person at `now`. Total: every valid value has a verdict; it never raises.

    Judge again at release, with the submission itself taken out of `state.waiting`.
    """
    matter = Matter(submission, state, now, settings or Settings())
    earliest, latest = now, None
    held_by, hurried_by = None, None
    for rule in RULES:
        bound = rule(matter)
        if bound is None:
            continue
        if bound.verdict:
            at = bound.not_before or now
            return Decision(bound.verdict, at, matter.channel, matter.address, (bound.reason,), bound.because)
        if bound.not_after is not None and (latest is None or bound.not_after < latest):
            latest, hurried_by = max(bound.not_after, earliest), bound.reason
        if bound.not_before is not None:
            allowed = bound.not_before if latest is None else min(bound.not_before, latest)
            if allowed > earliest:
                earliest, held_by = allowed, bound.reason
    is_held = earliest - now > timedelta(seconds=matter.settings.undo_seconds)
    verdict = Verdict.HOLD if is_held else Verdict.SEND
    reasons = [(held_by if is_held else hurried_by or held_by) or matter.reason("goes-now")]
    if matter.channel != matter.wanted:
        reasons.append(matter.reason("other-channel", text=matter.wanted))
    return Decision(verdict, earliest, matter.channel, matter.address, tuple(reasons))


# ── what stops a message ────────────────────────────────────────────────────────────────────────────────────


def never_twice_with_the_same_key(matter: Matter) -> Bound | None:
    """A source that repeats itself with its own key wants one message (RFC 1047 explains why mail does)."""
    me = matter.submission
    for told in matter.state.sent:
        same = me.key and told.key == me.key and told.source == me.source
        if (same or told.id == me.id) and told.delivered is not False:
            return _dropped(matter, "same-key", told.at, told.id)
    for held in matter.state.waiting:
        other = held.submission
        if me.key and other.key == me.key and other.source == me.source and other.id != me.id:
            return _dropped(matter, "same-key", other.submitted_at, other.id)
    return None


def never_the_same_text_again_unless_they_wrote_in_between(matter: Matter) -> Bound | None:
    """The same words on the same case say nothing, unless the person wrote since: then they answer something new."""
    me, print_ = matter.submission, fingerprint(matter.submission.text)
    if me.override or me.intent is Intent.PROMISE or me.has_attachments or me.was_asked_for_elsewhere:
        return None
    since = matter.on_case.at if matter.on_case else None
    for told in reversed(matter.state.sent):
        if since and told.at <= since:
            break
        if told.case == me.case and told.delivered is not False and fingerprint(told.text) == print_:
            is_news = _differs_since(matter, told) or is_of_use_again(matter.said, [told], matter.now)
            return None if is_news else _dropped(matter, "same-text", told.at, told.id)
    for held in matter.state.waiting:
        other = held.submission
        if since and other.submitted_at <= since:
            continue
        if other.id != me.id and other.case == me.case and fingerprint(other.text) == print_:
            return _dropped(matter, "same-text-waiting", held.at, other.id)
    return None


def nothing_that_is_worthless_by_now(matter: Matter) -> Bound | None:
    """What has expired would only mislead."""
    expires = matter.submission.expires
    if expires is None or matter.now <= expires:
        return None
    return Bound(matter.reason("expired", until=expires), Verdict.DROP)


def no_courtesy_where_they_said_no(matter: Matter) -> Bound | None:
    """An opt-out from a channel means that thanks and surveys do not come by another (GDPR art. 21(3))."""
    if matter.submission.intent is Intent.COURTESY and matter.wanted in matter.state.recipient.opted_out:
        return Bound(matter.reason("opted-out", channel=matter.wanted), Verdict.DROP)
    return None


def somebody_is_asked_when_no_channel_is_left(matter: Matter) -> Bound | None:
    """News that cannot travel is put before a person, never dropped."""
    if matter.channel:
        return None
    me = matter.submission
    by = min(moment for moment in (matter.now + matter.settings.waits[me.intent], me.due, me.expires) if moment)
    at = max(by, matter.now)
    return Bound(matter.reason("no-address", at=at), Verdict.ASK, at)


def a_scheduled_reply_is_asked_about_when_they_wrote_meanwhile(matter: Matter) -> Bound | None:
    """What was right to say on Friday may be wrong on Monday: whoever wrote it reads first what came since."""
    me, wrote = matter.submission, matter.on_case
    if not me.human or me.override or me.not_before is None or wrote is None or wrote.at <= me.submitted_at:
        return None
    return Bound(matter.reason("wrote-since", told=wrote.at), Verdict.ASK)


# ── what moves it ───────────────────────────────────────────────────────────────────────────────────────────


def vital_news_goes_at_any_hour(matter: Matter) -> Bound | None:
    """Danger, outage, a visit cancelled today: at once, if they allow emergencies."""
    if matter.submission.is_vital and matter.state.recipient.emergencies:
        return Bound(matter.reason("vital"), not_after=_after_undo(matter))
    return None


def a_person_may_send_now_and_say_why(matter: Matter) -> Bound | None:
    """The words of whoever overrules are kept in the log."""
    me = matter.submission
    if me.human and me.override and not matter.hours.is_open(matter.now):
        return Bound(matter.reason("overruled", why=me.override), not_after=_after_undo(matter))
    return None


def whoever_is_here_gets_the_answer_now(matter: Matter) -> Bound | None:
    """Somebody who wrote within the last half hour is awake and waiting, whatever their hours say.

    Unless the writer chose another moment: a person's word stands above a rule of ours.
    """
    me = matter.submission
    if matter.here is None or me.intent is not Intent.ANSWER:
        return None
    if me.human and me.not_before is not None and me.not_before > matter.now:
        return None
    last = matter.on_case or matter.here
    return Bound(matter.reason("here-now", told=last.at), not_after=_after_undo(matter))


def nothing_before_the_moment_that_was_asked_for(matter: Matter) -> Bound | None:
    """A scheduled message keeps its time."""
    moment = matter.submission.not_before
    if moment is None or moment <= matter.now:
        return None
    at = matter.hours.next_opening(moment)
    return Bound(matter.reason("not-before", at=at), not_before=at)


def nothing_outside_their_hours(matter: Matter) -> Bound | None:
    """Everything else waits for the next opening of the person's own hours."""
    if matter.hours.is_open(matter.now):
        return None
    opening = matter.hours.next_opening(matter.now)
    return Bound(matter.reason("outside-hours", at=opening), not_before=opening)


def a_person_may_take_it_back(matter: Matter) -> Bound | None:
    """What a person wrote waits for the few seconds in which they see their mistake."""
    if not matter.submission.human or matter.settings.undo_seconds <= 0:
        return None
    return Bound(matter.reason("undo", seconds=str(matter.settings.undo_seconds)), not_before=_after_undo(matter))


RULES: tuple[Rule, ...] = (
    never_twice_with_the_same_key,
    nothing_that_is_worthless_by_now,
    never_the_same_text_again_unless_they_wrote_in_between,
    no_courtesy_where_they_said_no,
    no_courtesy_by_itself,
    no_bookkeeping,
    nothing_that_is_out_of_date,
    nothing_they_know_already,
    a_persons_answer_stands_in_place_of_a_bots,
    two_systems_that_contradict_each_other_are_put_before_a_person,
    what_is_said_already_rides_along,
    somebody_is_asked_when_no_channel_is_left,
    a_scheduled_reply_is_asked_about_when_they_wrote_meanwhile,
    no_more_waits_than_somebody_can_oversee,
    nobody_talks_over_a_colleague_who_is_writing,
    vital_news_goes_at_any_hour,
    a_person_may_send_now_and_say_why,
    whoever_is_here_gets_the_answer_now,
    nothing_before_the_moment_that_was_asked_for,
    nothing_outside_their_hours,
    a_person_may_take_it_back,
    news_may_wait,
)


def _after_undo(matter: Matter) -> datetime:
    """The end of the undo window; at release it is over, because it counts from the submission."""
    seconds = matter.settings.undo_seconds if matter.submission.human else 0
    return max(matter.now, matter.submission.submitted_at + timedelta(seconds=seconds))


def _differs_since(matter: Matter, told: Sent) -> bool:
    """Whether something else was said on the case after `told`, so that repeating it may be news again."""
    print_ = fingerprint(told.text)
    later = [s.text for s in matter.state.sent if s.at > told.at and s.case == told.case and s.delivered is not False]
    waiting = [w.submission.text for w in matter.state.waiting if w.submission.case == told.case]
    return any(fingerprint(text) != print_ for text in later + waiting)


def _dropped(matter: Matter, code: str, told: datetime, absorber: str) -> Bound:
    reason = matter.reason(code, told=told, source=matter.submission.source)
    return Bound(reason, Verdict.DROP, because=(absorber,))
