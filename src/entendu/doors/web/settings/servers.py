"""The servers behind a mailbox: where its mail comes in, where it leaves, each with a button that tries them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of
from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only, mailbox_or_404
from entendu.doors.web.settings.fetching import state_of_fetching
from entendu.doors.web.settings.forms import IncomingForm, OutgoingForm
from entendu.flows.mail import connect
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.queries import account_of
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.queries import send_account_of
from entendu.parts.tickets.models import Mailbox

INCOMING = ("host", "port", "security", "username", "sign_in", "token_url", "client_id", "folder", "active")
OUTGOING = ("host", "port", "security", "username")


@never_cache
@administrators_only
def incoming(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """The IMAP account: shown, tried or kept."""
    mailbox = mailbox_or_404(mailbox_id)
    stored, result = account_of(mailbox), None
    initial = {name: getattr(stored, name) for name in INCOMING} if stored else {"username": mailbox.address}
    form = IncomingForm(request.POST or None, mailbox=mailbox, stored=stored, initial=initial)
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            result = _shown(connect.try_incoming(mailbox, form.entered(), now=timezone.now()))
        elif _kept(form, lambda: connect.keep_incoming(mailbox, form.entered())):
            messages.success(request, _("Kept. Mail is fetched within a minute."))
            return redirect("incoming", mailbox.pk)
    state = state_of_fetching(stored)
    return _page(request, mailbox, form, {
        "title": _("Where mail to %(address)s comes in") % {"address": mailbox.address}, "result": result,
        "lede": " ".join(part for part in (state.words, state.trouble) if part),
        "form_url": reverse("incoming", args=[mailbox.pk]),
        "delete_url": reverse("remove_incoming", args=[mailbox.pk]) if stored else "",
        "delete_label": _("Stop fetching and forget this account"),
        "delete_text": _("What was fetched stays. Letters can still be handed over by a mail server."),
    })


@never_cache
@administrators_only
def outgoing(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """The SMTP server: shown, tried or kept."""
    mailbox = mailbox_or_404(mailbox_id)
    stored, result = send_account_of(mailbox), None
    initial = {name: getattr(stored, name) for name in OUTGOING} if stored else {"username": mailbox.address}
    form = OutgoingForm(request.POST or None, mailbox=mailbox, stored=stored, initial=initial)
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            result = _shown(connect.try_outgoing(mailbox, form.entered(), recipient=member_of(request).email))
        elif _kept(form, lambda: connect.keep_outgoing(mailbox, form.entered())):
            messages.success(request, _("Kept. Answers leave by this server from now on."))
            return redirect("outgoing", mailbox.pk)
    return _page(request, mailbox, form, {
        "title": _("Where mail from %(address)s leaves") % {"address": mailbox.address}, "result": result, "lede": "",
        "form_url": reverse("outgoing", args=[mailbox.pk]),
        "delete_url": reverse("remove_outgoing", args=[mailbox.pk]) if stored else "",
        "delete_label": _("Forget this server"),
        "delete_text": _("Answers leave by the server that is set for all mailboxes; without one they wait."),
    })


@administrators_only
@require_POST
def remove_incoming(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Nothing is fetched any more."""
    stored = account_of(mailbox_or_404(mailbox_id))
    if stored is None:
        raise Http404
    inbox.remove_account(stored)
    messages.success(request, _("The account is forgotten; nothing is fetched any more."))
    return redirect("mailbox", mailbox_id)


@administrators_only
@require_POST
def remove_outgoing(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Answers leave by the installation's server."""
    stored = send_account_of(mailbox_or_404(mailbox_id))
    if stored is None:
        raise Http404
    outbox.remove_send_account(stored)
    messages.success(request, _("The server is forgotten."))
    return redirect("mailbox", mailbox_id)


def _kept(form: forms.Form, keep: Any) -> bool:
    """Stores what was entered; False when the records refuse it, which the form then says."""
    try:
        keep()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _shown(probe: Any) -> dict[str, object]:
    """A trial as the page shows it: the steps that worked, then the sentence."""
    return {"ok": probe.ok, "text": probe.sentence, "steps": [{"ok": True, "text": step} for step in probe.steps],
            "sample": ""}


def _page(request: HttpRequest, mailbox: Mailbox, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    refused = form.is_bound and context["result"] is None
    return show(request, "web/settings/form.html", {
        "form": form, "submit_label": _("Save"), "try_label": _("Try it"),
        "back_url": reverse("mailbox", args=[mailbox.pk]), "back_label": mailbox.name, **context,
    }, at="settings", status=422 if refused else 200)
