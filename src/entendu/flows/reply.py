"""A member answers: what lies in their draft becomes a submission, or a note that never leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from entendu.core.governor.model import Decision, Intent
from entendu.flows.care import satisfaction
from entendu.flows.diagnosis import claims
from entendu.flows.knowledge import saved_replies
from entendu.flows.submit import Outcome, Proposal, preview, submit
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Draft, Entry, Ticket


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in the composer when the button is pressed. `key` was given out with the draft; `confirmed` says that
    the writer was asked about remarks of error level and sends it so; `by` is the channel that they chose, "" to leave
    it to the governor."""

    key: str
    text: str
    channel: str = "email"
    closes: bool = False
    override: str = ""
    not_before: datetime | None = None
    confirmed: bool = False
    by: str = ""


class NothingWritten(ValueError):
    """An empty reply; nothing was sent."""


@transaction.atomic
def send(ticket: Ticket, member: Member, answer: Answer, *, now: datetime) -> Outcome:
    """Submits the reply; pressed twice with one key, it is one message. `NothingWritten` without words or files,
    `submit.NotConfirmed` where the words want a second look first."""
    draft = Draft.objects.filter(ticket=ticket, member=member, key=answer.key).first()
    has_files = draft is not None and draft.attachments.exists()
    if not answer.text.strip() and not has_files:
        raise NothingWritten("There is nothing in the reply yet; nothing was sent; write a word or attach a file.")
    outcome = submit(_proposal(ticket, member, answer), now=now)
    if outcome.fresh and outcome.submission.entry is not None:
        if draft is not None:
            drafts.become(draft, outcome.submission.entry)
        tickets.read(ticket, member, outcome.submission.entry.pk)
        if ticket.assignee_id is None:
            tickets.assign(ticket, member, member=member, now=now)
        if outcome.delivery is not None:
            saved_replies.sent(outcome.submission)
            if answer.closes:
                satisfaction.said_solved(outcome.submission.ticket, now=now)
    return outcome


@transaction.atomic
def add_note(ticket: Ticket, member: Member, key: str, text: str, *, now: datetime) -> Entry:
    """Keeps a note for the team. It has no way out: no submission is made."""
    if not text.strip():
        raise NothingWritten("There is nothing in the note yet; nothing was kept; write a word first.")
    entry = tickets.note(ticket, member, text.strip(), now=now)
    claims.note_note(entry)
    draft = Draft.objects.filter(ticket=ticket, member=member, key=key).first()
    if draft is not None:
        drafts.become(draft, entry)
    tickets.read(ticket, member, entry.pk)
    return entry


def verdict(ticket: Ticket, member: Member, answer: Answer, *, now: datetime) -> Decision:
    """What the governor would say of the reply if it were sent now."""
    return preview(_proposal(ticket, member, answer), now=now)


def _proposal(ticket: Ticket, member: Member, answer: Answer) -> Proposal:
    """An answer to their last letter; where they never wrote, our news or a question, under the case's own subject."""
    said = Entry.objects.filter(ticket=ticket, kind__in=[Entry.Kind.THEIRS, Entry.Kind.OURS]).order_by("-at", "-id")
    theirs = said.filter(kind=Entry.Kind.THEIRS)
    last = theirs.exclude(message_id="").values_list("message_id", flat=True).first()
    body = answer.text.strip()
    intent, subject = Intent.ANSWER, ""
    if last is None and not theirs.exists():
        intent = Intent.QUESTION if "?" in body else Intent.UPDATE
        subject = "" if said.exists() else ticket.subject
    return Proposal(source="desk", key=answer.key, ticket=ticket, intent=intent, body=body, member=member,
                    subject=subject, channel=answer.channel, language=ticket.contact.language, in_reply_to=last or "",
                    override=answer.override, not_before=answer.not_before, closes=answer.closes,
                    confirmed=answer.confirmed, by=answer.by)
