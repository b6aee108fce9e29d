"""The systems that may tell contacts something: added, limited, switched off; what became of their messages; and the
form letters that wait for somebody to say what they are for."""

from __future__ import annotations

from datetime import timedelta
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
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of
from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.parts.outbox.actions import sources as actions
from entendu.parts.outbox.models.sources import INTENTS, Source, SourceTemplate
from entendu.parts.outbox.queries import sources as queries
from entendu.parts.tickets.models import Mailbox

MEBIBYTE = 1024 * 1024
COUNTED_FOR = timedelta(days=30)
TEMPLATES_SHOWN = 50


class SourceForm(forms.Form):
    """What a source may do. Its name is given once: it stands with everything that it submitted."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy(
        "Such as: Booking, Billing, Monitoring. It cannot be changed later."))
    mailbox = forms.ModelChoiceField(label=gettext_lazy("Mailbox"), queryset=Mailbox.objects.all(), empty_label=None,
                                     help_text=gettext_lazy(
                                         "In its name contacts are written to, and its team sees the cases."))
    door = forms.ChoiceField(label=gettext_lazy("Comes by"), choices=Source.Door.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, choices=[
        ("", gettext_lazy("As read from each message")), *settings.LANGUAGES])
    may_claim_urgency = forms.BooleanField(label=gettext_lazy("May claim urgency"), required=False, help_text=(
        gettext_lazy("Its alerts go at any hour. From all others an alert counts as an update.")))
    is_bot = forms.BooleanField(label=gettext_lazy("An AI agent"), required=False, help_text=gettext_lazy(
        "Nobody reads along while it writes: what you would be asked about before sending waits for one of you."))
    rate = forms.IntegerField(label=gettext_lazy("Messages a minute at most"), min_value=1, max_value=100_000,
                              initial=600)
    largest = forms.IntegerField(label=gettext_lazy("Largest message, in MiB"), min_value=1, max_value=1000, initial=10)

    def __init__(self, *args: Any, known: Source | None = None, **options: Any) -> None:
        if known is not None:
            options["initial"] = {name: getattr(known, name) for name in (
                "mailbox", "door", "language", "may_claim_urgency", "is_bot", "rate")} | {
                    "largest": max(1, known.largest // MEBIBYTE)}
        super().__init__(*args, **options)
        if known is not None:
            del self.fields["name"]

    def said(self) -> dict[str, Any]:
        """The fields as they are stored."""
        return self.cleaned_data | {"largest": self.cleaned_data["largest"] * MEBIBYTE}


@administrators_only
def sources(request: HttpRequest) -> HttpResponse:
    """Every source, and what became of its messages in thirty days."""
    since, rows = timezone.now() - COUNTED_FOR, []
    for one in queries.sources():
        figures, unnamed = queries.figures(one, since), queries.templates_of(one).filter(reviewed_at=None).count()
        rows.append({
            "url": reverse("source", args=[one.pk]), "label": one.name, "trouble": _unnamed(unnamed),
            "cells": [one.mailbox.address, _("on") if one.active else _("off"), figures.submitted, figures.sent,
                      figures.merged, figures.held, figures.dropped, figures.answered]})
    return show(request, "web/settings/table.html", {
        "title": _("Sources"), "back_url": reverse("settings"), "back_label": _("Settings"), "rows": rows,
        "lede": _("Systems of yours that tell contacts something, by mail or by the interface for programs. Each "
                  "message is judged before it leaves. The figures are of the last thirty days."),
        "columns": [_("Name"), _("Mailbox"), _("State"), _("Submitted"), _("Sent"), _("Merged"), _("Held"),
                    _("Dropped"), _("Answered")],
        "new_url": reverse("new_source"), "new_label": _("Add a source"),
        "empty_lead": _("No system tells contacts anything through this desk."),
        "empty_text": _("Add one, and let it send its mail here instead of to them."),
    }, at="settings")


@never_cache
@administrators_only
def new_source(request: HttpRequest) -> HttpResponse:
    """One more source; the page that answers shows its secret, this once."""
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            source, secret = actions.add_source(now=timezone.now(), **form.said())
        except ValidationError as mistake:
            form.add_error("name", mistake.message_dict.get("name", mistake.messages))
        else:
            return _page(request, source, SourceForm(known=source), secret=secret)
    return show(request, "web/settings/form.html", {
        "title": _("Add a source"), "lede": "", "form": form, "form_url": reverse("new_source"),
        "submit_label": _("Make its password"), "back_url": reverse("sources"), "back_label": _("Sources"),
    }, at="settings", status=422 if form.is_bound else 200)


@administrators_only
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """What the source may do, what became of its messages, and its form letters."""
    known = _source(source_id)
    form = SourceForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        actions.change_source(known, **form.said())
        messages.success(request, _("Kept."))
        return redirect("source", known.pk)
    return _page(request, known, form)


@never_cache
@administrators_only
@require_POST
def source_secret(request: HttpRequest, source_id: int) -> HttpResponse:
    """A new password; the old one opens nothing any more."""
    known = _source(source_id)
    return _page(request, known, SourceForm(known=known), secret=actions.renew_secret(known))


@administrators_only
@require_POST
def source_access(request: HttpRequest, source_id: int) -> HttpResponse:
    """Switches the source off, or on again (`active=1`). What it handed in before is judged all the same."""
    known = actions.change_source(_source(source_id), active=request.POST.get("active") == "1")
    words = _("%(name)s may hand in messages again.") if known.active else _("%(name)s can hand in nothing any more.")
    messages.success(request, words % {"name": known.name})
    return redirect("source", known.pk)


@administrators_only
@require_POST
def name_template(request: HttpRequest, source_id: int, template_id: int) -> HttpResponse:
    """Somebody says what a form letter is for."""
    template = queries.template(_source(source_id), template_id)
    if template is None:
        raise Http404
    try:
        actions.name_template(template, request.POST.get("intent", ""), member_of(request), now=timezone.now())
    except ValidationError:
        messages.error(request, _("Choose what the form letter is for; nothing was changed."))
    else:
        messages.success(request, _("Kept."))
    return redirect("source", source_id)


def _source(source_id: int) -> Source:
    known = queries.source(source_id)
    if known is None:
        raise Http404
    return known


def _page(request: HttpRequest, known: Source, form: SourceForm, *, secret: str = "") -> HttpResponse:
    found = queries.templates_of(known)
    waiting = found.filter(reviewed_at=None)
    shown = [*waiting[:TEMPLATES_SHOWN], *found.exclude(reviewed_at=None)[:TEMPLATES_SHOWN]]
    return show(request, "web/settings/source.html", {
        "title": known.name, "lede": _unnamed(waiting.count()), "form": form,
        "form_url": reverse("source", args=[known.pk]), "submit_label": _("Save"),
        "back_url": reverse("sources"), "back_label": _("Sources"), "source": known, "secret": secret,
        "relay_address": _relay_address(known), "messages_url": _messages_url(known), "figures": _figures(known),
        "templates": [_template(known, one) for one in shown],
        "secret_url": reverse("source_secret", args=[known.pk]),
        "access_url": reverse("source_access", args=[known.pk]),
    }, at="settings", status=422 if form.is_bound else 200)


def _relay_address(known: Source) -> str:
    address = settings.ENTENDU_LISTEN["ENTENDU_RELAY_LISTEN"]
    return f"{address[0]}:{address[1]}" if address and known.door != Source.Door.API else ""


def _messages_url(known: Source) -> str:
    return f"{settings.ENTENDU_URL}/api/v1/messages" if known.door != Source.Door.RELAY else ""


def _unnamed(count: int) -> str:
    return ngettext("%(count)s form letter waits for a name.", "%(count)s form letters wait for a name.", count) % {
        "count": count} if count else ""


def _figures(known: Source) -> list[dict[str, Any]]:
    """The figures of thirty days, each with what it means."""
    counted = queries.figures(known, timezone.now() - COUNTED_FOR)
    words = {
        "submitted": (_("Submitted"), _("what it handed in")),
        "sent": (_("Sent"), _("left and was taken by the other side")),
        "merged": (_("Merged"), _("of these, together with other messages")),
        "answered": (_("Answered"), _("of these, the contact wrote on the case within three days")),
        "held": (_("Held"), _("wait for their time")),
        "dropped": (_("Dropped"), _("were known already, out of date, or told nothing")),
        "asked": (_("Asked"), _("wait for somebody’s word")),
        "failed": (_("Failed"), _("could not be brought to them")),
        "demoted": (_("Urgency refused"), _("claimed urgency that this source may not claim")),
    }
    return [{"label": label, "hint": hint, "count": getattr(counted, name)} for name, (label, hint) in words.items()]


def _template(known: Source, one: SourceTemplate) -> dict[str, Any]:
    return {"row": one, "choices": INTENTS, "named_by": one.reviewed_by.name if one.reviewed_by else "",
            "url": reverse("name_template", args=[known.pk, one.pk])}
