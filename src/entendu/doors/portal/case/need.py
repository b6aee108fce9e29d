"""Things that we need from them: to try, to send, to tell; each with its own small form."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.doors.portal.case.section import Section
from entendu.parts.listening.models import Task
from entendu.parts.listening.queries import tasks
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket

State = Task.State


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """What was asked in a message that has reached them, open ones first; two queries."""
    rows = [one for one in tasks.tasks_of(ticket) if one.submission is not None]
    told = arrived_at({one.submission for one in rows if one.submission}) if rows else {}
    shown = [one for one in rows if one.submission in told]
    asked = [one for one in shown if one.state == State.ASKED]
    done = [one for one in shown if one.state == State.DONE]
    if not asked and not done:
        return None
    title = ngettext("One thing we need from you", "%(n)d things we need from you", len(asked)) % {"n": len(asked)}
    return Section("need", title if asked else _("What you told us"), "portal/case/need.html",
                   look="need" if asked else "card",
                   shown={"asked": [{"id": one.pk, "words": one.words, "kind": one.kind} for one in asked],
                          "done": [{"words": one.words, "answer": one.entry.visible if one.entry else ""}
                                   for one in done]})
