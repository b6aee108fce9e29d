"""The SearXNG that members may ask from a case. Nothing is asked by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of
from entendu.doors.web.nav import show
from entendu.doors.web.settings.administrators import administrators_only
from entendu.flows.knowledge.look_up import WebSilent, try_web
from entendu.parts.knowledge.actions import cases
from entendu.parts.knowledge.queries.items import web_search as configured


class WebSearchForm(forms.Form):
    """Where it is, and whether it may be asked."""

    address = forms.URLField(label=gettext_lazy("Address"), max_length=300, assume_scheme="https", help_text=(
        gettext_lazy("Of your SearXNG, such as https://search.example.org. Its settings have to allow the form json.")))
    query = forms.CharField(label=gettext_lazy("A word to try it with"), max_length=100, required=False,
                            initial="SearXNG")
    active = forms.BooleanField(label=gettext_lazy("Members may ask it"), required=False, initial=True)


@administrators_only
def web_search(request: HttpRequest) -> HttpResponse:
    """Its address, and a try that asks it one word."""
    known = configured()
    initial = {"address": known.address, "active": known.active} if known else {}
    form = WebSearchForm(request.POST or None, initial=initial | {"query": "SearXNG"})
    result: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("try"):
            result = _tried(said["address"], said["query"] or "SearXNG")
        else:
            cases.set_web_search(said["address"], said["active"], member_of(request), now=timezone.now())
            messages.success(request, _("Kept."))
            return redirect("settings")
    bad = form.is_bound and bool(form.errors)
    return show(request, "web/settings/form.html", {
        "title": _("Web search"), "form": form, "form_url": reverse("web_search"), "submit_label": _("Save"),
        "lede": _("From a case a member can ask the web, word by word as they see it. Nothing is asked by itself."),
        "try_label": _("Try it"), "result": result, "back_url": reverse("settings"), "back_label": _("Settings"),
        "delete_url": reverse("remove_web_search") if known else "", "delete_label": _("Ask nobody"),
        "delete_text": _("The address is forgotten. What was kept with cases stays."),
    }, at="settings", status=422 if bad else 200)


@administrators_only
@require_POST
def remove_web_search(request: HttpRequest) -> HttpResponse:
    """The desk asks nobody outside."""
    cases.remove_web_search()
    messages.success(request, _("The desk asks nobody outside any more."))
    return redirect("settings")


def _tried(address: str, query: str) -> dict[str, Any]:
    try:
        answer = try_web(address, query)
    except WebSilent as silent:
        return {"ok": False, "text": str(silent), "steps": [], "sample": ""}
    found = len(answer.results)
    words = ngettext("It answered with %(n)d result.", "It answered with %(n)d results.", found) % {"n": found}
    return {"ok": True, "text": words, "steps": [], "sample": "\n".join(one.title for one in answer.results[:3])}
