"""The developers' trackers: where reports go, with a button that tries it, and the hook by which they come back."""

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
from entendu.doors.web.settings.forms import NO_SPACES
from entendu.doors.web.templatetags.desk import stamp
from entendu.flows.diagnosis import tracker_account
from entendu.flows.diagnosis.tracker_account import Entered
from entendu.parts.diagnosis.actions import escalations as actions
from entendu.parts.diagnosis.models.escalations import TrackerAccount
from entendu.parts.diagnosis.queries import escalations as queries
from entendu.parts.sealed import Unreadable, unseal

FIELDS = ("name", "kind", "address", "project", "username", "issue_type", "labels", "language", "active")


class TrackerForm(forms.Form):
    """A project of a tracker. `stored` tells which token is there."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy(
        "What colleagues call it, such as: The shop."))
    kind = forms.ChoiceField(label=gettext_lazy("Tracker"), choices=TrackerAccount.Kind.choices)
    address = forms.URLField(label=gettext_lazy("Address"), max_length=200, assume_scheme="https", help_text=(
        gettext_lazy("https://github.com, https://gitlab.com, https://YOURS.atlassian.net, or a server of your own.")))
    project = forms.CharField(label=gettext_lazy("Project"), max_length=200, widget=NO_SPACES, help_text=gettext_lazy(
        "GitHub: owner/repository. GitLab: group/project. Jira: the key, such as SHOP."))
    token = forms.CharField(label=gettext_lazy("Token"), required=False, max_length=500, widget=forms.PasswordInput(
        attrs={"autocomplete": "off"}, render_value=True))
    username = forms.EmailField(label=gettext_lazy("User name"), required=False, max_length=254, help_text=gettext_lazy(
        "Jira only: the address of whoever made the token."))
    issue_type = forms.CharField(label=gettext_lazy("Kind of issue"), required=False, max_length=60, initial="Bug",
                                 help_text=gettext_lazy("Jira only."))
    labels = forms.CharField(label=gettext_lazy("Labels"), required=False, max_length=200, help_text=gettext_lazy(
        "Several with commas between them."))
    language = forms.ChoiceField(label=gettext_lazy("Language of the headings"), choices=settings.LANGUAGES)
    active = forms.BooleanField(label=gettext_lazy("Takes reports"), required=False, initial=True)

    def __init__(self, *args: Any, stored: TrackerAccount | None, **options: Any) -> None:
        if stored is not None:
            options["initial"] = {name: getattr(stored, name) for name in FIELDS}
        super().__init__(*args, **options)
        self.stored = stored
        if stored is not None and stored.secret:
            self.fields["token"].help_text = _("One is stored. Leave this empty to keep it.")

    def entered(self) -> Entered:
        """What was entered, as the flow's value."""
        return Entered(**{name: self.cleaned_data[name] for name in (*FIELDS, "token")})

    def clean(self) -> dict[str, Any]:
        """A token has to be there; Jira wants to know whose it is."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and tracker_account.lacks_token(self.stored, self.entered()):
            self.add_error("token", _("Enter the token; the one that is stored is shown to no other server."))
        if cleaned.get("kind") == TrackerAccount.Kind.JIRA and not cleaned.get("username"):
            self.add_error("username", _("Jira wants the address of whoever made the token."))
        return cleaned


@administrators_only
def trackers(request: HttpRequest) -> HttpResponse:
    """Every tracker, and whether it takes reports."""
    rows = [{"url": reverse("tracker", args=[one.pk]), "label": one.name, "trouble": "",
             "cells": [one.get_kind_display(), one.project, _("on") if one.active else _("off"), _hooked(one)]}
            for one in queries.accounts()]
    return show(request, "web/settings/table.html", {
        "title": _("Trackers"), "back_url": reverse("settings"), "back_label": _("Settings"), "rows": rows,
        "lede": _("Where cases are passed on to the developers, and from where the news of them come back."),
        "columns": [_("Name"), _("Tracker"), _("Project"), _("State"), _("Hook")],
        "new_url": reverse("new_tracker"), "new_label": _("Add a tracker"),
        "empty_lead": _("No tracker is connected."),
        "empty_text": _("Connect GitHub, GitLab or Jira, and a case goes there as a complete report."),
    }, at="settings")


@never_cache
@administrators_only
def new_tracker(request: HttpRequest) -> HttpResponse:
    """One more: tried or kept."""
    return _edited(request, None)


@never_cache
@administrators_only
def tracker(request: HttpRequest, tracker_id: int) -> HttpResponse:
    """One tracker: shown, tried or kept, with the address and the secret of its hook."""
    return _edited(request, _stored(tracker_id))


@administrators_only
@require_POST
def tracker_secret(request: HttpRequest, tracker_id: int) -> HttpResponse:
    """A new secret for the hook; what is signed with the old one is refused from now on."""
    stored = _stored(tracker_id)
    actions.renew_hook_secret(stored)
    messages.success(request, _("A new secret. Enter it at the tracker too."))
    return redirect("tracker", stored.pk)


def _edited(request: HttpRequest, stored: TrackerAccount | None) -> HttpResponse:
    form, result = TrackerForm(request.POST or None, stored=stored), None
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            result = _tried(stored, form.entered())
        else:
            kept = _kept(form, stored)
            if kept is not None:
                messages.success(request, _("Kept. Cases can be passed on there."))
                return redirect("tracker", kept.pk)
    return show(request, "web/settings/tracker.html", {
        "title": stored.name if stored else _("Add a tracker"), "lede": "", "form": form, "result": result,
        "form_url": reverse("tracker", args=[stored.pk]) if stored else reverse("new_tracker"),
        "submit_label": _("Save"), "try_label": _("Try it"), "back_url": reverse("trackers"),
        "back_label": _("Trackers"), "hook": _hook(stored) if stored else None,
    }, at="settings", status=422 if form.is_bound and result is None else 200)


def _stored(tracker_id: int) -> TrackerAccount:
    found = queries.account(tracker_id)
    if found is None:
        raise Http404
    return found


def _kept(form: TrackerForm, stored: TrackerAccount | None) -> TrackerAccount | None:
    """The tracker as it is stored; None when the records refuse it, which the form then says."""
    try:
        return tracker_account.keep_account(stored, form.entered(), now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _tried(stored: TrackerAccount | None, entered: Entered) -> dict[str, Any]:
    probe = tracker_account.try_account(stored, entered, now=timezone.now())
    return {"ok": probe.ok, "text": probe.sentence, "steps": [{"ok": True, "text": step} for step in probe.steps],
            "sample": ""}


def _hook(stored: TrackerAccount) -> dict[str, str]:
    """What is entered at the tracker, and whether it works."""
    try:
        secret = unseal(stored.hook_secret)
    except Unreadable:
        secret = ""
    return {"url": settings.ENTENDU_URL + reverse("tracker_hook", args=[stored.hook]), "secret": secret,
            "renew_url": reverse("tracker_secret", args=[stored.pk]), "heard": _hooked(stored), "kind": stored.kind}


def _hooked(stored: TrackerAccount) -> str:
    if stored.hook_at is None:
        return _("none yet: the tracker is asked every 15 minutes")
    return _("came %(when)s") % {"when": stamp(stored.hook_at)}
