"""What a person believes of one case: the newest value told for each role, and how far the matter has come.

A message is redundant only when everything it states is what they believe already. Moved to eleven and back to
ten is news twice, because a value that a newer one has replaced is believed no longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from entendu.core.governor.facts.cues import ANY_STATE, NEGATION, PLAN_STATES, STILL
from entendu.core.governor.facts.read import Reading, Statement
from entendu.core.governor.facts.shape import WHEN
from entendu.core.governor.model import Intent

# Kinds of which a message states one value per role, so that a newer one takes its place.
_REPLACEABLE = WHEN | {"money", "percent", "duration", "version", "number"}

_COUNTING = (
    r"\b(?:first|second|third|final|last|next|new|premiere?|deuxieme|troisieme|dernier|derniere|prochaine?|nouveau|nouvelle|"
    r"prima|primul|doua|doilea|treia|ultima|ultimul|urmatoarea|urmatorul|noua|noul)\b"
)
# Words in which one sentence may differ from its twin without being about something else.
_IS_COMMON = re.compile(rf"{ANY_STATE.pattern}|{NEGATION.pattern}|{STILL.pattern}|\b[a-z]{{1,3}}\b|{_COUNTING}")

# What may stand beside a day and an hour without being what the message is about.
_DETAILS = frozenset({"number", "duration"})

# What a state takes back.
_OPPOSITES: dict[str, frozenset[str]] = {
    "cancelled": frozenset({"confirmed", "moved", "ready", "reopened", "not-cancelled"}),
    "confirmed": frozenset({"cancelled"}),
    "moved": frozenset({"cancelled"}),
    "reopened": frozenset({"done", "closed", "cancelled"}),
    "done": frozenset({"not-done", "failed", "reopened", "denied"}),
    "not-done": frozenset({"done", "closed"}),
    "failed": frozenset({"done", "paid"}),
    "paid": frozenset({"failed", "not-paid"}),
    "denied": frozenset({"confirmed"}),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A reading, for what it was sent, with the names that cannot tell two things apart taken out."""

    reading: Reading
    intent: Intent
    names: frozenset[str]

    @property
    def states(self) -> frozenset[str]:
        """Its states; a resolution closes the case, whatever its words, and nothing else does."""
        states = self.reading.states
        return (
            states - {"ready", "sent", "reopened"} | {"done", "closed"} if self.intent is Intent.RESOLUTION else states
        )

    def can_rest_on(self, before: Said) -> bool:
        """Whether it may be left out because of `before`: of vital news only other vital news says the same."""
        return self.intent is not Intent.ALERT or before.intent is Intent.ALERT

    @property
    def has_when(self) -> bool:
        """Whether it states a day or an hour."""
        return any(s.kind in WHEN for s in self.reading.news)


@dataclass(slots=True)
class Belief:
    """Built by telling, in the order of time; then asked."""

    live: dict[Statement, list[Said]] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    texts: list[frozenset[str]] = field(default_factory=list)
    told_anything: bool = False

    def tell(self, said: Said) -> None:
        """They have read this."""
        self.told_anything = True
        reading = said.reading
        for known, holders in list(self.live.items()):
            if known in reading.news or said.intent is Intent.QUESTION:
                continue  # what is only asked changes nothing
            gone = any(o.kind == known.kind and o.canon == known.canon for o in reading.old)
            if gone or any(takes_the_place(new, known) for new in reading.news):
                self.live[known] = [before for before in holders if not about_the_same(said, before)]
        for statement in reading.news:
            self.live.setdefault(statement, []).append(said)
        for state in said.states:
            self.states -= _OPPOSITES.get(state, frozenset())
        self.states |= said.states
        if said.intent is Intent.CONFIRMATION:
            self.labels |= reading.labels
        self.texts.append(reading.words)

    def knows(self, said: Said) -> bool:
        """Whether all that it states is believed already."""
        reading = said.reading
        if not self.told_anything or not all(self._holds(s, said) for s in reading.news):
            return False
        states = said.states - PLAN_STATES if reading.news else said.states
        if not states <= self.states:
            return False
        if said.intent is Intent.CONFIRMATION and not reading.news and not reading.labels <= self.labels:
            return False
        if reading.news or states or (said.intent is Intent.CONFIRMATION and reading.labels):
            return True
        return any(reading.words <= words for words in self.texts)

    def knows_all_but_details(self, said: Said) -> bool:
        """Whether only a number or a length of time is new in a message whose day and hour are believed."""
        kinds = {s.kind for s in said.reading.news}
        held = all(self._holds(s, said) for s in said.reading.news if s.kind not in _DETAILS or s.role == "secret")
        states = said.states - PLAN_STATES <= self.states
        return "date" in kinds and bool(kinds & {"time", "window"}) and held and states

    def _holds(self, statement: Statement, said: Said) -> bool:
        if statement.role == "today" and not any(
            s.kind == "date" and s.role == "plan" and s.canon != statement.canon for s in self.live
        ):
            return True  # whoever reads it today knows which day it is
        return any(
            known.kind == statement.kind
            and known.canon == statement.canon
            and may_be_one_role(known, statement)
            and any(about_the_same(said, before) and said.can_rest_on(before) for before in holders)
            for known, holders in self.live.items()
        )


