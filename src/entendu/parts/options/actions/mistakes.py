"""Writers of mistakes. Each verb is called in the transaction of the story that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from entendu.parts.options.models import Mistake
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Owned:
    """What happened, what it did to them, what we do now; in the customer's language."""

    happened: str
    effect: str = ""
    remedy: str = ""


def keep_draft(ticket: Ticket, member: Member, owned: Owned, language: str, *, now: datetime) -> Mistake:
    """The acknowledgement that is being written, in these words."""
    found = Mistake.objects.select_for_update().filter(ticket=ticket, sent_at=None).first() or Mistake(ticket=ticket)
    found.happened, found.effect, found.remedy = owned.happened, owned.effect, owned.remedy
    found.language, found.member, found.changed_at = language, member, now
    found.save()
    return found


def discard_draft(ticket: Ticket) -> None:
    """What is being written is thrown away; what was sent stays."""
    Mistake.objects.filter(ticket=ticket, sent_at=None).delete()


def sent(mistake: Mistake, submission: int, *, now: datetime) -> None:
    """It goes with this submission."""
    mistake.submission, mistake.sent_at = submission, now
    mistake.save(update_fields=["submission", "sent_at"])


def take_back(submission: int) -> int:
    """The message was taken back before it left: it is being written again. Returns how many there were."""
    return Mistake.objects.filter(submission=submission).update(submission=None, sent_at=None)
