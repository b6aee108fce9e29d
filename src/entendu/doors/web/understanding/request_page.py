"""A feature request on its ticket: the ask and the need apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.flows.listening import need as flow
from entendu.parts.listening.actions import needs as actions
from entendu.parts.listening.models import FeatureRequest
from entendu.parts.listening.queries import needs
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket


class RequestForm(forms.Form):
    """What was asked for, and what stands behind it."""

    ask = forms.CharField(label=gettext_lazy("What they ask for"), widget=forms.Textarea(attrs={"rows": 2}))
    goal = forms.CharField(label=gettext_lazy("What they are trying to get done"), required=False,
                           widget=forms.Textarea(attrs={"rows": 2}))
    today = forms.CharField(label=gettext_lazy("How they do it today"), required=False,
                            widget=forms.Textarea(attrs={"rows": 2}))
    without = forms.CharField(label=gettext_lazy("What happens without it"), required=False,
                              widget=forms.Textarea(attrs={"rows": 2}))
    voice_fields = ("ask",)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, number: int) -> HttpResponse:
    """Shows it; by POST makes it from their words, keeps it, names the need behind it, or forgets it."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    known, act = needs.request_of(ticket), request.POST.get("act", "")
    if request.method != "POST":
        return _page(request, ticket, known)
    here = beside("feature_request", ticket.number, view_of(request))
    if act == "forget":
        if known is not None:
            actions.forget_request(known)
        return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))
    if act == "need":
        if known is not None:
            _name_need(request, known, reader.member)
        return HttpResponseRedirect(here)
    if act == "make" and known is None:
        words = " ".join(request.POST.get("ask", "").split())
        if words:
            flow.make(ticket, reader.member, words, now=reader.now)
        return HttpResponseRedirect(here)
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, known, form)
    made = known or flow.make(ticket, reader.member, form.cleaned_data["ask"], now=reader.now)
    actions.change_request(made, **form.cleaned_data)
    return HttpResponseRedirect(here)


def _name_need(request: HttpRequest, known: FeatureRequest, member: Member) -> None:
    chosen = request.POST.get("need", "")
    need = needs.need_seen_by(member, number_in(chosen)) if chosen else None
    flow.settle(known, member, need, "" if need else request.POST.get("words", ""), now=reader_of(request).now)


def _page(request: HttpRequest, ticket: Ticket, known: FeatureRequest | None,
          form: RequestForm | None = None) -> HttpResponse:
    reader, view = reader_of(request), view_of(request)
    initial = {name: getattr(known, name) for name in RequestForm.base_fields} if known else {}
    return beside_step(request, ticket, "web/understanding/request_page.html", {
        "step_title": _("Feature request"), "step_url": beside("feature_request", ticket.number, view),
        "step_lede": _("What somebody asks for is often a way around something else. Write down both."),
        "form": form or RequestForm(initial=initial), "known": known is not None, "needs_url": reverse("needs"),
        "need": _need(known, reader.member) if known else None,
        "like": [{"id": one.pk, "words": one.words} for one in flow.like(known, reader.member)] if known else [],
    }, status=422 if form is not None else 200)


def _need(known: FeatureRequest, member: Member) -> dict[str, Any] | None:
    if known.need is None:
        return None
    others = needs.requests_of(known.need, member).exclude(pk=known.pk)
    return {"words": known.need.words, "url": reverse("need", args=[known.need.pk]),
            "others": [{"url": ticket_url(one.ticket_id), "ask": one.ask,
                        "name": one.ticket.contact.name} for one in others[:5]]}
