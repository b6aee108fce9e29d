"""What we need from the customer: what is still missing and what they might do, asked together in one message.

Each question is put once. Its answer comes back as an entry, from the case page or by mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.core.governor.model import Decision, Intent
from entendu.core.listening.missing import missing
from entendu.flows.diagnosis.claims import missing_code
from entendu.flows.listening.letters_of import codes_in, theirs, told
from entendu.flows.portal import case_link
from entendu.flows.submit import Outcome, Proposal, preview, submit
from entendu.parts.listening.actions import tasks as actions
from entendu.parts.listening.actions.tasks import Wanted
from entendu.parts.listening.models import Task
from entendu.parts.listening.queries import tasks
from entendu.parts.outbox import queries as outbox
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets import queries
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Draft, Entry, Ticket

# What is missing as the desk says it, and the question as the customer reads it.
LABELS: dict[str, Promise] = {
    "error": gettext_lazy("What the screen says"), "since": gettext_lazy("Since when"),
    "where": gettext_lazy("Where exactly: which page, shop or device"), "who": gettext_lazy("Who else is touched"),
    "tried": gettext_lazy("What they have tried already"), "which": gettext_lazy("Which one: a number or a date"),
    "expected": gettext_lazy("What ought to stand there"), "goal": gettext_lazy("What they want to get done"),
    "today": gettext_lazy("How they do it today"), "without": gettext_lazy("What happens without it"),
}
QUESTIONS: dict[str, Promise] = {
    "error": gettext_lazy("What does the screen say when it happens? The exact words or a picture help most."),
    "since": gettext_lazy("Since when does it happen, as nearly as you remember?"),
    "where": gettext_lazy("Where does it happen: on which page, in which shop, on a phone or on a computer?"),
    "who": gettext_lazy("Does it happen to you alone, or to others as well?"),
    "tried": gettext_lazy("What have you tried already? It need not be done again."),
    "which": gettext_lazy("Which one is it? The number or the date is enough."),
    "expected": gettext_lazy("What ought to stand there instead?"),
    "goal": gettext_lazy("What are you trying to get done with it?"),
    "today": gettext_lazy("How do you do it today?"),
    "without": gettext_lazy("What happens when it cannot be done?"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that was not said: its code, a label for the desk and the question in the customer's language."""

    code: str
    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What stands in the form when "Ask" is pressed; `key` makes it one message, `confirmed` as in `submit`."""

    key: str
    confirmed: bool = False


class NothingToAsk(ValueError):
    """Nothing stands ready; nothing was sent."""


def missing_of(ticket: Ticket) -> list[Missing]:
    """What was not said yet and was not asked before, in the order in which one asks."""
    entries = theirs(ticket)
    codes = missing(told(entries), codes_in(entries))
    if "error" in codes and missing_code(ticket) is None:  # it was found in a file, or noted among the facts
        codes = tuple(code for code in codes if code != "error")
    return offered(ticket, codes)


def offered(ticket: Ticket, codes: Sequence[str]) -> list[Missing]:
    """These codes as things to ask, without those that were asked before; one query."""
    asked = tasks.codes_of(ticket) if codes else frozenset()
    left = [code for code in codes if code not in asked]
    return [Missing(code, str(LABELS[code]), question) for code, question in zip(left, _in_words(ticket, left),
                                                                                 strict=True)]


def gather_missing(ticket: Ticket, member: Member, codes: Sequence[str], *, now: datetime) -> list[Task]:
    """These questions stand ready to be asked; returns those of the codes that nobody has asked before."""
    known = [code for code in codes if code in QUESTIONS]
    wanted = [Wanted(words, code=code) for code, words in zip(known, _in_words(ticket, known), strict=True)]
    return [one for one in actions.gather(ticket, member, wanted, now=now) if one.code in known]


@transaction.atomic
def send(ticket: Ticket, member: Member, asking: Asking, *, now: datetime) -> Outcome:
    """Everything that stands ready goes in one message; pressed twice it is one. `NothingToAsk` when nothing does."""
    people.lock(ticket.contact_id)
    before = outbox.submission("desk", asking.key)
    if before is not None:
        return Outcome(before, None, before.delivery, fresh=False)
    ready = tasks.ready(ticket)
    if not ready:
        raise NothingToAsk("Nothing stands ready to be asked; nothing was sent; add something first.")
    outcome = submit(_proposal(ticket, member, asking, ready, now), now=now)
    if outcome.delivery is not None:
        actions.asked(ready, outcome.submission.pk, now=now)
    if ticket.assignee_id is None:
        tickets.assign(ticket, member, member=member, now=now)
    return outcome


@transaction.atomic
def put_into_reply(ticket: Ticket, member: Member, codes: Sequence[str], *, now: datetime) -> Draft | None:
    """The questions lie in the reply that the member is writing and count as asked; None where none of them is new."""
    wanted = gather_missing(ticket, member, codes, now=now)
    if not wanted:
        return None
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        words = "\n".join([_("So that we can go on:"), *(f"- {one.words}" for one in wanted)])
    draft = queries.draft_of(member, ticket) or drafts.open_draft(ticket, member, now=now)
    text = f"{draft.text.rstrip()}\n\n{words}" if draft.text.strip() else words
    drafts.write(draft, text=text, kind=Entry.Kind.OURS, channel=ticket.channel, now=now)
    actions.asked_in_reply(wanted, now=now)
    return draft


def verdict(ticket: Ticket, member: Member, ready: Sequence[Task], *, now: datetime) -> Decision:
    """What the governor would say of the message now."""
    return preview(_proposal(ticket, member, Asking("preview"), ready, now), now=now)


def message(ticket: Ticket, ready: Sequence[Task], signed: str, at: datetime) -> str:
    """The message in the customer's language: what we need, and where to answer all of it."""
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        name = ticket.contact.first_name
        greeting = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
        lead = _("we need this from you to go on:") if len(ready) == 1 else _(
            "we need these things from you to go on:")
        where = _("Answer here, also with pictures and files:\n%(url)s\n\nOr just answer this mail.") % {
            "url": case_link.link(ticket, at)}
    return "\n\n".join([greeting, lead, "\n".join(f"- {one.words}" for one in ready), where, signed])


@transaction.atomic
def hear(entry: Entry, *, now: datetime) -> None:
    """They wrote: a question of ours is done when what was missing has been said by now."""
    open_ones = [one for one in tasks.asked(entry.ticket) if one.code]
    if not open_ones:
        return
    entries = theirs(entry.ticket)
    still = missing(told(entries), codes_in(entries))
    for one in open_ones:
        if one.code not in still:
            actions.done(one, entry, now=now)


def _in_words(ticket: Ticket, codes: Sequence[str]) -> list[str]:
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        return [str(QUESTIONS[code]) for code in codes]


def _proposal(ticket: Ticket, member: Member, asking: Asking, ready: Sequence[Task], now: datetime) -> Proposal:
    last = Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS).exclude(message_id="").order_by("-at", "-id")
    return Proposal(source="desk", key=asking.key, ticket=ticket, intent=Intent.QUESTION, member=member,
                    body=message(ticket, ready, member.first_name, now), channel=ticket.contact.channel or "email",
                    language=ticket.contact.language or ticket.mailbox.language,
                    in_reply_to=last.values_list("message_id", flat=True).first() or "", confirmed=asking.confirmed)
