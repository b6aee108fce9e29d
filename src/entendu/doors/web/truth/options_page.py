"""The page of the options: written, put before the customer in one message, and which one they chose when."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.truth import going
from entendu.doors.web.truth.options_form import OptionsForm, draft_of
from entendu.flows.submit import NotConfirmed
from entendu.flows.truth import choose
from entendu.flows.truth.letter import NothingSaid, put_into_reply
from entendu.parts.options.actions import offers as actions
from entendu.parts.options.actions.offers import Draft
from entendu.parts.options.models import Choice, Offer
from entendu.parts.options.queries import offers
from entendu.parts.tickets.models import Ticket

State = Offer.State


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def options(request: HttpRequest, number: int) -> HttpResponse:
    """Shows them; by POST keeps, sends or discards the draft, notes their choice, or confirms it in the reply."""
    ticket = ticket_or_404(request, number)
    act = request.POST.get("act", "")
    if request.method != "POST":
        return _page(request, ticket)
    if act in {"keep", "send"}:
        return _written(request, ticket, act)
    reader = reader_of(request)
    if act == "discard":
        actions.discard_draft(ticket)
    elif act == "to-reply":
        return _to_reply(request, ticket, reader)
    elif act.startswith("chose-") and not choose.note(ticket, number_in(act.removeprefix("chose-")), reader.member,
                                                      now=reader.now):
        messages.error(request, _("That option is not there any more; nothing was noted; choose one of the list."))
    return _back(request, ticket)


@members_only
@require_POST
def options_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the options as they are typed; answers with the message as it would read, and when it would go."""
    ticket, reader, form = ticket_or_404(request, number), reader_of(request), OptionsForm(request.POST)
    context: dict[str, Any] = {"verdict": None, "reads": ""}
    if form.is_valid():
        draft = form.draft()
        choose.keep(ticket, reader.member, draft, now=reader.now, key=request.POST.get("key", ""))
        context = _preview(ticket, reader, draft)
    return render(request, "web/truth/going.html", context)


def _written(request: HttpRequest, ticket: Ticket, act: str) -> HttpResponse:
    reader, form = reader_of(request), OptionsForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, form, status=422)
    if act == "keep":
        choose.keep(ticket, reader.member, form.draft(), now=reader.now)
        messages.success(request, _("Kept."))
        return _back(request, ticket)
    try:
        outcome = choose.send(ticket, reader.member, form.draft(), going.sending(request), now=reader.now)
    except NothingSaid:
        messages.error(request, _("One way alone is no choice; nothing was sent; write at least two."))
        return _page(request, ticket, form, status=422)
    except NotConfirmed as trouble:
        return _page(request, ticket, form, doubts=[one.message for one in trouble.findings], status=422)
    return going.gone(request, ticket, outcome)


def _to_reply(request: HttpRequest, ticket: Ticket, reader: Reader) -> HttpResponse:
    offer = offers.with_them(ticket)
    choice = offers.choice(offer) if offer is not None else None
    if choice is not None:
        put_into_reply(ticket, reader.member, choose.confirmation(ticket, choice), now=reader.now)
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)) + "#reply")


def _page(request: HttpRequest, ticket: Ticket, form: OptionsForm | None = None, *, doubts: list[str] | None = None,
          status: int = 200) -> HttpResponse:
    reader, view = reader_of(request), view_of(request)
    versions = list(offers.versions(ticket))
    draft = versions[0] if versions and versions[0].state == State.DRAFT else None
    sent = next((one for one in versions if one.state != State.DRAFT), None)
    writes = draft is not None or sent is None or form is not None or "again" in request.GET
    again = sent if draft is None and "again" in request.GET else draft
    going_now = form.draft() if form is not None and form.is_valid() else draft_of(again) if again else None
    return beside_step(request, ticket, "web/truth/options_page.html", {
        "step_title": _("Options"), "step_url": beside("options", ticket.number, view),
        "draft_url": beside("options_draft", ticket.number, view), "step_lede": "",
        "name": ticket.contact.first_name or _("them"), "key": uuid.uuid4().hex,
        "language": choose.language_of(ticket), "writes": writes, "form": form or OptionsForm(offer=again),
        "doubts": doubts or [], "has_draft": draft is not None, "can_send": going.can_send(ticket),
        "sent": _shown(sent) if sent else None, "older": [_shown(one) for one in versions if one not in (draft, sent)],
        **(_preview(ticket, reader, going_now) if writes and going_now else {"verdict": None, "reads": ""}),
    }, status=status)


def _preview(ticket: Ticket, reader: Reader, draft: Draft) -> dict[str, Any]:
    """How it would read and when it would go; nothing where there is no choice yet."""
    if len(draft.ways) < choose.FEWEST:
        return {"verdict": None, "reads": ""}
    return {"reads": choose.message(ticket, draft, reader.member.first_name, reader.now),
            "language": choose.language_of(ticket),
            "verdict": going.verdict(choose.verdict(ticket, reader.member, draft, now=reader.now), reader)}


def _shown(offer: Offer) -> dict[str, Any]:
    """One version as it was sent, and what they chose."""
    choices = list(offer.choices.all())
    chosen = choices[0].option_id if choices and offer.state == State.CHOSEN else None
    return {"lead": offer.lead, "language": offer.language, "sent": stamp(offer.sent_at), "until": stamp(offer.until),
            "answered": offer.state == State.ANSWERED, "is_chosen": chosen is not None,
            "words": offer.entry.visible if offer.entry else "",
            "options": [{"place": one.place, "letter": one.letter, "words": one.words, "pros": one.pros.splitlines(),
                         "cons": one.cons.splitlines(), "cost": one.cost, "ready_on": one.ready_on,
                         "chosen": one.pk == chosen} for one in offer.options.all()],
            "choices": [_choice(one) for one in choices]}


def _choice(choice: Choice) -> dict[str, Any]:
    return {"letter": choice.option.letter, "when": stamp(choice.at), "way": choice.get_way_display(),
            "by": choice.member.first_name if choice.member else ""}


def _back(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return HttpResponseRedirect(beside("options", ticket.number, view_of(request)))
