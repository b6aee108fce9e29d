"""A contact's own page: what we hold of how to reach them, and what they want of it. Nothing internal is on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entendu.doors.portal import style
from entendu.doors.portal.forms import ReachForm
from entendu.doors.portal.hours import in_words
from entendu.doors.portal.languages import LANGUAGES, chosen_language, languages
from entendu.flows.judge import recipient_of
from entendu.flows.people import own_page, prefer
from entendu.parts.people.models import Contact
from entendu.parts.tickets import queries as tickets


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, token: str) -> HttpResponse:
    """The page in the contact's language, or in the one that they chose on it. 404 for a link that is not good."""
    now = timezone.now()
    contact = own_page.contact_of(token, now)
    chosen = request.POST.get("language") or request.GET.get("language") or ""
    chosen = chosen if chosen in LANGUAGES else ""
    with translation.override(chosen_language(request, contact)):
        if contact is None:
            response = render(request, "portal/gone.html", {}, status=404)
        elif request.method == "POST":
            response = _choose(request, contact, token, chosen)
        else:
            response = _page(request, contact, token, _form(contact))
        response["Content-Language"] = translation.get_language() or "en"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _choose(request: HttpRequest, contact: Contact, token: str, language: str) -> HttpResponse:
    form = _form(contact, request.POST)
    if not form.is_valid():
        return _page(request, contact, token, form, status=422)
    said, now = form.cleaned_data, timezone.now()
    wishes = {"channel": said["channel"], "hours": form.hours(), "emergencies": said["emergencies"]}
    with transaction.atomic():
        prefer.prefer(contact, now=now, **wishes, **({"language": language} if language else {}))
        if said["stop"] != form.initial["stop"]:
            prefer.stop(contact, now=now) if said["stop"] else prefer.go_on(contact)
    asked = {"kept": "1", **({"language": language} if language else {})}
    return redirect(f"{reverse('reach', args=[token])}?{urlencode(asked)}")


def _form(contact: Contact, data: Any = None) -> ReachForm:
    return ReachForm(data, contact=contact, now_hours=in_words(contact.hours))


def _page(request: HttpRequest, contact: Contact, token: str, form: ReachForm, *, status: int = 200) -> HttpResponse:
    address = reverse("reach", args=[token])
    mailbox = tickets.mailbox_of_latest(contact)
    zone = recipient_of(contact, mailbox).timezone if mailbox is not None else contact.time_zone or "UTC"
    chosen = request.POST.get("language") or request.GET.get("language") or ""
    return render(request, "portal/reach.html", {
        "form": form, "url": address, "kept": "kept" in request.GET, "firm": mailbox.name if mailbox else "",
        "name": contact.first_name, "language": chosen if chosen in LANGUAGES else "",
        "languages": languages(address),
        "place": zone.rpartition("/")[2].replace("_", " "),
        "style": style.section(contact, token),
        "there": formats.date_format(_clock(zone), "H:i"), "stopped": form.initial["stop"],
    }, status=status)


def _clock(zone: str) -> datetime:
    """The time there, or UTC where the zone is not known on this machine."""
    try:
        return timezone.now().astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return timezone.now()
