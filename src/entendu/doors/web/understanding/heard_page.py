"""The page of what we heard: the words to say back, what goes along, when it would go, and what they said to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entendu.core.governor.reasons import explain
from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.composer import STATES, channels_of
from entendu.doors.web.desk.drafts import KEY
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.listening import ask, restate
from entendu.flows.listening.restate import Sending
from entendu.flows.submit import NotConfirmed
from entendu.parts.listening.actions import restatements as actions
from entendu.parts.listening.models import Restatement
from entendu.parts.listening.queries import restatements
from entendu.parts.tickets.models import Ticket

State = Restatement.State
LONGEST = 4_000


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def heard(request: HttpRequest, number: int) -> HttpResponse:
    """Shows it; by POST keeps, sends or discards the draft, or says what their answer was."""
    ticket = ticket_or_404(request, number)
    if request.method != "POST":
        return _page(request, ticket)
    act = request.POST.get("act", "")
    if act == "send":
        return _send(request, ticket)
    reader = reader_of(request)
    latest = restatements.with_them(ticket)
    if act == "keep":
        restate.keep(ticket, reader.member, _text(request), now=reader.now)
        messages.success(request, _("Kept."))
    elif act == "discard":
        actions.discard_draft(ticket)
    elif act == "yes" and latest is not None:
        restate.say_yes(ticket, latest, now=reader.now, by=reader.member)
    elif act == "no" and latest is not None:
        restate.say_not_quite(ticket, latest, now=reader.now, by=reader.member, entry=latest.entry)
    elif act == "to-reply":
        return _to_reply(request, ticket, reader)
    return HttpResponseRedirect(beside("heard", ticket.number, view_of(request)))


@members_only
@require_POST
def heard_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the words as they are typed; answers with when they would go."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if _text(request):
        restate.keep(ticket, reader.member, _text(request), now=reader.now, key=request.POST.get("key", ""))
    verdict = _verdict(ticket, reader, _text(request))
    return render(request, "web/understanding/heard_verdict.html", {"verdict": verdict})


def _send(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    reader, key = reader_of(request), request.POST.get("key", "")
    sending = Sending(_text(request), key if KEY.fullmatch(key) else uuid.uuid4().hex,
                      tuple(request.POST.getlist("codes")), confirmed="confirmed" in request.POST)
    try:
        outcome = restate.send(ticket, reader.member, sending, now=reader.now)
    except restate.NothingSaid:
        messages.error(request, _("There is nothing in it yet; nothing was sent; write what you understood first."))
        return _page(request, ticket, status=422)
    except NotConfirmed as trouble:
        return _page(request, ticket, text=sending.text, doubts=[one.message for one in trouble.findings], status=422)
    if outcome.delivery is None and outcome.fresh:
        messages.error(request, _("It was kept and did not go; the case says why."))
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))


def _to_reply(request: HttpRequest, ticket: Ticket, reader: Reader) -> HttpResponse:
    """The questions lie in the reply that is being written, and are not offered again."""
    codes = request.POST.getlist("codes")
    ask.put_into_reply(ticket, reader.member, codes, now=reader.now)
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)) + "#reply")


def _page(request: HttpRequest, ticket: Ticket, *, text: str = "", doubts: list[str] | None = None,
          status: int = 200) -> HttpResponse:
    reader, view = reader_of(request), view_of(request)
    versions = list(restatements.versions(ticket))
    draft = versions[0] if versions and versions[0].state == State.DRAFT else None
    sent = next((one for one in versions if one.state != State.DRAFT), None)
    confirmed = sent is not None and sent.state == State.CONFIRMED and draft is None
    words = text or (draft.text if draft else "") or ("" if confirmed else restate.proposed(ticket))
    open_to_write = draft is not None or sent is None or sent.state == State.CORRECTED or "again" in request.GET
    name = ticket.contact.first_name or _("them")
    return beside_step(request, ticket, "web/understanding/heard_page.html", {
        "step_title": _("What we heard"), "step_url": beside("heard", ticket.number, view), "step_lede": "",
        "draft_url": beside("heard_draft", ticket.number, view), "name": name, "text": words, "key": uuid.uuid4().hex,
        "language": restate.language_of(ticket), "writes": open_to_write, "doubts": doubts or [],
        "missing": ask.missing_of(ticket), "verdict": _verdict(ticket, reader, words) if open_to_write else None,
        "can_send": bool(channels_of(ticket)),
        "sent": _shown(sent) if sent else None, "older": [_shown(one) for one in versions if one not in (draft, sent)],
        "has_draft": draft is not None, "answered": sent is not None and sent.state == State.ANSWERED,
        "confirmed": sent is not None and sent.state == State.CONFIRMED,
    }, status=status)


def _shown(one: Restatement) -> dict[str, Any]:
    """One version as it was sent, and what they said to it."""
    return {"text": one.text, "language": one.language, "state": one.state, "version": one.version,
            "sent": stamp(one.sent_at), "answered": stamp(one.answered_at),
            "answer": one.correction or (one.entry.visible if one.entry and one.state != State.CONFIRMED else ""),
            "by": one.decided_by.first_name if one.decided_by else ""}


def _verdict(ticket: Ticket, reader: Reader, text: str) -> dict[str, Any] | None:
    """When it would go and why; None where there is no way to them."""
    if not text.strip():
        return None
    decision = restate.verdict(ticket, reader.member, Sending(text, "preview"), now=reader.now)
    return {"state": STATES[decision.verdict], "text": explain(decision, reader.language)}


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "").strip()[:LONGEST]
