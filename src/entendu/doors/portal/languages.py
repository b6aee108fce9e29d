"""In which language a customer's page speaks, and the links to the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from entendu.parts.people.models import Contact

LANGUAGES = {"en": "English", "fr": "Français", "ro": "Română"}


def chosen_language(request: HttpRequest, contact: Contact | None) -> str:
    """What they chose on the page, else what we know of them, else what their browser asks for."""
    chosen = request.POST.get("language") or request.GET.get("language") or ""
    if chosen in LANGUAGES:
        return chosen
    spoken = contact.language if contact is not None else ""
    return spoken if spoken in LANGUAGES else translation.get_language_from_request(request)


def languages(address: str) -> list[dict[str, Any]]:
    """The switch: .code, .name, .url and whether it is the present one."""
    spoken = translation.get_language() or "en"
    return [{"code": code, "name": name, "url": f"{address}?language={code}", "current": code == spoken}
            for code, name in LANGUAGES.items()]
