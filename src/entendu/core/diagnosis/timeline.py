"""What changed before the first error, the likeliest first: by how near it was, how related, and how unusual.

Each of the three is a weight of evidence in nats (I. J. Good 1950, "Probability and the Weighing of Evidence"): what
the logarithm of the odds gains when the change is that near, related or unusual. They add up, and `causes.py` goes on
with the sum. A change after the error cannot have been its cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import log, log10

from entendu.core.diagnosis.terms import rarity, stem, terms, words_of
from entendu.core.diagnosis.topics import acted_on, topics


class Kind(StrEnum):
    """What was changed."""

    TEMPLATE = "template"
    DEPLOYMENT = "deployment"
    SETTING = "setting"
    PLUGIN = "plugin"
    LOGIN = "login"
    ACCESS = "access"
    DATA = "data"
    NETWORK = "network"
    CERTIFICATE = "certificate"
    DEVICE = "device"
    OTHER = "other"


class Why(StrEnum):
    """What speaks for a change, or against it."""

    DURING = "during"  # within the time in which the error began
    NEAR = "near"  # how long before: `words` are hours
    CODE = "code"  # it names the trouble's error code: `words`
    NAMES = "names"  # it names what the customer names: `words`, with commas between them
    TOPIC = "topic"  # it is about the same thing: `words` are topics
    RARE_ACTOR = "rare-actor"  # seldom does anything here: `words` is who
    RARE_KIND = "rare-kind"  # such changes are seldom here
    RARE_OBJECT = "rare-object"  # this was hardly ever changed: `words` is what
    RARE_HOUR = "rare-hour"  # hardly anything is changed here at this hour
    ROUTINE = "routine"  # the same was done before, so many times: `words`, and nothing came of it


@dataclass(frozen=True, slots=True)
class Happening:
    """One change as the log keeps it. `object` is what was changed ("header.html line 41"), `actor` who did it."""

    id: int
    at: datetime
    kind: str
    actor: str = ""
    object: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the customer tells: the error began between `earliest` and `latest` (aware); its words and its codes."""

    earliest: datetime
    latest: datetime
    words: str = ""
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change stands where it stands; `words` fill the reason's sentence."""

    why: Why
    words: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """A change before the error with its three weights (nats) and its reasons, the weightiest first.

    `times` counts the changes of the same day, hand and object that it stands for, itself among them.
    """

    happening: Happening
    near: float
    related: float
    unusual: float
    reasons: tuple[Reason, ...]
    times: int = 1

    @property
    def weight(self) -> float:
        """The whole weight of evidence, in nats."""
        return self.near + self.related + self.unusual


# Of the weights below, near falls by a nat each time that the hours grow tenfold: an hour before 2.0 - 0.3, a day 0.6,
# three days 0.1, a month -0.9. Old changes act later ("I did nothing": a template edited three days before).
_AT_ONCE, _TENFOLD = 2.0, 1.0
_CODE, _TOPIC, _SECOND_TOPIC, _ACTED = 2.5, 1.0, 0.5, 0.7
_WORD, _TELLING, _WHOLE_NAME = 0.3, 1.0, 0.8
# What a kind of change does by its nature: signing in alters nothing (it points at what came after), a few rows of
# data seldom break more than themselves; a change of the network, of code or of certificates reaches everything.
_NATURE: Mapping[str, float] = {
    Kind.LOGIN: -1.0, Kind.DATA: -0.3, Kind.NETWORK: 0.3, Kind.DEPLOYMENT: 0.2, Kind.PLUGIN: 0.2,
    Kind.CERTIFICATE: 0.1,
}
_MOST_WORDS, _MOST_RELATED = 2.4, 4.0
_UNRELATED = -0.6
_ACTOR, _KIND, _OBJECT, _HOUR = 0.5, 0.3, 0.3, 0.3
_LEAST_KNOWN = 8  # changes without which nothing can be called unusual
_ROUTINE = 0.9
_WORTH_SAYING = 0.25


# What a weight was given for: its size, why, and the words of its reason. Reasons are made of them for the first few.
_Given = tuple[float, Why, str]
_EXPLAINED = 24


def ranked(happenings: Iterable[Happening], trouble: Trouble) -> list[Rated]:
    """The changes that may have caused the trouble, the likeliest first; those after it are left out.

    What is usual is read from the same changes. Changes of one hand to one thing on one day are one row. The first
    two dozen come with their reasons.
    """
    before = [one for one in happenings if one.at <= trouble.latest]
    measure = _Measure(before, trouble)
    weighed = sorted(((one, *measure.weigh(one)) for one in before),
                     key=lambda row: (-(row[1] + row[2] + row[3]), -row[0].at.timestamp(), row[0].id))
    times = Counter(_day_of(one) for one, *_weights in weighed)
    rated: dict[tuple[object, ...], Rated] = {}
    for one, near, related, unusual, given in weighed:
        day = _day_of(one)
        if day not in rated:
            reasons = _reasons(given) if len(rated) < _EXPLAINED else ()
            rated[day] = Rated(one, near, related, unusual, reasons, times[day])
    return list(rated.values())


