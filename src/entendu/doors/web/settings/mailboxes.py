"""Mailboxes: the list, and what is decided for each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only, mailbox_or_404
from entendu.doors.web.settings.fetching import state_of_fetching, way_in, way_out
from entendu.doors.web.settings.forms import MailboxForm
from entendu.parts.inbox.queries import account_of
from entendu.parts.outbox.queries import send_account_of
from entendu.parts.staff import queries as staff
from entendu.parts.tickets import actions, queries
from entendu.parts.tickets.models import Mailbox

FIELDS = tuple(MailboxForm.base_fields)


@administrators_only
def mailboxes(request: HttpRequest) -> HttpResponse:
    """Our addresses, each with its team and whether mail comes in."""
    rows = []
    for one in queries.mailboxes():
        account = account_of(one)
        rows.append({"url": reverse("mailbox", args=[one.pk]), "label": one.name,
                     "cells": [one.address, one.team.name, way_in(account)],
                     "trouble": state_of_fetching(account).trouble})
    return show(request, "web/settings/table.html", {
        "title": _("Mailboxes"), "lede": _("The addresses that people write to."), "back_url": reverse("settings"),
        "back_label": _("Settings"), "columns": [_("Name"), _("Address"), _("Team"), _("Comes in")], "rows": rows,
        "new_url": reverse("new_mailbox"), "new_label": _("Add a mailbox"),
        "empty_lead": _("There is no mailbox yet."), "empty_text": _("Add the address that people write to."),
    }, at="settings")


@administrators_only
def new_mailbox(request: HttpRequest) -> HttpResponse:
    """One more address. Its servers come next."""
    if not staff.teams().exists():
        messages.warning(request, _("A mailbox belongs to a team; add one first."))
        return redirect("new_team")
    form = MailboxForm(request.POST or None, initial={"confirms": True, "time_zone": "Europe/Paris"})
    if request.method == "POST" and form.is_valid():
        try:
            mailbox = actions.add_mailbox(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(address)s is kept. Say now where its mail is.")
                             % {"address": mailbox.address})
            return redirect("incoming", mailbox.pk)
    return _page(request, form, None)


@administrators_only
def mailbox(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """What is decided for one."""
    known = mailbox_or_404(mailbox_id)
    form = MailboxForm(request.POST or None, initial={name: getattr(known, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_mailbox(known, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("mailbox", known.pk)
        known = mailbox_or_404(mailbox_id)
    return _page(request, form, known)


def _page(request: HttpRequest, form: MailboxForm, known: Mailbox | None) -> HttpResponse:
    return show(request, "web/settings/form.html", {
        "title": known.name if known else _("Add a mailbox"), "lede": known.address if known else "", "form": form,
        "form_url": reverse("mailbox", args=[known.pk]) if known else reverse("new_mailbox"),
        "submit_label": _("Save"), "back_url": reverse("mailboxes"), "back_label": _("Mailboxes"),
        "links": _servers(known) if known else [],
    }, at="settings", status=422 if form.is_bound else 200)


def _servers(mailbox: Mailbox) -> list[dict[str, Any]]:
    """The ways to its two servers, each with what is set there."""
    account = account_of(mailbox)
    state = state_of_fetching(account)
    return [
        {"label": _("Where its mail comes in"), "url": reverse("incoming", args=[mailbox.pk]),
         "hint": " ".join(part for part in (way_in(account) + ".", state.trouble or state.words) if part)},
        {"label": _("Where its mail leaves"), "url": reverse("outgoing", args=[mailbox.pk]),
         "hint": way_out(send_account_of(mailbox)) + "."},
    ]
