"""One week lived in several worlds that differ in something that must not matter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from entendu.core.governor.replay import Replay
from tests.core.governor.machines import words
from tests.core.governor.machines.one_person import GAPS, MONDAY, OTHER_HOURS, PEOPLE, SOON, STARTS
from tests.core.governor.machines.oracle import Rows, Somebody

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
)
WHOLE, ALONE, IN_ONE_GO, NO_COURTESIES = (
    "whole",
    "without anybody else",
    "looked at only when something happens",
    "quiet",
)
LANGUAGES = ("en", "fr", "ro")


class Twins(RuleBasedStateMachine):
    """I14, I15, I16: other people, courtesies, when we look and the language change nothing."""

    reached: ClassVar[Counter[str]] = Counter()

    @initialize(who=st.sampled_from(PEOPLE), hour=st.sampled_from(STARTS))
    def begins(self, who: Somebody, hour: int) -> None:
        self.now, self.count, self.kinds = MONDAY + timedelta(hours=hour), 0, dict[str, str]()
        self.worlds = {name: Replay() for name in (WHOLE, ALONE, IN_ONE_GO, NO_COURTESIES, "fr", "ro")}
        for name, world in self.worlds.items():
            speaks = replace(who, language=name if name in LANGUAGES else "en")
            folk = ("marie",) if name == ALONE else ("marie", "jonas")
            world.happens(self.now, [speaks.event(self.now, one) for one in folk])

    def happens(self, kind: str, person: str = "marie", **more: Any) -> None:
        self.now += timedelta(seconds=1)  # no two things happen in one moment
        for name, world in self.worlds.items():
            if (person == "jonas" and name == ALONE) or (more.get("intent") == "courtesy" and name == NO_COURTESIES):
                continue
            event = {"at": self.now.isoformat(), "event": kind, "person": person} | more
            if kind == "submit":
                event["body"] = more["body"][name if name in LANGUAGES else "en"]
            world.happens(self.now, [event])
            assert not world.refused

    @rule(gap=st.sampled_from(SOON), kind=st.sampled_from(KINDS), value=st.integers(0, 1), wording=st.integers(0, 1))
    def a_system_says(self, gap: int, kind: str, value: int, wording: int) -> None:
        self._says(gap, kind, "c1", value, wording)

    @rule(gap=st.sampled_from(SOON), kind=st.sampled_from(KINDS), case=st.sampled_from(("c1", "c2")),
          value=st.integers(0, 1), jonas=st.booleans())  # fmt: skip
    def another_system_says(self, gap: int, kind: str, case: str, value: int, jonas: bool) -> None:
        """To Marie or to somebody else, sometimes on a case of the same number."""
        self._says(gap, kind, case, value, 0, "jonas" if jonas else "marie")

    def _says(self, gap: int, kind: str, case: str, value: int, wording: int, person: str = "marie") -> None:
        self.time_goes_by(gap)
        self.count += 1
        due = self.now + timedelta(hours=3) if kind == "promise" else None
        self.kinds[f"m{self.count}"] = kind
        self.happens(
            "submit", person, id=f"m{self.count}", source="system", case=case, vital=kind == "alert", subject="",
            body={language: words.text(language, kind, value, wording) for language in LANGUAGES}, channel="email",
            intent="update" if kind == "books" else kind, due=due and due.isoformat(),
        )  # fmt: skip

    @rule(kind=st.sampled_from(("update", "confirmation")), value=st.integers(0, 1))
    def news_comes_as_thanks_are_due(self, kind: str, value: int) -> None:
        """Three days after the thanks, where their hours do not end before."""
        self._says(0, "courtesy", "c1", value, 0)
        self._says(3 * 24 * 3600 - 300, kind, "c1", value, 0)

    @rule(case=st.sampled_from(("c1", "c2")), channel=st.sampled_from(("sms", "email")), jonas=st.booleans())
    def they_write(self, case: str, channel: str, jonas: bool) -> None:
        self.happens("inbound", "jonas" if jonas else "marie", case=case, channel=channel, body="…")

    @rule(hours=st.sampled_from(OTHER_HOURS), jonas=st.booleans())
    def their_hours_change(self, hours: Rows, jonas: bool) -> None:
        self.happens("preference", "jonas" if jonas else "marie", hours=[list(row) for row in hours])

    @rule(seconds=st.sampled_from(GAPS))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for name, world in self.worlds.items():
            if name != IN_ONE_GO:
                world.happens(self.now)

    def teardown(self) -> None:
        if not hasattr(self, "worlds"):
            return
        self.now += timedelta(days=9)
        for world in self.worlds.values():
            world.happens(self.now)
            list(world.ends())
        self.i14_non_interference()
        self.i15_step_independence()
        self.i16_language_independence()
        for line in self.worlds[WHOLE].deliveries:
            self.reached[f"told {line['person']}"] += 1
        for end in self.worlds[WHOLE].outcomes.values():
            self.reached[end["reason"]] += 1

    def i14_non_interference(self) -> None:
        """Neither what others are told nor thanks and surveys change anything that Marie reads, nor when."""
        assert _read(self.worlds[ALONE], "marie") == _read(self.worlds[WHOLE], "marie")
        assert _read(self.worlds[NO_COURTESIES]) == _read(self.worlds[WHOLE])
        ends = _ends(self.worlds[WHOLE])
        assert _ends(self.worlds[NO_COURTESIES]) == {k: e for k, e in ends.items() if self.kinds[k] != "courtesy"}
        assert _ends(self.worlds[ALONE]).items() <= ends.items()

    def i15_step_independence(self) -> None:
        """Looking more often changes nothing: an hour and a half are an hour and then half of one."""
        assert self.worlds[IN_ONE_GO].deliveries == self.worlds[WHOLE].deliveries
        assert self.worlds[IN_ONE_GO].outcomes == self.worlds[WHOLE].outcomes

    def i16_language_independence(self) -> None:
        """The same facts have the same fate at the same moment in every language."""
        for language in ("fr", "ro"):
            assert _when_and_where(self.worlds[language]) == _when_and_where(self.worlds[WHOLE])
            assert _ends(self.worlds[language]) == _ends(self.worlds[WHOLE])


def _read(world: Replay, person: str = "") -> list[tuple[Any, ...]]:
    """What somebody reads: when, where, in which words."""
    return sorted((line["at"], line["person"], line["channel"], line["submissions"], line["subject"], line["body"])
                  for line in world.deliveries if line["person"] == person or not person)  # fmt: skip


def _when_and_where(world: Replay) -> list[tuple[Any, ...]]:
    return sorted((line["at"], line["person"], line["channel"], line["submissions"]) for line in world.deliveries)


def _ends(world: Replay) -> dict[str, tuple[str, str]]:
    return {name: (end["outcome"], end["reason"]) for name, end in world.outcomes.items()}
