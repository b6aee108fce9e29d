"""A company's day on a virtual clock: what would have reached whom, and why. No network, no waiting, no foresight.

The events are those of a trace: person, submit, inbound, preference, outage, restored, opt_out (of a channel), opt_in
(to all of them again), end, in the order of time.
What an event calls `truth` is never looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from entendu.core.governor.deadline import Span, is_awaited, moved_with_hours, span, wake
from entendu.core.governor.hours import Hours, weekly
from entendu.core.governor.matter import Matter, local
from entendu.core.governor.model import Inbound, Intent, Recipient, Sent, Settings, State, Submission, Waiting
from entendu.core.governor.reasons import sentence
from entendu.core.governor.release import Delivery, Settled, release
from entendu.core.governor.told import Account, said, said_then

Event = Mapping[str, Any]

_INTENTS = {intent.value: intent for intent in Intent}
_NO_FACTS: Mapping[str, str] = {}
# What the outcome of a replay calls a reason, where that is not its code.
_CALLED = {"told-together": "known", "same-text": "known", "same-key": "known"}


@dataclass(slots=True)
class _Person:
    """One person's partition on the virtual clock. `wrote_last` is the last message of `inbound`, by case."""

    recipient: Recipient
    hours: Hours
    waiting: dict[str, tuple[Waiting, Span]] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    inbound: dict[str, Inbound] = field(default_factory=dict)
    wrote_last: Inbound | None = None

    def state(self) -> State:
        """All that a judgement of what waits rests on."""
        cases = {held.submission.case for held, _ in self.waiting.values()}
        sent = tuple(sent for case in cases if case in self.accounts for sent, _ in self.accounts[case].told)
        return self.to_judge(sent)

    def to_judge(self, sent: tuple[Sent, ...] = ()) -> State:
        """The state beside the accounts, however many cases there were before."""
        waiting = tuple([held for held, _ in self.waiting.values()])
        if not self.inbound:
            return State(self.recipient, sent, waiting)
        wrote = {w.submission.case: self.inbound.get(w.submission.case) for w in waiting}
        inbound = {one for one in (*wrote.values(), self.wrote_last) if one}
        return State(self.recipient, sent, waiting, tuple(sorted(inbound, key=lambda one: one.at)))

    def becomes(self, recipient: Recipient, settings: Settings) -> None:
        """They have other wishes. Where their days begin at another hour, what they were told is read again."""
        moved = recipient.timezone != self.recipient.timezone
        self.recipient, self.hours = recipient, weekly(recipient.hours, recipient.timezone)
        for case, before in self.accounts.items() if moved else ():
            self.accounts[case] = account = Account()
            for sent, _ in before.told:
                account.add(sent, said_then(sent, recipient, settings))


