"""What a person believes of one case: the newest value told for each role, and how far the matter has come.

A message is redundant only when everything it states is what they believe already. Moved to eleven and back to
ten is news twice, because a value that a newer one has replaced is believed no longer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from entendu.core.governor.facts.cues import ANY_STATE, NEGATION, PLAN_STATES, STILL
from entendu.core.governor.facts.given import statements, with_facts
from entendu.core.governor.facts.read import Reading, Statement
from entendu.core.governor.facts.shape import WHEN
from entendu.core.governor.model import Intent

# How many values, and how many texts, are remembered of one case.
MOST_REMEMBERED = 64

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


class Said:
    """What a message states, and for what it was sent.

    Its words are read only when somebody asks for them: where every source sends facts along, nobody does. `given` are
    the facts that came, `facts` those that may be news: the name of the case is not, unless a confirmation holds
    nothing else (`only_opens`).
    """

    __slots__ = ("_names", "_own", "_read", "_reading", "facts", "given", "intent", "only_opens")

    def __init__(
        self, intent: Intent, read: Callable[[], Reading], own: frozenset[str], facts: Mapping[str, str], case: str
    ) -> None:
        self.intent, self.facts, self.given = intent, facts, facts
        self.only_opens = False
        if case in facts.values():
            self.facts = {key: value for key, value in facts.items() if value != case}
            if not self.facts and intent is Intent.CONFIRMATION:
                self.only_opens, self.facts = True, facts
        self._read, self._own = read, own
        self._reading: Reading | None = None
        self._names: frozenset[str] | None = None

    @property
    def reading(self) -> Reading:
        """What its words say, corrected by the facts that came with them."""
        if self._reading is None:
            self._reading = with_facts(self._read(), self.facts) if self.facts else self._read()
        return self._reading

    @property
    def names(self) -> frozenset[str]:
        """The names in it that can tell two things apart: neither the firm's nor the person's own."""
        if self._names is None:
            self._names = self.reading.names - self._own
        return self._names

    @property
    def states(self) -> frozenset[str]:
        """Its states; a resolution closes the case, whatever its words, and nothing else does."""
        states = self.reading.states
        return (
            states - {"ready", "sent", "reopened"} | {"done", "closed"} if self.intent is Intent.RESOLUTION else states
        )

    def can_rest_on(self, before: Said) -> bool:
        """Whether it may be left out because of `before`: of vital news only other vital news says the same.

        What announces that something has changed was not told by whatever mentions the new hour in passing.
        """
        if self.intent is Intent.ALERT and before.intent is not Intent.ALERT:
            return False
        return bool(self.facts or before.facts) or not self.reading.old or before.announces

    @property
    def announces(self) -> bool:
        """Whether it tells of a time for its own sake: the day with the hour, or that it is otherwise now."""
        kinds = WHEN & {s.kind for s in self.reading.news}
        return bool(self.reading.old or self.states & PLAN_STATES) or {"date"} < kinds

    @property
    def weight(self) -> int:
        """How much it tells."""
        if self.facts:
            return len(self.facts)
        return len(self.reading.news) + len(self.states) + len(self.reading.labels)


class Belief:
    """Built by telling, in the order of time; then asked.

    It remembers a bounded number of values: what was told longer ago than that is news again. Facts are compared key by
    key. Words are taken in (`_take_in`) when first something is asked that facts alone do not answer.
    """

    __slots__ = (
        "_facts", "_has_words", "_is_closed", "_labels", "_live", "_mixed", "_states", "_texts", "_unread", "_urgent",
        "told",
    )  # fmt: skip

    def __init__(self) -> None:
        self.told = False
        self._facts: dict[str, str] = {}
        self._urgent: dict[str, str] = {}
        self._is_closed = self._has_words = False
        self._mixed: list[Said] = []  # what came without facts, until it is known to hold no values
        self._unread: list[Said] = []
        self._live: dict[Statement, tuple[Said, ...]] = {}
        self._states: set[str] = set()
        self._labels: set[str] = set()
        self._texts: list[frozenset[str]] = []

    def told_also(self, more: Iterable[Said]) -> Belief:
        """What they would believe after more; this belief stays as it is."""
        other = Belief()
        for name in Belief.__slots__:
            value = getattr(self, name)
            setattr(other, name, value if isinstance(value, bool) else value.copy())
        for said in more:
            other.tell(said)
        return other

    def tell(self, said: Said) -> None:
        """They have read this."""
        self.told = True
        self._unread.append(said)
        if len(self._unread) > 2 * MOST_REMEMBERED:
            del self._unread[:MOST_REMEMBERED]
        if not said.facts:
            self._has_words = True
            if not self._mixed or not _has_values(self._mixed[0]):
                self._mixed = [*self._mixed, said][-MOST_REMEMBERED:]
        elif said.intent is not Intent.QUESTION:
            self._facts.update(said.given)
            if said.intent is Intent.ALERT:
                self._urgent.update(said.facts)
            while len(self._facts) > MOST_REMEMBERED:
                del self._facts[next(iter(self._facts))]
        self._is_closed |= said.intent is Intent.RESOLUTION

    def knows(self, said: Said) -> bool:
        """Whether all that it states is believed already."""
        if not self.told:
            return False
        if said.facts and (not self._has_words if said.only_opens else self._is_all_facts()):
            return self._knows_facts(said)
        self._take_in()
        reading = said.reading
        if not all(self._holds(s, said) for s in reading.news):
            return False
        states = said.states - PLAN_STATES if reading.news else said.states
        if not states <= self._states:
            return False
        if said.intent is Intent.CONFIRMATION and not reading.news and not reading.labels <= self._labels:
            return False
        if reading.news or states or (said.intent is Intent.CONFIRMATION and reading.labels):
            return True
        return any(reading.words <= words for words in self._texts)

    def knows_all_but_details(self, said: Said) -> bool:
        """Whether only a number or a length of time is new in a message whose day and hour are believed."""
        self._take_in()
        kinds = {s.kind for s in said.reading.news}
        held = all(self._holds(s, said) for s in said.reading.news if s.kind not in _DETAILS or s.role == "secret")
        states = said.states - PLAN_STATES <= self._states
        return "date" in kinds and bool(kinds & {"time", "window"}) and held and states

    def _is_all_facts(self) -> bool:
        """Whether facts alone answer what is asked: whatever came without any holds no value that could differ."""
        while self._mixed and not _has_values(self._mixed[-1]):
            self._mixed.pop()
        return not self._mixed

    def _knows_facts(self, said: Said) -> bool:
        if said.intent is Intent.RESOLUTION and not self._is_closed:
            return False
        known = self._facts
        if any(known.get(key) != value for key, value in said.facts.items()):
            return False
        return said.intent is not Intent.ALERT or all(self._urgent.get(k) == v for k, v in said.facts.items())

    def _take_in(self) -> None:
        """Read what was told since this was asked last."""
        for said in self._unread:
            self._take(said)
        self._unread = []

    def _take(self, said: Said) -> None:
        reading = said.reading
        if said.intent is not Intent.QUESTION:  # what is only asked changes nothing
            for known, holders in list(self._live.items()):
                if known in reading.news:
                    continue
                gone = any(o.kind == known.kind and o.canon == known.canon for o in reading.old)
                if gone or any(takes_the_place(new, known) for new in reading.news):
                    left = tuple(before for before in holders if not about_the_same(said, before))
                    if left:
                        self._live[known] = left
                    else:
                        del self._live[known]
        for statement in reading.news:
            self._live[statement] = (*self._live.pop(statement, ()), said)[-8:]
        for state in said.states:
            self._states -= _OPPOSITES.get(state, frozenset())
        self._states |= said.states
        if said.intent is Intent.CONFIRMATION:
            self._labels |= reading.labels
        self._texts = [*self._texts, reading.words][-MOST_REMEMBERED:]
        while len(self._live) > 2 * MOST_REMEMBERED:
            del self._live[next(iter(self._live))]

    def _holds(self, statement: Statement, said: Said) -> bool:
        if statement.role == "today" and not any(
            s.kind == "date" and s.role == "plan" and s.canon != statement.canon for s in self._live
        ):
            return True  # whoever reads it today knows which day it is
        return any(
            known.kind == statement.kind
            and known.canon == statement.canon
            and may_be_one_role(known, statement)
            and any(about_the_same(said, before) and said.can_rest_on(before) for before in holders)
            for known, holders in self._live.items()
        )


def _has_values(said: Said) -> bool:
    return bool(said.reading.news or said.reading.old)


def about_the_same(a: Said, b: Said) -> bool:
    """False where names or numbers of things tell the two apart: two children, two parcels."""
    if a is b or (a.facts and b.facts):
        return True  # facts say themselves what they are of
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
    if newer.intent is Intent.QUESTION:
        return False
    if newer.facts and older.facts:
        return _facts_replace(newer, older)
    if not older.reading.news and not older.states:
        return False
    if not about_the_same(newer, older):
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


def _facts_replace(newer: Said, older: Said) -> bool:
    """As `replaces`, key by key."""
    if all(newer.facts.get(key, value) == value for key, value in older.facts.items()):
        over = newer.intent is Intent.RESOLUTION and older.intent is Intent.UPDATE and newer.facts != older.facts
        return over and _is_over(_moments(older), _moments(newer)) and len(_moments(older)) >= len(older.facts)
    return older.facts.keys() <= newer.facts.keys()


def _moments(said: Said) -> list[Statement]:
    return [s for key, value in said.facts.items() for s in statements(key, value)]


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
    if item.facts and carrier.facts:
        return all(carrier.facts.get(k) == v for k, v in item.facts.items() if statements(k, v))
    named = {(s.kind, s.canon) for s in carrier.reading.news}
    return all((s.kind, s.canon) in named for s in item.reading.news if s.kind in WHEN and s.role != "today")


def _is_over(estimate: Iterable[Statement], end: Iterable[Statement]) -> bool:
    """Once it is over, and since when, nobody needs to know when it was expected to be."""
    ended = any(s.kind == "time" and s.role in ("recovery", "since") for s in end)
    return ended and all(s.kind in WHEN and s.role in ("plan", "recovery", "today", "due") for s in estimate)


_STEPS = {
    "not-done": 0, "failed": 0, "confirmed": 1, "moved": 1, "changed": 1, "delayed": 1, "not-ready": 1, "ready": 2,
    "sent": 3, "done": 4, "closed": 4,
}  # fmt: skip


def _moves_on(newer: Iterable[str], state: str) -> bool:
    return any(_STEPS.get(later, -1) > _STEPS.get(state, 99) or state in _OPPOSITES.get(later, ()) for later in newer)


def tells_nothing(said: Said) -> bool:
    """Whether an update holds no fact, no instruction, no answer and no question: only the company's own books."""
    if said.intent is not Intent.UPDATE or said.facts:
        return False
    reading = said.reading
    if reading.news or reading.asks:
        return False
    states = said.states - {"not-done", "not-changed", "changed", "not-ready", "not-sent"}
    if reading.books:
        states -= PLAN_STATES
    return not states and (reading.books or reading.still)
