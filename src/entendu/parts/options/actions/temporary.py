"""Writers of temporary fixes. Each verb is called in the transaction of the story that it belongs to.

What is left to do on the ticket follows from the fixes' states, in the same transaction, by `core.tickets.closing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from entendu.core.tickets.closing import OPEN, Fix, LooseEnd, loose_ends
from entendu.parts.options.models import TemporaryFix
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket


@dataclass(frozen=True, slots=True)
class InPlace:
    """What a member writes of it: a name, what works by it and what does not, since when, and until which day."""

    name: str
    works: str
    since: datetime
    until: date | None = None


def record(ticket: Ticket, member: Member, said: InPlace, language: str, *, now: datetime) -> TemporaryFix:
    """Something temporary stands on the ticket, beside whatever stood there before."""
    fix = TemporaryFix(ticket=ticket)
    _write(fix, member, said, language)
    _follow(ticket, now)
    return fix


def reword(fix: TemporaryFix, member: Member, said: InPlace, language: str) -> None:
    """The open fix in these words. In others than they were told it, they have to be told again."""
    if (fix.name, fix.works, fix.until) != (said.name, said.works, said.until):
        fix.state, fix.confirmed_at, fix.asked_at, fix.asked_submission = Fix.RECORDED, None, None, None
    _write(fix, member, said, language)


def discard(fix: TemporaryFix, *, now: datetime) -> bool:
    """It was written down by mistake; False where they were told of it, which stays on record."""
    if not TemporaryFix.objects.filter(pk=fix.pk, told_at=None).delete()[0]:
        return False
    _follow(fix.ticket, now)
    return True


def told(fix: TemporaryFix, submission: int, *, now: datetime) -> None:
    """A message that calls it temporary goes with this submission."""
    fix.state, fix.submission, fix.told_at = Fix.TOLD, submission, now
    fix.save(update_fields=["state", "submission", "told_at"])


def asked(fix: TemporaryFix, submission: int, *, now: datetime) -> None:
    """This submission asks whether they can live with it."""
    fix.asked_submission, fix.asked_at = submission, now
    fix.save(update_fields=["asked_submission", "asked_at"])


def take_back(submission: int) -> int:
    """The message was taken back before it left: nobody was told, or asked, by it. Returns how many it spoke of."""
    its = Q(submission=submission) | Q(asked_submission=submission)
    spoke = TemporaryFix.objects.filter(its, state__in=OPEN)
    many = spoke.count()
    spoke.filter(submission=submission).update(state=Fix.RECORDED.value, submission=None, told_at=None)
    spoke.filter(asked_submission=submission).update(asked_submission=None, asked_at=None)
    return many


def confirm(fix: TemporaryFix, entry: Entry | None, *, now: datetime) -> bool:
    """They know that it is temporary; False where it was not told, or they said so before."""
    return TemporaryFix.objects.filter(pk=fix.pk, state__in=[Fix.TOLD, Fix.ANSWERED]).update(
        state=Fix.CONFIRMED.value, confirmed_at=now, entry=entry) > 0


def answered(fix: TemporaryFix, entry: Entry) -> bool:
    """They wrote, and it takes a person to say whether that was a yes."""
    return TemporaryFix.objects.filter(pk=fix.pk, state=Fix.TOLD.value).update(
        state=Fix.ANSWERED.value, entry=entry) > 0


def refuse(fix: TemporaryFix) -> bool:
    """They cannot live with it; it stays to be repaired. False where nobody had asked."""
    return TemporaryFix.objects.filter(pk=fix.pk, state__in=OPEN).exclude(asked_at=None).update(
        asked_at=None, asked_submission=None) > 0


def end(fix: TemporaryFix, to: Fix, words: str, by: Member | None, *, now: datetime) -> bool:
    """Its root cause is fixed, or they agree to live with it (`to`); False where it had ended before."""
    done = TemporaryFix.objects.filter(pk=fix.pk, state__in=OPEN).update(
        state=to.value, ended_at=now, ended_by=by, ended_words=words[:300]) > 0
    if done:
        _follow(fix.ticket, now)
        fix.refresh_from_db()
    return done


def _write(fix: TemporaryFix, member: Member, said: InPlace, language: str) -> None:
    fix.name, fix.works, fix.since, fix.until = said.name[:120], said.works, said.since, said.until
    fix.member, fix.language = member, language
    fix.save()


def _follow(ticket: Ticket, now: datetime) -> None:
    """The ticket knows what is left to do."""
    states = [Fix(one) for one in TemporaryFix.objects.filter(ticket=ticket).values_list("state", flat=True)]
    if LooseEnd.TEMPORARY in loose_ends(states):
        tickets.leave_open(ticket, LooseEnd.TEMPORARY, now=now)
    else:
        tickets.tie(ticket, LooseEnd.TEMPORARY)
