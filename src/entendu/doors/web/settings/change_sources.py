"""The programs that tell what changed in customers' systems: added, given a new secret, switched off."""

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
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.diagnosis import changes as flow
from entendu.parts.diagnosis.actions import changes as actions
from entendu.parts.diagnosis.models.changes import ChangeSource
from entendu.parts.diagnosis.queries import changes as queries


class ChangeSourceForm(forms.Form):
    """Who tells what changed, in which form, and for whom where it names nobody."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy(
        "Such as: the hosting company, or the repository. It cannot be changed later."))
    form = forms.ChoiceField(label=gettext_lazy("Speaks"), choices=ChangeSource.Form.choices)
    customer = forms.CharField(label=gettext_lazy("Whose system, where it does not say"), max_length=254,
                               required=False, help_text=gettext_lazy(
                                   "A contact’s address, or an organisation’s name or mail domain."))

    def clean(self) -> dict[str, Any]:
        """A customer that is named is there; GitHub never names one, so it needs one."""
        said = super().clean() or {}
        named = said.get("customer", "")
        said["owner"] = flow.owner_of(named) if named else None
        if named and said["owner"] is None:
            self.add_error("customer", _("No customer goes by this name."))
        if not named and said.get("form") == ChangeSource.Form.GITHUB:
            self.add_error("customer", _("GitHub does not say whose system it is; name the customer."))
        return said


@administrators_only
def change_sources(request: HttpRequest) -> HttpResponse:
    """Every program that tells what changed."""
    rows = [{"url": reverse("change_source", args=[one.pk]), "label": one.name, "trouble": "",
             "cells": [one.get_form_display(), _whose(one), _("on") if one.active else _("off"),
                       stamp(one.last_used_at)]} for one in queries.sources()]
    return show(request, "web/settings/table.html", {
        "title": _("Who tells what changed"), "back_url": reverse("settings"), "back_label": _("Settings"),
        "rows": rows, "lede": _("Programs that tell what changed in your customers’ systems. It stands beside the "
                                "first error of a case."),
        "columns": [_("Name"), _("Speaks"), _("Customer"), _("State"), _("Last used")],
        "new_url": reverse("new_change_source"), "new_label": _("Add one"),
        "empty_lead": _("No program tells what changed."),
        "empty_text": _("Add one: a repository, a hosting company, the customer’s own system."),
    }, at="settings")


@never_cache
@administrators_only
def new_change_source(request: HttpRequest) -> HttpResponse:
    """One more; the page that answers shows its secret, this once."""
    form = ChangeSourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        whose = actions.system_of(said["owner"]) if said["owner"] is not None else None
        try:
            source, secret = flow.new_source(said["name"], said["form"], whose, now=timezone.now())
        except ValidationError as mistake:
            form.add_error("name", mistake.message_dict.get("name", mistake.messages))
        else:
            return _page(request, source, secret=secret)
    return show(request, "web/settings/form.html", {
        "title": _("Add who tells what changed"), "lede": "", "form": form, "form_url": reverse("new_change_source"),
        "submit_label": _("Make its secret"), "back_url": reverse("change_sources"),
        "back_label": _("Who tells what changed"),
    }, at="settings", status=422 if form.is_bound else 200)


@administrators_only
def change_source(request: HttpRequest, change_source_id: int) -> HttpResponse:
    """How it signs, and when it last did."""
    return _page(request, _source(change_source_id))


@never_cache
@administrators_only
@require_POST
def change_source_secret(request: HttpRequest, change_source_id: int) -> HttpResponse:
    """A new secret; the old one opens nothing any more."""
    known = _source(change_source_id)
    return _page(request, known, secret=flow.renew_secret(known))


@administrators_only
@require_POST
def change_source_access(request: HttpRequest, change_source_id: int) -> HttpResponse:
    """Switches it off, or on again (`active=1`). What it told before stays."""
    known = _source(change_source_id)
    actions.switch_source(known, active=request.POST.get("active") == "1")
    messages.success(request, _("Kept."))
    return redirect("change_source", known.pk)


def _source(change_source_id: int) -> ChangeSource:
    known = queries.source(change_source_id)
    if known is None:
        raise Http404
    return known


def _whose(source: ChangeSource) -> str:
    if source.system is None:
        return _("as each change says")
    return str(source.system.organisation or source.system.contact)


def _page(request: HttpRequest, known: ChangeSource, *, secret: str = "") -> HttpResponse:
    return show(request, "web/settings/change_source.html", {
        "title": known.name, "lede": "", "source": known, "secret": secret, "whose": _whose(known),
        "is_github": known.form == ChangeSource.Form.GITHUB, "back_url": reverse("change_sources"),
        "back_label": _("Who tells what changed"),
        "hook_url": f"{settings.ENTENDU_URL}{reverse('change_hook', args=[known.pk])}",
        "api_url": f"{settings.ENTENDU_URL}/api/v1/changes",
        "secret_url": reverse("change_source_secret", args=[known.pk]),
        "access_url": reverse("change_source_access", args=[known.pk]),
    }, at="settings")
