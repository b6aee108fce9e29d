"""Calls that have to be made, and the log of a call: how it went, what was told, what they said. Ten seconds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.care.brief import brief, latest_cases, when
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, name_of, ticket_url
from entendu.doors.web.nav import show
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.channels import calls, ring
from entendu.flows.channels.calls import Logged
from entendu.parts.outbox import queries as outbox
from entendu.parts.telephone import queries
from entendu.parts.telephone.models import CallRecord, CallTask
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import seen_by

Outcome = CallRecord.Outcome
# What somebody who called can say; the rest is told by exchanges.
OUTCOMES = (Outcome.REACHED, Outcome.MESSAGE, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.WRONG)
LONGEST = 10_000
LONGEST_CALL = 600  # minutes


def shown(ticket: Ticket, reader: Reader, view: str) -> dict[str, Any]:
    """What the page of a call has beside its notes: numbers, hours, brief, what is to be told, and the latest calls."""
    task = queries.open_task(ticket)
    return {
        "numbers": ring.numbers_of(ticket), "when": when(ticket.contact, reader.now),
        "brief": brief(ticket.contact, latest_cases(ticket.contact, reader.member), reader.now),
        "task": _task(task, reader),
        "log_url": beside("log_call", ticket.number, view), "ring_url": beside("ring", ticket.number, view),
        "ours": ring.rings_back(ticket), "outcomes": [(one.value, one.label) for one in OUTCOMES],
        "records": [{"at": stamp(one.started_at), "outcome": one.get_outcome_display(),
                     "who": one.member.first_name if one.member else "", "minutes": round(one.seconds / 60)}
                    for one in queries.records(ticket)],
    }


@members_only
@require_safe
def calls_page(request: HttpRequest) -> HttpResponse:
    """Every call that has to be made, the one that is due first."""
    reader = reader_of(request)
    rows = [{"url": beside("call", one.ticket_id, "inbox"), "label": name_of(one.ticket), "trouble": "",
             "cells": [one.delivery.address, _due(one, reader), " ".join(one.delivery.body.split())[:120],
                       one.member.first_name if one.member else ""]}
            for one in queries.tasks_seen_by(reader.member)[:100]]
    return show(request, "web/settings/table.html", {
        "title": _("Calls to make"), "lede": _("Messages for people who want to be called: somebody says them."),
        "back_url": reverse("us"), "back_label": _("Waiting for us"), "rows": rows, "new_url": "", "new_label": "",
        "columns": [_("Person"), _("Number"), _("When"), _("What to tell"), _("In hand")],
        "empty_lead": _("Nobody waits for a call."), "empty_text": "",
    }, at="us")


@members_only
@require_safe
def to_call(request: HttpRequest, submission_id: int) -> HttpResponse:
    """From a message that waits to be told to the page of its call."""
    kept = outbox.submission_in(seen_by(member_of(request)), submission_id)
    if kept is None:
        raise Http404
    return HttpResponseRedirect(beside("call", kept.ticket_id, view_of(request)))


@members_only
@require_POST
def log_call(request: HttpRequest, number: int) -> HttpResponse:
    """Writes a call down (act=log), takes it in hand (act=take), or gives up calling (act=give-up)."""
    ticket, reader, act = ticket_or_404(request, number), reader_of(request), request.POST.get("act", "")
    here = HttpResponseRedirect(beside("call", ticket.number, view_of(request)))
    task = queries.task_seen_by(reader.member, number_in(request.POST.get("task")))
    if task is not None and task.ticket_id != ticket.pk:
        raise Http404
    if act == "take":
        if task is None or not calls.take(task, reader.member, now=reader.now):
            messages.error(request, _("Somebody else is calling, or it is settled; nothing was changed."))
        return here
    if act == "give-up":
        if task is None or not calls.give_up(task, reader.member, now=reader.now):
            messages.error(request, _("That is settled already; nothing was changed."))
            return here
        messages.success(request, _("It was not told. Say it by another way."))
        return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))
    outcome = request.POST.get("outcome", "")
    if outcome not in {one.value for one in OUTCOMES}:
        messages.error(request, _("Say how the call went; nothing was written down yet."))
        return here
    minutes = min(number_in(request.POST.get("minutes")), LONGEST_CALL)
    calls.log(ticket, reader.member, Logged(outcome, _words(request, "told"), _words(request, "said"), minutes),
              task=task, now=reader.now)
    messages.success(request, _("The call is written down."))
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))


@members_only
@require_POST
def ring_back(request: HttpRequest, number: int) -> HttpResponse:
    """Rings one's own telephone and puts it through to theirs."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    task = queries.task_seen_by(reader.member, number_in(request.POST.get("task")))
    try:
        wanted = ring.Wanted(request.POST.get("ours", "")[:40], request.POST.get("theirs", "")[:40], task)
        ring.ring(ticket, reader.member, wanted, now=reader.now)
    except ring.NotRung as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, _("Your telephone rings; pick up and you are put through."))
        if task is not None:
            calls.take(task, reader.member, now=reader.now)
    return HttpResponseRedirect(beside("call", ticket.number, view_of(request)))


def _task(task: CallTask | None, reader: Reader) -> dict[str, Any] | None:
    """The call to make as its page shows it: the words, when, and who has it in hand."""
    if task is None:
        return None
    holder = task.member.first_name if task.member else ""
    return {"id": task.pk, "number": task.delivery.address, "script": task.delivery.body, "due": _due(task, reader),
            "language": task.ticket.contact.language, "tries": task.tries, "holder": holder,
            "mine": task.member_id == reader.member.pk}


def _due(task: CallTask, reader: Reader) -> str:
    return _("now") if task.due_at <= reader.now else stamp(task.due_at)


def _words(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "")[:LONGEST]
