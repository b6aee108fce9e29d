"""What we need from the customer: gathered here, asked in one message, answered on their page. And the links to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entendu.core.governor.reasons import explain
from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.composer import STATES, channels_of
from entendu.doors.web.desk.drafts import KEY
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.listening import ask
from entendu.flows.portal import case_link
from entendu.flows.submit import NotConfirmed
from entendu.parts.listening.actions import tasks as actions
from entendu.parts.listening.actions.tasks import Wanted
from entendu.parts.listening.models import Task
from entendu.parts.listening.queries import doors, tasks
from entendu.parts.tickets.models import Ticket


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def tasks_page(request: HttpRequest, number: int) -> HttpResponse:
    """Shows it; by POST adds, asks, settles or drops, or withdraws the links to the customer's page."""
    ticket = ticket_or_404(request, number)
    if request.method != "POST":
        return _page(request, ticket)
    reader, act = reader_of(request), request.POST.get("act", "")
    if act == "send":
        return _send(request, ticket)
    if act == "add":
        words = " ".join(request.POST.get("words", "").split())
        kind = request.POST.get("kind", "")
        if words:
            actions.gather(ticket, reader.member, [Wanted(words, kind if kind in Task.Kind.values else Task.Kind.TELL)],
                           now=reader.now)
    elif act == "add-missing":
        ask.gather_missing(ticket, reader.member, request.POST.getlist("codes"), now=reader.now)
    elif act == "withdraw":
        case_link.withdraw(ticket, reader.member, now=reader.now)
        messages.success(request, _("The links to their page no longer open it. The next message brings a new one."))
    else:
        _settle(ticket, act, reader)
    return HttpResponseRedirect(beside("tasks", ticket.number, view_of(request)))


def _settle(ticket: Ticket, act: str, reader: Reader) -> None:
    """`done-7` and `drop-7`: a task is settled by one of us."""
    verb, _dash, number = act.partition("-")
    task = tasks.task(ticket, number_in(number))
    if task is not None and verb == "done":
        actions.done(task, None, now=reader.now)
    elif task is not None and verb == "drop":
        actions.drop(task)


def _send(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    reader, key = reader_of(request), request.POST.get("key", "")
    asking = ask.Asking(key if KEY.fullmatch(key) else uuid.uuid4().hex, confirmed="confirmed" in request.POST)
    try:
        outcome = ask.send(ticket, reader.member, asking, now=reader.now)
    except ask.NothingToAsk:
        messages.error(request, _("Nothing stands ready to be asked; nothing was sent; add something first."))
        return _page(request, ticket, status=422)
    except NotConfirmed as trouble:
        return _page(request, ticket, doubts=[one.message for one in trouble.findings], status=422)
    if outcome.delivery is None and outcome.fresh:
        messages.error(request, _("It was kept and did not go; the case says why."))
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))


def _page(request: HttpRequest, ticket: Ticket, *, doubts: list[str] | None = None, status: int = 200) -> HttpResponse:
    reader, view = reader_of(request), view_of(request)
    rows = list(tasks.tasks_of(ticket))
    ready = [one for one in rows if one.state == Task.State.READY]
    verdict = None
    if ready and channels_of(ticket):
        decision = ask.verdict(ticket, reader.member, ready, now=reader.now)
        verdict = {"state": STATES[decision.verdict], "text": explain(decision, reader.language)}
    door = doors.door(ticket)
    name = ticket.contact.first_name or _("them")
    return beside_step(request, ticket, "web/understanding/tasks_page.html", {
        "step_title": _("What we need from %(name)s") % {"name": name}, "step_lede": "", "name": name,
        "step_url": beside("tasks", ticket.number, view), "key": uuid.uuid4().hex, "verdict": verdict,
        "doubts": doubts or [], "ready": [_shown(one) for one in ready], "kinds": Task.Kind.choices,
        "asked": [_shown(one) for one in rows if one.state == Task.State.ASKED],
        "done": [_shown(one) for one in rows if one.state == Task.State.DONE],
        "missing": ask.missing_of(ticket), "can_send": bool(channels_of(ticket)),
        "withdrawn": stamp(door.withdrawn_at) if door else "",
        "withdrawn_by": door.withdrawn_by.first_name if door and door.withdrawn_by else "",
        "language": ticket.contact.language or ticket.mailbox.language,
    }, status=status)


def _shown(one: Task) -> dict[str, Any]:
    return {"id": one.pk, "words": one.words, "kind": one.get_kind_display(), "asked": stamp(one.asked_at),
            "answer": one.entry.visible if one.entry else ""}
