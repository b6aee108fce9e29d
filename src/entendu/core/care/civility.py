"""The civility ladder: what comes after what, how long a pause lasts, and what gets through it.

Nobody is a punching bag, and nobody is cut off: whatever may be urgent gets through at every step, and so does
whatever could not be read. In doubt it gets through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from entendu.core.care.urgent import Urgent, urgent
from entendu.core.promises.working import WorkingTime


class Step(StrEnum):
    """One step of the ladder, in the order in which they are usually taken."""

    WARNED = "warned"  # asked for civility
    PAUSED = "paused"  # the conversation rests until a moment that was said
    CALLED = "called"  # a lead takes over
    INVITED = "invited"  # invited back; nothing stands between us any more


# What may follow what; "" is nothing yet. Backwards goes by taking a step back.
NEXT: dict[str, tuple[Step, ...]] = {
    "": (Step.WARNED,),
    Step.WARNED: (Step.PAUSED, Step.CALLED, Step.INVITED),
    Step.PAUSED: (Step.CALLED, Step.INVITED),
    Step.CALLED: (Step.PAUSED, Step.INVITED),
    Step.INVITED: (Step.WARNED,),
}
# Of steps that stand, those during which something is different.
STANDING = frozenset({Step.WARNED, Step.PAUSED, Step.CALLED})
SHORTEST_PAUSE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: the latest step that was not taken back, and until when a pause lasts."""

    step: Step | None = None
    until: datetime | None = None

    def rests(self, at: datetime) -> bool:
        """Whether the conversation is paused then."""
        return self.step is Step.PAUSED and self.until is not None and at < self.until


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of a letter: whether it reaches the desk at once, the urgent things in it, or when it comes back."""

    at_once: bool
    urgent: tuple[Urgent, ...] = ()
    until: datetime | None = None


def may_follow(standing: Standing) -> Sequence[Step]:
    """The steps that may be taken now."""
    return NEXT[standing.step or ""]


def pause_until(now: datetime, work: WorkingTime) -> datetime:
    """When a pause that begins now ends: at the opening of a working day, twelve hours away at least."""
    day = work.next_working_day(now.astimezone(work.zone).date())
    return work.opening(day) if work.opening(day) - now >= SHORTEST_PAUSE else work.opening(work.next_working_day(day))


def passage(standing: Standing, text: str, found: Iterable[tuple[str, str]] | None, at: datetime) -> Passage:
    """Whether a letter gets through now. `found` are the checks that were found in it with their values, None where it
    could not be read: then it gets through."""
    if not standing.rests(at):
        return Passage(True)
    seen = urgent(text, found) if found is not None else ()
    if found is None or seen or not text.strip():
        return Passage(True, seen)
    return Passage(False, until=standing.until)
