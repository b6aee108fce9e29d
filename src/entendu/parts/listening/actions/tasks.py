"""Writers of what we ask of customers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from entendu.parts.listening.models import Task
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket

State = Task.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to ask: its kind (`Task.Kind`), its words, and what was missing where it stands for that."""

    words: str
    kind: str = Task.Kind.TELL
    code: str = ""


def gather(ticket: Ticket, member: Member, wanted: Iterable[Wanted], *, now: datetime) -> list[Task]:
    """These things stand ready to be asked. What was missing and stands there already is not gathered again."""
    have = set(Task.objects.filter(ticket=ticket).exclude(code="").values_list("code", flat=True))
    rows = [Task(ticket=ticket, kind=one.kind, code=one.code, words=one.words[:300], member=member, made_at=now)
            for one in wanted if not one.code or one.code not in have]
    Task.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Task.objects.filter(ticket=ticket, state=State.READY))


def asked(tasks: Iterable[Task], submission: int, *, now: datetime) -> None:
    """They go with this submission."""
    Task.objects.filter(pk__in=[one.pk for one in tasks], state=State.READY).update(
        state=State.ASKED, submission=submission, asked_at=now)


def asked_in_reply(tasks: Iterable[Task], *, now: datetime) -> None:
    """They stand in a reply that one of us writes: they are not offered again, and not on the customer's page."""
    Task.objects.filter(pk__in=[one.pk for one in tasks], state=State.READY).update(state=State.ASKED, asked_at=now)


def take_back(submission: int) -> int:
    """The message was taken back before it left: nothing was asked. Returns how many there were."""
    return Task.objects.filter(submission=submission, state=State.ASKED).update(
        state=State.READY, submission=None, asked_at=None)


def done(task: Task, entry: Entry | None, *, now: datetime) -> bool:
    """They did it, by this entry or by one of our words for it; False where it was settled before."""
    return Task.objects.filter(pk=task.pk, state__in=(State.READY, State.ASKED)).update(
        state=State.DONE, entry=entry, done_at=now) > 0


def drop(task: Task) -> bool:
    """It is not wanted any more; False where it was settled before."""
    return Task.objects.filter(pk=task.pk, state__in=(State.READY, State.ASKED)).update(state=State.DROPPED) > 0
