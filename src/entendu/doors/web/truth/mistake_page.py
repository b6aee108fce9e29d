"""The page on which we own up to a mistake, and the page that counts them: months and cases, no names of ours."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import reader_of, view_of
from entendu.doors.web.desk.rows import beside, name_of, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.nav import show
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.truth import going
from entendu.flows.submit import NotConfirmed
from entendu.flows.truth import own_up as flow
from entendu.flows.truth.letter import NothingSaid, language_of
from entendu.parts.options.actions import mistakes as actions
from entendu.parts.options.actions.mistakes import Owned
from entendu.parts.options.models import Mistake
from entendu.parts.options.queries import mistakes as queries
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import mailbox_ids

LONGEST = 2_000
MONTHS = 12
SHOWN = 50


class MistakeForm(forms.Form):
    """Three things, in words that the customer reads."""

    happened = forms.CharField(label=gettext_lazy("What happened"), max_length=LONGEST, required=False,
                               widget=forms.Textarea(attrs={"rows": 3}))
    effect = forms.CharField(label=gettext_lazy("What it did to them"), max_length=LONGEST, required=False,
                             widget=forms.Textarea(attrs={"rows": 3}))
    remedy = forms.CharField(label=gettext_lazy("What we do now"), max_length=LONGEST, required=False,
                             widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=gettext_lazy("With a day, if you have one; it becomes a promise."))

    def owned(self) -> Owned:
        """What was written. Call it where `is_valid()`."""
        return Owned(**self.cleaned_data)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request: HttpRequest, number: int) -> HttpResponse:
    """Shows it; by POST keeps, sends or discards what is being written."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if request.method != "POST":
        return _page(request, ticket)
    act, form = request.POST.get("act", ""), MistakeForm(request.POST)
    if act == "discard":
        actions.discard_draft(ticket)
    elif not form.is_valid():
        return _page(request, ticket, form, status=422)
    elif act == "send":
        return _send(request, ticket, form)
    elif act == "keep":
        flow.keep(ticket, reader.member, form.owned(), now=reader.now)
        messages.success(request, _("Kept."))
    return HttpResponseRedirect(beside("mistake", ticket.number, view_of(request)))


@members_only
@require_POST
def mistake_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the words as they are typed; answers with the message as it would read, and when it would go."""
    ticket, reader, form = ticket_or_404(request, number), reader_of(request), MistakeForm(request.POST)
    context: dict[str, Any] = {"verdict": None, "reads": ""}
    if form.is_valid():
        flow.keep(ticket, reader.member, form.owned(), now=reader.now, key=request.POST.get("key", ""))
        context = _preview(ticket, reader, form.owned())
    return render(request, "web/truth/going.html", context)


@members_only
@require_safe
def mistakes(request: HttpRequest) -> HttpResponse:
    """How many we owned up to in each of twelve months, and in which cases; four queries."""
    member, now = member_of(request), timezone.localtime()
    mailboxes = mailbox_ids(member)
    months = _months(now)
    counted = queries.by_month(mailboxes, months[0])
    rows = [{"month": formats.date_format(month, "F Y"), "many": counted.get((month.year, month.month), 0)}
            for month in reversed(months)]
    total = sum(row["many"] for row in rows)
    found = [{"what": one.happened, "language": one.language, "remedy": one.remedy, "when": stamp(one.sent_at),
              "name": name_of(one.ticket), "url": ticket_url(one.ticket_id)}
             for one in queries.owned(mailboxes)[:SHOWN]]
    return show(request, "web/truth/mistakes.html", {
        "rows": rows, "found": found, "most": max((row["many"] for row in rows), default=0),
        "lede": ngettext("%(n)d mistake owned up to in twelve months. Each one told is one that nobody had to find "
                         "out.",
                         "%(n)d mistakes owned up to in twelve months. Each one told is one that nobody had to find "
                         "out.", total) % {"n": total} if total else "",
    }, at="knowledge")


def _send(request: HttpRequest, ticket: Ticket, form: MistakeForm) -> HttpResponse:
    reader = reader_of(request)
    try:
        outcome = flow.send(ticket, reader.member, form.owned(), going.sending(request), now=reader.now)
    except NothingSaid:
        messages.error(request, _("What happened or what we do now is missing; nothing was sent; write both in a "
                                  "sentence."))
        return _page(request, ticket, form, status=422)
    except NotConfirmed as trouble:
        return _page(request, ticket, form, doubts=[one.message for one in trouble.findings], status=422)
    return going.gone(request, ticket, outcome)


def _page(request: HttpRequest, ticket: Ticket, form: MistakeForm | None = None, *, doubts: list[str] | None = None,
          status: int = 200) -> HttpResponse:
    reader, view = reader_of(request), view_of(request)
    rows = queries.mistakes_of(ticket)
    draft = next((one for one in rows if one.sent_at is None), None)
    sent = [one for one in rows if one.sent_at is not None]
    writes = form is not None or draft is not None or not sent or "again" in request.GET
    owned = _owned(draft) if draft else Owned("") if sent else flow.proposed(ticket)
    if form is not None and form.is_valid():
        owned = form.owned()
    return beside_step(request, ticket, "web/truth/mistake_page.html", {
        "step_title": _("We made a mistake"), "step_url": beside("mistake", ticket.number, view), "step_lede": "",
        "draft_url": beside("mistake_draft", ticket.number, view), "name": ticket.contact.first_name or _("them"),
        "key": uuid.uuid4().hex, "language": language_of(ticket), "doubts": doubts or [], "writes": writes,
        "form": form or MistakeForm(initial={"happened": owned.happened, "effect": owned.effect,
                                             "remedy": owned.remedy}),
        "has_draft": draft is not None, "can_send": going.can_send(ticket), "all_url": reverse("mistakes"),
        "sent": [{"happened": one.happened, "effect": one.effect, "remedy": one.remedy, "language": one.language,
                  "when": stamp(one.sent_at)} for one in sent],
        **(_preview(ticket, reader, owned) if writes else {}),
    }, status=status)


def _preview(ticket: Ticket, reader: Reader, owned: Owned) -> dict[str, Any]:
    """How it would read and when it would go; nothing while something is missing."""
    if not owned.happened.strip() or not owned.remedy.strip():
        return {"verdict": None, "reads": ""}
    return {"reads": flow.message(ticket, owned, reader.member.first_name), "language": language_of(ticket),
            "verdict": going.verdict(flow.verdict(ticket, reader.member, owned, now=reader.now), reader)}


def _owned(one: Mistake) -> Owned:
    return Owned(one.happened, one.effect, one.remedy)


def _months(now: datetime) -> list[datetime]:
    """The first moments of the last twelve months, the present one included, the earliest first."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    back = [divmod(first.year * 12 + first.month - 1 - ago, 12) for ago in range(MONTHS)]
    return [first.replace(year=year, month=month + 1) for year, month in reversed(back)]
