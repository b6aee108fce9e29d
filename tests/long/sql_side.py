"""A trace through the desk's own flows: the same events as the replay's, on a virtual clock, with the world's servers
taking everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Min

from entendu.channels.trouble import Deferred, LostSight, Refused
from entendu.config.environment import OutgoingServer
from entendu.core.governor.model import Intent
from entendu.flows import deliver, judge
from entendu.flows.people.prefer import go_on, prefer, stop
from entendu.flows.release import release_for
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Mailbox, Ticket
from tests.long.crashing import every_channel_by
from tests.long.traces import Event

CODES = {"told-together": "known", "same-text": "known", "same-key": "known"}
OUTCOMES = {"asked": "returned"}
REFUSALS = {"later": Deferred("451 4.3.0 later"), "not like this": Refused("554 5.7.1 not like this", 554),
            "nobody here": Refused("550 5.1.1 nobody here", 550, gone=True)}


def with_both_channels(patch: pytest.MonkeyPatch, settings: Any) -> None:
    """For this test SMS is a channel too."""
    patch.setattr(judge, "CHANNELS", frozenset({"email", "sms"}))
    settings.ENTENDU_SMTP_OUT = OutgoingServer("127.0.0.1", 25, "none", "", "")


@dataclass
class Desk:
    """The records behind a trace's names."""

    mailbox: Mailbox
    contacts: dict[str, Contact] = field(default_factory=dict)
    cases: dict[str, Ticket] = field(default_factory=dict)
    troubles: list[tuple[str, Event]] = field(default_factory=list)
    now: datetime = datetime.min
    next: datetime | None = None

    def run(self, events: list[Event]) -> None:
        """All of it, in the order of time: what is due before an event, the event, what is due in its instant."""
        with pytest.MonkeyPatch.context() as patch:
            every_channel_by(patch, self.send)
            for event in events:
                self.passes(event["at"], including=False)
                getattr(self, event["event"])(event)
                self.passes(event["at"], including=True)

    def send(self, server: object, raw: bytes, *, sender: str, recipient: str, before_data: Callable[[], bool]) -> str:
        """The world's servers in place of SMTP: they take everything, but where the trace has a trouble for them."""
        kinds = [one["kind"] for address, one in self.troubles
                 if address == recipient and one["at"] <= self.now < one["until"]]
        kind = kinds[-1] if kinds else ""
        if kind in REFUSALS:
            raise REFUSALS[kind]
        assert before_data()
        if kind == "silence":
            raise LostSight("no answer")
        return "250 2.0.0 taken"

    def trouble(self, event: Event) -> None:
        """Nobody at the desk knows of it."""
        address = self.contacts[event["person"]].addresses.get(channel=event["channel"])
        self.troubles.append((address.value, event))

    def opt_out(self, event: Event) -> None:
        stop(self.contacts[event["person"]], now=event["at"], channel=event["channel"])

    def opt_in(self, event: Event) -> None:
        go_on(self.contacts[event["person"]])

    def passes(self, until: datetime, *, including: bool) -> None:
        """What waits is judged at its very moment, and what was made of it leaves."""
        if not including and self.next is not None and self.next >= until:
            return  # nothing has happened since that was looked up
        while True:
            first = (Submission.objects.filter(state="waiting").exclude(due_at=None).order_by("due_at", "id")
                     .values_list("due_at", "contact_id").first())
            leaves = Delivery.objects.filter(state="waiting").aggregate(at=Min("due_at"))["at"]
            at = self.next = min(filter(None, (leaves, first and first[0])), default=datetime.max.replace(tzinfo=UTC))
            if not (at < until or (including and at == until)):
                return
            self.now = at
            if first and first[0] == at:
                release_for(first[1], at)
            deliver.deliver_due(lambda at=at: at)

    def person(self, event: Event) -> None:
        contact = people.add_contact(event["addresses"].items(), now=event["at"], name=event["name"],
                                     language=event["language"], time_zone=event["timezone"], hours=event["hours"],
                                     channel=event["channel"] or "", emergencies=event["emergencies"])
        self.contacts[event["person"]] = contact

    def case(self, event: Event) -> Ticket:
        name = event["case"]
        if name not in self.cases:
            self.cases[name] = tickets.open_ticket(self.mailbox, self.contacts[event["person"]], subject="A matter",
                                                   channel="email", now=event["at"])
        return self.cases[name]

    def submit(self, event: Event) -> None:
        hand_in(HandedIn(source=event["source"], key=event["id"], ticket=self.case(event),
                         intent=Intent(event["intent"]), body=event["body"], subject=event["subject"],
                         channel=event["channel"], vital=event["vital"], due=event.get("due"),
                         expires=event.get("expires"), facts=event["facts"]), now=event["at"])

    def inbound(self, event: Event) -> None:
        tickets.record_theirs(self.case(event), self.contacts[event["person"]],
                              tickets.Said(text=event["body"], channel=event["channel"]), now=event["at"])

    def preference(self, event: Event) -> None:
        wishes = {name: event[name] for name in ("channel", "hours", "language", "emergencies") if name in event}
        if "timezone" in event:
            wishes["time_zone"] = event["timezone"]
        self.contacts[event["person"]] = prefer(self.contacts[event["person"]], now=event["at"], **wishes)

    def outage(self, event: Event) -> None:
        address = self.contacts[event["person"]].addresses.get(channel=event["channel"])
        people.mark_undeliverable(event["channel"], address.value, "550 no such address", event["at"])

    def restored(self, event: Event) -> None:
        people.mark_deliverable(self.contacts[event["person"]].addresses.get(channel=event["channel"]))

    def end(self, event: Event) -> None:
        """Nothing happens at the end; the clock has run to here."""

    def deliveries(self) -> list[dict[str, Any]]:
        """What reached whom, as the replay says it."""
        names = {contact.pk: name for name, contact in self.contacts.items()}
        return [{
            "at": one.sent_at, "person": names[one.contact_id], "channel": one.channel,
            "submissions": list(one.submissions.filter(state="delivered").values_list("key", flat=True)),
            "subject": one.subject, "body": one.body,
        } for one in Delivery.objects.filter(state="sent").order_by("sent_at", "id")]

    def outcomes(self) -> dict[str, tuple[str, str, frozenset[str]]]:
        """For each submission: what became of it, why, and the submissions whose telling is the reason."""
        parts = {str(one.pk): frozenset(one.submissions.filter(state="delivered").values_list("key", flat=True))
                 for one in Delivery.objects.all()}
        keys = {str(pk): frozenset({key}) for pk, key in Submission.objects.values_list("pk", "key")}
        said = {}
        for kept in Submission.objects.prefetch_related("verdicts"):
            if kept.state == Submission.State.DELIVERED:
                said[kept.key] = ("delivered", "news", frozenset())
                continue
            last = list(kept.verdicts.all())[-1]
            code = last.reasons[0]["code"]
            absorbed = frozenset().union(*(keys[one] for one in last.because))
            if code == "told-together":
                absorbed = parts[str(kept.delivery_id)]
            said[kept.key] = (OUTCOMES.get(kept.state, kept.state), CODES.get(code, code), absorbed)
        return said
