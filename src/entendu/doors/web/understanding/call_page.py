"""A call: notes while the other one talks, each line with its moment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entendu.core.listening.call_notes import Line
from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.reading import reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.understanding import call_log
from entendu.flows.listening import call as flow
from entendu.parts.listening.queries import calls
from entendu.parts.tickets.models import Ticket

LONGEST = 40_000


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest, number: int) -> HttpResponse:
    """Shows the call that one is holding; by POST begins or ends it."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if request.method != "POST":
        return _page(request, ticket)
    held = calls.held_by(ticket, reader.member)
    act = request.POST.get("act", "")
    if act == "end" and held is not None:
        entry = flow.end(ticket, held, _text(request), now=reader.now)
        messages.success(request, _("The call is over; its notes are kept for the team.") if entry else _(
            "The call is over."))
        return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))
    if act == "keep" and held is not None:
        flow.write(held, _text(request), now=reader.now)
    elif act == "start":
        flow.start(ticket, reader.member, now=reader.now)
    return HttpResponseRedirect(beside("call", ticket.number, view_of(request)) + "#call-text")


@members_only
@require_POST
def call_notes(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the notes as they are typed; answers with their lines. 204 where the call is over."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    held = calls.held_by(ticket, reader.member)
    if held is None:
        return HttpResponse(status=204)
    lines = flow.write(held, _text(request), now=reader.now)
    return render(request, "web/understanding/call_lines.html", {"lines": _rows(lines)})


def _page(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    reader, view = reader_of(request), view_of(request)
    held = calls.held_by(ticket, reader.member)
    lines = flow.lines_of(held) if held else ()
    name = ticket.contact.first_name or _("them")
    return beside_step(request, ticket, "web/understanding/call_page.html", {
        "step_title": _("Call with %(name)s") % {"name": name}, "step_lede": "", "name": name,
        "step_url": beside("call", ticket.number, view), "notes_url": beside("call_notes", ticket.number, view),
        "held": held is not None, "since": timezone.localtime(held.started_at) if held else None,
        "text": "\n".join(line.text for line in lines), "lines": _rows(lines),
        **call_log.shown(ticket, reader, view),
    })


def _rows(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [{"mark": line.mark, "text": line.text} for line in lines]


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "")[:LONGEST]
