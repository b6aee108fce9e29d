"""The form of a language's table. Expressions read folded text (`core.governor.facts.fold`): small, without accents."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One language's words.

    `works` and `fails` say what became of a solution, `yet` turns a "works" into something else ("it worked until").
    `outage` says that something that people live on has stopped, `danger` that somebody or something may come to harm,
    `hurry` that it cannot wait. `warm` is small talk, `calm` asks for time or reassurance, `detail` for lists, numbers
    and reasons, `brief` for the point.
    """

    works: re.Pattern[str]
    fails: re.Pattern[str]
    yet: re.Pattern[str]
    outage: re.Pattern[str]
    danger: re.Pattern[str]
    hurry: re.Pattern[str]
    warm: re.Pattern[str]
    calm: re.Pattern[str]
    detail: re.Pattern[str]
    brief: re.Pattern[str]
