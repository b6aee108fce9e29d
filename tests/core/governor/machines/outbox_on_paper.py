"""What people and systems write, judged one by one: the outbox is a list, the governor's functions do the rest."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from entendu.core.governor.decide import decide
from entendu.core.governor.model import (
    Decision,
    Inbound,
    Intent,
    Recipient,
    Sent,
    State,
    Submission,
    Verdict,
    Waiting,
    Writing,
)
from entendu.core.governor.reasons import LANGUAGES, explain
from entendu.core.governor.release import release
from tests.core.governor.machines import oracle, words
from tests.core.governor.machines.one_person import GAPS, MONDAY, PEOPLE, STARTS
from tests.core.governor.machines.oracle import PRESENCE, Somebody

KINDS = ("update", "confirmation", "resolution", "alert", "question", "answer", "courtesy")
CHANNELS = ("sms", "email")
MOST_WAITING, TYPING = 8, timedelta(minutes=2)
OWED = frozenset({"confirmation", "resolution", "question", "answer", "promise"})


@dataclass(frozen=True)
class Judged:
    """One judgement and all that it rested on."""

    submission: Submission
    state: State
    now: datetime
    decision: Decision


class OutboxOnPaper(RuleBasedStateMachine):
    """I8, I9, I10, I12, I18 and what they need: keys, opt-outs, dead addresses, colleagues, a ninth message."""

    reached: ClassVar[Counter[str]] = Counter()

    @initialize(who=st.sampled_from(PEOPLE), hour=st.sampled_from(STARTS))
    def begins(self, who: Somebody, hour: int) -> None:
        self.who, self.now, self.numbers = who, MONDAY + timedelta(hours=hour), count(1)
        addresses = {"sms": "+33600000000", "email": "marie@example.com"}
        self.state = State(
            Recipient("Marie", who.language, who.zone, addresses, who.channel, who.hours, who.emergencies)
        )
        self.judged: list[Judged] = []
        self.asks: list[Judged] = []

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────────

    @rule(kind=st.sampled_from(KINDS), case=st.sampled_from(("c1", "c2")), value=st.integers(0, 1),
          source=st.sampled_from(("crm", "booking")), key=st.sampled_from(("", "k1")))  # fmt: skip
    def a_system_hands_in(self, kind: str, case: str, value: int, source: str, key: str) -> None:
        self._hands_in(kind, case, words.text(self.who.language, kind, value, value), source, key)

    @rule(kinds=st.tuples(*[st.sampled_from(("update", "confirmation"))] * 2), value=st.integers(0, 1),
          other=st.integers(0, 1), seconds=st.sampled_from((0, 10, 400)))  # fmt: skip
    def two_systems_speak_of_one_visit(self, kinds: tuple[str, str], value: int, other: int, seconds: int) -> None:
        """In two wordings: they say the same, or contradict each other."""
        language = self.who.language
        self._hands_in(kinds[0], "c1", words.text(language, kinds[0], value, 0), "booking", "")
        self.time_goes_by(seconds)
        self._hands_in(kinds[1], "c1", words.text(language, kinds[1], other, 1), "crm", "")

    @rule(size=st.integers(4, 9), kind=st.sampled_from(("question", "resolution")))
    def many_systems_hand_in(self, size: int, kind: str) -> None:
        for _ in range(size):
            number = next(self.numbers)
            self._hands_in(kind, f"many{number}", f"Is door {number} locked?", "doors", "")

    def _hands_in(self, kind: str, case: str, text: str, source: str, key: str) -> None:
        me = Submission(f"m{next(self.numbers)}", source, "marie", case, Intent(kind), text, self.now, key=key,
                        vital=kind == "alert")  # fmt: skip
        decision = self._judge(me)
        if decision.reasons[0].code != "same-key":
            at = decision.at if decision.verdict in (Verdict.HOLD, Verdict.MERGE, Verdict.ASK) else self.now
            self._waits(me, at)
        self.time_goes_by(0)

    @rule(intent=st.sampled_from((Intent.ANSWER, Intent.COURTESY, Intent.QUESTION)), case=st.sampled_from(("c1", "c2")),
          value=st.integers(0, 1), key=st.sampled_from(("", "k1", "k2")), anyway=st.booleans())  # fmt: skip
    def a_person_writes(self, intent: Intent, case: str, value: int, key: str, anyway: bool) -> None:
        text = words.text(self.who.language, intent.value, value, 0)
        me = Submission(f"m{next(self.numbers)}", "desk", "marie", case, intent, text, self.now, key=key, human=True,
                        override="she asked for it" if anyway else "")  # fmt: skip
        decision = self._judge(me)
        if decision.verdict in (Verdict.SEND, Verdict.HOLD):
            self._waits(me, decision.at)

    @rule(by_a_person=st.booleans())
    def what_was_told_last_is_said_again(self, by_a_person: bool) -> None:
        if self.state.sent and not by_a_person:
            last = self.state.sent[-1]
            self._hands_in(last.intent.value, last.case, last.text, "again", "")
        elif self.state.sent:
            for value in (0, 0):
                self.a_person_writes(Intent.QUESTION, "c1", value, "", True)
                self.time_goes_by(20)

    @rule(channel=st.sampled_from(CHANNELS))
    def they_opt_out_or_in(self, channel: str) -> None:
        self._recipient(opted_out=self.state.recipient.opted_out ^ {channel})

    @rule(channel=st.sampled_from(CHANNELS))
    def an_address_dies_or_lives(self, channel: str) -> None:
        self._recipient(undeliverable=self.state.recipient.undeliverable ^ {channel})

    @rule(case=st.sampled_from(("c1", "c2")), channel=st.sampled_from(CHANNELS))
    def they_write(self, case: str, channel: str) -> None:
        self.state = replace(self.state, inbound=(*self.state.inbound, Inbound(self.now, channel, case)))

    @rule(case=st.sampled_from(("c1", "c2")), seconds=st.sampled_from((15, 200)))
    def a_colleague_types(self, case: str, seconds: int) -> None:
        self.state = replace(self.state, writing=(Writing(case, self.now + timedelta(seconds=seconds)),))

    @rule(seconds=st.sampled_from((15, 200)), value=st.integers(0, 1), answers=st.booleans())
    def a_bot_answers_while_a_colleague_types(self, seconds: int, value: int, answers: bool) -> None:
        self.they_write("c1", "email")
        self.a_colleague_types("c1", seconds)
        if answers:
            self.a_person_writes(Intent.ANSWER, "c1", 1 - value, "", True)
            self.time_goes_by(20)
        self._hands_in("answer", "c1", words.text(self.who.language, "answer", value, 0), "bot", "")

    @rule(channel=st.sampled_from(CHANNELS), kind=st.sampled_from(("update", "alert")),
          seconds=st.sampled_from((60, 400)))  # fmt: skip
    def a_bot_answers_whoever_opted_out_with_news_waiting(self, channel: str, kind: str, seconds: int) -> None:
        """The answer goes where they wrote, whatever they closed; the news goes elsewhere, or somebody is asked."""
        if channel not in self.state.recipient.opted_out:
            self.they_opt_out_or_in(channel)
        self._hands_in(kind, "c1", words.text(self.who.language, kind, 0, 0), "booking", "")
        self.they_write("c1", channel)
        self._hands_in("answer", "c1", words.text(self.who.language, "answer", 0, 0), "bot", "")
        self.time_goes_by(seconds)

    @rule(channel=st.sampled_from(CHANNELS))
    def they_are_thanked_by_a_channel_that_they_closed(self, channel: str) -> None:
        self._recipient(channel=channel, opted_out=self.state.recipient.opted_out | {channel})
        self._hands_in("courtesy", "c1", words.text(self.who.language, "courtesy", 0, 0), "survey", "")

    @rule()
    def no_address_is_left(self) -> None:
        self._recipient(undeliverable=frozenset(CHANNELS))

    @rule()
    def the_last_one_did_not_arrive(self) -> None:
        if self.state.sent:
            *before, last = self.state.sent
            self.state = replace(self.state, sent=(*before, replace(last, delivered=False)))

    @rule(seconds=st.sampled_from(GAPS))
    def time_goes_by(self, seconds: int) -> None:
        end = self.now + timedelta(seconds=seconds)
        while due := sorted((w for w in self.state.waiting if w.at <= end), key=lambda w: (w.at, w.submission.order)):
            self.now = max(self.now, due[0].at)
            self._leaves(due[0])
        self.now = end

    # ── the list ────────────────────────────────────────────────────────────────────────────────────────────────

    def _recipient(self, **changes: frozenset[str]) -> None:
        self.state = replace(self.state, recipient=replace(self.state.recipient, **changes))

    def _judge(self, me: Submission) -> Decision:
        decision = decide(me, self.state, self.now)
        self.judged.append(Judged(me, self.state, self.now, decision))
        if decision.verdict is Verdict.ASK:
            self.asks.append(self.judged[-1])
        self.reached[decision.reasons[0].code] += 1
        return decision

    def _waits(self, me: Submission, at: datetime) -> None:
        self.state = replace(self.state, waiting=(*self.state.waiting, Waiting(me, at)))

    def _leaves(self, due: Waiting) -> None:
        """The time of one of them has come: a person's is judged by itself, all of the systems' together."""
        me = due.submission
        if me.human:
            self._without({me.id})
            decision = self._judge(me)
            if decision.verdict is Verdict.SEND and decision.at <= self.now:
                self._sent([me], decision.channel)
            elif decision.verdict in (Verdict.SEND, Verdict.HOLD):
                self._waits(me, decision.at)
            return
        systems = tuple(w for w in self.state.waiting if not w.submission.human)
        out = release(replace(self.state, waiting=systems), self.now)
        mine = {w.submission.id: w.submission for w in systems}
        gone = {one.id for one in out.settled}
        if out.delivery is not None and not out.delivery.channel:
            asked = [mine[part] for part in out.delivery.parts]
            alone = replace(self.state, waiting=())
            assert all(decide(one, alone, self.now).verdict in (Verdict.ASK, Verdict.DROP) for one in asked)
            gone |= {one.id for one in asked}  # before a person, who may reach her otherwise
            self.reached["asked at release"] += 1
        elif out.delivery is not None:
            self._sent([mine[part] for part in out.delivery.parts], out.delivery.channel)
            gone |= set(out.delivery.parts)
        self._without(gone)
        if gone:
            return  # what did not go with it, for it may not go there, is judged again at once
        assert self.state.writing, f"{me} was due and nothing became of it"
        self._without({me.id})  # a colleague writes: it is judged again when they are thought to have finished
        self._waits(me, min(self.state.writing[0].until, me.submitted_at + TYPING))
        assert self.state.waiting[-1].at > self.now, "I18: nobody is let wait for ever"

    def _without(self, gone: set[str]) -> None:
        left = tuple(w for w in self.state.waiting if w.submission.id not in gone)
        self.state = replace(self.state, waiting=left)

    def _sent(self, parts: list[Submission], channel: str) -> None:
        self.i12_law(parts, channel)
        told = [
            Sent(one.id, one.source, one.case, one.intent, channel, self.now, one.text, one.key, delivered=True,
                 delivery=parts[0].id, written_at=one.submitted_at, expires=one.expires, human=one.human)
            for one in parts
        ]  # fmt: skip
        self.state = replace(self.state, sent=(*self.state.sent, *told))

    # ── what must hold ──────────────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def i08_one_message_for_a_key(self) -> None:
        keys = [(one.source, one.key) for one in self.state.sent if one.key and one.delivered is not False]
        keys += [(w.submission.source, w.submission.key) for w in self.state.waiting if w.submission.key]
        assert len(keys) == len(set(keys))

    @invariant()
    def i09_explained(self) -> None:
        """The same inputs give the same verdict, in whatever order the rows come; each reason is a sentence."""
        for one in self.judged:
            again = decide(one.submission, replace(one.state, waiting=one.state.waiting[::-1]), one.now)
            assert decide(one.submission, one.state, one.now) == one.decision
            assert (again.verdict, again.at, again.channel) == (
                one.decision.verdict,
                one.decision.at,
                one.decision.channel,
            )
            assert json.loads(json.dumps(one.decision.as_json())) == one.decision.as_json()
            assert all("{" not in explain(one.decision, language) for language in LANGUAGES)
            assert one.decision.verdict is not Verdict.DROP or one.decision.because or not _needs_a_name(one.decision)
            self.i04_held_ends(one)
            self.i10_bounded(one)
            self.i18_ask_terminates(one)
        self.judged.clear()

    def i04_held_ends(self, one: Judged) -> None:
        """What a system is told to wait for comes before its news is owed."""
        me = one.submission
        if me.human or one.decision.verdict not in (Verdict.HOLD, Verdict.MERGE) or me.intent is Intent.COURTESY:
            return
        end = oracle.limit(self.who, me.intent.value, me.submitted_at, self._is_here(me.submitted_at))
        assert one.now <= one.decision.at <= max(end, one.now)

    def i10_bounded(self, one: Judged) -> None:
        """A ninth message that is owed asks; its number never makes a message be dropped."""
        me = one.submission
        waiting = sum(w.submission.intent.value in OWED or w.submission.is_vital for w in one.state.waiting
                      if w.submission.id != me.id)  # fmt: skip
        if me.human or me.is_vital or me.intent.value not in OWED or waiting < MOST_WAITING:
            return
        if one.decision.verdict is Verdict.HOLD:
            by = oracle.limit(self.who, me.intent.value, me.submitted_at, self._is_here(me.submitted_at))
            assert one.now >= by - timedelta(seconds=30), "the ninth is held without a question"
        if one.decision.verdict is Verdict.DROP:
            assert one.decision.reasons[0].code in ("same-key", "same-text", "same-text-waiting", "known", "superseded",
                                                    "answered-by-person")  # fmt: skip
        self.reached["a ninth"] += 1

    def i18_ask_terminates(self, one: Judged) -> None:
        """A question names the moment by which somebody must answer; from then on the message goes as it would have."""
        if one.decision.verdict is not Verdict.ASK:
            return
        me, code = one.submission, one.decision.reasons[0].code
        assert one.decision.at >= one.now
        if me.human or code == "no-address":
            return
        end = oracle.limit(self.who, me.intent.value, me.submitted_at, self._is_here(me.submitted_at))
        assert one.decision.at <= end, "it asks longer than the news may wait"
        late = decide(me, replace(one.state, writing=()), one.decision.at)
        assert late.verdict is not Verdict.ASK or late.reasons[0].code == "no-address"

    def _is_here(self, at: datetime) -> bool:
        return any(at - PRESENCE <= one.at <= at for one in self.state.inbound)

    def i12_law(self, parts: list[Submission], channel: str) -> None:
        """After "stop" on a channel only an answer to a mail goes there, with nothing else, and no thanks elsewhere."""
        recipient = self.state.recipient
        assert channel not in recipient.undeliverable
        mails = {i.case for i in self.state.inbound if i.channel == "email"}
        answers = all(one.intent is Intent.ANSWER and one.case in mails for one in parts)
        assert channel not in recipient.opted_out or (channel == "email" and answers)
        self.reached["answer in spite of an opt-out"] += channel in recipient.opted_out
        for one in parts:
            if one.intent is Intent.COURTESY:
                assert one.human
                assert (recipient.channel or "sms") not in recipient.opted_out
                self.reached["courtesy of a person"] += 1

    def teardown(self) -> None:
        """I18, I10: in the end nothing waits, and nobody is asked about what has gone."""
        if not hasattr(self, "state"):
            return
        self._recipient(opted_out=frozenset(), undeliverable=frozenset())
        self.time_goes_by(9 * 24 * 3600)
        assert not self.state.waiting
        self.i09_explained()
        self.i08_one_message_for_a_key()


def _needs_a_name(decision: Decision) -> bool:
    return decision.reasons[0].code not in ("expired", "opted-out", "unwanted", "no-news")
