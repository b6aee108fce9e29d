"""Possible causes in their order: what speaks for each, how likely that makes it in words, and which check comes first.

A hypothesis begins with the logarithm of its odds (`prior`, in nats) and gains or loses with each piece of evidence:
weights add up (I. J. Good 1950). The shares of all hypotheses and of "something nobody has thought of" make one, so
that ruling one out lifts the others. Shares are never shown: they choose a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log2

from entendu.core.diagnosis.timeline import Rated


class Weigh(StrEnum):
    """What a piece of evidence weighs.

    A strong one makes a hypothesis ten times as likely against the others, a weak one twice, one that settles it a
    hundred times: the middles of Jeffreys' grades (H. Jeffreys 1961, "Theory of Probability", appendix B).
    """

    SETTLES_FOR = "+++"
    STRONGLY_FOR = "++"
    WEAKLY_FOR = "+"
    WEAKLY_AGAINST = "-"
    STRONGLY_AGAINST = "--"
    SETTLES_AGAINST = "---"

    @property
    def speaks_for(self) -> bool:
        """Whether it speaks for the hypothesis."""
        return self.value.startswith("+")


NATS = {Weigh.SETTLES_FOR: 4.6, Weigh.STRONGLY_FOR: 2.3, Weigh.WEAKLY_FOR: 0.7,
        Weigh.WEAKLY_AGAINST: -0.7, Weigh.STRONGLY_AGAINST: -2.3, Weigh.SETTLES_AGAINST: -4.6}


class Verdict(StrEnum):
    """What a person decided; open while nobody has."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    RULED_OUT = "ruled-out"


class Likelihood(StrEnum):
    """How likely, in words. The bounds are those of the intelligence community's directive 203 (ICD 203, 2015), with
    one word from a tenth to a half: a list of causes holds several that are each "possible"."""

    CONFIRMED = "confirmed"
    VERY_LIKELY = "very-likely"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    RULED_OUT = "ruled-out"


class Cost(StrEnum):
    """What the check costs."""

    QUICK = "quick"
    HOUR = "hour"
    DAY = "day"


MINUTES = {Cost.QUICK: 5, Cost.HOUR: 60, Cost.DAY: 480}
_BOUNDS = ((0.8, Likelihood.VERY_LIKELY), (0.55, Likelihood.LIKELY), (0.1, Likelihood.POSSIBLE))

# Where hypotheses begin, against "something nobody has thought of", which stands at nought. A defect of ours is as
# likely as that until evidence says otherwise: machines are not perfect.
OURS = 0.2
BY_HAND = 0.7  # a colleague who names a cause has a reason
CODE = 1.6  # the catalogue names the causes of a code
KNOWN = 1.4  # a known error with the same signs
ALIKE = 0.9  # the cause of a similar case that was settled
_CHANGE = -1.4  # any change at all; its own weights are added
ENOUGH = -1.8  # a change that weighs less is not proposed by itself
MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A possible cause: a key of the caller's, its odds before evidence (nats), the evidence, its check's cost."""

    key: str
    prior: float
    evidence: tuple[Weigh, ...] = ()
    cost: Cost = Cost.HOUR
    verdict: Verdict = Verdict.OPEN

    @property
    def weight(self) -> float:
        """The logarithm of its odds, with the evidence."""
        return self.prior + sum(NATS[one] for one in self.evidence)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hypothesis in its place. `share` is its part of all that is possible, for ordering alone."""

    hypothesis: Hypothesis
    likelihood: Likelihood
    share: float


def prior_of_change(change: Rated) -> float:
    """Where the hypothesis begins that this change was the cause."""
    return _CHANGE + change.weight


def prior_of_known(score: float, *, by_code: bool) -> float:
    """Where a known error begins that fits the case by `score` (0 to 1), or by its very code."""
    return CODE if by_code else KNOWN - (1.0 - score)


def prior_of_alike(score: float) -> float:
    """Where the cause begins that a similar case had, which is alike by `score` (0 to 1)."""
    return ALIKE - (1.0 - score)


def for_ours(others: int) -> tuple[Weigh, ...]:
    """What it says for a defect of ours that so many other customers report the same: one a little, three much."""
    return (Weigh.STRONGLY_FOR,) if others >= 3 else (Weigh.WEAKLY_FOR,) if others else ()


def from_changes(changes: Sequence[Rated]) -> list[Rated]:
    """Those of the changes, the likeliest first, that are worth a line among the causes."""
    return [one for one in changes[:MOST_CHANGES] if prior_of_change(one) >= ENOUGH]


def ranked(hypotheses: Iterable[Hypothesis]) -> list[Ranked]:
    """All of them, the likeliest first; what is confirmed stands on top, what is ruled out at the end."""
    every = list(hypotheses)
    settled = any(one.verdict is Verdict.CONFIRMED for one in every)
    odds = {one.key: 0.0 if one.verdict is Verdict.RULED_OUT else exp(min(one.weight, 50.0)) for one in every}
    confirmed = {one.key for one in every if one.verdict is Verdict.CONFIRMED}
    whole = 1.0 + sum(odds.values())
    placed = []
    for one in every:
        share = odds[one.key] / whole
        if settled:  # nothing else is needed to explain it
            share = 1.0 if one.key in confirmed else share * 0.1
        placed.append(Ranked(one, _word(one.verdict, share), share))
    rank = {Verdict.CONFIRMED: 0, Verdict.OPEN: 1, Verdict.RULED_OUT: 2}
    return sorted(placed, key=lambda one: (rank[one.hypothesis.verdict], -one.share))


def checks_in_order(causes: Iterable[Ranked]) -> list[Ranked]:
    """The open causes in the order in which to check them: what a check tells, for each minute that it costs.

    A check that settles a cause of share p tells as much as the entropy of p (C. E. Shannon 1948), in bits. Divided by
    its minutes, cheap and decisive checks come first (R. A. Howard 1966, "Information value theory").
    """
    still_open = [one for one in causes if one.hypothesis.verdict is Verdict.OPEN]
    return sorted(still_open, key=lambda one: -_entropy(one.share) / MINUTES[one.hypothesis.cost])


def _word(verdict: Verdict, share: float) -> Likelihood:
    if verdict is Verdict.CONFIRMED:
        return Likelihood.CONFIRMED
    if verdict is Verdict.RULED_OUT:
        return Likelihood.RULED_OUT
    return next((word for bound, word in _BOUNDS if share >= bound), Likelihood.UNLIKELY)


def _entropy(share: float) -> float:
    if not 0.0 < share < 1.0:
        return 0.0
    return -share * log2(share) - (1 - share) * log2(1 - share)
