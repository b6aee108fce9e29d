"""Writers of the civility ladder. Each verb is called in the transaction of the story that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from entendu.core.care.civility import Step
from entendu.parts.care.models import CivilityStep
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it is taken: its words, the message that carries them, until when it lasts, who was called."""

    step: Step
    text: str
    submission: int | None = None
    until: datetime | None = None
    manager: Member | None = None


def take(ticket: Ticket, member: Member, taken: Taken, *, now: datetime) -> CivilityStep:
    """One step with the ticket's contact, on record from now on."""
    return CivilityStep.objects.create(
        contact_id=ticket.contact_id, ticket=ticket, step=taken.step, text=taken.text, submission=taken.submission,
        member=member, manager=taken.manager, at=now, until=taken.until)


def take_back(step: CivilityStep, member: Member, *, now: datetime) -> bool:
    """The step counts no more; it stays on record. False where it was taken back before."""
    return CivilityStep.objects.filter(pk=step.pk, taken_back_at=None).update(
        taken_back_at=now, taken_back_by=member) > 0
