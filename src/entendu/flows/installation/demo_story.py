"""The story that an empty desk tells, read from `demo_story.toml`: eight people, three languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOLD_IN = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Someone:
    """A customer of the story. `hours` are rows of days, opening and closing in their own time."""

    name: str
    address: str
    about: str
    organisation: str
    language: str
    time_zone: str
    hours: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said. `by` is "them", "us" or "note"; `ago` counts hours before the first start."""

    by: str
    ago: float
    text: str
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a colleague did: `does` is its name in `demo_acts`, `said` what that wants to know."""

    ago: float
    does: str
    writer: str
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that was changed in the customer's system so many hours before the first start."""

    ago: float
    kind: str
    who: str
    what: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of the story, with what was said in it, oldest first."""

    who: Someone
    subject: str
    said: tuple[Said, ...]
    tags: tuple[str, ...] = ()
    assigned: bool = False
    over: bool = False
    changed: tuple[Changed, ...] = ()
    acts: tuple[Act, ...] = ()

    def steps(self) -> list[Said | Act]:
        """All that happened, in its order."""
        return sorted([*self.said, *self.acts], key=lambda one: -one.ago)


def cases() -> list[Case]:
    """The whole story."""
    return [_case(case) for case in tomllib.loads(TOLD_IN.read_text(encoding="utf-8"))["case"]]


def _case(told: dict[str, Any]) -> Case:
    who = told["who"] | {"hours": tuple(map(tuple, told["who"].get("hours", ())))}
    return Case(who=Someone(**who), said=tuple(Said(**said) for said in told["said"]),
                changed=tuple(Changed(**one) for one in told.get("changed", ())),
                acts=tuple(_act(one) for one in told.get("act", ())),
                **{name: value for name, value in told.items() if name not in {"who", "said", "changed", "act"}})


def _act(told: dict[str, Any]) -> Act:
    own = {name: value for name, value in told.items() if name not in {"ago", "does", "writer"}}
    return Act(told["ago"], told["does"], told["writer"], own)
