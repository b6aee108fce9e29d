"""We write first: a case is opened with somebody, and its first words lie in the composer of whoever opened it.

From there they leave like any reply: `reply.send` sees that they never wrote and submits news or a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entendu.parts.people import actions as people
from entendu.parts.people.models import Channel
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Mailbox, Ticket


@dataclass(frozen=True, slots=True)
class Beginning:
    """To whom, about what, and the first words so far."""

    address: str
    subject: str
    name: str = ""
    text: str = ""


@transaction.atomic
def begin(mailbox: Mailbox, member: Member, beginning: Beginning, *, now: datetime) -> Ticket:
    """Opens the case, with the member, and keeps the words as a draft. Nothing is sent."""
    contact = people.meet(Channel.EMAIL, beginning.address, name=beginning.name.strip(), language="", now=now)
    subject = " ".join(beginning.subject.split())
    ticket = tickets.open_ticket(mailbox, contact, subject=subject, channel=Channel.EMAIL, now=now)
    tickets.assign(ticket, member, member=member, now=now)
    draft = drafts.open_draft(ticket, member, now=now)
    drafts.write(draft, text=beginning.text.strip(), kind=Entry.Kind.OURS, channel=Channel.EMAIL, now=now)
    return ticket
