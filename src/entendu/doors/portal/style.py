"""How a contact likes to be written to, on their own page: what we guess, and their word for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entendu.core.care.style import Style
from entendu.doors.portal.languages import LANGUAGES, chosen_language
from entendu.flows.care import style
from entendu.flows.people import own_page
from entendu.parts.people.models import Contact

CHOICES = [
    (Style.RED.value, gettext_lazy("Short: the point and one date")),
    (Style.BLUE.value, gettext_lazy("In detail, with reasons and lists")),
    (Style.GREEN.value, gettext_lazy("Step by step, without hurry")),
    (Style.YELLOW.value, gettext_lazy("With a few friendly words first")),
    ("", gettext_lazy("As it comes")),
]


def section(contact: Contact, token: str) -> dict[str, Any]:
    """The values `style` of the page: .choices, .chosen, .guessed, .weekly, .url."""
    known = style.of(contact)
    return {"choices": CHOICES, "chosen": known.style, "guessed": known.guessed, "weekly": known.weekly,
            "url": reverse("my_style", args=[token])}


@never_cache
@require_http_methods(["POST"])
def my_style(request: HttpRequest, token: str) -> HttpResponse:
    """Their word for it counts above any guess and above ours."""
    now = timezone.now()
    contact = own_page.contact_of(token, now)
    if contact is None:
        with translation.override(chosen_language(request, None)):
            return render(request, "portal/gone.html", {}, status=404)
    chosen = request.POST.get("style", "")
    if chosen in {"", *Style}:
        style.say(contact, chosen, "weekly" in request.POST, member=None, now=now)
    language = request.POST.get("language", "")
    asked = {"kept": "1", **({"language": language} if language in LANGUAGES else {})}
    return redirect(f"{reverse('reach', args=[token])}?{urlencode(asked)}")
