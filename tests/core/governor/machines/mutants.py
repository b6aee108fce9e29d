"""Small faults that others have had, and some of our own, put into the governor while a machine looks for them.

A mutant changes one line of one function, named by its words: where the line is no longer there the mutant says so, and
whoever changed it finds the line that took its place.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from entendu.core.governor import asking, compose, deadline, decide, hours, matter, news, release, replay
from entendu.flows import release as release_flow
from tests.core.governor.machines.one_person import OnePerson
from tests.core.governor.machines.outbox_on_paper import OutboxOnPaper
from tests.core.governor.machines.records import Records
from tests.core.governor.machines.twins import Twins


@dataclass(frozen=True)
class Mutant:
    """One fault: in this function `line` becomes `fault`; the machine that must find it."""

    name: str
    where: tuple[Any, str]
    line: str
    fault: str
    machine: type[RuleBasedStateMachine] = OnePerson

    @contextmanager
    def lives(self) -> Iterator[None]:
        """The fault is in the governor until the end of the block."""
        owner, name = self.where
        original = inspect.getattr_static(owner, name)
        altered = self._altered(original)
        places = [owner] if isinstance(owner, type) else _importers(name, original)
        for place in places:
            setattr(place, name, altered)
        rules = decide.RULES
        decide.RULES = tuple(altered if rule is original else rule for rule in rules)
        _forget()
        try:
            yield
        finally:
            decide.RULES = rules
            for place in places:
                setattr(place, name, original)
            _forget()

    def _altered(self, original: Any) -> Any:
        owner, name = self.where
        module = sys.modules[owner.__module__] if isinstance(owner, type) else owner
        work = getattr(original, "work_out", original)
        if not inspect.isroutine(work):
            return eval(self.fault, dict(vars(module)))  # a constant
        source = textwrap.dedent(inspect.getsource(work))
        assert source.count(self.line) == 1, f"{self.name}: {name} holds the line {source.count(self.line)} times"
        names: dict[str, Any] = {}
        exec(compile("from __future__ import annotations\n" + source.replace(self.line, self.fault), "<mutant>",
        "exec"),
             vars(module) | {}, names)  # fmt: skip
        return names[name]


def _importers(name: str, original: Any) -> list[ModuleType]:
    """Every module of ours that knows the function by its name."""
    ours = [module for key, module in list(sys.modules.items()) if key.startswith(("entendu.", "tests.core.governor"))]
    return [module for module in ours if vars(module).get(name) is original]


def _forget() -> None:
    """What is remembered of hours was worked out by other rules."""
    hours.weekly.cache_clear()


J, R, H, M = release._Judge, replay.Replay, hours.Hours, matter.Matter
# The seven of the study's survey of other systems (2.7), each named by what it does there.
SEEDED = (
    Mutant("timer consumed by mute", (R, "_fire"), "while any(held.at",
    "while self.people[key].hours.is_open(at) and any(held.at"),
    Mutant("self-merge", (J, "_together"), "if o is not item and not o.absorbed_by", "if not o.absorbed_by"),
    Mutant("inclusive end minute", (H, "_spans_of"), "w.closes, late=False", "w.closes + 1, late=False"),
    Mutant("UTC weekday", (H, "_spans_of"), "if day.weekday() in w.days",
           "if instant(self.zone, day, w.opens, late=True).weekday() in w.days"),
    Mutant("calendar-day window", (R, "_submit"), "at - wrote.at <= self.settings.presence",
           "at.date() == wrote.at.date()"),
    Mutant("late-read envelope", (release, "_lead"),
           "return min(matters, key=lambda m: (m.submission.intent is not Intent.ANSWER, m.is_awaited))",
           "return matters[-1]"),
    Mutant("presence drop", (J, "_alone"), "if me.intent is Intent.COURTESY:",
           "if me.intent is Intent.COURTESY or Matter(me, self.state, self.now, self.settings).here:"),
)  # fmt: skip
# The study's toy: the four faults that it had, and the mutants that it was tried with.
TOY = (
    Mutant("absorbed on decision, not on delivery", (release_flow, "WITH_IT"), "", "frozenset()", Records),
    Mutant("belief without what waits", (J, "_together"), "self._replaced(item, items, told) or self._known",
           "self._known"),
    Mutant("no second look at release", (J, "_known"), "if not account.belief.knows(item.said)", "if True"),
    Mutant("a carrier keeps the first intent", (J, "_together"),
    "if goes_whole(item.submission):\n            item.set",
           "if goes_whole(items[0].submission):\n            item.set"),
    Mutant("quiet-window boundary", (H, "_spans_of"), "w.opens, late=True", "w.opens - 1, late=True"),
    Mutant("promise one minute late", (deadline, "_promised"), "return due if due", "return due + MARGIN * 12 if due"),
    Mutant("deadline not clamped", (deadline, "span"), "min(opens + wait, ends)", "opens + wait"),
    Mutant("deadline not clamped on merge", (news, "what_is_said_already_rides_along"), "matter.now < at <= by",
           "matter.now < at", OutboxOnPaper),
)  # fmt: skip
# Our own: one for each invariant that these leave alone.
OUR_OWN = (
    Mutant("I1 what is settled goes on waiting", (R, "_release"), "del person.waiting[settled.id]", "pass"),
    Mutant("I2 only the first part is told", (compose, "compose"), "for p in paragraphs if p",
    "for p in paragraphs[:1]"),
    Mutant("I3 told, and not remembered", (R, "_deliver"), "account.add(sent, ", "str("),
    Mutant("I5 promised for the night", (deadline, "_promised"), "if not hours.is_open(due):", "if False:"),
    Mutant("I6 a broken channel is tried", (M, "may_go_by"), "or channel in recipient.undeliverable", ""),
    Mutant("I6 answers go where they wrote of something else", (M, "wanted"), "self.on_case or self.here",
           "self.here or self.on_case"),
    Mutant("I7 the older one replaces the newer", (J, "_replaced"), "reversed(items)", "items"),
    Mutant("I8 a key counts once it has arrived", (decide, "never_twice_with_the_same_key"),
           "for held in matter.state.waiting:", "for held in ():", OutboxOnPaper),
    Mutant("I8 a key of another is ours", (decide, "never_twice_with_the_same_key"),
           "same = me.key and told.key == me.key", "same = me.key and told.key != me.key", OutboxOnPaper),
    Mutant("I9 the verdict hangs on the order of rows", (asking, "no_more_waits_than_somebody_can_oversee"),
           "owed < matter.settings.most_waiting",
           "owed < matter.settings.most_waiting or others[0].submission.order > others[-1].submission.order",
           OutboxOnPaper),
    Mutant("I10 twelve wait unasked", (asking, "no_more_waits_than_somebody_can_oversee"),
           "owed < matter.settings.most_waiting", "owed < 12", OutboxOnPaper),
    Mutant("I11 vital to who allows no emergencies", (deadline, "span"), "(is_vital and emergencies)",
           "submission.is_vital"),
    Mutant("I11 new hours move the end, not the beginning", (deadline, "moved_with_hours"),
           "return Span(min(hours.next_opening(old.opens), old.closes), old.closes)", "return old"),
    Mutant("I12 thanks are news", (J, "_alone"), "if me.intent is Intent.COURTESY:", "if False:"),
    Mutant("I12 an opt-out is a wish", (M, "may_go_by"), "channel not in recipient.opted_out", "True", OutboxOnPaper),
    Mutant("I12 news rides along with an answer", (J, "with_one_way"),
           "if not self.state.recipient.opted_out or len(keep) < 2:", "if True:", OutboxOnPaper),
    Mutant("I14 thanks hurry what waits", (release, "release"),
           "for i in judge.items if i.settled is None and i.detail is None", "for i in judge.items", Twins),
    Mutant("I15 looked at when something happens", (R, "happens"), "timers[0][0] < at", "False", Twins),
    Mutant("I16 no second look in French", (J, "_known"), "if not account.belief.knows(item.said)",
           'if self.state.recipient.language == "fr" or not account.belief.knows(item.said)', Twins),
    Mutant("I18 a contradiction is asked for ever",
           (asking, "two_systems_that_contradict_each_other_are_put_before_a_person"),
           "if by <= matter.now:", "if False:", OutboxOnPaper),
    Mutant("I18 a colleague types for ever", (asking, "colleague_writes_until"), "until = min(ends, latest)",
           "until = ends", OutboxOnPaper),
)  # fmt: skip
