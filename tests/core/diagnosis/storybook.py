"""Stories with a known culprit, read from their files, and the place at which the ranking puts it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from entendu.core.diagnosis import causes
from entendu.core.diagnosis.causes import Hypothesis
from entendu.core.diagnosis.timeline import Happening, Trouble, ranked

BEGAN = datetime(2026, 11, 19, 7, 52, tzinfo=UTC)
ABSENT = 99


@dataclass(frozen=True)
class Story:
    """A trouble with the changes around it; `culprit` is the number of the change that caused it, 0 for ours."""

    name: str
    trouble: Trouble
    happenings: tuple[Happening, ...]
    culprit: int


def stories(name: str) -> list[Story]:
    """All stories of a file."""
    told = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["story"]
    return [_story(one) for one in told]


def place_of_culprit(story: Story) -> int:
    """Its place among the possible causes, from 1; `ABSENT` where it is not among them."""
    order = [one.hypothesis.key for one in causes.ranked(hypotheses(story))]
    wanted = str(story.culprit) if story.culprit else "ours"
    return order.index(wanted) + 1 if wanted in order else ABSENT


def hypotheses(story: Story) -> list[Hypothesis]:
    """What would be proposed by itself: the changes that weigh enough, and a defect on our side."""
    rated = causes.from_changes(ranked(story.happenings, story.trouble))
    ours = Hypothesis("ours", causes.OURS)
    return [ours, *(Hypothesis(str(one.happening.id), causes.prior_of_change(one)) for one in rated)]


def _story(told: dict[str, object]) -> Story:
    began = float(str(told.get("began", 0)))
    happenings = [_happening(number, str(line)) for number, line in enumerate(told["changes"], 1)]  # type: ignore[arg-type]
    for place, line in enumerate(told.get("routine", ())):  # type: ignore[arg-type]
        often, what = str(line).split(" | ", 1)
        every, times = often.split(" x")
        ago = [float(every) * n + 2.2 for n in range(int(times))]
        happenings += [_happening(1000 * (place + 1) + n, f"{hours} | {what}") for n, hours in enumerate(ago)]
    culprit = 0 if told["culprit"] == "ours" else int(str(told["culprit"]))
    codes = frozenset(map(str, told.get("codes", ())))  # type: ignore[arg-type]
    trouble = Trouble(BEGAN, BEGAN + timedelta(hours=began), str(told["words"]), codes)
    return Story(str(told["name"]), trouble, tuple(happenings), culprit)


def _happening(number: int, line: str) -> Happening:
    ago, kind, actor, what, details = [*f"{line} ".split(" | "), ""][:5]
    return Happening(number, BEGAN - timedelta(hours=float(ago)), kind, actor, what, details.strip())
