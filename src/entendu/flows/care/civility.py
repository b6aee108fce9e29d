"""The civility ladder: warned, paused, manager called, invited back.

Each step has its words in the customer's language, goes through the governor like any message of ours, is on record,
and can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _

from entendu.core.care.civility import STANDING, Step, may_follow, pause_until
from entendu.core.governor.model import Decision, Intent
from entendu.flows.care import tone
from entendu.flows.submit import Outcome, Proposal, preview, submit
from entendu.flows.writing.read_draft import work_of
from entendu.parts.care.actions import civility as actions
from entendu.parts.care.models import CivilityStep
from entendu.parts.care.queries import civility as queries
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket


@dataclass(frozen=True, slots=True)
class Taking:
    """What stands in the form when the button is pressed. `key` makes it one message; `manager` is who takes over;
    `confirmed` says that remarks of error level were seen."""

    step: Step
    text: str
    key: str
    manager: Member | None = None
    confirmed: bool = False


class NotNow(ValueError):
    """The step cannot follow where they stand, or lacks what it needs; nothing was sent."""


def next_steps(ticket: Ticket) -> tuple[Step, ...]:
    """What may be done next with the ticket's contact."""
    return tuple(may_follow(queries.standing(ticket.contact_id)))


def ends_at(ticket: Ticket, now: datetime) -> datetime:
    """When a pause that begins now ends, by the mailbox's own working days."""
    return pause_until(now, work_of(ticket.mailbox, ticket.mailbox.time_zone))


def prepared(ticket: Ticket, step: Step, member: Member, *, now: datetime, manager: Member | None = None) -> str:
    """The words of a step in the customer's language, with names and days filled in; a member may change them."""
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        name = ticket.contact.first_name
        greeting = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
        return "\n\n".join([greeting, *_said(ticket, step, now, manager), member.first_name])


@transaction.atomic
def take(ticket: Ticket, member: Member, taking: Taking, *, now: datetime) -> Outcome:
    """Sends the words and takes the step; pressed twice it is one. `NotNow`, and `submit.NotConfirmed`, where nothing
    was sent."""
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", taking.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    if taking.step not in next_steps(ticket):
        raise NotNow("That step does not follow where they stand; nothing was sent; look at the steps again.")
    if not taking.text.strip():
        raise NotNow("There is nothing in it yet; nothing was sent; write a word first.")
    if taking.step is Step.CALLED and taking.manager is None:
        raise NotNow("Nobody was chosen to take over; nothing was sent; choose a colleague first.")
    previous = queries.latest(ticket.contact_id)
    outcome = submit(_proposal(ticket, member, taking), now=now)
    if outcome.delivery is None:  # they will not read it, so nothing has changed between us
        return outcome
    ticket.refresh_from_db()
    until = ends_at(ticket, now) if taking.step is Step.PAUSED else None
    actions.take(ticket, member, actions.Taken(taking.step, taking.text.strip(), outcome.submission.pk, until,
                                               taking.manager), now=now)
    tickets.record_event(ticket, f"civility-{taking.step}", member=member, now=now,
                         until=until.isoformat() if until else "", to=taking.manager.name if taking.manager else "")
    if until is not None:
        tickets.rest(ticket, until, now=now)
    if taking.step is Step.CALLED and taking.manager is not None:
        tickets.assign(ticket, taking.manager, member=member, now=now)
    if previous is not None and previous.step == Step.PAUSED and taking.step is not Step.PAUSED:
        tone.wake(previous, member, now=now)
    return outcome


@transaction.atomic
def take_back(step: CivilityStep, member: Member, *, now: datetime) -> bool:
    """One of us says that the step counts no more; its message stays said. False where it was taken back before."""
    people.lock(step.contact_id)
    return tone.taken_back(step, member, now=now)


def verdict(ticket: Ticket, member: Member, taking: Taking, *, now: datetime) -> Decision:
    """What the governor would say of the words now."""
    return preview(_proposal(ticket, member, taking), now=now)


def stands(contact_id: int) -> CivilityStep | None:
    """The step under which something is different at present; None where nothing is."""
    found = queries.latest(contact_id)
    return found if found is not None and found.step in STANDING else None


def _said(ticket: Ticket, step: Step, now: datetime, manager: Member | None) -> list[str]:
    match step:
        case Step.WARNED:
            return [_("this has cost you a lot, and you have every right to be angry about it. I am here for your "
                      "case."),
                    _("Please write to me without insults. There is a person at this end too, and we get further when "
                      "we talk about the matter.")]
        case Step.PAUSED:
            until = ends_at(ticket, now)
            return [_("I cannot go on in this tone. We pause our conversation until %(day)s at %(hour)s. Your case "
                      "stays open, and then I go on with it.") % {
                          "day": formats.date_format(until.date(), "l j F"), "hour": formats.time_format(until, "H:i")},
                    _("Should something urgent happen until then, an outage, a danger, a deadline, write it in a line: "
                      "it reaches us at once.")]
        case Step.CALLED:
            words = {"who": manager.name if manager else "…", "first": manager.first_name if manager else "…"}
            return [_("I have asked %(who)s to go on with your case. %(first)s knows what happened so far, and you "
                      "need not tell it again.") % words, _("You hear from %(first)s next.") % words]
        case Step.INVITED:
            return [_("what was said between us is behind us. You are welcome, and I am glad to go on with your case "
                      "together with you."),
                    _("Where do things stand on your side today?")]


def _proposal(ticket: Ticket, member: Member, taking: Taking) -> Proposal:
    last = Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS).exclude(message_id="").order_by("-at", "-id")
    return Proposal(source="desk", key=taking.key, ticket=ticket, intent=Intent.ANSWER, body=taking.text.strip(),
                    member=member, channel=ticket.contact.channel or "email", binds=False,
                    language=ticket.contact.language or ticket.mailbox.language,
                    in_reply_to=last.values_list("message_id", flat=True).first() or "", confirmed=taking.confirmed)
