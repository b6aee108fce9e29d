"""Where a customer without a good link asks for one: it goes to their own mail, and everybody reads the same answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from entendu.doors.portal.case.page import post_only
from entendu.doors.portal.languages import chosen_language, languages
from entendu.flows.portal import case_link, case_page

LONGEST = 254


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_door(request: HttpRequest) -> HttpResponse:
    """A mail address in, the same words out whether we know it or not."""
    address = request.POST.get("address", "").strip()[:LONGEST]
    sent = request.method == "POST" and "@" in address
    if sent:
        case_page.ask_for_link(address, now=timezone.now())
    with translation.override(chosen_language(request, None)):
        response = render(request, "portal/case/closed.html", {
            "door": "ask", "again_url": "", "ask_url": reverse("case_door"), "sent": sent, "firm": "", "address": "",
            "languages": languages(reverse("case_door"))})
        response["Content-Language"] = translation.get_language() or "en"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@csrf_exempt
@never_cache
@post_only
def case_again(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody with a link of ours that has expired or was withdrawn: a new one goes to the contact's own mail."""
    now = timezone.now()
    found = case_link.opened(token, now)
    if found is not None:
        case_page.send_link(found.ticket.contact, [found.ticket], now=now)
    with translation.override(chosen_language(request, found.ticket.contact if found else None)):
        response = render(request, "portal/case/closed.html", {
            "door": "ask", "again_url": "", "ask_url": reverse("case_door"), "sent": True,
            "firm": found.ticket.mailbox.name if found else "", "address": ""})
        response["Content-Language"] = translation.get_language() or "en"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