class Replay:
    """Runs events and gathers what comes out."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.people: dict[str, _Person] = {}
        self.timers: list[tuple[datetime, int, str]] = []
        self.order: list[Submission] = []
        self.deliveries: list[dict[str, Any]] = []
        self.outcomes: dict[str, dict[str, Any]] = {}
        self.refused: list[Event] = []
        self.known: set[str] = set()
        self._serial = 0

    def run(self, events: Iterable[Event]) -> Iterator[dict[str, Any]]:
        """The lines of docs/governor.md: deliveries in the order of time, then an outcome for each submission."""
        for at, together in groupby(events, key=lambda event: _moment(event["at"])):
            self.happens(at, together)
        yield from self.ends()

    def happens(self, at: datetime, together: Iterable[Event] = ()) -> None:
        """Time goes by until `at`, then these events of that one moment; without any, time only goes by."""
        timers = self.timers
        while timers and timers[0][0] < at:
            self._fire()
        for event in together:
            try:
                self._take(event, at)
            except (KeyError, ValueError, TypeError, AttributeError):
                self.refused.append(event)  # a person nobody introduced, an intent nobody knows
        while timers and timers[0][0] <= at:
            self._fire()

    def ends(self) -> Iterator[dict[str, Any]]:
        """What came out, once nothing more will happen."""
        self._settle_the_rest()
        yield from self.deliveries
        yield from (self.outcomes[s.id] for s in self.order)

    def _take(self, event: Event, at: datetime) -> None:
        kind = event["event"]
        if kind == "submit":
            self._submit(event, at)
        elif kind == "person":
            recipient = _recipient(event)
            self.people[event["person"]] = _Person(recipient, weekly(recipient.hours, recipient.timezone))
        elif kind == "inbound":
            person = self.people[event["person"]]
            person.inbound[event["case"]] = person.wrote_last = Inbound(at, event["channel"], event["case"])
        elif kind == "preference":
            self._prefer(event, at)
        elif kind in ("outage", "restored"):
            person = self.people[event["person"]]
            down = person.recipient.undeliverable
            down = down | {event["channel"]} if kind == "outage" else down - {event["channel"]}
            person.recipient = replace(person.recipient, undeliverable=down)
        elif kind in ("opt_out", "opt_in"):
            person = self.people[event["person"]]
            stopped = person.recipient.opted_out | {event["channel"]} if kind == "opt_out" else frozenset()
            person.recipient = replace(person.recipient, opted_out=stopped)
        elif kind != "end":
            raise ValueError(f"The event {kind!r} is not known.")

    def _submit(self, event: Event, at: datetime) -> None:
        submission = _submission(event, at)
        person = self.people[submission.person]
        if submission.id in self.known:
            raise ValueError(f"The submission {submission.id} was there before.")
        self.known.add(submission.id)
        self.order.append(submission)
        wrote = person.wrote_last
        is_here = wrote is not None and at - wrote.at <= self.settings.presence
        when = span(submission, person.hours, person.recipient.emergencies, is_here, self.settings)
        self._wait(submission, when, wake(submission, when, self.settings))

    def _wait(self, submission: Submission, when: Span, at: datetime) -> None:
        self.people[submission.person].waiting[submission.id] = (Waiting(submission, at), when)
        self._serial += 1
        heapq.heappush(self.timers, (at, self._serial, submission.person))

    def _prefer(self, event: Event, at: datetime) -> None:
        person = self.people[event["person"]]
        changes = {k: event[k] for k in ("channel", "language", "timezone", "emergencies") if k in event}
        if "hours" in event:
            changes["hours"] = _rows(event["hours"])
        before = person.hours
        person.becomes(replace(person.recipient, **changes), self.settings)
        emergencies = person.recipient.emergencies
        for held, old in list(person.waiting.values()) if person.hours != before else ():
            submission = held.submission
            fixed = old.closes <= at or is_awaited(submission, old, person.inbound.values(), self.settings)
            new = old if fixed else moved_with_hours(submission, old, person.hours, emergencies, self.settings)
            self._wait(submission, new, max(at, wake(submission, new, self.settings)))

    def _fire(self) -> None:
        at, _, key = heapq.heappop(self.timers)
        waiting = self.people[key].waiting
        while any(held.at <= at for held, _ in waiting.values()):
            waited = len(waiting)
            self._release(key, at)
            if len(waiting) == waited:
                return

    def _release(self, key: str, at: datetime) -> None:
        person = self.people[key]
        out = release(person.to_judge(), at, self.settings, person.accounts)
        delivery_id = None
        if out.delivery and out.delivery.channel:
            delivery_id = self._deliver(person, key, out.delivery, at)
        elif out.delivery:
            with_it = [s.id for s in out.settled if s.reason.code == "told-together"]
            self._return(person, [*out.delivery.parts, *with_it], at)
        for settled in out.settled:
            if settled.id in person.waiting:
                del person.waiting[settled.id]
                self._settle(settled, delivery_id)

    def _return(self, person: _Person, parts: Iterable[str], at: datetime) -> None:
        """No way is left to reach them, and nobody is here to be asked: back to its source, unsent."""
        state = person.state()
        for part in parts:
            held, _ = person.waiting.pop(part)
            reason = Matter(held.submission, state, at, self.settings).reason("no-address", at=at)
            self.outcomes[part] = _outcome(part, "returned", reason.code, sentence(reason, "en"))

    def _deliver(self, person: _Person, key: str, delivery: Delivery, at: datetime) -> str:
        name = f"d{len(self.deliveries) + 1}"
        self.deliveries.append({
            "delivery": name, "at": local(at, person.hours.zone), "person": key, "channel": delivery.channel,
            "cases": list(delivery.cases), "submissions": list(delivery.parts), "subject": delivery.subject,
            "body": delivery.body,
        })  # fmt: skip
        why = sentence(delivery.reasons[0], "en")
        for part in delivery.parts:
            submission = person.waiting.pop(part)[0].submission
            account = person.accounts.get(submission.case)
            if account is None:
                account = person.accounts[submission.case] = Account()
            sent = _sent(submission, delivery.channel, at, name)
            account.add(sent, said(submission, person.recipient, self.settings))
            self.outcomes[part] = outcome = _outcome(part, "delivered", "news", why)
            outcome["delivery"] = name
        return name

    def _settle(self, settled: Settled, delivery: str | None) -> None:
        code = settled.reason.code
        because = [delivery] if code == "told-together" else list(settled.because)
        outcome = _outcome(settled.id, "dropped", _CALLED.get(code, code), sentence(settled.reason, "en"))
        outcome["because"] = because
        self.outcomes[settled.id] = outcome

    def _settle_the_rest(self) -> None:
        for person in self.people.values():
            state = person.state()
            for key, (held, when) in list(person.waiting.items()):
                matter = Matter(held.submission, state, when.closes, self.settings)
                del person.waiting[key]
                self._settle(Settled(key, matter.reason("expired", until=when.closes)), None)


def _outcome(submission: str, outcome: str, reason: str, why: str) -> dict[str, Any]:
    return {
        "submission": submission, "outcome": outcome, "delivery": None, "reason": reason, "explanation": why,
        "because": [],
    }  # fmt: skip


def _sent(submission: Submission, channel: str, at: datetime, delivery: str) -> Sent:
    return Sent(
        id=submission.id,
        source=submission.source,
        case=submission.case,
        intent=submission.intent,
        channel=channel,
        at=at,
        text=submission.text,
        key=submission.key,
        delivered=True,
        delivery=delivery,
        written_at=submission.submitted_at,
        expires=submission.expires,
        facts=submission.facts,
        human=submission.human,
    )


def _recipient(event: Event) -> Recipient:
    return Recipient(
        name=str(event.get("name") or "").split(" ")[0],
        language=event.get("language") or "en",
        timezone=event.get("timezone") or "UTC",
        addresses=dict(event["addresses"]),
        channel=event.get("channel"),
        hours=_rows(event.get("hours") or ()),
        emergencies=event.get("emergencies", True),
        courtesies=bool(event.get("courtesies")),
    )


def _rows(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(a), str(b), str(c)) for a, b, c in rows)


def _submission(event: Event, at: datetime) -> Submission:
    return Submission(
        id=event["id"],
        source=event["source"],
        person=event["person"],
        case=event["case"],
        intent=_INTENTS[event["intent"]],
        subject=event.get("subject") or "",
        body=event["body"],
        submitted_at=at,
        channel=event.get("channel") or "",
        facts=_facts(event.get("facts")),
        vital=bool(event.get("vital")),
        due=_moment(event["due"]) if event.get("due") else None,
        expires=_moment(event["expires"]) if event.get("expires") else None,
        key=event.get("key") or "",
    )


def _facts(facts: Any) -> Mapping[str, str]:
    """Facts as words, whatever JSON values they came as."""
    return {str(key): str(value) for key, value in facts.items()} if facts else _NO_FACTS


def _moment(text: str) -> datetime:
    """In UTC, in which moments are compared at once."""
    return datetime.fromisoformat(text).astimezone(UTC)
