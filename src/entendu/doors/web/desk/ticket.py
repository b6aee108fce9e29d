"""An open ticket: the list beside it, its conversation, and who this is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from entendu.core.tickets.states import Status, may_move
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk import composer as writing_place
from entendu.doors.web.desk.chat_presence import presence
from entendu.doors.web.desk.composer import Writing
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.later import choices
from entendu.doors.web.desk.lists import list_beside
from entendu.doors.web.desk.rail import rail
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, name_of, subject_of, ticket_url
from entendu.doors.web.desk.thread import Thread, thread
from entendu.doors.web.knowledge import lesson
from entendu.doors.web.nav import show
from entendu.doors.web.understanding.thread import understood
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions, queries
from entendu.parts.tickets.models import Draft, Ticket

BY_HAND = (
    (Status.WAITING_FOR_US, _("Take it up again")), (Status.WAITING_FOR_THEM, _("We wait for them")),
    (Status.SOLVED, _("Solved")), (Status.CLOSED, _("Close without a word")),
)
# What one may begin by oneself on any case, however quick it is; where it helps, the rail offers it.
LISTENING = (
    ("call", _("Call")), ("heard", _("What we heard")), ("tasks", _("What we need from them")),
    ("causes", _("Possible causes")), ("case_promises", _("Promises")), ("options", _("Options")),
    ("temporary", _("Temporary fix")), ("mistake", _("We made a mistake")), ("not_ours", _("Not ours")),
    ("feature_request", _("Feature request")),
)


@members_only
@require_safe
def conversation(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket with its conversation in the middle; on a phone the conversation alone. What has become a part of
    another case is read there."""
    ticket = queries.ticket_seen_by(member_of(request), number)
    if ticket is None:
        into = queries.now_part_of(member_of(request), number)
        if into is None:
            raise Http404
        return redirect(ticket_url(into.number, view_of(request)))
    return page(request, ticket)


@members_only
@require_safe
def about(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket with who this is in the list's place; on a phone that alone."""
    return page(request, ticket_or_404(request, number), pane="about")


def page(request: HttpRequest, ticket: Ticket, writing: Writing | None = None, *, pane: str = "conversation",
         status: int = 200) -> HttpResponse:
    """The page of a ticket. `writing` is a form that was not accepted and comes back with its words."""
    reader, view = reader_of(request), view_of(request)
    said = thread(ticket, reader, everything="all" in request.GET)
    actions.read(ticket, reader.member, said.newest)
    draft = queries.draft_of(reader.member, ticket)
    if writing is None:
        writing = _from_draft(request, ticket, reader, draft, said.newest)
    elif writing.conflict is not None:
        writing = replace(writing, seen=said.newest)
    colleagues = list(staff.colleagues_on(ticket.mailbox.team_id).only("name"))
    box = writing_place.composer(ticket, reader, writing, draft)
    said_of_it = writing_place.verdict(ticket, reader, writing, channels=box["channels"])
    if said_of_it and "undo_hint" in said_of_it:
        box["undo_hint"] = said_of_it["undo_hint"]
    box["url"] = beside("answer", ticket.number, view)
    context = {
        "pane": pane, "ticket": _head(ticket, reader, view, said, colleagues), "entries": said.entries,
        "rail": rail(ticket, reader, colleagues, view, has_updates=said.has_updates), "conflict": writing.conflict,
        "composer": box, "verdict": said_of_it, "remarks": writing.remarks, "lesson": lesson.question(request, ticket),
    }
    if pane == "about":
        context |= understood(ticket, reader, view)
    return _shown(request, context, view, status)


def beside_step(request: HttpRequest, ticket: Ticket, template: str, context: dict[str, Any], *,
                status: int = 200) -> HttpResponse:
    """A step of the case on a page of its own, with list and rail beside it; see `web/understanding/page.html`."""
    reader, view = reader_of(request), view_of(request)
    colleagues = list(staff.colleagues_on(ticket.mailbox.team_id).only("name"))
    around = {
        "pane": "conversation", "ticket": {"subject": subject_of(ticket), "person": name_of(ticket),
                                           "number": ticket.number, "url": ticket_url(ticket.number, view)},
        "rail": rail(ticket, reader, colleagues, view),
        "list": list_beside(view),
    }
    return show(request, template, around | context, at=view, status=status)


def _shown(request: HttpRequest, context: dict[str, Any], view: str, status: int) -> HttpResponse:
    """The whole page; where htmx asks for the case beside a list that stays as it is, the case alone."""
    if request.htmx.target in {"conversation", "entries"}:  # type: ignore[attr-defined]
        response = render(request, "web/ticket/part.html", context, status=status)
    else:
        context |= {"list": list_beside(view)}
        response = show(request, "web/ticket/page.html", context, at=view, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _from_draft(request: HttpRequest, ticket: Ticket, reader: Reader, draft: Draft | None,
                newest: int) -> Writing:
    """What stands in the box, and who spoke since its writer last looked.

    A page that is loaded shows everything, so its form has seen everything. A thread that is refreshed beside a
    reply being written has not been read yet: then the form keeps what it had seen, and Send asks once.
    """
    writing = writing_place.kept(draft, newest)
    if writing.is_note or not writing.text.strip():
        return replace(writing, seen=newest)
    refreshed = request.htmx.target == "entries"  # type: ignore[attr-defined]
    seen = number_in(request.GET.get("seen")) if refreshed else writing.seen
    meanwhile = writing_place.conflict(ticket, reader, seen)
    return replace(writing, seen=seen if refreshed and meanwhile else newest, conflict=meanwhile)


def _head(ticket: Ticket, reader: Reader, view: str, said: Thread, colleagues: list[Member]) -> dict[str, Any]:
    """The value `ticket` of the templates; see the head of `web/ticket/conversation.html`."""
    number = ticket.number
    here = ticket_url(number, view)
    status = Status(ticket.status)
    acts = [{"label": label, "url": beside("move", number, view), "name": "status", "value": to.value}
            for to, label in BY_HAND if to is not status and may_move(status, to)]
    return {
        "number": number, "url": here, "subject": subject_of(ticket), "person": name_of(ticket),
        "opened": ticket.created_at, "channel": ticket.channel,
        "presence": presence(ticket), "mine": ticket.assignee_id == reader.member.pk,
        "assignee": ticket.assignee.first_name if ticket.assignee else "", "back_url": reverse(view),
        "about_url": beside("ticket_about", number, view),
        "assign_url": beside("assign", number, view), "colleagues": [(one.pk, one.name) for one in colleagues],
        "listening": [(beside(name, number, view), label) for name, label in LISTENING],
        "later_url": beside("later", number, view), "later_choices": choices(ticket, reader.now), "acts": acts,
        "look_up_url": beside("case_knowledge", number, view),
        "limit_url": f"{reverse('new_item')}?{urlencode({'kind': 'limit', 'ticket': number})}",
        "earlier": said.earlier, "earlier_from": said.earlier_from,
        "earlier_url": here + ("&" if "?" in here else "?") + "all=1" if said.earlier else "",
    }
