"""The list of defects and incidents, one of them with its cases, and what was said to all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.fate import Reader, There, fate
from entendu.doors.web.desk.reading import number_in, reader_of
from entendu.doors.web.desk.rows import name_of, subject_of, ticket_url
from entendu.doors.web.desk.thread import their_zone
from entendu.doors.web.incidents import news as writing
from entendu.doors.web.incidents.forms import DefectForm
from entendu.doors.web.incidents.news import Writing
from entendu.doors.web.nav import show
from entendu.doors.web.people.choices import language_name
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.diagnosis import incident
from entendu.flows.knowledge.saved_replies import language_of
from entendu.parts.diagnosis.actions import defects as actions
from entendu.parts.diagnosis.models.defects import Defect, DefectNews, DefectTold
from entendu.parts.diagnosis.queries import defects as queries
from entendu.parts.outbox.models import Submission
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import STATUS_NAMES, Status, Ticket

LISTED = 200
SHOWN = 500


@members_only
def incidents(request: HttpRequest) -> HttpResponse:
    """Those of the member's teams, the latest changed first, the live ones before those that are over."""
    found = list(queries.with_tickets(queries.seen_by(member_of(request)))[:LISTED])
    rows = [{"url": reverse("incident", args=[one.pk]), "label": one.title, "trouble": "",
             "cells": [one.get_state_display(), one.get_kind_display(), one.touched, one.team.name,
                       stamp(one.changed_at)]} for one in sorted(found, key=lambda one: not one.is_live)]
    return show(request, "web/settings/table.html", {
        "title": _("Defects and incidents"), "rows": rows,
        "lede": _("What is wrong on our side and touches many. Their cases are linked here and told together, once."),
        "columns": [_("What is wrong"), _("State"), _("Kind"), _("Cases"), _("Team"), _("Changed")],
        "new_url": reverse("new_incident"), "new_label": _("Open one"),
        "empty_lead": _("Nothing is known to be wrong."),
        "empty_text": _("When several people write about the same, open an incident and answer them together."),
    }, at="knowledge")


@members_only
def new_incident(request: HttpRequest) -> HttpResponse:
    """One more; opened from a case (`?case=N`), the case is linked with it."""
    member = member_of(request)
    case = tickets.ticket_seen_by(member, number_in(request.POST.get("case") or request.GET.get("case")))
    initial = {"title": subject_of(case), "team": case.mailbox.team_id} if case else {}
    form = DefectForm(request.POST or None, member=member, initial=initial)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        defect = actions.open_defect(member=member, now=now, **form.cleaned_data)
        if case is not None and case.mailbox.team_id == defect.team_id:
            actions.link(defect, case, member, now=now)
        return redirect("incident", defect.pk)
    address = reverse("new_incident") + (f"?case={case.number}" if case else "")
    return show(request, "web/settings/form.html", {
        "title": _("Open a defect or incident"), "lede": "", "form": form, "form_url": address,
        "submit_label": _("Open it"), "back_url": reverse("incidents"), "back_label": _("Defects and incidents"),
    }, at="knowledge", status=422 if form.is_bound else 200)