def _day_of(one: Happening) -> tuple[object, ...]:
    return one.kind, one.actor, one.object, one.at.date()


def _reasons(given: Sequence[_Given]) -> tuple[Reason, ...]:
    return tuple(Reason(why, words) for _weight, why, words in sorted(given, key=lambda row: -abs(row[0])))


class _Measure:
    """Weighs changes of one system against one trouble."""

    def __init__(self, known: Sequence[Happening], trouble: Trouble) -> None:
        self.trouble = trouble
        self.wanted = terms(trouble.words)
        self.wanted_topics = topics(trouble.words)
        self.codes = frozenset(code.casefold() for code in trouble.codes)
        self.telling = rarity(terms(_text(one)) for one in known)
        self.number = len(known)
        self.actors = Counter(one.actor for one in known)
        self.kinds = Counter(one.kind for one in known)
        self.objects = Counter(one.object for one in known)
        self.hours = Counter(one.at.hour // 4 for one in known)
        self.same: Mapping[tuple[str, str, str], int] = Counter(_deed(one) for one in known)
        # By how many they are: 0 for what makes up a third of all and more, 1 for a thirtieth, at most 2 (log10).
        self.surprise = [0.0, *(min(2.0, max(0.0, log10(self.number / (3 * count))))
                                for count in range(1, self.number + 1))]

    def weigh(self, one: Happening) -> tuple[float, float, float, list[_Given]]:
        """How near, related and unusual the change is, and what each weight was given for."""
        given: list[_Given] = []
        return self._near(one, given), self._related(one, given), self._unusual(one, given), given

    def _near(self, one: Happening, given: list[_Given]) -> float:
        ahead = self.trouble.earliest - one.at
        if ahead <= timedelta(0):
            given.append((_AT_ONCE, Why.DURING, ""))
            return _AT_ONCE
        hours = ahead.total_seconds() / 3600
        weight = _AT_ONCE - _TENFOLD * log10(1 + hours)
        given.append((weight, Why.NEAR, str(hours)))
        return weight

    def _related(self, one: Happening, given: list[_Given]) -> float:
        text, total = _text(one), 0.0
        if self.codes and (named := [code for code in self.codes if code in text.casefold()]):
            total += _CODE
            given.append((_CODE, Why.CODE, ", ".join(sorted(named))))
        if common := self.wanted & terms(text):
            shared = sorted(common, key=lambda term: (-self.telling[term], term))[:3]
            weight = min(_MOST_WORDS, sum(self._telling(term) for term in shared))
            total += weight
            given.append((weight, Why.NAMES, ", ".join(_as_written(shared, text))))
        about = self.wanted_topics & (topics(text) | topics(one.actor))
        by_nature = self.wanted_topics & acted_on(one.kind)
        if about or by_nature:
            weight = (_TOPIC + _SECOND_TOPIC * (len(about) > 1)) * bool(about) + _ACTED * bool(by_nature)
            total += weight
            given.append((weight, Why.TOPIC, ", ".join(sorted(about or by_nature))))
        return (min(_MOST_RELATED, total) or _UNRELATED) + _NATURE.get(one.kind, 0.0)

    def _telling(self, term: str) -> float:
        """What sharing a term weighs: the rarer the more, and more for the name of a file or a thing."""
        return _WORD + _TELLING * self.telling[term] + _WHOLE_NAME * (not term.isalnum())

    def _unusual(self, one: Happening, given: list[_Given]) -> float:
        if self.number < _LEAST_KNOWN:
            return 0.0
        surprise = self.surprise
        found = [
            (_ACTOR * surprise[self.actors[one.actor]], Why.RARE_ACTOR, one.actor),
            (_KIND * surprise[self.kinds[one.kind]], Why.RARE_KIND, ""),
            (_OBJECT * surprise[self.objects[one.object]], Why.RARE_OBJECT, one.object),
            (_HOUR * surprise[self.hours[one.at.hour // 4]], Why.RARE_HOUR, ""),
        ]
        done = self.same[_deed(one)]
        if done > 2:
            found.append((-_ROUTINE * log(done), Why.ROUTINE, str(done - 1)))
        given += [row for row in found if abs(row[0]) >= _WORTH_SAYING]
        return sum(row[0] for row in found)


def _text(one: Happening) -> str:
    return f"{one.object} {one.details}"


def _as_written(shared: Sequence[str], text: str) -> list[str]:
    """The terms as whole words of the text, for a sentence."""
    words = sorted(words_of(text), key=len)
    return [next((word for word in words if stem(word) == term), term) for term in shared]


def _deed(one: Happening) -> tuple[str, str, str]:
    return one.kind, one.actor, one.object
