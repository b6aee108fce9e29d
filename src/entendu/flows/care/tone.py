"""What the ladder does to the cases themselves: letters during a pause, and steps that are taken back.

A paused conversation rests: what somebody writes in it is received, read and kept as ever, and the case comes back when
the pause is over. Whatever may be urgent brings it back at once (`core.care.civility.passage`), and so does whatever we
cannot read: a file, a language that we do not know. What we and our systems tell them is not touched by any step.
"""

from __future__ import annotations

from datetime import datetime

from entendu.core.care.civility import Passage, Standing, Step, passage
from entendu.core.mail.language import detect
from entendu.core.wording.rules import LANGUAGES
from entendu.parts.care.actions import civility as actions
from entendu.parts.care.models import CivilityStep
from entendu.parts.care.queries import civility as queries
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket

# So many unanswered letters are looked at; where there are more, the case does not rest.
MOST = 30


def hear(entry: Entry, *, now: datetime) -> None:
    """They wrote while the conversation is paused: the case rests, unless something in what we owe an answer to may be
    urgent; then it says what."""
    standing = queries.standing(entry.ticket.contact_id)
    if not standing.rests(now):
        return
    new = passage_of(entry, standing, now)
    if new.at_once:
        why = sorted({one.why.value for one in new.urgent})
        tickets.record_event(entry.ticket, "got-through", member=None, now=now, why=why)
    elif new.until is not None and _rests(entry.ticket, entry, standing, now):
        tickets.rest(entry.ticket, new.until, now=now)


def passage_of(entry: Entry, standing: Standing, now: datetime) -> Passage:
    """Whether this letter gets through now."""
    text, found = entry.visible or entry.text, None
    reading = getattr(entry, "read_as", None)
    if reading is not None and detect(text) in LANGUAGES and not entry.attachments.exists():
        found = [(one["check"], one.get("value", "")) for one in reading.findings]
    return passage(standing, f"{entry.subject}\n{text}", found, now)


def taken_back(step: CivilityStep, member: Member, *, now: datetime) -> bool:
    """The step counts no more: a case that rested for it comes back. False where it was taken back before."""
    if not actions.take_back(step, member, now=now):
        return False
    tickets.record_event(step.ticket, "civility-back", member=member, now=now, step=step.step)
    if step.step == Step.PAUSED and step.until is not None:
        wake(step, member, now=now)
    return True


def wake(step: CivilityStep, member: Member, *, now: datetime) -> None:
    """The cases of the contact that rest until this pause ends come back now."""
    for ticket in Ticket.objects.filter(contact=step.contact_id, later_until=step.until):
        tickets.set_later(ticket, None, member=member, now=now)


def undone(submission: int, member: Member, *, now: datetime) -> int:
    """The message that carried a step was taken back before it left: so is the step. Returns how many there were."""
    step = queries.of_message(submission)
    return int(step is not None and taken_back(step, member, now=now))


def _rests(ticket: Ticket, new: Entry, standing: Standing, now: datetime) -> bool:
    """Whether every letter that still waits for an answer may rest."""
    said = Entry.objects.filter(ticket=ticket)
    answered = said.filter(kind=Entry.Kind.OURS, member__isnull=False).order_by("-at", "-id").first()
    waiting = said.filter(kind=Entry.Kind.THEIRS, automatic="").exclude(pk=new.pk).select_related("read_as")
    if answered is not None:
        waiting = waiting.filter(at__gt=answered.at)
    owed = list(waiting[: MOST + 1])
    return len(owed) <= MOST and not any(passage_of(one, standing, now).at_once for one in owed)
