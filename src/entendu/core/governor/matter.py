"""A submission before the judge: what the rules ask about it and about the person, each answered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from entendu.core.governor.hours import Hours, weekly
from entendu.core.governor.ledger import Said
from entendu.core.governor.model import Inbound, Intent, Reason, Settings, State, Submission, Verdict, Waiting
from entendu.core.governor.once import once
from entendu.core.governor.told import Told, said, told_on

_FALLBACK = ("sms", "email", "whatsapp", "messenger", "teams", "chat", "phone")


@dataclass
class Matter:
    """One submission before the judge, and what the rules ask about it; nothing of it changes."""

    submission: Submission
    state: State
    now: datetime
    settings: Settings

    @once
    def hours(self) -> Hours:
        """The person's hours in their zone."""
        return weekly(self.state.recipient.hours, self.state.recipient.timezone)

    @once
    def zone(self) -> ZoneInfo:
        """The person's zone."""
        return self.hours.zone

    @once
    def said(self) -> Said:
        """What it states."""
        return said(self.submission, self.state.recipient, self.settings)

    @once
    def told(self) -> list[Told]:
        """What they were told on its case, from old to new."""
        return told_on([self.submission.case], self.state, self.settings)[self.submission.case]

    @once
    def waiting(self) -> list[Waiting]:
        """What else waits on its case, in the order in which it came."""
        me = self.submission
        mine = [w for w in self.state.waiting if w.submission.case == me.case and w.submission.id != me.id]
        return sorted(mine, key=lambda w: w.submission.order)

    @once
    def here(self) -> Inbound | None:
        """Their last message on any case, if they wrote it so recently that they are still here."""
        last = max((i for i in self.state.inbound if i.at <= self.now), key=lambda i: i.at, default=None)
        return last if last and self.now - last.at <= self.settings.presence else None

    @once
    def on_case(self) -> Inbound | None:
        """Their last message on this case, however old."""
        mine = (i for i in self.state.inbound if i.case == self.submission.case and i.at <= self.now)
        return max(mine, key=lambda i: i.at, default=None)

    @once
    def is_awaited(self) -> bool:
        """Whether it is an answer, or a receipt for what they just wrote, to someone who is here."""
        if self.submission.intent is Intent.ANSWER:
            return self.here is not None
        if self.submission.intent is not Intent.CONFIRMATION:
            return False
        return self.on_case is not None and self.now - self.on_case.at <= self.settings.presence

    @once
    def wanted(self) -> str:
        """The channel by right: the one that a person of ours named; where they wrote for what they await; else the one
        that they chose, else SMS."""
        recipient = self.state.recipient
        if self.submission.by:
            return self.submission.by
        if self.submission.intent is Intent.ANSWER and (place := self.on_case or self.here):
            return place.channel
        if self.is_awaited and self.on_case:
            return self.on_case.channel
        return recipient.channel or ("sms" if "sms" in recipient.addresses else next(iter(recipient.addresses), ""))

    @once
    def channel(self) -> str:
        """The wanted channel if it can be used, else the first other address that can; empty if none."""
        if (to := self.submission.to) and (self.wanted, to) not in self.state.recipient.every:
            return ""
        if self.may_go_by(self.wanted):
            return self.wanted
        if to:
            return ""
        others = sorted(self.state.recipient.addresses, key=lambda c: (*_FALLBACK, c).index(c))
        return next((c for c in others if self.may_go_by(c)), "")

    @property
    def address(self) -> str:
        """Where it goes by that channel; empty if nowhere."""
        channel = self.channel
        return (channel and self.submission.to) or self.state.recipient.addresses.get(channel, "")

    def reason(self, code: str, **params: str | datetime) -> Reason:
        """A reason with what every sentence may need: the person, the channel, the time now and then."""
        now = self.local(self.now)
        words = {"name": self.state.recipient.name, "channel": self.channel or self.wanted, "now": now, "at": now}
        for name, value in params.items():
            words[name] = value if isinstance(value, str) else self.local(value)
        return Reason(code, words)

    def may_go_by(self, channel: str) -> bool:
        """Whether the channel has an address that works and that they have not closed to such a message."""
        recipient = self.state.recipient
        if not recipient.addresses.get(channel) or channel in recipient.undeliverable:
            return False
        return channel not in recipient.opted_out or self._answers_mail(channel)

    def _answers_mail(self, channel: str) -> bool:
        """An opt-out is not a wish to be left without an answer; of an SMS a provider's stop list lets nothing pass."""
        wrote = self.on_case is not None and self.on_case.channel == channel
        return channel == "email" and wrote and self.submission.intent is Intent.ANSWER

    def local(self, moment: datetime) -> str:
        """A moment in their zone, RFC 3339."""
        return local(moment, self.zone)


@lru_cache(maxsize=4096)
def local(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in a zone, RFC 3339; of one judgement every reason names the same few."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


class Bound(NamedTuple):
    """What one rule demands: a verdict that stops it, or an earliest or a latest moment."""

    reason: Reason
    verdict: Verdict | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    because: tuple[str, ...] = ()
