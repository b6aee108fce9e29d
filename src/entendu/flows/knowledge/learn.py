"""A case is over: what did we learn? One line, which can become an article, a known error, a limit or a saved reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from entendu.core.tickets.states import Status, is_over
from entendu.core.wording.saved import Reply
from entendu.flows.knowledge import saved_replies
from entendu.flows.knowledge.look_up import codes_of, language_of
from entendu.parts.knowledge.actions import cases, items, replies
from entendu.parts.knowledge.actions.items import About
from entendu.parts.knowledge.models import Lesson, SavedReply, Version
from entendu.parts.knowledge.models.items import Content, Kind, Stance
from entendu.parts.knowledge.queries.items import lessons_of, references_of
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Entry, Ticket

SAVED_REPLY = "reply"
# A question and its answer, and a thank-you: nothing that anybody need be asked about.
QUICK = 3
LONGEST = 4_000  # characters of a letter that go into a draft
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that was kept, and the draft that it became: a version to go on writing, a saved reply, or neither."""

    lesson: Lesson
    version: Version | None = None
    reply: SavedReply | None = None


def asks(ticket: Ticket) -> bool:
    """Whether it is worth a line: the case is over, was more than a quick question, and nobody was asked yet."""
    return is_over(Status(ticket.status)) and not lessons_of(ticket) and was_more_than_quick(ticket)


def was_more_than_quick(ticket: Ticket) -> bool:
    """Whether it was more than a question and its answer: several letters, a note, an error code or a reference."""
    people = Q(kind=Entry.Kind.THEIRS, automatic="") | Q(kind=Entry.Kind.OURS, member__isnull=False)
    said = Entry.objects.filter(ticket=ticket).aggregate(
        letters=Count("pk", filter=people), notes=Count("pk", filter=Q(kind=Entry.Kind.NOTE)))
    return said["letters"] > QUICK or said["notes"] > 0 or bool(codes_of(ticket)) or bool(references_of(ticket))


@transaction.atomic
def keep(ticket: Ticket, line: str, into: str, member: Member, *, now: datetime) -> Kept:
    """Keeps the line on the ticket. `into` is a kind of item, "reply" for a saved reply, or "" for the line alone; a
    draft of that kind is filled from the case, and nothing of it is published."""
    if not line.strip() or into not in {*Kind, SAVED_REPLY}:
        return Kept(cases.keep_lesson(ticket, line, member, now=now))
    if into == SAVED_REPLY:
        reply = _reply(ticket, line, member, now)
        return Kept(cases.keep_lesson(ticket, line, member, now=now, became=reply), reply=reply)
    about = About(into, team=ticket.mailbox.team, stance=Stance.CANNOT if into == Kind.LIMIT else "",
                  codes=codes_of(ticket) if into == Kind.ERROR else (), ticket=ticket)
    version = items.begin(about, language_of(ticket), content_from(ticket, into, line), member, now=now)
    return Kept(cases.keep_lesson(ticket, line, member, now=now, became=version.page.item), version=version)


def content_from(ticket: Ticket, kind: str, title: str) -> Content:
    """What a draft of this kind begins with, from the case: what they said happens, what we answered last."""
    title = " ".join(title.split())[:200]
    if kind == Kind.ERROR:
        return Content(title, symptoms=_said(ticket, Entry.Kind.THEIRS, first=True), fix=_said(ticket, Entry.Kind.OURS))
    if kind == Kind.ARTICLE:
        return Content(title, body=_said(ticket, Entry.Kind.OURS))
    return Content(title)


def _reply(ticket: Ticket, line: str, member: Member, now: datetime) -> SavedReply:
    """Our last answer as a saved reply of the team, without what was this customer's; off until somebody has gone over
    it."""
    made = saved_replies.keep_draft(ticket, member, _said(ticket, Entry.Kind.OURS) or line, now=now)
    team, language = ticket.mailbox.team, made.language
    named = Reply(made.name, language, made.occasion, " ".join(line.split())[:LONGEST_TITLE], made.text)
    made = replies.change(team, named, member, now=now)
    replies.switch(team, (language, made.name), False, member, now=now)
    return made


def _said(ticket: Ticket, kind: str, *, first: bool = False) -> str:
    """What they or a member of ours wrote first, or last."""
    entries = tickets.said_on(ticket).filter(kind=kind, automatic="")
    if kind == Entry.Kind.OURS:
        entries = entries.exclude(member=None)
    entry = entries.order_by("at", "id").first() if first else entries.order_by("-at", "-id").first()
    return (entry.visible or entry.text).strip()[:LONGEST] if entry is not None else ""
