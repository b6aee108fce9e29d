"""Readers of what we ask of customers."""

from __future__ import annotations

from django.db.models import QuerySet

from entendu.parts.listening.models import Task
from entendu.parts.tickets.models import Ticket

State = Task.State
OPEN = (State.READY, State.ASKED)


def tasks_of(ticket: Ticket) -> QuerySet[Task]:
    """Everything that was gathered for the ticket and not dropped, oldest first, with their answers."""
    return Task.objects.filter(ticket=ticket).exclude(state=State.DROPPED).select_related("entry")


def ready(ticket: Ticket) -> list[Task]:
    """What stands ready to be asked."""
    return list(Task.objects.filter(ticket=ticket, state=State.READY))


def asked(ticket: Ticket) -> list[Task]:
    """What they were asked and have not answered."""
    return list(Task.objects.filter(ticket=ticket, state=State.ASKED))


def codes_of(ticket: Ticket) -> frozenset[str]:
    """What was missing and stands among the ticket's tasks in any state: it is not offered again."""
    return frozenset(Task.objects.filter(ticket=ticket).exclude(code="").values_list("code", flat=True))


def task(ticket: Ticket, task_id: int) -> Task | None:
    """One of this ticket's."""
    return Task.objects.filter(ticket=ticket, pk=task_id).first()