@members_only
def one_incident(request: HttpRequest, defect_id: int) -> HttpResponse:
    """What is known of it, its cases, and a text to all."""
    defect, member = _defect(request, defect_id), member_of(request)
    form = DefectForm(request.POST or None, member=member, known=defect)
    if request.method == "POST" and form.is_valid():
        actions.change_defect(defect, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("incident", defect.pk)
    return _page(request, defect, form=form, status=422 if form.is_bound else 200)


@members_only
@require_POST
def incident_case(request: HttpRequest, defect_id: int) -> HttpResponse:
    """A case is one of those that it touches (`act=link`), or is none (`act=refuse`)."""
    defect, member = _defect(request, defect_id), member_of(request)
    ticket = tickets.ticket_seen_by(member, number_in(request.POST.get("case", "").strip().lstrip("#")))
    if ticket is None:
        messages.error(request, _("There is no such case; nothing was linked."))
    elif request.POST.get("act") == "refuse":
        actions.refuse(defect, ticket, member, now=timezone.now())
    else:
        try:
            actions.link(defect, ticket, member, now=timezone.now())
        except actions.NotTheirs:
            messages.error(request, _("This case belongs to another team; it was not linked."))
    return redirect("incident", defect.pk)


@members_only
@require_POST
def incident_news(request: HttpRequest, defect_id: int) -> HttpResponse:
    """Shows what would become of the text for each (`act=look`), or sends it."""
    defect, reader = _defect(request, defect_id), reader_of(request)
    news = writing.entered(request.POST)
    if request.POST.get("act") != "send":
        said = writing.looked_ahead(defect, reader, news)
        return _page(request, defect, said, status=422 if said.error else 200)
    try:
        told = incident.tell(defect, reader.member, news, now=reader.now)
    except writing.CANNOT as trouble:
        return _page(request, defect, writing.cannot(news, trouble), status=422)
    people = len({one.on_id for one in told.told.all() if one.submission})
    messages.success(request, ngettext("One person is told. What becomes of it stands below.",
                                       "%(n)s people are told, each once. What becomes of it stands below.",
                                       people) % {"n": people})
    return redirect("incident", defect.pk)


def _defect(request: HttpRequest, defect_id: int) -> Defect:
    found = queries.defect_seen_by(member_of(request), defect_id)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, defect: Defect, said: Writing | None = None, *, form: DefectForm | None = None,
          status: int = 200) -> HttpResponse:
    reader = reader_of(request)
    touched = queries.tickets_of(defect)[:SHOWN]
    if said is None:
        said = writing.blank(frozenset(one.pk for one in touched if one.status not in tickets.OVER))
    news = queries.news_of(defect)
    sent = incident.messages_of(news)
    languages = {one.pk: language_of(one) for one in touched}
    counted = {one: list(languages.values()).count(one) for one in dict.fromkeys(languages.values())}
    return show(request, "web/incidents/one.html", {
        "defect": defect, "state": defect.get_state_display(), "form": form or DefectForm(
            member=reader.member, known=defect),
        "case_url": reverse("incident_case", args=[defect.pk]),
        "rows": [_case(one, languages[one.pk], said.news.tickets) for one in touched],
        "proposed": [{"number": one.ticket.pk, "url": ticket_url(one.ticket.pk), "person": name_of(one.ticket),
                      "subject": subject_of(one.ticket), "signs": ", ".join(one.signs)}
                     for one in (incident.proposed(defect, reader.member, reader.now) if defect.is_live else ())],
        "writing": said, "news_url": reverse("incident_news", args=[defect.pk]),
        "open_form": bool(form and form.errors),
        "texts": [{"code": code, "label": language_name(code), "text": said.news.texts.get(code, ""),
                   "people": counted[code]} for code in sorted(counted, key=lambda code: -counted[code])],
        "news": [_said(one, sent, reader) for one in news],
    }, at="knowledge", status=status)


def _case(ticket: Ticket, language: str, chosen: frozenset[int]) -> dict[str, Any]:
    return {"number": ticket.pk, "url": ticket_url(ticket.pk), "person": name_of(ticket), "subject": subject_of(ticket),
            "language": language_name(language), "state": STATUS_NAMES[Status(ticket.status)],
            "chosen": ticket.pk in chosen}


def _said(news: DefectNews, sent: dict[str, Submission], reader: Reader) -> dict[str, Any]:
    """One text that was said to all, and what became of it for each case."""
    return {"at": news.at, "by": news.member.first_name, "fixed": news.fixed,
            "texts": [{"lang": code, "label": language_name(code), "text": text} for code, text in news.texts.items()],
            "rows": [_told(one, sent.get(one.submission), reader) for one in news.told.all()]}


def _told(told: DefectTold, message: Submission | None, reader: Reader) -> dict[str, Any]:
    ticket, outcome, state = told.ticket, "", ""
    if message is not None:
        there = There(name_of(told.on), their_zone(told.on))
        shown = fate(message, reader, there)
        outcome, state = shown["outcome"], shown["outcome_state"]
        if told.on_id != told.ticket_id:
            outcome = _("Told in case %(number)s. %(outcome)s") % {"number": told.on_id, "outcome": outcome}
    elif told.why:
        outcome = _("Not told: there is no text in %(language)s.") % {"language": language_name(told.why)}
    return {"person": name_of(ticket), "subject": subject_of(ticket), "url": ticket_url(ticket.pk), "outcome": outcome,
            "state": state}
