"""Needs: what people try to get done, whatever they ask for; with the tickets that wait for each."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.reading import number_in, reader_of
from entendu.doors.web.desk.rows import name_of, ticket_url
from entendu.doors.web.nav import show
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.listening.need import like_need
from entendu.parts.listening.actions import needs as actions
from entendu.parts.listening.models import Need
from entendu.parts.listening.queries import needs

PAGE = 100


@members_only
@require_safe
def needs_page(request: HttpRequest) -> HttpResponse:
    """Needs by how many tickets wait for them."""
    page = Paginator(needs.needs_seen_by(member_of(request)), PAGE).get_page(request.GET.get("page"))
    rows = [{"url": reverse("need", args=[one.pk]), "label": one.words, "trouble": "", "cells": [
        ngettext("%(n)d case", "%(n)d cases", one.many) % {"n": one.many},  # type: ignore[attr-defined]
        _("can be done now") if one.solved_at else ""]} for one in page]
    return show(request, "web/settings/table.html", {
        "title": _("Needs"), "lede": _("What people try to get done. Different wishes often have one need."),
        "back_url": "", "back_label": "", "rows": rows, "columns": [_("The need, in a sentence"), _("Cases"), ""],
        "new_url": "", "new_label": "", "older_url": f"?page={page.number + 1}" if page.has_next() else "",
        "empty_lead": _("Nobody has asked for anything yet."),
        "empty_text": _("When a letter holds a wish, make it a feature request beside the case and name the need."),
    }, at="needs")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def need_page(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need with its tickets; by POST reworded, merged into another, or marked as one that can be met now."""
    member = member_of(request)
    need = needs.need_seen_by(member, need_id)
    if need is None:
        raise Http404
    if request.method == "POST":
        return _act(request, need)
    requests = needs.requests_of(need, member)
    return show(request, "web/understanding/need.html", {
        "title": need.words, "back_url": reverse("needs"), "back_label": _("Needs"), "need_url": request.path,
        "words": need.words, "solved": stamp(need.solved_at), "solution": need.solution,
        "requests": [{"url": ticket_url(one.ticket_id), "name": name_of(one.ticket), "ask": one.ask, "goal": one.goal,
                      "today": one.today, "without": one.without} for one in requests],
        "like": [(one.pk, one.words) for one in like_need(need, member)],
        "others": [(one.pk, one.words) for one in needs.needs_seen_by(member)[:PAGE] if one.pk != need.pk],
    }, at="needs")


def _act(request: HttpRequest, need: Need) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "reword" and request.POST.get("words", "").strip():
        actions.reword(need, request.POST["words"])
    elif act == "solve":
        actions.solve(need, request.POST.get("solution", ""), now=reader_of(request).now)
    elif act == "reopen":
        actions.reopen(need)
    elif act == "merge":
        into = needs.need_seen_by(member_of(request), number_in(request.POST.get("into")))
        if into is None or into.pk == need.pk:
            messages.error(request, _("Choose the need that it belongs to; nothing was changed."))
            return redirect("need", need.pk)
        actions.merge(need, into)
        messages.success(request, _("The two are one need now."))
        return redirect("need", into.pk)
    return redirect("need", need.pk)
