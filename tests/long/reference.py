"""What the desk must make of a trace whose servers do not take everything: the core, and an outbox of plain values.

It knows nothing of tables, locks and claims, and never looks at how the records do it. The rules of the transport are
those of docs/governor.md: a message of systems that is put off is made anew of what is news by then, one that is
refused gives back what rested on it, one that nobody knows of is never sent again by guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from entendu.core.governor.deadline import Span, is_awaited, moved_with_hours, span, wake
from entendu.core.governor.hours import Hours, weekly
from entendu.core.governor.model import Inbound, Intent, Recipient, Sent, Settings, State, Submission, Waiting
from entendu.core.governor.release import Settled, release
from tests.long.traces import Event

TRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120))
TOO_LATE, ANEW = timedelta(hours=36), timedelta(minutes=10)
DESK = Settings()


@dataclass(eq=False)
class One:
    """A submission: when it is judged, where it stands, and the last reason."""

    value: Submission
    span: Span
    due: datetime
    state: str = "waiting"
    code: str = ""
    message: Message | None = None


@dataclass(eq=False)
class Message:
    """A message of ours: what it is made of, what rests on it, and what became of it."""

    channel: str
    subject: str
    body: str
    made: datetime
    due: datetime
    own: list[One]
    resting: list[One] = field(default_factory=list)
    state: str = "waiting"
    left: datetime | None = None
    tries: int = 0


@dataclass(eq=False)
class Person:
    """Somebody, and all that concerns them."""

    name: str
    recipient: Recipient
    all: list[One] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    inbound: dict[str, Inbound] = field(default_factory=dict)
    troubles: list[Event] = field(default_factory=list)

    @property
    def hours(self) -> Hours:
        return weekly(self.recipient.hours, self.recipient.timezone)

    @property
    def waiting(self) -> list[One]:
        return [one for one in self.all if one.state == "waiting"]

    def state(self) -> State:
        """What a release rests on: what is on its way counts as told."""
        told = [self._told(one, message) for message in self.messages if message.state not in {"gone", "failed"}
                for one in message.own]
        told.sort(key=lambda sent: sent.at)
        waiting = tuple(Waiting(one.value, one.due) for one in self.waiting)
        return State(self.recipient, tuple(told), waiting, tuple(self.inbound.values()))

    def _told(self, one: One, message: Message) -> Sent:
        me, number = one.value, str(self.messages.index(message))
        return Sent(me.id, me.source, me.case, me.intent, message.channel, message.left or message.due, me.text,
                    facts=me.facts, delivered=message.state == "sent" or None, delivery=number,
                    written_at=me.submitted_at, expires=me.expires)


class Reference:
    """Runs events as the desk does; `people` hold what came of them."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.serial: list[One] = []

    def run(self, events: list[Event]) -> None:
        """All of it, in the order of time."""
        for event in events:
            self.passes(event["at"], including=False)
            getattr(self, event["event"])(event, self.people.get(event["person"]) if "person" in event else None)
            self.passes(event["at"], including=True)

    def passes(self, until: datetime, *, including: bool) -> None:
        """What is due is judged at its very moment, and what was made of it leaves."""
        while True:
            waits = [one for one in self.serial if one.state == "waiting"]
            first = min(waits, key=lambda one: one.due, default=None)
            messages = [(message, who) for who in self.people.values() for message in who.messages
                        if message.state == "waiting"]
            moments = [message.due for message, _ in messages] + ([first.due] if first else [])
            at = min(moments, default=None)
            if at is None or not (at < until or (including and at == until)):
                return
            if first and first.due == at:
                self.judge(self.people[first.value.person], at)
            for who in self.people.values():
                for message in [one for one in who.messages if one.state == "waiting" and one.due <= at]:
                    self.leaves(who, message, at)

    def judge(self, who: Person, now: datetime) -> None:
        """All that waits for a person, once something of it is due."""
        due = [one for one in who.waiting if one.due <= now]
        due_now = [self.is_due(who, one, now) for one in due]
        if not any(due_now):
            return
        for message in who.messages:
            if message.state == "waiting":
                self.dissolve(message, now)
        by_id = {one.value.id: one for one in who.waiting}
        result = release(who.state(), now, DESK)
        made = None
        if result.delivery and result.delivery.address:
            own = [by_id[part] for part in result.delivery.parts]
            made = Message(result.delivery.channel, result.delivery.subject, result.delivery.body, now, now, own,
                           tries=self.put_off(who, result.delivery.channel))
            for one in own:
                one.state, one.code, one.message = "leaving", "goes-now", made
        elif result.delivery:
            with_it = [one.id for one in result.settled if one.reason.code == "told-together"]
            for part in (*result.delivery.parts, *with_it):
                by_id[part].state, by_id[part].code = "returned", "no-address"
        for settled in result.settled:
            if by_id[settled.id].state == "waiting":
                self.settle(who, by_id[settled.id], settled, made)
        if made:
            who.messages.append(made)

    @staticmethod
    def put_off(who: Person, channel: str) -> int:
        """How often its server has put off what was said before, where that never left."""
        last = next((message for message in reversed(who.messages) if message.channel == channel), None)
        return last.tries if last and last.state == "gone" else 0

    def is_due(self, who: Person, one: One, now: datetime) -> bool:
        """False where new hours move it, or where it came back and their hours are over."""
        me, at = one.value, now
        fixed = is_awaited(me, one.span, who.inbound.values(), DESK)
        if not fixed and one.span != self.span(who, me):
            one.span = moved_with_hours(me, one.span, who.hours, who.recipient.emergencies, DESK)
            at = max(now, wake(me, one.span, DESK))
        any_hour = me.is_vital and who.recipient.emergencies
        if at == now > one.span.closes and not any_hour and not (me.expires and me.expires < now):
            at = who.hours.next_opening(now)
        one.due = at if at > now else one.due
        return at <= now

    def settle(self, who: Person, one: One, settled: Settled, made: Message | None) -> None:
        """The end of what is not said in its own words."""
        one.state, one.code, carrier = "dropped", settled.reason.code, None
        if settled.reason.code in {"told-together", "superseded"}:
            carrier = made
        elif settled.reason.code in {"known", "same-text"}:
            carrier = who.messages[max(int(number) for number in settled.because)]
        if carrier and carrier.state != "sent":
            one.state, one.message = "carried", carrier
            carrier.resting.append(one)

    def leaves(self, who: Person, message: Message, now: datetime) -> None:
        """One try, and what the server says."""
        if now - message.made > ANEW:
            self.dissolve(message, now)
            return
        kinds = [one["kind"] for one in who.troubles
                 if one["channel"] == message.channel and one["at"] <= now < one["until"]]
        kind = kinds[-1] if kinds else ""
        since = min([message.made, *(one.span.closes for one in (*message.own, *message.resting))])
        if kind == "later" and now - since <= TOO_LATE:
            message.due, message.tries = now + TRIES[min(message.tries, len(TRIES) - 1)], message.tries + 1
        elif kind == "silence":
            message.state, message.left = "unknown", now
        elif kind:
            self.fails(who, message, now, is_dead=kind == "nobody here")
        else:
            message.state, message.left = "sent", now
            for state, ones in (("delivered", message.own), ("dropped", message.resting)):
                for one in ones:
                    one.state = state

    def fails(self, who: Person, message: Message, now: datetime, *, is_dead: bool) -> None:
        """Refused: what rested on it waits again; with a dead address all of it does, for another way."""
        message.state = "failed"
        for one in message.own:
            one.state = "failed"
        self.back([one for one in message.resting if one.code != "superseded"], now)
        for one in message.resting:
            one.state = "dropped" if one.code == "superseded" else one.state
        if is_dead:
            down = who.recipient.undeliverable | {message.channel}
            who.recipient = replace(who.recipient, undeliverable=down)
            self.dissolve(message, now)

    def dissolve(self, message: Message, now: datetime) -> None:
        """All that it was made of, and all that rested on it, is judged anew."""
        message.state = "failed" if message.state == "failed" else "gone"
        self.back([one for one in (*message.own, *message.resting) if one.message is message], now)

    @staticmethod
    def back(ones: Iterable[One], now: datetime) -> None:
        for one in ones:
            one.state, one.message, one.due = "waiting", None, now

    def span(self, who: Person, me: Submission) -> Span:
        here = any(wrote.at <= me.submitted_at <= wrote.at + DESK.presence for wrote in who.inbound.values())
        return span(me, who.hours, who.recipient.emergencies, here, DESK)

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────────────

    def person(self, event: Event, _: Person | None) -> None:
        recipient = Recipient(event["name"].split(" ")[0], event["language"], event["timezone"], event["addresses"],
                              event["channel"], tuple(map(tuple, event["hours"])), event["emergencies"])
        self.people[event["person"]] = Person(event["person"], recipient)

    def submit(self, event: Event, who: Person) -> None:
        if any(one.value.id == event["id"] for one in who.all):
            return
        me = Submission(id=event["id"], source=event["source"], person=who.name, case=event["case"],
                        intent=Intent(event["intent"]), subject=event["subject"], body=event["body"],
                        submitted_at=event["at"], channel=event["channel"], vital=event["vital"], facts=event["facts"],
                        due=event.get("due"), expires=event.get("expires"))
        when = self.span(who, me)
        one = One(me, when, wake(me, when, DESK))
        who.all.append(one)
        self.serial.append(one)

    def inbound(self, event: Event, who: Person) -> None:
        who.inbound[event["case"]] = Inbound(event["at"], event["channel"], event["case"])

    def preference(self, event: Event, who: Person) -> None:
        before, now = who.hours, event["at"]
        wishes = {name: event[name] for name in ("channel", "language", "timezone", "emergencies") if name in event}
        if "hours" in event:
            wishes["hours"] = tuple(map(tuple, event["hours"]))
        who.recipient = replace(who.recipient, **wishes)
        for one in who.waiting if who.hours != before else ():
            if one.span.closes > now and not is_awaited(one.value, one.span, who.inbound.values(), DESK):
                one.span = moved_with_hours(one.value, one.span, who.hours, who.recipient.emergencies, DESK)
            one.due = max(now, wake(one.value, one.span, DESK))

    def outage(self, event: Event, who: Person) -> None:
        down = who.recipient.undeliverable | {event["channel"]}
        who.recipient = replace(who.recipient, undeliverable=down)

    def restored(self, event: Event, who: Person) -> None:
        who.recipient = replace(who.recipient, undeliverable=who.recipient.undeliverable - {event["channel"]})

    def opt_out(self, event: Event, who: Person) -> None:
        if event["channel"] in who.recipient.opted_out:
            return
        who.recipient = replace(who.recipient, opted_out=who.recipient.opted_out | {event["channel"]})
        for message in who.messages:
            if message.state == "waiting":
                self.dissolve(message, event["at"])

    def opt_in(self, event: Event, who: Person) -> None:
        who.recipient = replace(who.recipient, opted_out=frozenset())

    def trouble(self, event: Event, who: Person) -> None:
        who.troubles.append(event)

    def end(self, event: Event, _: Person | None) -> None:
        """The clock has run to here."""
