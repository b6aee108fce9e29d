"""Small places: the keys, the phone's fifth tab, and the navigation's counts by themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from entendu.doors.web.access import members_only
from entendu.doors.web.nav import show
from entendu.flows.writing import other_words


@members_only
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """What the keyboard can do."""
    return show(request, "web/keys.html", {
        "me_url": reverse("me"), "other_words": other_words.may_be_asked()}, at="keys")


@members_only
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """The places that a phone's bar has no room for."""
    return show(request, "web/more.html", {"needs_url": reverse("needs")}, at="more")


@members_only
@require_safe
def nav(request: HttpRequest, at: str) -> HttpResponse:
    """The navigation alone, for new counts."""
    return show(request, "web/nav.html", {}, at="" if at == "none" else at)
