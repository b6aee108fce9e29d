"""The channels' accounts: by which numbers and services messages go and come, each with a button that tries it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.doors.web.settings.channel_forms import AccountForm
from entendu.doors.web.settings.channel_service_forms import FORMS
from entendu.doors.web.templatetags.desk import channel_name, stamp
from entendu.flows.channels import connect, recipes
from entendu.flows.channels.providers import PROVIDERS
from entendu.parts.accounts import queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.people.models import Channel


@administrators_only
def channels(request: HttpRequest) -> HttpResponse:
    """Every account, and what is wrong with it."""
    rows = [{"url": _page_of(one), "label": one.name, "trouble": one.last_trouble,
             "cells": [_service_of(one), one.address, one.mailbox.name,
                       _("on") if one.enabled else _("off")]} for one in queries.accounts()]
    return show(request, "web/settings/table.html", {
        "title": _("Channels"), "back_url": reverse("settings"), "back_label": _("Settings"), "rows": rows,
        "lede": _("By which numbers and services people write to us and we to them, beside mail."),
        "columns": [_("Name"), _("Service"), _("Our number"), _("Mailbox"), _("State")],
        "new_url": reverse("new_channel"), "new_label": _("Add a channel"),
        "empty_lead": _("Only mail goes in and out."),
        "empty_text": _("Connect a number or a service, and people are reached and heard where they choose."),
    }, at="settings")


@administrators_only
def new_channel(request: HttpRequest) -> HttpResponse:
    """Which service it shall be."""
    rows = [{"url": reverse("new_channel_at", args=[name]), "label": PROVIDERS[name].name, "trouble": "",
             "cells": [channel_name(PROVIDERS[name].channel)]} for name in FORMS]
    rows.append({"url": reverse("new_chat_account"), "label": _("A window on your own pages"), "trouble": "",
                 "cells": [channel_name(Channel.CHAT)]})
    return show(request, "web/settings/table.html", {
        "title": _("Add a channel"), "back_url": reverse("channels"), "back_label": _("Channels"), "rows": rows,
        "lede": _("One service is one page: what it asks for, a button that tries it, and what is entered there."),
        "columns": [_("Service"), _("Channel")], "new_url": "", "new_label": "", "empty_lead": "",
        "empty_text": "",
    }, at="settings")


@never_cache
@administrators_only
def new_channel_at(request: HttpRequest, provider: str) -> HttpResponse:
    """One more account: tried or kept."""
    if provider not in FORMS:
        raise Http404
    return _edited(request, provider, None)


@never_cache
@administrators_only
def channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """One account: shown, tried or kept, with what is entered at the provider."""
    stored = queries.account(channel_id)
    if stored is None or stored.provider not in FORMS:
        raise Http404
    return _edited(request, stored.provider, stored)


def _edited(request: HttpRequest, provider: str, stored: ChannelAccount | None) -> HttpResponse:
    form, result = FORMS[provider](request.POST or None, stored=stored), None
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            result = _tried(form)
        else:
            kept = _kept(form)
            if kept is not None:
                messages.success(request, _("Kept. Messages can go by it."))
                return redirect("channel", kept.pk)
    return show(request, "web/settings/channel.html", {
        "title": stored.name if stored else _named(provider), "lede": "" if stored else form.at_hand, "form": form,
        "result": result,
        "form_url": reverse("channel", args=[stored.pk]) if stored else reverse("new_channel_at", args=[provider]),
        "submit_label": _("Save"), "try_label": _("Try it"), "back_url": reverse("channels"),
        "back_label": _("Channels"), "trouble": stored.last_trouble if stored else "",
        "recipe": recipes.entered_there(stored) if stored else [], "heard": _heard(stored) if stored else "",
        "aside": queries.aside(stored) if stored else 0,
    }, at="settings", status=422 if form.is_bound and result is None else 200)


def _kept(form: AccountForm) -> ChannelAccount | None:
    """The account as it is stored; None when the records refuse it, which the form then says."""
    try:
        return connect.keep_account(form.stored, form.entered(), now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _tried(form: AccountForm) -> dict[str, Any]:
    probe = connect.try_account(form.stored, form.entered())
    return {"ok": probe.ok, "text": probe.sentence, "steps": [{"ok": True, "text": step} for step in probe.steps],
            "sample": ""}


def _page_of(account: ChannelAccount) -> str:
    """Where it is shown and changed: a chat window has no provider and a page of its own."""
    return reverse("chat_account" if account.channel == Channel.CHAT else "channel", args=[account.pk])


def _service_of(account: ChannelAccount) -> str:
    name = channel_name(account.channel)
    return name if account.channel == Channel.CHAT else f"{name} · {_named(account.provider)}"


def _named(provider: str) -> str:
    return PROVIDERS[provider].name if provider in PROVIDERS else provider


def _heard(stored: ChannelAccount) -> str:
    """When the provider told us something last."""
    if stored.hook_at is None:
        return _("nothing came in yet")
    return _("came %(when)s") % {"when": stamp(stored.hook_at)}
