"""Writers of what customers say of our solutions. Called in the transaction of the story that they belong to."""

from __future__ import annotations

from datetime import datetime

from entendu.parts.care.models import Solution
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket

State = Solution.State
UNVERIFIED = (State.PLANNED, State.ASKED)


def said_solved(ticket: Ticket, ask_at: datetime | None, *, now: datetime) -> Solution:
    """We say that it is solved. Said again before they were asked, the time to try it counts from now; asked already,
    nobody is asked twice."""
    found, fresh = Solution.objects.get_or_create(ticket=ticket, state__in=UNVERIFIED,
                                                  defaults={"said_at": now, "ask_at": ask_at, "state": State.PLANNED})
    if not fresh and Solution.objects.filter(pk=found.pk, state=State.PLANNED).update(said_at=now, ask_at=ask_at):
        found.refresh_from_db()
    return found


def put_off(solution: Solution, ask_at: datetime | None) -> None:
    """They are asked then, or on their case page alone."""
    Solution.objects.filter(pk=solution.pk, state=State.PLANNED).update(ask_at=ask_at)


def asked(solution: Solution, submission: int, *, now: datetime) -> None:
    """The question goes with this submission."""
    Solution.objects.filter(pk=solution.pk, state=State.PLANNED).update(
        state=State.ASKED, submission=submission, asked_at=now)


def answered(solution: Solution, state: str, *, now: datetime, entry: Entry | None = None,
             member: Member | None = None) -> bool:
    """Their word, or that the case went on without one; False where it was settled before. `member` heard it."""
    return Solution.objects.filter(pk=solution.pk, state__in=UNVERIFIED).update(
        state=state, answered_at=now, entry=entry, member=member) > 0