def about_the_same(a: Said, b: Said) -> bool:
    """False where names or numbers of things tell the two apart: two children, two parcels."""
    ours, theirs = a.names - b.names, b.names - a.names
    if ours and theirs and not a.names & b.names:
        return False
    for group in {g for g, _ in a.reading.marks} & {g for g, _ in b.reading.marks}:
        if not {m for m in a.reading.marks if m[0] == group} & {m for m in b.reading.marks if m[0] == group}:
            return False  # the green one and the grey one
    if _differ_in_a_word(a.reading.tokens, b.reading.tokens):
        return False
    shapes = {shape for shape, _ in a.reading.entities} & {shape for shape, _ in b.reading.entities}
    for shape in shapes:
        mine = {code for s, code in a.reading.entities if s == shape}
        if mine.isdisjoint({code for s, code in b.reading.entities if s == shape}):
            return False
    return True


def _differ_in_a_word(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two messages of one template name two things: all words alike but one or two, and these no state's."""
    if len(a) != len(b) or len(a) < 3 or a == b:
        return False
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(pairs) <= 2 and len(pairs) * 3 <= len(a) and not any(_IS_COMMON.search(f"{x} {y}") for x, y in pairs)


def takes_the_place(new: Statement, old: Statement) -> bool:
    """Whether a newer value replaces an older one: one kind, one role, another value."""
    if new.kind != old.kind or new.canon == old.canon:
        return False
    if "secret" in (new.role, old.role):
        return new.role == old.role
    return new.kind in _REPLACEABLE and new.role == old.role


def may_be_one_role(a: Statement, b: Statement) -> bool:
    """Whether two statements of one value may be the same statement: one of the roles is plain, or they are equal."""
    if a.role == b.role or a.kind not in WHEN | {"money"}:
        return True
    plain = "plan" if a.kind in WHEN else "total"
    return bool({plain, "today"} & {a.role, b.role}) and not {"rule", "since"} & {a.role, b.role}


def replaces(newer: Said, older: Said) -> bool:
    """Whether a newer message leaves nothing of weight in an older one standing, and says otherwise in some point.

    A new hour without a day is meant for the day that was known.
    """
    if newer.intent is Intent.QUESTION or not about_the_same(newer, older):
        return False
    old, new = older.reading.news, newer.reading.news
    if not old:
        return bool(older.states) and all(_moves_on(newer.states, state) for state in older.states)
    if newer.intent is Intent.RESOLUTION and older.intent is Intent.UPDATE and _is_over(old, new):
        return True
    said = {(s.kind, s.canon) for s in new}
    gone = {s for s in old if (s.kind, s.canon) not in said and any(takes_the_place(n, s) for n in new)}
    gone |= _other_estimate(new, old)
    if all(is_small(s) for s in gone):
        return False
    hour_moved = any(s.kind in ("time", "window") for s in gone) and not any(s.kind == "date" for s in new)
    for statement in old - gone:
        if any(s.kind == statement.kind and s.canon == statement.canon and may_be_one_role(s, statement) for s in new):
            continue
        if not is_small(statement) and not (statement.kind == "date" and hour_moved):
            return False
    return True


def _other_estimate(new: frozenset[Statement], old: frozenset[Statement]) -> set[Statement]:
    """Of two messages with one day or hour to come each, the older one, whether something "comes" or "is back" then."""
    gone = set()
    for kind in WHEN:
        before = [s for s in old if s.kind == kind]
        after = [s for s in new if s.kind == kind]
        if len(before) == len(after) == 1 and before[0].canon != after[0].canon:
            gone |= {s for s in before if {s.role, after[0].role} == {"plan", "recovery"}}
    return gone


def is_small(statement: Statement) -> bool:
    """What stands beside the news and does not keep an outdated message alive."""
    return statement.kind in ("number", "duration", "link", "code") and statement.role != "secret"


def states_the_time_of(item: Said, carrier: Said) -> bool:
    """Whether a message names every day and hour of another: to mention an hour in passing is not to announce it."""
    named = {(s.kind, s.canon) for s in carrier.reading.news}
    return all((s.kind, s.canon) in named for s in item.reading.news if s.kind in WHEN and s.role != "today")


def _is_over(estimate: Iterable[Statement], end: Iterable[Statement]) -> bool:
    """Once it is over, and since when, nobody needs to know when it was expected to be."""
    ended = any(s.kind == "time" and s.role in ("recovery", "since") for s in end)
    return ended and all(s.kind in WHEN and s.role in ("plan", "recovery", "today", "due") for s in estimate)


_STEPS = {
    "not-done": 0,
    "failed": 0,
    "confirmed": 1,
    "moved": 1,
    "changed": 1,
    "delayed": 1,
    "not-ready": 1,
    "ready": 2,
    "sent": 3,
    "done": 4,
    "closed": 4,
}


def _moves_on(newer: Iterable[str], state: str) -> bool:
    return any(_STEPS.get(later, -1) > _STEPS.get(state, 99) or state in _OPPOSITES.get(later, ()) for later in newer)


def tells_nothing(said: Said) -> bool:
    """Whether an update holds no fact, no instruction, no answer and no question: only the company's own books."""
    reading = said.reading
    if said.intent is not Intent.UPDATE or reading.news or reading.asks:
        return False
    states = said.states - {"not-done", "not-changed", "changed", "not-ready", "not-sent"}
    if reading.books:
        states -= PLAN_STATES
    return not states and (reading.books or reading.still)
