"""A company's day on a virtual clock: what would have reached whom, and why. No network, no waiting, no foresight.

The events are those of a trace: person, submit, inbound, preference, outage, restored, opt_out (of a channel), opt_in
(to all of them again), end, in the order of time.
What an event calls `truth` is never looked at.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from entendu.core.governor.deadline import Span, is_awaited, moved_with_hours, span, wake
from entendu.core.governor.hours import Hours, weekly
from entendu.core.governor.matter import Matter
from entendu.core.governor.model import Inbound, Intent, Recipient, Sent, Settings, State, Submission, Waiting
from entendu.core.governor.reasons import sentence
from entendu.core.governor.release import Delivery, Release, Settled, release

Event = Mapping[str, Any]


@dataclass(slots=True)
class _Person:
    """One person's partition on the virtual clock."""

    recipient: Recipient
    waiting: dict[str, tuple[Submission, Span]] = field(default_factory=dict)
    sent: dict[str, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    inbound: dict[str, Inbound] = field(default_factory=dict)

    @property
    def hours(self) -> Hours:
        return weekly(self.recipient.hours, self.recipient.timezone)

    def state(self, settings: Settings) -> State:
        waiting = tuple(Waiting(s, wake(s, span_, settings)) for s, span_ in self.waiting.values())
        cases = {w.submission.case for w in waiting}
        sent = tuple(s for case in cases for s in self.sent.get(case, ()))
        return State(self.recipient, sent, waiting, tuple(self.inbound.values()))


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
        for at, together in groupby(events, key=lambda e: datetime.fromisoformat(e["at"])):
            self.happens(at, together)
        yield from self.ends()

    def happens(self, at: datetime, together: Iterable[Event] = ()) -> None:
        """Time goes by until `at`, then these events of that one moment; without any, time only goes by."""
        self._fire(lambda t, limit=at: t < limit)
        for event in together:
            try:
                self._take(event, at)
            except (KeyError, ValueError, TypeError, AttributeError):
                self.refused.append(event)  # a person nobody introduced, an intent nobody knows
        self._fire(lambda t, limit=at: t <= limit)

    def ends(self) -> Iterator[dict[str, Any]]:
        """What came out, once nothing more will happen."""
        self._settle_the_rest()
        yield from self.deliveries
        yield from (self.outcomes[s.id] for s in self.order)

    def _take(self, event: Event, at: datetime) -> None:
        kind = event["event"]
        if kind == "person":
            self.people[event["person"]] = _Person(_recipient(event))
        elif kind == "submit":
            self._submit(event, at)
        elif kind == "inbound":
            self.people[event["person"]].inbound[event["case"]] = Inbound(at, event["channel"], event["case"])
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
        is_here = any(timedelta(0) <= at - i.at <= self.settings.presence for i in person.inbound.values())
        when = span(submission, person.hours, person.recipient.emergencies, is_here, self.settings)
        person.waiting[submission.id] = (submission, when)
        self._wake_at(wake(submission, when, self.settings), submission.person)

    def _prefer(self, event: Event, at: datetime) -> None:
        person = self.people[event["person"]]
        changes = {k: event[k] for k in ("channel", "language", "timezone", "emergencies") if k in event}
        if "hours" in event:
            changes["hours"] = _rows(event["hours"])
        before = person.hours
        person.recipient = replace(person.recipient, **changes)
        emergencies = person.recipient.emergencies
        for key, (submission, old) in list(person.waiting.items()) if person.hours != before else ():
            fixed = old.closes <= at or is_awaited(submission, old, person.inbound.values(), self.settings)
            new = old if fixed else moved_with_hours(submission, old, person.hours, emergencies, self.settings)
            person.waiting[key] = (submission, new)
            self._wake_at(max(at, wake(submission, new, self.settings)), event["person"])

    def _wake_at(self, at: datetime, person: str) -> None:
        self._serial += 1
        heapq.heappush(self.timers, (at, self._serial, person))

    def _fire(self, is_time: Any) -> None:
        while self.timers and is_time(self.timers[0][0]):
            at, _, key = heapq.heappop(self.timers)
            self._release(key, at)

    def _release(self, key: str, at: datetime) -> None:
        person = self.people[key]
        if not person.waiting:
            return
        state = person.state(self.settings)
        out: Release = release(state, at, self.settings)
        delivery_id = None
        if out.delivery and out.delivery.channel:
            delivery_id = self._deliver(person, key, out.delivery, at)
        elif out.delivery:
            with_it = [s.id for s in out.settled if s.reason.code == "told-together"]
            self._return(person, [*out.delivery.parts, *with_it], at)
        for settled in out.settled:
            if settled.id in person.waiting:
                submission, _ = person.waiting.pop(settled.id)
                self._settle(submission, settled, delivery_id, person)

    def _return(self, person: _Person, parts: Iterable[str], at: datetime) -> None:
        """No way is left to reach them, and nobody is here to be asked: back to its source, unsent."""
        state = person.state(self.settings)
        for part in parts:
            submission, _ = person.waiting.pop(part)
            reason = Matter(submission, state, at, self.settings).reason("no-address", at=at)
            self.outcomes[part] = {
                "submission": part, "outcome": "returned", "delivery": None, "reason": reason.code,
                "explanation": sentence(reason, "en"), "because": [],
            }  # fmt: skip

    def _deliver(self, person: _Person, key: str, delivery: Delivery, at: datetime) -> str:
        name = f"d{len(self.deliveries) + 1}"
        local = at.astimezone(person.hours.zone)
        line: dict[str, Any] = {
            "delivery": name,
            "at": local.isoformat(timespec="seconds"),
            "person": key,
            "channel": delivery.channel,
        }
        line |= {"cases": list(delivery.cases), "submissions": list(delivery.parts)}
        self.deliveries.append(line | {"subject": delivery.subject, "body": delivery.body})
        for part in delivery.parts:
            submission, _ = person.waiting.pop(part)
            person.sent[submission.case].append(_sent(submission, delivery.channel, at, name))
            why = sentence(delivery.reasons[0], "en")
            self.outcomes[part] = {
                "submission": part,
                "outcome": "delivered",
                "delivery": name,
                "reason": "news",
                "explanation": why,
                "because": [],
            }
        return name

    def _settle(self, submission: Submission, settled: Settled, delivery: str | None, person: _Person) -> None:
        code = {"told-together": "known", "same-text": "known", "same-key": "known"}.get(
            settled.reason.code, settled.reason.code
        )
        because = list(settled.because) if settled.reason.code != "told-together" else [delivery]
        self.outcomes[submission.id] = {
            "submission": submission.id, "outcome": "dropped", "delivery": None, "reason": code,
            "explanation": sentence(settled.reason, "en"), "because": because,
        }  # fmt: skip

    def _settle_the_rest(self) -> None:
        for person in self.people.values():
            for submission, when in list(person.waiting.values()):
                state = person.state(self.settings)
                reason = Matter(submission, state, when.closes, self.settings).reason("expired", until=when.closes)
                person.waiting.pop(submission.id)
                self._settle(submission, Settled(submission.id, reason), None, person)


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
    )


def _rows(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(a), str(b), str(c)) for a, b, c in rows)


def _submission(event: Event, at: datetime) -> Submission:
    return Submission(
        id=event["id"],
        source=event["source"],
        person=event["person"],
        case=event["case"],
        intent=Intent(event["intent"]),
        subject=event.get("subject") or "",
        body=event["body"],
        submitted_at=at,
        channel=event.get("channel") or "",
        facts=event.get("facts") or {},
        vital=bool(event.get("vital")),
        due=_moment(event.get("due")),
        expires=_moment(event.get("expires")),
        key=event.get("key") or "",
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
