"""The desk's own records under power cuts, refusals and repeated requests; each run is rolled back at its end.

Nearly all that a run costs are the desk's own statements, so the machine itself asks for few: somebody to write to is
there before the first run, and what must hold after a step is looked up once for all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from itertools import count
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from entendu.channels.trouble import Deferred, LostSight, Refused
from entendu.core.governor.model import Intent
from entendu.flows import deliver
from entendu.flows.people.prefer import go_on, stop
from entendu.flows.release import release_due
from entendu.flows.submit import KeyReused
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Mailbox, Ticket
from tests.core.governor.machines import words
from tests.long.crashing import MailServer, Power, PowerCut

State, Sending = Submission.State, Delivery.State
START = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
CHANNELS = ("email", "sms")
KINDS = ("update", "update", "confirmation", "resolution", "alert", "answer")
ANSWERS: dict[str, Callable[[], Exception | None]] = {
    "takes it": lambda: None,
    "asks to come back": lambda: Deferred("451 4.3.0 later"),
    "does not like it": lambda: Refused("554 5.7.1 not like this", 554),
    "knows nobody": lambda: Refused("550 5.1.1 nobody here", 550, gone=True),
    "falls silent": lambda: LostSight("no answer"),
}
STILL_OPEN = {Sending.WAITING, Sending.CLAIMED, Sending.IN_FLIGHT, Sending.UNKNOWN}
MOST_ROUNDS = 200
ENDS = {State.DELIVERED, State.DROPPED, State.ASKED, State.FAILED}


class Cut(Power):
    """Power that goes between two statements. Each run is one transaction, so its savepoints are our commits."""

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        return super().__call__(execute, sql, params, many, context)


class Records(RuleBasedStateMachine):
    """I1, I2, I6, I8, I12, I17 where they live: one decision for a key, nothing lost with its carrier or the power."""

    reached: ClassVar[Counter[str]] = Counter()
    server: ClassVar[MailServer]
    tickets: ClassVar[dict[str, int]]

    @classmethod
    def moves_in(cls, mailbox: Mailbox, server: MailServer) -> None:
        """Somebody for each channel that one may choose, with a case: they are there in every run."""
        cls.server, cls.tickets = server, {}
        for number, chosen in enumerate(CHANNELS):
            ways = {"email": f"grace{number}@world.test", "sms": f"+1555000000{number}"}
            contact = people.add_contact(ways.items(), now=START, name="Grace Adeyemi", language="en", time_zone="UTC",
                                         hours=[], channel=chosen, emergencies=True)  # fmt: skip
            ticket = tickets.open_ticket(mailbox, contact, subject="Visit", channel="email", now=START)
            cls.tickets[chosen] = ticket.pk

    @initialize(chosen=st.sampled_from(CHANNELS))
    def begins(self, chosen: str) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now, self.numbers, self.chosen = START, count(1), chosen
        self.server.answers.clear()
        self.server.taken.clear()
        self.server.power = Power()
        self.ticket = Ticket.objects.select_related("contact", "mailbox").get(pk=self.tickets[chosen])
        self.contact: Contact = self.ticket.contact
        self.said: dict[str, HandedIn] = {}
        self.cuts = self.looked_at = 0
        self.may_change_channel = self.disliked = self.wrote = False

    def clock(self) -> datetime:
        return self.now

    def until_the_power_goes(self, work: Callable[[], object], at: int) -> bool:
        """Does the work; where the power goes at its n-th step, what was not committed is gone. True if it went."""
        self.server.power = Cut(at or None)
        try:
            with connection.execute_wrapper(self.server.power):
                work()
        except PowerCut:
            self.cuts += 1
            self.reached["power cut"] += 1
            self.server.power = Power()
            deliver.recover(self.clock, lease=timedelta(0))
            return True
        self.server.power = Power()
        return False

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────────

    @rule(kind=st.sampled_from(KINDS), value=st.integers(0, 1), wording=st.integers(0, 1), cut=st.integers(0, 40))
    def a_system_hands_in(self, kind: str, value: int, wording: int, cut: int) -> None:
        key = f"k{next(self.numbers)}"
        text = words.text("en", kind, value, wording)
        message = HandedIn(source="crm", key=key, ticket=self.ticket, intent=Intent(kind), body=text,
                           vital=kind == "alert")  # fmt: skip
        self.said[key] = message
        if self.until_the_power_goes(lambda: hand_in(message, now=self.now), cut):
            hand_in(message, now=self.now)  # whoever got no answer hands in again

    @rule(other_words=st.booleans())
    def a_system_repeats_itself(self, other_words: bool) -> None:
        """I8: one submission, one decision, no new effect; other words under the same key are refused."""
        if not self.said:
            return
        message = list(self.said.values())[-1]
        rows = Submission.objects.filter(contact=self.contact).count(), Delivery.objects.count()
        first = Submission.objects.get(key=message.key)
        verdicts = first.verdicts.count()
        if other_words:
            try:
                hand_in(HandedIn("crm", message.key, self.ticket, message.intent, "Other words."), now=self.now)
            except KeyReused:
                self.reached["key reused"] += 1
            else:
                raise AssertionError("other words went by the same key")
        else:
            assert hand_in(message, now=self.now).pk == first.pk
            self.reached["same key"] += 1
        assert rows == (Submission.objects.filter(contact=self.contact).count(), Delivery.objects.count())
        assert verdicts == first.verdicts.count()

    @rule(answer=st.sampled_from(tuple(ANSWERS)))
    def the_next_message_meets(self, answer: str) -> None:
        self.server.answers.append(ANSWERS[answer]())
        self.may_change_channel |= answer == "knows nobody"
        self.disliked |= answer == "does not like it"
        self.reached[answer] += 1

    @rule(answer=st.sampled_from(tuple(ANSWERS)), kind=st.sampled_from(KINDS), value=st.integers(0, 1),
          cut=st.integers(0, 120))  # fmt: skip
    def two_systems_say_the_same_and_meet(self, answer: str, kind: str, value: int, cut: int) -> None:
        """One of them speaks for both; what becomes of the other hangs on what the server says."""
        self.the_next_message_meets(answer)
        for wording in (0, 1):
            self.a_system_hands_in(kind, value, wording, 0)
        self.a_system_repeats_itself(bool(value))
        self.time_goes_by(241, cut)
        self.it_holds()
        self.people_look()

    @rule(cut=st.integers(0, 120))
    def a_system_says_what_the_server_does_not_like(self, cut: int) -> None:
        self.the_next_message_meets("does not like it")
        self.a_system_hands_in("alert", 0, 0, 0)
        self.time_goes_by(6, cut)

    @rule(minutes=st.sampled_from((1, 6, 31, 241)), cut=st.integers(0, 120))
    def time_goes_by(self, minutes: int, cut: int) -> None:
        """The worker's rounds; after a cut it starts again and goes on."""
        end = self.now + timedelta(minutes=minutes)
        if self.until_the_power_goes(lambda: self._rounds(end), cut):
            self._rounds(end)

    def _rounds(self, end: datetime) -> None:
        for _ in range(MOST_ROUNDS):
            due = self._next_due(end)
            if due is None:
                break
            self.now = max(self.now, due)
            release_due(self.clock)
            deliver.deliver_due(self.clock)
        else:
            raise AssertionError("the worker goes round and round")
        self.now = end

    def _next_due(self, end: datetime) -> datetime | None:
        waits = Submission.objects.filter(state=State.WAITING, due_at__lte=end).order_by("due_at")
        leaves = Delivery.objects.filter(state=Sending.WAITING, due_at__lte=end).order_by("due_at")
        return min((at for rows in (waits, leaves) for at in rows.values_list("due_at", flat=True)[:1]), default=None)

    @rule(on=st.booleans())
    def they_opt_out_or_in(self, on: bool) -> None:
        self.may_change_channel = True
        if on:
            stop(self.contact, now=self.now, channel=self.chosen)
        else:
            go_on(self.contact)

    @rule(answered=st.booleans())
    def they_write(self, answered: bool) -> None:
        """By mail, whatever they have closed; somebody or something may answer."""
        self.may_change_channel = self.wrote = True
        tickets.record_theirs(self.ticket, self.contact, tickets.Said(text="Is it so?", channel="email"), now=self.now)
        if answered:
            self.a_system_hands_in("update", 0, 0, 0)
            self.a_system_hands_in("answer", 0, 0, 0)
            self.time_goes_by(6, 0)

    @rule(both=st.booleans(), cut=st.integers(0, 40))
    def they_stop_our_mail_and_write_all_the_same(self, both: bool, cut: int) -> None:
        """With every way closed only the answer to their mail has one left; somebody is asked about the rest."""
        self.may_change_channel = True
        for channel in CHANNELS if both else ("email",):
            stop(self.contact, now=self.now, channel=channel)
        self.they_write(True)
        self.time_goes_by(241, cut)

    @rule()
    def people_look(self) -> None:
        """Somebody asks about each message of which nobody knows, and says what they heard."""
        for delivery in Delivery.objects.filter(state=Sending.UNKNOWN):
            assert self.ticket.entries.filter(event="unknown").exists()
            arrived = delivery.message_id in self._taken()
            outbox.settle_unknown(delivery, arrived=arrived, now=self.now)
            self.reached["settled by a person"] += 1

    def _taken(self) -> list[str]:
        return [message_from_bytes(raw)["Message-ID"].strip("<> ") for raw in self.server.taken]

    # ── what must hold ──────────────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def it_holds(self) -> None:
        """All that is looked at after each step."""
        rows = list(Submission.objects.filter(contact=self.contact))
        deliveries = {delivery.pk: delivery for delivery in Delivery.objects.filter(contact=self.contact)}
        prefetch_related_objects([row for row in rows if row.state == State.DROPPED], "verdicts")
        self.i01_conservation(rows, deliveries)
        self.i06_one_channel(deliveries)
        new, self.looked_at = self._taken()[self.looked_at :], len(self.server.taken)
        self.i17_crash_safety(deliveries)
        self.i12_law([one for one in deliveries.values() if one.message_id in new])

    def i01_conservation(self, rows: list[Submission], deliveries: dict[int, Delivery]) -> None:
        """Each key stands once; whatever rests on a message rests on one that may still arrive, or that did."""
        assert sorted(row.key for row in rows) == sorted(self.said)
        for row in rows:
            delivery = deliveries.get(row.delivery_id)
            if row.state in (State.LEAVING, State.CARRIED):
                assert delivery is not None
                assert delivery.state in STILL_OPEN, (row.state, delivery.state)
            elif row.state == State.DELIVERED:
                assert delivery.state == Sending.SENT
            elif row.state == State.WAITING:
                assert row.due_at is not None
            else:
                assert row.state in ENDS
            if row.state == State.DROPPED and "told-together" in _last_codes(row):
                assert delivery is not None, f"{row.body} was absorbed by a decision"
                assert delivery.state == Sending.SENT, f"{row.body} was absorbed before it was told"
                self.reached["absorbed"] += 1
            self.reached[row.state] += 1

    def i17_crash_safety(self, deliveries: dict[int, Delivery]) -> None:
        """No message is with a server twice, whatever was cut; what was taken is known, or known to be unknown."""
        taken = self._taken()
        assert len(taken) == len(set(taken)), "a message was handed over twice"
        known = {one.message_id: one.state for one in deliveries.values() if one.message_id in taken}
        assert set(known) == set(taken)
        assert set(known.values()) <= {Sending.SENT, Sending.UNKNOWN}

    def i12_law(self, new: list[Delivery]) -> None:
        """After "stop" on a channel only an answer to a mail is handed over there, with no news beside it."""
        closed = set(self.contact.addresses.exclude(opted_out_at=None).values_list("channel", flat=True)) if new else ()
        for delivery in (one for one in new if one.channel in closed):
            says = delivery.submissions.exclude(state__in=(State.DROPPED, State.CARRIED))
            assert delivery.channel == "email"
            assert self.wrote
            assert {one.intent for one in says} == {Intent.ANSWER}, "news went along to who said stop"
            self.reached["answer in spite of an opt-out"] += 1

    def i06_one_channel(self, deliveries: dict[int, Delivery]) -> None:
        """Another channel only after the chosen one is known to be dead, or was refused by them; for danger, also where
        its server did not like the message."""
        others = [d for d in deliveries.values() if d.channel != self.chosen and d.state != Sending.CANCELLED]
        if not self.may_change_channel:
            assert self.disliked or not others
            assert all(d.submissions.filter(intent=Intent.ALERT).exists() for d in others)
        self.reached["another channel"] += bool(others)

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            self.server.answers.clear()
            self._rounds(self.now + timedelta(hours=6))
            self.people_look()
            self._rounds(self.now + timedelta(hours=6))
            self.it_holds()
            self.i02_nothing_is_lost()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def i02_nothing_is_lost(self) -> None:
        """Each ends; what was not told is said by what was, or stands before a person."""
        rows = {row.key: row for row in Submission.objects.filter(contact=self.contact).prefetch_related("verdicts")}
        assert {row.state for row in rows.values()} <= ENDS
        bodies = [_words(raw) for raw in self.server.taken]
        for slot in ("visit", "resolution", "alert"):
            mine = [key for key, one in self.said.items() if words.slot(one.intent.value) == slot]
            if not mine:
                continue
            newest = self.said[mine[-1]]
            by_a_person = {State.ASKED, State.FAILED}
            value = words.value_in(newest.body)
            said = any(value in body for body in bodies)
            assert said or any(rows[key].state in by_a_person for key in mine), f"{newest.body} is lost"
            self.reached["told"] += said
            self.reached["before a person"] += not said
        for key, row in rows.items():  # what was left out is said by what arrived, or by what a person is asked about
            if row.state == State.DROPPED and _last_codes(row) & {"known", "told-together", "same-text"}:
                value = words.value_in(self.said[key].body)
                asked = any(rows[k].state == State.ASKED and value in one.body for k, one in self.said.items())
                assert asked or any(value in body for body in bodies), f"{self.said[key].body} went with its carrier"
        for key, one in self.said.items():
            if one.intent is Intent.ANSWER and rows[key].state == State.DROPPED:
                assert any(one.body in body for body in bodies) or any(
                    rows[k].state in (State.ASKED, State.FAILED) for k, o in self.said.items() if o.body == one.body
                )


def _last_codes(row: Submission) -> set[str]:
    """Why it is as it is."""
    return {reason["code"] for reason in list(row.verdicts.all())[-1].reasons}


def _words(raw: bytes) -> str:
    """What somebody reads in a letter."""
    return str(message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content())
