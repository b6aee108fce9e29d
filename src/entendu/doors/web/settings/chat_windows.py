"""Chat windows: which pages may show one, what is pasted into them, and the window itself to try."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entendu.channels.chat.origins import NoOrigin, origins
from entendu.channels.chat.snippet import policy, snippet
from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.flows.channels.chat import CHANNEL
from entendu.flows.channels.chat_visit import allowed_origins, ways_on
from entendu.parts.accounts import actions, queries
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.queries import send_account_of
from entendu.parts.tickets.models import Mailbox


class ChatWindowForm(forms.Form):
    """One window: whose cases it opens, and the pages that may show it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy(
        "What colleagues call it, such as: The shop. Visitors read the mailbox’s name."))
    mailbox = forms.ModelChoiceField(label=gettext_lazy("Mailbox"), queryset=Mailbox.objects.all(), empty_label=None)
    pages = forms.CharField(label=gettext_lazy("Pages that may show it"), max_length=2000, required=False,
                            widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), help_text=gettext_lazy(
                                "One address a line, such as https://shop.example. Other pages show nothing."))
    region = forms.CharField(label=gettext_lazy("Country of numbers without a country"), max_length=2, required=False,
                             help_text=gettext_lazy("Two letters, such as FR, RO or MU."))
    enabled = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, *args: Any, stored: ChannelAccount | None, **options: Any) -> None:
        if stored is not None:
            options["initial"] = {"name": stored.name, "mailbox": stored.mailbox_id, "enabled": stored.enabled,
                                  "pages": "\n".join(allowed_origins(stored)),
                                  "region": stored.settings.get("region", "")}
        super().__init__(*args, **options)

    def clean_pages(self) -> list[str]:
        """The origins of what was entered."""
        try:
            return list(origins(self.cleaned_data["pages"]))
        except NoOrigin as trouble:
            words = _("“%(text)s” is no address of a page that we may trust: it begins with https://.")
            raise ValidationError(words % {"text": trouble.text}) from None

    def clean_region(self) -> str:
        """Two letters, or nothing."""
        region = str(self.cleaned_data["region"]).strip().upper()
        if region and not (len(region) == 2 and region.isascii() and region.isalpha()):
            raise ValidationError(_("A country has two letters."))
        return region

    def fields_of_account(self) -> dict[str, Any]:
        """What was entered, as the account's fields."""
        said = self.cleaned_data
        return {"name": said["name"], "mailbox": said["mailbox"], "enabled": said["enabled"],
                "settings": {"origins": said["pages"], "region": said["region"]}}


@administrators_only
def chat_windows(request: HttpRequest) -> HttpResponse:
    """Every chat window, and where it may stand."""
    rows = [{"url": reverse("chat_account", args=[one.pk]), "label": one.name, "trouble": "",
             "cells": [one.mailbox.name, ", ".join(allowed_origins(one)) or _("no page yet"),
                       _("on") if one.enabled else _("off")]}
            for one in queries.accounts() if one.channel == CHANNEL]
    return show(request, "web/settings/table.html", {
        "title": _("Chat windows"), "back_url": reverse("settings"), "back_label": _("Settings"), "rows": rows,
        "lede": _("A window on your pages in which visitors write to you. When they leave, it goes on by mail or SMS."),
        "columns": [_("Name"), _("Mailbox"), _("Pages"), _("State")],
        "new_url": reverse("new_chat_account"), "new_label": _("Add a chat window"),
        "empty_lead": _("No page shows a chat window."),
        "empty_text": _("Add one, and paste a line into your page."),
    }, at="settings")


@administrators_only
def new_chat_account(request: HttpRequest) -> HttpResponse:
    """One more window."""
    return _edited(request, None)


@administrators_only
def chat_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One window: shown, tried or kept, with what is pasted into the page."""
    return _edited(request, _stored(account_id))


@administrators_only
def chat_try(request: HttpRequest, account_id: int) -> HttpResponse:
    """A page of ours with the window on it, as a visitor's page has it."""
    stored = _stored(account_id)
    return show(request, "web/settings/chat_try.html", {
        "title": _("Try the window"), "back_url": reverse("chat_account", args=[stored.pk]), "back_label": stored.name,
        "widget": reverse("chat_widget", args=[stored.token]) if stored.enabled else "", "firm": stored.mailbox.name,
    }, at="settings")


def _edited(request: HttpRequest, stored: ChannelAccount | None) -> HttpResponse:
    form, result = ChatWindowForm(request.POST or None, stored=stored), None
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            result = _tried(form.fields_of_account())
        else:
            kept = _kept(form, stored)
            if kept is not None:
                messages.success(request, _("Kept. Paste the line below into your page."))
                return redirect("chat_account", kept.pk)
    return show(request, "web/settings/chat_window.html", {
        "title": stored.name if stored else _("Add a chat window"), "lede": "", "form": form, "result": result,
        "form_url": reverse("chat_account", args=[stored.pk]) if stored else reverse("new_chat_account"),
        "submit_label": _("Save"), "try_label": _("Try it"), "back_url": reverse("chat_windows"),
        "back_label": _("Chat windows"), "snippet": snippet(settings.ENTENDU_URL, stored.token) if stored else "",
        "policy": policy(settings.ENTENDU_URL),
        "see_url": reverse("chat_try", args=[stored.pk]) if stored and stored.enabled else "",
    }, at="settings", status=422 if form.is_bound and result is None else 200)


def _stored(account_id: int) -> ChannelAccount:
    found = queries.account(account_id)
    if found is None or found.channel != CHANNEL:
        raise Http404
    return found


def _kept(form: ChatWindowForm, stored: ChannelAccount | None) -> ChannelAccount | None:
    """The account with what was entered; None, and the form says why, where its name is taken."""
    entered = form.fields_of_account()
    try:
        if stored is None:
            return actions.add_account(channel=CHANNEL, provider=CHANNEL, now=timezone.now(), **entered)
        return actions.change_account(stored, **entered)
    except ValidationError as trouble:
        for name, words in trouble.message_dict.items():
            form.add_error(name if name in form.fields else None, words)
        return None


def _tried(entered: dict[str, Any]) -> dict[str, Any]:
    """What a visitor would meet: whether pages may show it, and where it goes on when they leave."""
    mailbox: Mailbox = entered["mailbox"]
    ways = ways_on(ChannelAccount(mailbox=mailbox))
    by_mail = send_account_of(mailbox) is not None or settings.ENTENDU_SMTP_OUT is not None
    plain = not settings.SECURE and any(one.startswith("https:") for one in entered["settings"]["origins"])
    steps = [
        (bool(entered["settings"]["origins"]), _("Pages may show it: %(pages)s.") % {
            "pages": ", ".join(entered["settings"]["origins"])}, _("No page may show it yet: enter one.")),
        (not plain, _("The desk is reached at %(url)s.") % {"url": settings.ENTENDU_URL},
         _("Your pages use https and this desk does not (%(url)s): browsers refuse that.") % {
             "url": settings.ENTENDU_URL}),
        (by_mail, _("When they leave, it goes on by mail."),
         _("%(mailbox)s has no outgoing mail server, so nothing goes on by mail.") % {"mailbox": mailbox.name}),
        (True, _("It goes on by SMS too.") if "sms" in ways else _("Without an account for SMS, it goes on by mail "
                                                                   "alone."), ""),
    ]
    failed = next((wrong for ok, _right, wrong in steps if not ok), "")
    return {"ok": not failed, "text": failed or _("A visitor can write, and is answered here or where they want."),
            "steps": [{"ok": ok, "text": right if ok else wrong} for ok, right, wrong in steps], "sample": ""}
