"""Is it really solved? Asked once, at the right time; "not yet" opens the case again; "solved" is their word.

We say "solved" (`said_solved`); a day of work later they are asked (`ask_due`), in their hours and through the governor
as all else. They answer by a tap on their case page, by mail in their own words (`hear`), or tell one of us
(`told_us`). A quick question is asked about by nobody: its case page has the two buttons, and that is all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.care import solved
from entendu.core.care.moments import Kind
from entendu.core.care.solved import Word, when_to_ask
from entendu.core.governor.model import Intent
from entendu.core.tickets.states import Status, is_over
from entendu.flows.care import moments
from entendu.flows.knowledge.learn import was_more_than_quick
from entendu.flows.portal import case_link
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.flows.writing.read_draft import work_of
from entendu.parts.care.actions import solutions as actions
from entendu.parts.care.models import Solution
from entendu.parts.care.queries import solutions as queries
from entendu.parts.people import actions as people
from entendu.parts.people import queries as contacts
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
State = Solution.State


def said_solved(ticket: Ticket, *, now: datetime) -> Solution | None:
    """A member of ours says that it is solved: the question is planned, or left to the case page where it was quick.
    None where the ticket is not over, or its customer can be asked nothing."""
    if not is_over(Status(ticket.status)) or not ticket.entries.filter(kind=Entry.Kind.THEIRS, automatic="").exists():
        return None
    worth_it = was_more_than_quick(ticket) and not contacts.has_opted_out(ticket.contact)
    work = work_of(ticket.mailbox, ticket.mailbox.time_zone)
    return actions.said_solved(ticket, when_to_ask(now, work) if worth_it else None, now=now)


@transaction.atomic
def move(ticket: Ticket, to: Status, member: Member, *, now: datetime) -> None:
    """Sets who waits for whom by hand, and plans the question where that says "solved"."""
    was = Status(ticket.status)
    tickets.move(ticket, to, member=member, now=now)
    if to is Status.SOLVED is not was:
        said_solved(ticket, now=now)


def ask_due(clock: Clock, *, limit: int = 50) -> int:
    """Asks those whose time has come; returns how many were looked at."""
    due = queries.to_ask(clock(), limit)
    for solution_id in due:
        with transaction.atomic():
            found = queries.claim(solution_id)
            if found is not None:
                _ask(found, clock())
    return len(due)


@transaction.atomic
def agree(ticket: Ticket, *, now: datetime, entry: Entry | None = None, member: Member | None = None) -> bool:
    """They say that it works: the case is solved by their word. False where it was settled before."""
    found = queries.unverified(ticket)
    if found is None or not actions.answered(found, State.AGREED, now=now, entry=entry, member=member):
        return False
    _keep_moment(ticket, Kind.AGREED, entry, now)
    tickets.record_event(ticket, "agreed", member=member, now=now, words=_name(ticket))
    ticket.refresh_from_db(fields=["status"])
    if not is_over(Status(ticket.status)) and tickets.may_be_over(ticket):
        tickets.move(ticket, Status.SOLVED, member=None, now=now)
    return True


@transaction.atomic
def not_yet(ticket: Ticket, *, now: datetime, entry: Entry | None = None, member: Member | None = None) -> bool:
    """They say that it is not: the case is open again and waits for us. False where it was settled before."""
    found = queries.unverified(ticket)
    if found is None or not actions.answered(found, State.NOT_YET, now=now, entry=entry, member=member):
        return False
    _keep_moment(ticket, Kind.NOT_YET, entry, now)
    ticket.refresh_from_db()
    tickets.come_back(ticket, "not-yet", now=now, words=_name(ticket))
    return True


def told_us(ticket: Ticket, member: Member, works: bool, *, now: datetime) -> bool:
    """A member heard it from them, on the telephone or in other words."""
    return (agree if works else not_yet)(ticket, now=now, member=member)


def leave(ticket: Ticket) -> None:
    """Nobody is asked by a message; the case page keeps its two buttons, and the solution stays unverified."""
    found = queries.unverified(ticket)
    if found is not None:
        actions.put_off(found, None)


def hear(entry: Entry, *, now: datetime) -> None:
    """They wrote on a case that we call solved. A word for it settles it, thanks alone change nothing between us and
    bring nobody back to the case, and of all else a person decides: the case went on."""
    ticket = entry.ticket
    found = queries.unverified(ticket)
    if found is None and "opened" not in entry.details:
        return
    names = [ticket.contact.name, ticket.mailbox.name, ticket.assignee.name if ticket.assignee else ""]
    word = solved.heard(entry.visible, entry.language or ticket.contact.language, names,
                        asked=found is not None and found.state == State.ASKED)
    if word is Word.THANKS:
        if not entry.attachments.exists():
            tickets.stay_over(ticket, entry, now=now)
    elif found is None:
        return
    elif word is Word.AGREED:
        agree(ticket, now=now, entry=entry)
    elif word is Word.NOT_YET:
        not_yet(ticket, now=now, entry=entry)
    else:
        actions.answered(found, State.OVER, now=now, entry=entry)


def message(ticket: Ticket, at: datetime) -> str:
    """The question in the customer's language, with its two links."""
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        name, subject = ticket.contact.first_name, ticket.subject.strip()
        who = ticket.assignee.first_name if ticket.assignee else ticket.mailbox.name
        return "\n\n".join([
            _("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
            _("we wrote that “%(subject)s” is settled. Is it really solved?") % {"subject": subject} if subject else _(
                "we wrote that your case is settled. Is it really solved?"),
            _("Yes, it works: %(yes)s\nNot yet: %(no)s\n\nOr just answer in your own words. “Solved” is your word, not "
              "ours.") % {"yes": case_link.link(ticket, at, solved="yes"),
                          "no": case_link.link(ticket, at, solved="no")},
            who])


def _ask(found: Solution, now: datetime) -> None:
    """The question leaves by the governor; where the case went on meanwhile, there is nothing to ask."""
    ticket = found.ticket
    people.lock(ticket.contact_id)
    if not is_over(Status(ticket.status)):
        actions.answered(found, State.OVER, now=now)
        return
    kept = hand_in(HandedIn(
        source="desk", key=f"solved-{found.pk}", ticket=ticket, intent=Intent.QUESTION, body=message(ticket, now),
        author=ticket.assignee.first_name if ticket.assignee else ticket.mailbox.name,
        language=ticket.contact.language or ticket.mailbox.language), now=now)
    actions.asked(found, kept.pk, now=now)
    logger.info("asked whether it is solved", extra={"ticket": ticket.pk})


def _keep_moment(ticket: Ticket, kind: Kind, entry: Entry | None, now: datetime) -> None:
    moments.keep(ticket, kind, entry.visible if entry else "", entry=entry, now=now)


def _name(ticket: Ticket) -> str:
    return ticket.contact.first_name or ticket.contact.name or ticket.mailbox.name
