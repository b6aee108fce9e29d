"""A week of one person on the replay's virtual clock, step by step, with the oracle's word on each invariant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from entendu.core.governor.model import State
from entendu.core.governor.reasons import LANGUAGES, sentence
from entendu.core.governor.release import release
from entendu.core.governor.replay import Replay
from tests.core.governor.machines import oracle, words
from tests.core.governor.machines.oracle import PRESENCE, Somebody, Spoken

DAYTIME = (("mon-sun", "08:00", "20:00"),)
PEOPLE = (
    Somebody("en", "Europe/Paris", DAYTIME, "sms", True),
    # Their Monday morning is still Sunday in UTC.
    Somebody("en", "Pacific/Auckland", (("mon-fri", "07:00", "12:00"),), "email", True),
    Somebody("fr", "America/Toronto", (("mon-sat", "22:00", "02:00"),), None, False),
    Somebody("ro", "Europe/Bucharest", (("mon-fri", "09:00", "17:30"), ("sat", "10:00", "12:00")), "sms", True),
    Somebody("en", "UTC", (), "email", False),
)
OTHER_HOURS = (DAYTIME, (("mon-sun", "12:00", "21:00"),), (("mon-fri", "09:00", "17:30"),))
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
STARTS = (9, 19, 33, 104)  # hours after that midnight: morning, evening, the next one, Friday
GAPS = (1, 20, 60, 240, 300, 1740, 1800, 1860, 7200, 14400, 42000)
SOON = (0, 0, 1, 20, 61, 299, 1799, 7200, 14401)
KINDS = (
    "update",
    "update",
    "confirmation",
    "resolution",
    "alert",
    "question",
    "answer",
    "promise",
    "courtesy",
    "books",
    "driver",
)
SLOTS = ("visit", "resolution", "alert")
WHOLE = ("question", "answer", "promise")


class Recorded(Replay):
    """A replay that keeps on what each judgement rested."""

    def __init__(self) -> None:
        super().__init__()
        self.judged: list[tuple[State, datetime, list[str]]] = []

    def _release(self, key: str, at: datetime) -> None:
        state, before = self.people[key].state(), len(self.deliveries)
        super()._release(key, at)
        self.judged.append((state, at, [part for line in self.deliveries[before:] for part in line["submissions"]]))


class OnePerson(RuleBasedStateMachine):
    """Systems speak, the person writes, channels break, hours change; time goes by in steps that like edges."""

    reached: ClassVar[Counter[str]] = Counter()

    @initialize(who=st.sampled_from(PEOPLE), hour=st.sampled_from(STARTS))
    def begins(self, who: Somebody, hour: int) -> None:
        self.replay, self.who, self.now = Recorded(), who, MONDAY + timedelta(hours=hour)
        self.spoken: dict[str, Spoken] = {}
        self.wrote: list[tuple[datetime, str, str]] = []
        self.down: frozenset[str] = frozenset()
        self.looked_at = 0
        self.last: dict[str, Any] | None = None
        self.replay.happens(self.now, [who.event(self.now)])

    # ── what happens ────────────────────────────────────────────────────────────────────────────────────────────

    def happens(self, kind: str, **more: Any) -> None:
        event = {"at": self.now.isoformat(), "event": kind, "person": "marie"} | more
        self.last = event if kind == "submit" else self.last
        self.replay.happens(self.now, [event])
        assert not self.replay.refused

    # Hypothesis leaves some rules out of a run; news comes by three of them, so that few runs are without any.

    @rule(
        gap=st.sampled_from(SOON), kind=st.sampled_from(("update", "update", "confirmation")), value=st.integers(0, 1)
    )
    def a_visit_is_moved(self, gap: int, kind: str, value: int) -> None:
        self.time_goes_by(gap)
        self._says(kind, "c1", value, self.now.second % 2)

    @rule(gap=st.sampled_from(SOON), kind=st.sampled_from(KINDS), value=st.integers(0, 1), wording=st.integers(0, 1))
    def a_system_says(self, gap: int, kind: str, value: int, wording: int) -> None:
        self.time_goes_by(gap)
        self._says(kind, "c1", value, wording)

    @rule(gap=st.sampled_from(SOON), kind=st.sampled_from(KINDS), case=st.sampled_from(("c1", "c2")),
          value=st.integers(0, 1), wording=st.integers(0, 1))  # fmt: skip
    def another_system_says(self, gap: int, kind: str, case: str, value: int, wording: int) -> None:
        self.time_goes_by(gap)
        self._says(kind, case, value, wording)

    def _says(self, kind: str, case: str, value: int, wording: int) -> None:
        who, at = self.who, self.now
        case = "c3" if kind == "driver" else case
        is_here = any(at - PRESENCE <= wrote for wrote, _, _ in self.wrote)
        text = words.text(who.language, kind, value, wording)
        more: dict[str, Any] = {"vital": kind == "alert"}
        due = expires = owed = None
        if kind == "promise":
            due = at + timedelta(hours=3)
            owed = oracle.promised(who, due, at)
        elif kind in oracle.WAITS:
            owed = oracle.limit(who, kind, at, is_here)
        if kind == "driver":
            expires = at + timedelta(minutes=(45, 600)[wording])
            owed = None if expires < who.opening(at) else min(owed or expires, expires)
        name = f"m{len(self.spoken) + 1}"
        self.spoken[name] = Spoken(name, kind, case, value, text, at, owed, expires, at if is_here else who.opening(at))
        more |= {"due": due and due.isoformat(), "expires": expires and expires.isoformat()}
        intent = {"books": "update", "driver": "update"}.get(kind, kind)
        self.happens("submit", id=name, source="system", case=case, intent=intent, subject="", body=text,
                     channel="email", **more)  # fmt: skip

    @rule()
    def a_system_repeats_itself(self) -> None:
        """I8: the same submission again changes nothing."""
        if self.last is not None:
            before = len(self.replay.deliveries), dict(self.replay.outcomes), len(self.replay.order)
            self.replay.happens(self.now, [self.last | {"at": self.now.isoformat()}])
            assert (len(self.replay.deliveries), self.replay.outcomes, len(self.replay.order)) == before
            assert self.replay.refused.pop()["id"] == self.last["id"]
            self.reached["repeated"] += 1

    @rule(case=st.sampled_from(("c1", "c2")), channel=st.sampled_from(("sms", "email")))
    def they_write(self, case: str, channel: str) -> None:
        self.what_has_just_left_was_allowed()
        self.wrote.append((self.now, case, channel))
        self.happens("inbound", case=case, channel=channel, body="…")

    @rule(gap=st.sampled_from(SOON), channel=st.sampled_from(("sms", "email")), value=st.integers(0, 1))
    def they_ask_and_are_answered(self, gap: int, channel: str, value: int) -> None:
        """Sometimes at night, sometimes in the words of the answer before."""
        self.they_write("c1", channel)
        self.time_goes_by(gap)
        self._says("answer", "c1", value, 0)

    @rule(channel=st.sampled_from(("sms", "email")), kind=st.sampled_from(("update", "resolution", "alert")),
          value=st.integers(0, 1))  # fmt: skip
    def more_is_said_beside_an_answer(self, channel: str, kind: str, value: int) -> None:
        """It goes along, and it is the answer that says where to."""
        self.they_write("c1", channel)
        self._says("answer", "c1", value, 0)
        self.time_goes_by(1)
        self._says(kind, "c2", value, 0)

    @rule(hours=st.sampled_from(OTHER_HOURS), kind=st.sampled_from(("confirmation", "update", "answer")))
    def new_hours_begin_in_a_minute(self, hours: oracle.Rows, kind: str) -> None:
        new = replace(self.who, hours=hours)
        opening = new.opening(new.closing(self.now))
        self.time_goes_by(int((opening - self.now).total_seconds()) - 60)
        self._says(kind, "c1", 0, 0)
        self.their_hours_change(hours)

    @rule(before=st.sampled_from((600, 3600, 10_740)), value=st.integers(0, 1))
    def news_is_promised_before_their_hours_end(self, before: int, value: int) -> None:
        """For a moment at which they may not be written to any more."""
        if self.who.hours:
            at = self.who.closing(self.now) - timedelta(seconds=before)
            self.time_goes_by(max(0, int((at - self.now).total_seconds())))
            self._says("promise", "c2", value, 0)

    @rule(after=st.sampled_from((1, 3600)), value=st.integers(0, 1))
    def danger_comes_up_while_they_sleep(self, after: int, value: int) -> None:
        """Whether they are woken is for them to say."""
        if self.who.hours:
            self.time_goes_by(int((self.who.closing(self.now) - self.now).total_seconds()) + after)
            self._says("alert", "c1", value, 0)
            self.time_goes_by(600)

    @rule(channel=st.sampled_from(("sms", "email")))
    def a_channel_breaks_or_heals(self, channel: str) -> None:
        self.what_has_just_left_was_allowed()
        self.down ^= {channel}
        self.happens("outage" if channel in self.down else "restored", channel=channel)

    @rule(hours=st.sampled_from(OTHER_HOURS))
    def their_hours_change(self, hours: oracle.Rows) -> None:
        self.what_has_just_left_was_allowed()
        who = replace(self.who, hours=hours)
        for spoken in (one for one in self.pending() if not self._is_awaited(one)):
            self.spoken[spoken.id] = oracle.moved(who, spoken)
            self.reached["moved with their hours"] += self.spoken[spoken.id] != spoken
        self.happens("preference", hours=[list(row) for row in hours])
        self.who = who

    @rule(seconds=st.sampled_from(GAPS))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.replay.happens(self.now)

    @rule(which=st.integers(0, 3), seconds=st.sampled_from((-1, 0, 1, 59)))
    def time_goes_by_to_an_edge(self, which: int, seconds: int) -> None:
        """To one of the next moments at which something is owed, or their hours begin or end, or just beside it."""
        edges = {spoken.limit for spoken in self.pending() if spoken.limit}
        if self.who.hours:
            closing = self.who.closing(self.now)
            edges |= {closing, self.who.opening(closing), self.who.opening(self.now)}
        ahead = sorted(edge for edge in edges if edge > self.now)
        if ahead:
            self.now = max(self.now, ahead[which % len(ahead)] + timedelta(seconds=seconds))
            self.replay.happens(self.now)

    # ── what must hold after each step ──────────────────────────────────────────────────────────────────────────

    def pending(self) -> list[Spoken]:
        return [spoken for name, spoken in self.spoken.items() if name not in self.replay.outcomes]

    def returned(self) -> set[str]:
        """What went back to its source, because no way was left when it was due."""
        return {name for name, end in self.replay.outcomes.items() if end["outcome"] == "returned"}

    def sent(self) -> Iterator[tuple[datetime, dict[str, Any], list[Spoken]]]:
        for line in self.replay.deliveries:
            yield datetime.fromisoformat(line["at"]), line, [self.spoken[part] for part in line["submissions"]]

    @invariant()
    def i01_conservation(self) -> None:
        """Each submission waits, or has one end; what was delivered is in one delivery, after it came."""
        waiting = set(self.replay.people["marie"].waiting)
        ended = self.replay.outcomes
        assert waiting.isdisjoint(ended)
        assert waiting | set(ended) == set(self.spoken)
        carried = [part.id for _, _, parts in self.sent() for part in parts]
        assert len(carried) == len(set(carried))
        assert {k for k, end in ended.items() if end["outcome"] == "delivered"} == set(carried)
        assert all(when >= part.at for when, _, parts in self.sent() for part in parts)
        for end in ended.values():
            if end["outcome"] == "returned":
                assert end["reason"] == "no-address"
            elif end["reason"] in ("known", "told-together"):
                assert end["because"], "what says it is named"
                assert set(end["because"]) <= {line["delivery"] for line in self.replay.deliveries}
            elif end["reason"] == "superseded":
                newer = [self.spoken[one] for one in end["because"]]
                assert newer
                assert all(int(one.id[1:]) > int(end["submission"][1:]) for one in newer)

    @invariant()
    def i04_held_ends(self) -> None:
        for spoken in self.pending():
            assert spoken.limit is None or self.now <= spoken.limit, f"{spoken} waits still"

    @invariant()
    def what_has_just_left_was_allowed(self) -> None:
        """Looked at before a wish changes, so that what they want now is what they wanted then."""
        new, self.looked_at = list(self.sent())[self.looked_at :], len(self.replay.deliveries)
        for when, line, parts in new:
            self.i06_one_channel(when, line["channel"], parts)
            self.i11_quiet(when, parts)
            self.i12_law(parts)
            self.i02_what_is_told_stands_in_the_text(when, line["body"], parts)

    def i06_one_channel(self, when: datetime, channel: str, parts: list[Spoken]) -> None:
        """The chosen one, or where they wrote; another one only while that one is known to fail."""
        places = {self._place(part, when) for part in parts if part.kind == "answer"}
        places = places or {self._place(part, when) for part in parts}
        assert channel not in self.down
        assert channel in places or places & self.down
        self.reached["another channel"] += channel not in places
        self.reached["where they wrote"] += channel != (self.who.channel or "sms")

    def _place(self, part: Spoken, when: datetime) -> str:
        """Where one of them should go by itself."""
        here = [(at, channel) for at, _, channel in self.wrote if when - at <= PRESENCE]
        mine = [(at, channel) for at, case, channel in self.wrote if case == part.case]
        if part.kind == "answer" and (mine or here):
            return (mine or here)[-1][1]
        if part.kind == "confirmation" and mine and when - mine[-1][0] <= PRESENCE:
            return mine[-1][1]
        return self.who.channel or "sms"

    def i11_quiet(self, when: datetime, parts: list[Spoken]) -> None:
        is_open = self.who.is_open(when)
        vital = any(part.kind == "alert" for part in parts) and self.who.emergencies
        answered = any(self._is_awaited(part) for part in parts)
        assert is_open or vital or answered
        self.reached["vital at night"] += not is_open and vital
        self.reached["answered at night"] += not is_open and answered and not vital

    def _is_awaited(self, part: Spoken) -> bool:
        """An answer to somebody who was here when it might go, or has written since."""
        return part.kind == "answer" and any(at + PRESENCE >= part.opens for at, _, _ in self.wrote)

    def i12_law(self, parts: list[Spoken]) -> None:
        """Nobody here has asked for thanks and surveys, so none is ever told."""
        assert all(part.kind not in ("courtesy", "books") for part in parts)

    def i02_what_is_told_stands_in_the_text(self, when: datetime, body: str, parts: list[Spoken]) -> None:
        assert all(words.value(part.kind, part.value) in body for part in parts)
        assert all(part.expires is None or when <= part.expires for part in parts)
        self.reached["several in one"] += len(parts) > 1
        self.reached["two cases in one"] += len({part.case for part in parts}) > 1

    # ── what must hold in the end ───────────────────────────────────────────────────────────────────────────────

    def teardown(self) -> None:
        if not hasattr(self, "replay"):
            return
        self.now += timedelta(days=9)
        self.replay.happens(self.now)
        assert not self.pending(), "everything ends"
        list(self.replay.ends())
        self.what_has_just_left_was_allowed()
        self.i09_explained()
        self.i05_promises()
        self.i02_nothing_owed_is_lost()
        for case in ("c1", "c2"):
            for slot in SLOTS:
                self._truth_of(case, slot)
        self._truth_of("c3", "driver")

    def i05_promises(self) -> None:
        for promise in (one for one in self.spoken.values() if one.kind == "promise"):
            kept = [when for when, _, parts in self.sent() if promise in parts]
            if promise.id in self.returned():
                continue
            assert kept, "promised news is delivered, whatever it says"
            assert promise.limit is not None
            assert kept[0] <= promise.limit, "by the moment that was promised"
            is_before = promise.at < promise.limit < promise.at + timedelta(hours=2, minutes=59)
            self.reached["promise in the hours before"] += is_before and promise.limit - kept[0] < oracle.MINUTE

    def i02_nothing_owed_is_lost(self) -> None:
        """An answer or a question reaches them in time, unless the same words did since they last wrote."""
        for spoken in self.spoken.values():
            if spoken.kind not in WHOLE or spoken.id in self.returned():
                continue
            since = max((at for at, case, _ in self.wrote if case == spoken.case and at <= spoken.at), default=None)
            heard = [
                when
                for when, line, parts in self.sent()
                for part in parts
                if part.case == spoken.case and part.text == spoken.text and (since is None or when >= since)
                and spoken.text.rstrip(".!?") in line["body"]
            ]  # fmt: skip
            assert heard
            assert spoken.limit is not None
            assert min(heard) <= spoken.limit
            self.reached["same words again"] += spoken.kind == "answer" and len(heard) > 1

    def _truth_of(self, case: str, slot: str) -> None:
        """I2, I3, I7, I13: the newest value is told in time, none twice in a row, none after a newer one."""
        mine = [one for one in self.spoken.values() if one.case == case and words.slot(one.kind) == slot]
        told = [(when, part) for when, _, parts in self.sent() for part in parts if part in mine]
        for (_, before), (_, after) in pairwise(told):
            twice = before.value == after.value and not self._is_of_a_new_matter(before, after)
            assert not twice, f"I3: {words.value(slot, after.value)} was told twice in a row"
            assert int(before.id[1:]) < int(after.id[1:]), "I7: older news after newer"
            self.reached["there and back again"] += 1
        if any(one.id in self.returned() for one in mine):
            return  # its source knows that it was not told
        if mine and mine[-1].limit is not None:
            assert told, "I2: nothing of it was told"
            assert told[-1][1].value == mine[-1].value, "I13: they believe what is over"
        for k, one in enumerate(mine):
            if one.limit is None or any(m.at <= one.limit and m.value != one.value for m in mine[k + 1 :]):
                continue
            believed = [part.value for when, part in told if when <= one.limit]
            assert believed, f"I2: {one} was not told"
            assert believed[-1] == one.value, f"I2: {one} was not told in time"

    def _is_of_a_new_matter(self, before: Spoken, after: Spoken) -> bool:
        """A case was solved since, they wrote again on it, and this confirms what they wrote."""
        left = {part.id: when for when, _, parts in self.sent() for part in parts}
        solved = [left[one.id] for one in self.spoken.values()
                  if one.case == after.case and one.kind == "resolution" and one.id in left]  # fmt: skip
        wrote = [at for at, case, _ in self.wrote if case == after.case and at <= after.at]
        return after.kind == "confirmation" and any(left[before.id] <= end < at for end in solved for at in wrote)

    def i09_explained(self) -> None:
        """Every end has a sentence, and what was judged is judged so again, in whatever order the rows come."""
        for end in self.replay.outcomes.values():
            assert end["explanation"].endswith((".", "!"))
            assert "{" not in end["explanation"]
            self.reached[end["reason"]] += 1
        for state, at, told in self.replay.judged:
            first = release(state, at)
            assert told == list(first.delivery.parts if first.delivery and first.delivery.channel else ())
            reasons = [one.reason for one in first.settled] + list(first.delivery.reasons if first.delivery else ())
            assert all(sentence(reason, language) for reason in reasons for language in LANGUAGES)
            assert json.dumps([dict(reason.params) for reason in reasons])
            assert release(replace(state, waiting=state.waiting[::-1]), at).delivery == first.delivery
