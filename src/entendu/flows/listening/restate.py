"""What we understood, said back to the customer until they say "yes, that's it".

Drafted from their letters and from notes of calls, edited by a person, sent once through the governor, confirmed on the
case page or in words. What was confirmed last is the ticket's problem statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entendu.core.governor.model import Decision, Intent
from entendu.core.listening.answer import Heard, answer
from entendu.core.listening.heard import drafted
from entendu.core.tickets.states import Status, is_over
from entendu.flows.listening import ask
from entendu.flows.listening.letters_of import letters_of, notes_of_calls
from entendu.flows.portal import case_link
from entendu.flows.submit import Outcome, Proposal, preview, submit
from entendu.parts.listening.actions import restatements as actions
from entendu.parts.listening.actions import tasks
from entendu.parts.listening.models import Restatement
from entendu.parts.listening.queries import restatements
from entendu.parts.outbox import queries as outbox
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Ticket

State = Restatement.State


class NothingSaid(ValueError):
    """There is no text to send; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What stands in the form when the button is pressed. `key` was given out with it and makes it one message;
    `codes` are the questions that go along; `confirmed` says that remarks of error level were seen."""

    text: str
    key: str
    codes: tuple[str, ...] = ()
    confirmed: bool = False


def proposed(ticket: Ticket) -> str:
    """A first draft in the customer's language; "" where nothing was said that could be given back."""
    return drafted(letters_of(ticket), notes_of_calls(ticket), language_of(ticket))


def language_of(ticket: Ticket) -> str:
    """The language in which the ticket's contact reads."""
    return ticket.contact.language or ticket.mailbox.language


@transaction.atomic
def keep(ticket: Ticket, member: Member, text: str, *, now: datetime, key: str = "") -> Restatement | None:
    """Keeps the draft as it is typed; None where the form with this key was sent meanwhile, and nothing is kept."""
    people.lock(ticket.contact_id)
    if key and outbox.submission("desk", key) is not None:
        return None
    return actions.keep_draft(ticket, member, text.strip(), language_of(ticket), now=now)


@transaction.atomic
def send(ticket: Ticket, member: Member, sending: Sending, *, now: datetime) -> Outcome:
    """Submits the restatement with its questions; pressed twice it is one message.

    `NothingSaid` without words; `submit.NotConfirmed` where the words want a second look.
    """
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", sending.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    if not sending.text.strip():
        raise NothingSaid("There is nothing in it yet; nothing was sent; write what you understood first.")
    kept = actions.keep_draft(ticket, member, sending.text.strip(), language_of(ticket), now=now)
    wanted = ask.gather_missing(ticket, member, sending.codes, now=now)
    outcome = submit(_proposal(ticket, member, sending, [one.words for one in wanted], now), now=now)
    if outcome.delivery is not None:
        actions.sent(kept, outcome.submission.pk, now=now)
        tasks.asked(wanted, outcome.submission.pk, now=now)
    if ticket.assignee_id is None:
        tickets.assign(ticket, member, member=member, now=now)
    return outcome


def verdict(ticket: Ticket, member: Member, sending: Sending, *, now: datetime) -> Decision:
    """What the governor would say of it now."""
    return preview(_proposal(ticket, member, sending, [], now), now=now)


def message(ticket: Ticket, text: str, questions: list[str], signed: str, at: datetime) -> str:
    """The whole message in the customer's language: the words, the question with its two links, what else we ask."""
    with translation.override(language_of(ticket)):
        name = ticket.contact.first_name
        parts = [_("Hello %(name)s,") % {"name": name} if name else _("Hello,"), _("This is what we understood:"),
                 text.strip(),
                 _("Is this right?\n\nYes: %(yes)s\nNot quite: %(no)s\n\nOr just answer with a yes, or with what is "
                   "different.") % {"yes": case_link.link(ticket, at, answer="yes"),
                                    "no": case_link.link(ticket, at, answer="no")}]
        if questions:
            parts.append("\n".join([_("And so that we can go on:"), *(f"- {one}" for one in questions)]))
    return "\n\n".join([*parts, signed])


@transaction.atomic
def say_yes(ticket: Ticket, restatement: Restatement, *, now: datetime, entry: Entry | None = None,
            by: Member | None = None) -> bool:
    """They say that it is so; False where it was settled before, and nothing changes then."""
    if not actions.confirm(restatement, by, now=now, entry=entry):
        return False
    _tell(ticket, "heard-confirmed", by, now)
    return True


@transaction.atomic
def say_not_quite(ticket: Ticket, restatement: Restatement, *, now: datetime, entry: Entry | None = None,
                  by: Member | None = None) -> bool:
    """They say that something is different; their own words for it are the entry. False where it was settled before."""
    words = entry.visible if entry is not None else ""
    if not actions.correct(restatement, words, by, now=now, entry=entry):
        return False
    _tell(ticket, "heard-corrected", by, now)
    return True


def hear(entry: Entry, *, now: datetime) -> None:
    """They wrote while our restatement was with them: a plain yes confirms, a correction corrects, and of all else a
    person decides. What they wrote before it reached them answers something else."""
    ticket = entry.ticket
    restatement = restatements.with_them(ticket)
    if restatement is None or restatement.state != State.SENT or restatement.submission is None:
        return
    reached = arrived_at([restatement.submission]).get(restatement.submission)
    if reached is None or reached > entry.at:
        return
    names = [ticket.contact.name, restatement.member.name if restatement.member else "", ticket.mailbox.name]
    said = answer(entry.visible, entry.language or restatement.language, names)
    if said is Heard.YES:
        say_yes(ticket, restatement, now=now, entry=entry)
    elif said is Heard.NOT_QUITE:
        say_not_quite(ticket, restatement, now=now, entry=entry)
    else:
        actions.answered(restatement, entry, now=now)


def _tell(ticket: Ticket, event: str, by: Member | None, now: datetime) -> None:
    """The line of history; where the customer spoke, the next word is ours."""
    name = ticket.contact.first_name or ticket.contact.name
    if by is not None or is_over(Status(ticket.status)):
        tickets.record_event(ticket, event, member=by, now=now, words=name)
    else:
        tickets.come_back(ticket, event, now=now, words=name)


def _proposal(ticket: Ticket, member: Member, sending: Sending, questions: list[str], now: datetime) -> Proposal:
    last = Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS).exclude(message_id="").order_by("-at", "-id")
    body = message(ticket, sending.text, questions, member.first_name, now)
    # What they said, given back to them, promises nothing.
    return Proposal(source="desk", key=sending.key, ticket=ticket, intent=Intent.QUESTION, body=body, member=member,
                    binds=False, channel=ticket.contact.channel or "email", language=language_of(ticket),
                    in_reply_to=last.values_list("message_id", flat=True).first() or "", confirmed=sending.confirmed)
