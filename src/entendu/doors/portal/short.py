"""A short link from an SMS leads to the page that it stands for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entendu.doors.portal.languages import chosen_language
from entendu.flows.portal import short_link


@never_cache
@require_safe
def short(request: HttpRequest, token: str) -> HttpResponse:
    """To the long link, on this desk alone. What never was and what is over look the same (404), with a way to ask for
    a new one; neither is kept by anybody on the way, and no other page learns of it."""
    path = short_link.path_of(token, now=timezone.now())
    response = HttpResponseRedirect(path) if path else _closed(request)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _closed(request: HttpRequest) -> HttpResponse:
    with translation.override(chosen_language(request, None)):
        response = render(request, "portal/case/closed.html", {
            "door": "", "again_url": "", "ask_url": reverse("case_door"), "sent": False, "firm": "", "address": "",
        }, status=404)
        response["Content-Language"] = translation.get_language() or "en"
    return response
