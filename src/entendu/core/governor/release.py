"""What leaves when the time of something that waits has come: everything for that person that still is news, as one.

Judged again at this moment, not when it was submitted: they may have written since, a newer value may have come,
or another message may have told it. What is dropped is settled here, with its reason; what is not yet due and was
not needed stays waiting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from entendu.core.governor.asking import answered_by_a_person, colleague_writes_until
from entendu.core.governor.compose import goes_whole, with_word_of_more
from entendu.core.governor.deadline import MARGIN
from entendu.core.governor.hours import weekly
from entendu.core.governor.ledger import Said, replaces, states_the_time_of, tells_nothing
from entendu.core.governor.matter import Matter, local
from entendu.core.governor.model import (
    Intent,
    Reason,
    Sent,
    Settings,
    State,
    Submission,
    fingerprint,
)
from entendu.core.governor.once import once
from entendu.core.governor.page import Page
from entendu.core.governor.told import (
    Account,
    Told,
    account_of,
    is_of_use_again,
    is_opened_again,
    said,
    sources_of,
    told_on,
)


class Delivery(NamedTuple):
    """One message to one person: where it goes, what they read, and whose news it states."""

    channel: str
    address: str
    subject: str
    body: str
    parts: tuple[str, ...]
    cases: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


class Settled(NamedTuple):
    """A submission that will not be sent: why, and what says it instead."""

    id: str
    reason: Reason
    because: tuple[str, ...] = ()


class Release(NamedTuple):
    """What happens now: at most one delivery, and what is settled without one; the rest goes on waiting."""

    delivery: Delivery | None
    settled: tuple[Settled, ...] = ()


@dataclass(eq=False)
class _Item:
    """A waiting submission under judgement; `absorbed_by` says it as well and goes in its place."""

    submission: Submission
    is_due: bool
    judge: _Judge
    settled: Settled | None = None
    detail: Settled | None = None  # goes along, but is no reason to write
    absorbed_by: list[_Item] = field(default_factory=list)

    @once
    def matter(self) -> Matter:
        """What the rules ask about it."""
        return Matter(self.submission, self.judge.state, self.judge.now, self.judge.settings)

    @once
    def said(self) -> Said:
        """What it states; read only when that matters."""
        return said(self.submission, self.judge.state.recipient, self.judge.settings)

    @property
    def calls(self) -> bool:
        """Whether it is due, and a reason to write at all."""
        return self.is_due and not self.submission.spared

    @property
    def is_over(self) -> bool:
        """Whether nothing can bring it back: newer news has come, so it must not outlive that news."""
        return self.settled is not None and self.settled.reason.code == "superseded"

    def may_speak_for(self, item: _Item) -> bool:
        """Whether it can stand in place of the item: what goes to one address, or may never go, cannot."""
        return not self.submission.to and (item.submission.spared or not self.submission.spared)

    def is_said_by(self, those: list[_Item]) -> bool:
        """Whether these say it: they hold what absorbed it, or what has absorbed that."""
        return all(one in those or (bool(one.absorbed_by) and one.is_said_by(those)) for one in self.absorbed_by)

    @property
    def may_ride_later(self) -> bool:
        """Whether it is only polite, welcome, and may still go along with news of its case."""
        is_polite = self.submission.intent is Intent.COURTESY and self.judge.state.recipient.courtesies
        return is_polite and not self.is_due

    @property
    def weight(self) -> tuple[int, int, float]:
        """How much it tells; of equals the first submission weighs most, so that it is the one that speaks."""
        return (self.submission.is_vital, self.said.weight, -self.submission.submitted_at.timestamp())


def release(
    state: State, now: datetime, settings: Settings | None = None, accounts: Mapping[str, Account] | None = None
) -> Release:
    """Judge all that waits for a person at `now`; `state.sent` holds at least what was sent on the cases that wait.

    Whoever keeps `accounts`, by case, as messages leave gives them instead of `state.sent`.
    """
    judge = _Judge(state, now, settings or Settings(), accounts)
    keep = [i for i in judge.items if i.settled is None and not i.absorbed_by]
    if not keep or not any(i.calls for i in judge.items if i.settled is None and i.detail is None):
        over = [i.settled or i.detail for i in judge.items if i.is_due or i.is_over]
        return Release(None, tuple(settled for settled in over if settled))
    keep = alone_where_it_must(along_with_their_case(keep))
    keep = judge.with_one_way(without_a_second_with_files(judge.without_what_may_sleep(keep)))
    delivery, left_out = judge.delivery(keep)
    ended = [i for i in judge.items if i.settled and i.submission.id not in delivery.parts and not i.may_ride_later]
    settled = [i.settled for i in ended if i.settled]
    absorbed = [judge.absorbed(i) for i in judge.items if i.absorbed_by and i.is_said_by(keep)]
    return Release(delivery, (*settled, *absorbed, *left_out))


def without_a_second_with_files(keep: list[_Item]) -> list[_Item]:
    """Two messages that bring files are not merged: nobody would know which file belongs to what is said."""
    second = [i for i in keep if i.submission.has_attachments][1:]
    return [i for i in keep if i not in second] if second else keep


def along_with_their_case(keep: list[_Item]) -> list[_Item]:
    """What they are to be spared goes along with other news of its case, and with nothing else."""
    if not any(i.submission.spared for i in keep):
        return keep
    cases = {i.submission.case for i in keep if not i.submission.spared}
    return [i for i in keep if i.submission.case in cases]


def alone_where_it_must(keep: list[_Item]) -> list[_Item]:
    """What is about one address goes there by itself; all else goes without it, by its own way."""
    bound = [i for i in keep if i.submission.to]
    due = [i for i in bound if i.is_due]
    return due[:1] or ([i for i in keep if i not in bound] if bound else keep)


class _Judge:
    """All that waits for one person, judged together at one moment."""

    def __init__(
        self, state: State, now: datetime, settings: Settings, accounts: Mapping[str, Account] | None
    ) -> None:
        self.state, self.now, self.settings = state, now, settings
        self.hours = weekly(state.recipient.hours, state.recipient.timezone)
        ready = [w for w in state.waiting if self._may_go(w.submission)]
        if len(ready) > 1:
            ready.sort(key=lambda w: w.submission.order)
        self.items = [_Item(w.submission, w.at <= now, self) for w in ready]
        if accounts is None:
            told = told_on({i.submission.case for i in self.items}, state, settings)
            accounts = {case: account_of(before) for case, before in told.items()}
        by_case: dict[str, list[_Item]] = defaultdict(list)
        for item in self.items:
            item.settled = self._alone(item)
            by_case[item.submission.case].append(item)
        for case, items in by_case.items():
            self._together(items, accounts.get(case) or Account())

    def _may_go(self, me: Submission) -> bool:
        """Whether nobody asked for a later moment, and no colleague is writing on the case."""
        if me.not_before is not None and me.not_before > self.now:
            return False
        return not self.state.writing or colleague_writes_until(Matter(me, self.state, self.now, self.settings)) is None

    def _alone(self, item: _Item) -> Settled | None:
        """What can be said of it without looking at anything else."""
        me = item.submission
        if me.expires and self.now > me.expires:
            return Settled(me.id, self.reason(me, "expired", until=me.expires))
        if me.intent is Intent.COURTESY:
            return Settled(me.id, self.reason(me, "unwanted"))
        if me.spared and self.now + MARGIN >= me.submitted_at + self.settings.spared:
            return Settled(me.id, self.reason(me, "spared"))
        answered = me.intent is Intent.ANSWER and not me.human and answered_by_a_person(me, self.state, self.now)
        if answered:
            reason = self.reason(me, "answered-by-person", told=answered.at, text=answered.source)
            return Settled(me.id, reason, (answered.id,))
        if tells_nothing(item.said) and not me.has_attachments:
            return Settled(me.id, self.reason(me, "no-news"))
        return None

    def _together(self, items: list[_Item], account: Account) -> None:
        """What one case's waiting messages say of each other, and what was told says of them."""
        told = account.told
        rest = [i for i in items if i.settled is None]
        for item in rest:
            if goes_whole(item.submission):
                item.settled = self._same_text(item.submission, told)
            else:
                item.settled = self._replaced(item, items, told) or self._known(item, account)
                if item.settled is None and self._adds_a_detail(item, account):
                    item.detail = self._told_by(item, sources_of(item.said, told))
        rest = [i for i in rest if i.settled is None]
        if len(rest) < 2:
            return
        for item in sorted(rest, key=lambda i: i.weight):
            if goes_whole(item.submission):
                continue
            others = [o for o in rest if o is not item and not o.absorbed_by and o.may_speak_for(item)]
            carriers = [o for o in others if states_the_time_of(item.said, o.said) and item.said.can_rest_on(o.said)]
            if carriers and _say_together([o.said for o in others], item.said, account):
                item.absorbed_by = carriers

    def _replaced(self, item: _Item, items: list[_Item], told: list[Told]) -> Settled | None:
        """Newer news replaces it, even where that came too late to be of use itself: the old value is wrong anyway."""
        for other in reversed(items):
            if other is item:
                break
            newer = other.submission
            if newer.intent is not Intent.COURTESY and other.may_speak_for(item) and replaces(other.said, item.said):
                reason = self.reason(item.submission, "superseded", told=newer.submitted_at)
                return Settled(item.submission.id, reason, (newer.id,))
        return self._out_of_date(item, told)

    def _out_of_date(self, item: _Item, told: list[Told]) -> Settled | None:
        """Newer news was told already, for a person sent it before its time: the old value must not follow it."""
        me = item.submission
        for sent, before in reversed(told):
            if sent.at <= me.submitted_at:
                return None
            if (sent.written_at or sent.at) > me.submitted_at and replaces(before, item.said):
                return Settled(me.id, self.reason(me, "superseded", told=sent.at), (sent.id,))
        return None

    def _known(self, item: _Item, account: Account) -> Settled | None:
        if not account.belief.knows(item.said) or self._is_opened_again(item, account):
            return None
        sources = sources_of(item.said, account.told)
        if is_of_use_again(item.said, sources, self.now):
            return None
        return self._told_by(item, sources)

    def _is_opened_again(self, item: _Item, account: Account) -> bool:
        return is_opened_again(item.submission, item.said, account.told, self.state.inbound)

    def _adds_a_detail(self, item: _Item, account: Account) -> bool:
        """Whether a second system confirms within the hour what was just confirmed, with a number more."""
        if item.submission.intent is not Intent.CONFIRMATION or item.said.facts:
            return False
        if self._is_opened_again(item, account):
            return False
        hour = timedelta(hours=1)
        recent = any(s.intent is Intent.CONFIRMATION and self.now - s.at <= hour for s, _ in account.told)
        return recent and account.belief.knows_all_but_details(item.said)

    def _told_by(self, item: _Item, sources: list[Sent]) -> Settled:
        reason = self.reason(item.submission, "known", told=sources[-1].at)
        return Settled(item.submission.id, reason, tuple(dict.fromkeys(s.delivery or s.id for s in sources)))

    def _same_text(self, me: Submission, told: list[Told]) -> Settled | None:
        """Even an answer is not given twice in the same words, unless they wrote in between."""
        if me.intent is Intent.PROMISE or me.has_attachments or me.was_asked_for_elsewhere:
            return None
        # A question that came after these words were written counts too: they may be its answer, so doubt sends them.
        wrote = [i.at for i in self.state.inbound if i.case == me.case and i.at <= self.now]
        for sent, _ in told:
            if (not wrote or sent.at > max(wrote)) and fingerprint(sent.text) == fingerprint(me.text):
                return Settled(me.id, self.reason(me, "same-text", told=sent.at), (sent.delivery or sent.id,))
        return None

    def without_what_may_sleep(self, keep: list[_Item]) -> list[_Item]:
        """Danger wakes somebody at night with nothing attached; whoever is here and gets an answer hears all of it."""
        is_vital = any(i.submission.is_vital for i in keep)
        if not is_vital or self.hours.is_open(self.now) or any(map(self._is_awaited, keep)):
            return keep
        awake = [i for i in keep if i.is_due or i.submission.is_vital]
        alone = [i for i in self.items if i.is_due and i.absorbed_by and not i.is_said_by(awake)]
        return [*awake, *alone]

    def with_one_way(self, keep: list[_Item]) -> list[_Item]:
        """Only what may go where this message goes; the rest goes by itself, by its own way.

        An answer to a mail reaches whoever opted out of mail, and brings no news along (directive 2002/58/EC, art. 13).
        """
        if not self.state.recipient.opted_out or len(keep) < 2:
            return keep
        channel = _lead(keep).channel
        return [i for i in keep if (i.matter.may_go_by(channel) if channel else not i.matter.channel)]

    def _is_awaited(self, item: _Item) -> bool:
        return item.submission.intent is Intent.ANSWER and item.matter.is_awaited

    def absorbed(self, item: _Item) -> Settled:
        """The end of a submission that another one says as well."""
        reason = self.reason(item.submission, "told-together")
        return Settled(item.submission.id, reason, tuple(o.submission.id for o in item.absorbed_by))

    def reason(self, me: Submission, code: str, **params: str | datetime) -> Reason:
        """A reason that also names who wrote it, and when."""
        zone = self.hours.zone
        words = self._always | {"submitted": local(me.submitted_at, zone), "source": me.source}
        for name, value in params.items():
            words[name] = value if isinstance(value, str) else local(value, zone)
        return Reason(code, words)

    @once
    def _always(self) -> dict[str, str]:
        """What every reason holds: who, by which channel, when."""
        usual = self.items[0].matter
        now = local(self.now, self.hours.zone)
        return {"name": self.state.recipient.name, "channel": usual.channel or usual.wanted, "now": now, "at": now}

    def delivery(self, keep: list[_Item]) -> tuple[Delivery, list[Settled]]:
        """One message of what is left, and what found no room in it.

        An answer goes where it was asked for, everything else by the chosen way.
        """
        recipient, lead = self.state.recipient, _lead(keep)
        page = Page(lead.channel, recipient.language, self.now.astimezone(lead.zone), self.settings.most_segments,
                    self.settings.home)
        polite = self._courtesies(keep, lead)
        text, parts = page.filled([*(i.submission for i in keep), *polite], self._may_be_left(keep, polite))
        # What is not yet due waits on. Of what is, only updates were left out.
        left_out = [i for i in keep if i.is_due and i.submission not in parts] if len(parts) < len(keep) else []
        if left_out:
            text = with_word_of_more(text, recipient.language)
        delivery = Delivery(
            channel=lead.channel,
            address=lead.address,
            subject=text.subject,
            body=text.body,
            parts=tuple(p.id for p in parts),
            cases=tuple(dict.fromkeys(p.case for p in parts)),
            reasons=(lead.reason("goes-now"),),
        )
        return delivery, [Settled(i.submission.id, self.reason(i.submission, "no-room")) for i in left_out]

    def _may_be_left(self, keep: list[_Item], polite: list[Submission]) -> set[str]:
        """What may be left out of a message that would be too long: nothing that is owed now, or speaks for another."""
        if len(keep) + len(polite) < 2:
            return set()
        carry = {carrier.submission.id for i in self.items for carrier in i.absorbed_by}
        weak = (i.submission.id for i in keep if not i.is_due or i.submission.intent is Intent.UPDATE)
        return set(weak) - carry | {p.id for p in polite}

    def _courtesies(self, keep: list[_Item], lead: Matter) -> list[Submission]:
        """Of what is only polite one message rides along, with news of its case, to whoever agreed to such messages."""
        recipient, cases = self.state.recipient, {i.submission.case for i in keep}
        if not recipient.courtesies or recipient.opted_out or not lead.hours.is_open(self.now):
            return []
        if any(i.submission.is_vital for i in keep):
            return []
        waits = [i for i in self.items if i.submission.intent is Intent.COURTESY and i.submission.case in cases]
        return [i.submission for i in waits if i.settled and i.settled.reason.code == "unwanted"][:1]


def _lead(keep: list[_Item]) -> Matter:
    """The one that says where the message goes: an answer, of several the one that nobody waits for here."""
    matters = [i.matter for i in keep]
    return min(matters, key=lambda m: (m.submission.intent is not Intent.ANSWER, m.is_awaited))


def _say_together(others: list[Said], said: Said, account: Account) -> bool:
    """Whether others that wait say, with what was told, all of what this one says."""
    if len(others) == 1 and said.facts and said.facts.items() <= others[0].facts.items():
        closes = said.intent is Intent.RESOLUTION and others[0].intent is not Intent.RESOLUTION
        return said.can_rest_on(others[0]) and not closes
    return account.belief.told_also(others).knows(said)
