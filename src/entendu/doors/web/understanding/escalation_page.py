"""The page on which a report to the developers is written, changed and passed on."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entendu.channels.trackers.issue import NAMES, Kind
from entendu.channels.trackers.trackers import longest_body
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.understanding.escalation import line
from entendu.flows import bell
from entendu.flows.diagnosis import escalate, report
from entendu.flows.diagnosis.report import Wanted
from entendu.parts.diagnosis.actions import escalations as actions
from entendu.parts.diagnosis.actions.escalations import Report
from entendu.parts.diagnosis.models.escalations import Escalation, TrackerAccount
from entendu.parts.diagnosis.queries import escalations as queries
from entendu.parts.tickets.models import Ticket

LONGEST_TITLE = 250


@members_only
def escalation(request: HttpRequest, number: int) -> HttpResponse:
    """The report, drafted from what is known, as text that the member changes; a POST passes it on."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    accounts = queries.accounts_that_take()
    if request.method != "POST":
        return _page(request, ticket, accounts, _drafted(ticket, accounts, request.GET))
    said = _entered(request.POST)
    account = next((one for one in accounts if one.pk == said["account"]), None)
    if account is None:
        raise Http404
    said["error"] = _refusal(ticket, account, said)
    if said["error"]:
        return _page(request, ticket, accounts, said, status=422)
    words = Report(key=f"entendu-{said['key']}", title=said["title"], body=said["body"])
    escalate.pass_on(ticket, account, reader.member, words, now=reader.now)
    messages.success(request, _("Passed on to %(tracker)s. The case tells when it is there.")
                     % {"tracker": NAMES[Kind(account.kind)]})
    return redirect(ticket_url(number, view_of(request)))


@members_only
@require_POST
def escalation_again(request: HttpRequest, escalation_id: int) -> HttpResponse:
    """Tries it once more now."""
    one, reader = _one(request, escalation_id), reader_of(request)
    if actions.try_again(one, now=reader.now):
        bell.ring()
        messages.success(request, _("It is tried again now."))
    return redirect("escalation", one.ticket_id)


@members_only
@require_POST
def escalation_removal(request: HttpRequest, escalation_id: int) -> HttpResponse:
    """Takes it back before it leaves."""
    one = _one(request, escalation_id)
    if actions.cancel(one):
        messages.success(request, _("Taken back; it did not leave."))
    else:
        messages.error(request, _("It has left, or may have: it cannot be taken back."))
    return redirect("escalation", one.ticket_id)


def _one(request: HttpRequest, escalation_id: int) -> Escalation:
    found = queries.escalation_seen_by(member_of(request), escalation_id)
    if found is None:
        raise Http404
    return found


def _drafted(ticket: Ticket, accounts: list[TrackerAccount], asked: QueryDict) -> dict[str, Any]:
    """A draft with what the address asks for: named, link (ids), text (ids), account."""
    account = next((one for one in accounts if one.pk == number_in(asked.get("account"))), next(iter(accounts), None))
    named, links, texts = asked.get("named") == "1", _ids(asked, "link"), _ids(asked, "text")
    language = account.language if account else "en"
    made = report.drafted(ticket, Wanted(language, named, links, texts))
    return {"key": uuid.uuid4().hex, "account": account.pk if account else 0, "title": made.title, "body": made.body,
            "named": named, "links": links, "texts": texts, "lacking": made.lacking, "error": ""}


def _entered(data: QueryDict) -> dict[str, Any]:
    return {"key": data.get("key", "")[:40] or uuid.uuid4().hex, "account": number_in(data.get("account")),
            "title": " ".join(data.get("title", "").split())[:LONGEST_TITLE],
            "body": data.get("body", "").replace("\r\n", "\n").strip() + "\n", "named": data.get("named") == "1",
            "links": _ids(data, "link"), "texts": _ids(data, "text"), "lacking": (), "error": ""}


def _refusal(ticket: Ticket, account: TrackerAccount, said: dict[str, Any]) -> str:
    """Why it cannot go so; "" where it can."""
    if not said["title"] or not said["body"].strip():
        return _("The report has no title or no words; nothing was passed on; write both.")
    most = longest_body(Kind(account.kind))
    if len(said["body"]) > most:
        return ngettext("The report is %(over)s character too long for %(tracker)s; nothing was passed on; shorten it.",
                        "The report is %(over)s characters too long for %(tracker)s; nothing was passed on; shorten "
                        "it.", len(said["body"]) - most) % {
            "over": len(said["body"]) - most, "tracker": NAMES[Kind(account.kind)]}
    names = () if said["named"] else report.names_in(ticket, f"{said['title']}\n{said['body']}")
    if names:
        words = _("The report names the customer (%(names)s); nothing was passed on; take it out, or say that it may.")
        return words % {"names": ", ".join(names)}
    return ""


def _ids(data: QueryDict, name: str) -> frozenset[int]:
    return frozenset(number for one in data.getlist(name) if (number := number_in(one)))


def _page(request: HttpRequest, ticket: Ticket, accounts: list[TrackerAccount], said: dict[str, Any], *,
          status: int = 200) -> HttpResponse:
    view = view_of(request)
    lacking = {"heard": _("what was heard"), "steps": _("the steps"), "environment": _("where they work"),
               "codes": _("an error code")}
    return beside_step(request, ticket, "web/understanding/escalation_page.html", {
        "step_title": _("Pass on to the developers"), "step_url": reverse("escalation", args=[ticket.number]),
        "step_lede": _("Everything that they would ask for, in one report. Read it and change it before it leaves."),
        "rows": [line(one) for one in queries.escalations_of(ticket)],
        "accounts": [(one.pk, f"{one.name}: {one.project}") for one in accounts],
        "trackers_url": reverse("trackers") if member_of(request).is_administrator else "",
        "files": [{"id": file.pk, "name": file.name, "may_be_text": as_text, "is_link": file.pk in said["links"],
                   "is_text": file.pk in said["texts"]} for file, as_text in report.files_of(ticket)],
        "said": said, "lacking": [lacking[name] for name in said["lacking"]],
        "send_url": beside("escalation", ticket.number, view), "view": view,
    }, status=status)
