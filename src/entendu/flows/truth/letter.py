"""The frame of a message that is written on a page of its own: greeting, words, name, and the answer it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from entendu.core.governor.model import Intent
from entendu.core.wording.rules import LANGUAGES
from entendu.flows.submit import Proposal
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.staff.models import Member
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Draft, Entry, Ticket


class NothingSaid(ValueError):
    """There is no text to send; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How the button was pressed: `key` was given out with the form and makes it one message; `confirmed` says that
    remarks of error level were seen."""

    key: str
    confirmed: bool = False


def language_of(ticket: Ticket) -> str:
    """The language in which we write to the ticket's contact: theirs where we have its words, else the mailbox's."""
    wanted = (ticket.contact.language, ticket.mailbox.language)
    return next((one for one in wanted if one in LANGUAGES), "en")


def greeting(ticket: Ticket) -> str:
    """The first line, in the language that is in force."""
    name = ticket.contact.first_name
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def proposal(ticket: Ticket, member: Member, body: str, sending: Sending, intent: Intent) -> Proposal:
    """The message as the governor gets it: an answer to their last letter, on the channel that they chose."""
    last = Entry.objects.filter(ticket=ticket, kind=Entry.Kind.THEIRS).exclude(message_id="").order_by("-at", "-id")
    return Proposal(source="desk", key=sending.key, ticket=ticket, intent=intent, body=body, member=member,
                    channel=ticket.contact.channel or "email", language=language_of(ticket),
                    in_reply_to=last.values_list("message_id", flat=True).first() or "", confirmed=sending.confirmed)


def reached_before(submission: int | None, at: datetime) -> bool:
    """Whether this message had reached them by then: what they wrote before answers something else."""
    reached = arrived_at([submission]).get(submission) if submission is not None else None
    return reached is not None and reached <= at


def put_into_reply(ticket: Ticket, member: Member, words: str, *, now: datetime) -> Draft:
    """The words lie at the end of the reply that the member is writing; nothing is sent."""
    draft = drafts.open_draft(ticket, member, now=now)
    drafts.write(draft, text=f"{draft.text.rstrip()}\n\n{words}".strip(), kind=Entry.Kind.OURS, channel=draft.channel,
                 now=now)
    return draft
