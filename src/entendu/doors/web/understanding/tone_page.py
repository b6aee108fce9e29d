"""The page of the ladder: where they stand, what comes next with its words, and what was done, each to take back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entendu.core.care.civility import Step
from entendu.core.governor.reasons import explain
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.care_events import STEPS
from entendu.doors.web.desk.composer import STATES, channels_of
from entendu.doors.web.desk.drafts import KEY
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.understanding.tone import step as stands
from entendu.flows.care import calm, civility
from entendu.flows.care.civility import NotNow, Taking
from entendu.flows.submit import NotConfirmed
from entendu.parts.care.models import CivilityStep
from entendu.parts.care.queries import civility as queries
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member, Role
from entendu.parts.tickets.models import Ticket

LONGEST = 4_000
NAMES: dict[Step, Promise] = {
    Step.WARNED: gettext_lazy("Ask for civility"), Step.PAUSED: gettext_lazy("Pause the conversation"),
    Step.CALLED: gettext_lazy("Call a lead"), Step.INVITED: gettext_lazy("Invite them back"),
}
DOES: dict[Step, Promise] = {
    Step.WARNED: gettext_lazy("One request, in a calm tone. Nothing else changes."),
    Step.PAUSED: gettext_lazy("The case rests until then. An outage, a danger, an error code or a deadline comes back "
                              "to you at once, and so does whatever we cannot read."),
    Step.CALLED: gettext_lazy("Whoever you choose takes the case, with all that was said."),
    Step.INVITED: gettext_lazy("Nothing stands between you any more."),
}


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def civility_page(request: HttpRequest, number: int) -> HttpResponse:
    """Shows it; by POST takes the step of the form."""
    ticket = ticket_or_404(request, number)
    chosen = _step(request, ticket)
    if request.method != "POST" or chosen is None:
        return _page(request, ticket, chosen)
    reader, key = reader_of(request), request.POST.get("key", "")
    taking = Taking(chosen, _text(request), key if KEY.fullmatch(key) else uuid.uuid4().hex,
                    _manager(request, ticket), confirmed="confirmed" in request.POST)
    try:
        outcome = civility.take(ticket, reader.member, taking, now=reader.now)
    except NotNow:
        messages.error(request, _("That cannot be sent so; nothing was sent; look at the words and at who takes over."))
        return _page(request, ticket, chosen, text=taking.text)
    except NotConfirmed as trouble:
        return _page(request, ticket, chosen, text=taking.text, doubts=[one.message for one in trouble.findings])
    if outcome.delivery is None and outcome.fresh:
        messages.error(request, _("It was kept and did not go; the case says why."))
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))


@members_only
@require_POST
def civility_back(request: HttpRequest, number: int, rung_id: int) -> HttpResponse:
    """The step counts no more."""
    ticket = ticket_or_404(request, number)
    found = queries.history(ticket.contact).filter(pk=rung_id).first()
    if found is None or not civility.take_back(found, member_of(request), now=reader_of(request).now):
        messages.error(request, _("That step counts no more already; nothing was changed."))
    return HttpResponseRedirect(beside("civility", ticket.number, view_of(request)))


@members_only
@require_POST
def calm_into_reply(request: HttpRequest, number: int) -> HttpResponse:
    """The calm opening and the question stand in the reply."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    calm.use(ticket, reader.member, now=reader.now)
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)) + "#reply")


def _page(request: HttpRequest, ticket: Ticket, chosen: Step | None, *, text: str = "",
          doubts: list[str] | None = None) -> HttpResponse:
    """The page; with words that were not sent it says so by its status."""
    reader, view = reader_of(request), view_of(request)
    leads = _leads(ticket)
    manager = _manager(request, ticket) or (leads[0] if leads else None)
    words = text
    if chosen is not None and not text:
        words = civility.prepared(ticket, chosen, reader.member, now=reader.now, manager=manager)
    now_stands = stands(ticket, reader)
    return beside_step(request, ticket, "web/understanding/tone_page.html", {
        "step_title": _("The tone"), "step_url": beside("civility", ticket.number, view), "step_lede": "",
        "name": ticket.contact.first_name or _("them"), "sentence": now_stands.shown["sentence"] if now_stands else "",
        "steps": [{"step": one.value, "name": NAMES[one], "does": DOES[one], "current": one is chosen}
                  for one in civility.next_steps(ticket)],
        "chosen": {"step": chosen.value, "name": NAMES[chosen], "does": DOES[chosen]} if chosen else None,
        "text": words, "language": ticket.contact.language or ticket.mailbox.language, "key": uuid.uuid4().hex,
        "doubts": doubts or [], "verdict": _verdict(ticket, reader, chosen, words),
        "can_send": bool(channels_of(ticket)),
        "leads": [(one.pk, one.name) for one in leads], "lead": manager.pk if manager else "",
        "until": stamp(civility.ends_at(ticket, reader.now)) if chosen is Step.PAUSED else "",
        "history": [_shown(one, ticket, view) for one in queries.history(ticket.contact)[:20]],
    }, status=422 if text else 200)


def _verdict(ticket: Ticket, reader: Reader, chosen: Step | None, text: str) -> dict[str, Any] | None:
    if chosen is None or not text.strip():
        return None
    decision = civility.verdict(ticket, reader.member, Taking(chosen, text, "preview"), now=reader.now)
    return {"state": STATES[decision.verdict], "text": explain(decision, reader.language)}


def _shown(one: CivilityStep, ticket: Ticket, view: str) -> dict[str, Any]:
    """One line of the log."""
    return {"name": STEPS[one.step], "when": stamp(one.at), "by": one.member.first_name if one.member else "",
            "text": one.text, "taken_back": stamp(one.taken_back_at) if one.taken_back_at else "",
            "taken_back_by": one.taken_back_by.first_name if one.taken_back_by else "",
            "back_url": "" if one.taken_back_at else _back_url(ticket, view, one)}


def _back_url(ticket: Ticket, view: str, one: CivilityStep) -> str:
    address = reverse("civility_back", args=[ticket.number, one.pk])
    return address if view == "inbox" else f"{address}?in={view}"


def _step(request: HttpRequest, ticket: Ticket) -> Step | None:
    """The step that was chosen, where it may be taken; the first one where there is only one."""
    asked = request.POST.get("step", "") or request.GET.get("step", "")
    possible = civility.next_steps(ticket)
    if asked in set(Step):
        return Step(asked) if Step(asked) in possible else None
    return possible[0] if len(possible) == 1 else None


def _leads(ticket: Ticket) -> list[Member]:
    """Who may take over: leads and administrators of the mailbox's team first, then its other colleagues."""
    people = list(staff.colleagues_on(ticket.mailbox.team_id))
    return sorted(people, key=lambda one: (one.role == Role.AGENT, one.name))


def _manager(request: HttpRequest, ticket: Ticket) -> Member | None:
    wanted = number_in(request.POST.get("manager") or request.GET.get("manager"))
    return next((one for one in _leads(ticket) if one.pk == wanted), None)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "").strip()[:LONGEST]
