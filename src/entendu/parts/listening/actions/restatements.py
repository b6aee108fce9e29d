"""Writers of restatements. Each verb is called in the transaction of the story that it belongs to."""

from __future__ import annotations

from datetime import datetime

from entendu.parts.listening.models import Restatement
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Entry, Ticket

State = Restatement.State
# A restatement that is with the customer, or was answered in words that nobody has judged yet.
OUT = (State.SENT, State.ANSWERED)


def keep_draft(ticket: Ticket, member: Member, text: str, language: str, *, now: datetime) -> Restatement:
    """The draft of the ticket's restatement with these words: the one that is there, or a new version."""
    latest = Restatement.objects.select_for_update().filter(ticket=ticket).order_by("-version").first()
    if latest is None or latest.state != State.DRAFT:
        latest = Restatement(ticket=ticket, version=latest.version + 1 if latest else 1)
    latest.text, latest.language, latest.member, latest.changed_at = text, language, member, now
    latest.save()
    return latest


def discard_draft(ticket: Ticket) -> None:
    """The draft is thrown away; what was sent stays."""
    Restatement.objects.filter(ticket=ticket, state=State.DRAFT).delete()


def sent(restatement: Restatement, submission: int, *, now: datetime) -> None:
    """The restatement goes with this submission."""
    restatement.state, restatement.submission, restatement.sent_at = State.SENT, submission, now
    restatement.save(update_fields=["state", "submission", "sent_at"])


def take_back(submission: int) -> int:
    """The message was taken back before it left: its restatement is a draft again. Returns how many there were."""
    return Restatement.objects.filter(submission=submission, state=State.SENT).update(
        state=State.DRAFT, submission=None, sent_at=None)


def confirm(restatement: Restatement, by: Member | None, *, now: datetime, entry: Entry | None = None) -> bool:
    """Their yes, or one of us who reads a yes in their words; False where it was settled before."""
    return _settle(restatement, State.CONFIRMED, by, now, entry=entry or restatement.entry)


def correct(restatement: Restatement, words: str, by: Member | None, *, now: datetime,
            entry: Entry | None = None) -> bool:
    """Their "not quite" and what was off; False where it was settled before."""
    return _settle(restatement, State.CORRECTED, by, now, entry=entry or restatement.entry, correction=words)


def answered(restatement: Restatement, entry: Entry, *, now: datetime) -> bool:
    """They wrote, and it takes a person to say whether that is a yes."""
    return Restatement.objects.filter(pk=restatement.pk, state=State.SENT).update(
        state=State.ANSWERED, entry=entry, answered_at=now) > 0


def _settle(restatement: Restatement, state: str, by: Member | None, now: datetime, **more: object) -> bool:
    done = Restatement.objects.filter(pk=restatement.pk, state__in=OUT).update(
        state=state, answered_at=now, decided_by=by, **more)
    restatement.refresh_from_db()
    return done > 0
