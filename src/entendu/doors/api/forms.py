"""The forms of what the API gives and takes. Times are RFC 3339 in UTC; statuses are written out."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from entendu.core.tickets.states import Status
from entendu.doors.api.message_forms import WORDS
from entendu.parts.outbox.models import Delivery
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Entry, Ticket

LONGEST_NOTE = 100_000


class StatusName(StrEnum):
    """A ticket's status, named for readers who do not know the desk."""

    OPEN = "open"
    WAITING_FOR_US = "waiting_for_us"
    WAITING_FOR_THEM = "waiting_for_them"
    SOLVED = "solved"
    CLOSED = "closed"

    @property
    def status(self) -> Status:
        """The status that is meant."""
        return Status[self.name]


class WhoForm(Schema):
    """A contact in short."""

    id: int
    name: str


class TicketForm(Schema):
    """A ticket without its conversation."""

    number: int
    subject: str
    status: StatusName
    mailbox: str = Field(description="The mailbox's mail address.")
    contact: WhoForm
    assignee: str | None = Field(description="The colleague who has it in hand.")
    tags: list[str]
    channel: str
    created_at: datetime
    last_at: datetime
    waiting_since: datetime | None = Field(description="Since when the contact waits for us.")


class TicketsForm(Schema):
    """A page of tickets."""

    tickets: list[TicketForm]
    next: str | None = Field(description="Give this as “after” to get the next page; null on the last one.")


class FileForm(Schema):
    """An attachment, without its content."""

    name: str
    type: str
    size: int = Field(description="In bytes.")


class DeliveryForm(Schema):
    """What became of a message of ours: waiting, claimed, in_flight, sent, failed, unknown, bounced or cancelled."""

    state: str
    due_at: datetime
    sent_at: datetime | None
    why: str


class EntryForm(Schema):
    """One thing in a conversation. A note is for the team and was never sent to anybody."""

    id: int
    kind: Literal["theirs", "ours", "note", "event"]
    at: datetime
    author: str
    channel: str
    language: str
    text: str = Field(description="Without quotes and signature.")
    automatic: bool = Field(description="Written by a machine: an automatic answer, a bounce, a list.")
    event: str = Field(description="What happened, where kind is event: moved, assigned, tagged …")
    files: list[FileForm]
    delivery: DeliveryForm | None


class ConversationForm(TicketForm):
    """A ticket with all that was said in it, oldest first."""

    entries: list[EntryForm]


class NoteForm(Schema):
    """A note for the team."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE, pattern=WORDS)]


class AddressForm(Schema):
    """One way to reach a contact."""

    channel: str
    value: str
    undeliverable_since: datetime | None
    undeliverable_why: str
    opted_out_at: datetime | None


class PersonForm(Schema):
    """A contact. Empty words mean that nobody has said so yet."""

    id: int
    name: str
    about: str
    organisation: str | None
    language: str
    time_zone: str
    channel: str = Field(description="The channel that they chose.")
    hours: list[list[str]] = Field(description='When they may be written to: [["mon-fri", "09:00", "17:30"]].')
    emergencies: bool = Field(description="Whether urgent news may come at any hour.")
    addresses: list[AddressForm]


def ticket_fields(ticket: Ticket) -> dict[str, object]:
    """A ticket with contact, mailbox, assignee and tags at hand, as `TicketForm` names them."""
    return {
        "number": ticket.number, "subject": ticket.subject,
        "status": StatusName[Status(ticket.status).name], "mailbox": ticket.mailbox.address,
        "contact": {"id": ticket.contact_id, "name": ticket.contact.name},
        "assignee": ticket.assignee.name if ticket.assignee else None,
        "tags": [tag.name for tag in ticket.tags.all()], "channel": ticket.channel,
        "created_at": ticket.created_at, "last_at": ticket.last_at, "waiting_since": ticket.waiting_since,
    }


def entry_fields(entry: Entry, delivery: Delivery | None) -> dict[str, object]:
    """An entry with its files at hand, as `EntryForm` names them."""
    return {
        "id": entry.pk, "kind": entry.kind, "at": entry.at, "author": entry.author, "channel": entry.channel,
        "language": entry.language, "text": entry.visible, "automatic": bool(entry.automatic), "event": entry.event,
        "files": [{"name": file.name, "type": file.type, "size": file.size} for file in entry.attachments.all()],
        "delivery": delivery and {"state": delivery.state, "due_at": delivery.due_at, "sent_at": delivery.sent_at,
                                  "why": delivery.why},
    }


def person_fields(contact: Contact) -> dict[str, object]:
    """A contact with organisation and addresses at hand, as `PersonForm` names them."""
    return {
        "id": contact.pk, "name": contact.name, "about": contact.about,
        "organisation": contact.organisation.name if contact.organisation else None,
        "language": contact.language, "time_zone": contact.time_zone, "channel": contact.channel,
        "hours": contact.hours, "emergencies": contact.emergencies,
        "addresses": [{
            "channel": one.channel, "value": one.value, "undeliverable_since": one.undeliverable_since,
            "undeliverable_why": one.undeliverable_why, "opted_out_at": one.opted_out_at,
        } for one in contact.addresses.all()],
    }
