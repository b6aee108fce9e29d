"""Each member reads the desk in their language and their time zone."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.decorators import sync_only_middleware

KNOWN = {code for code, _ in settings.LANGUAGES}


@sync_only_middleware
def reader_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A member's own language and zone; before sign-in the browser's language, as far as we speak it."""

    def in_their_language(request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        translation.activate(language if language in KNOWN else "en")
        if user.is_authenticated:
            timezone.activate(zone(user.time_zone))
        try:
            response = get_response(request)
        finally:
            timezone.deactivate()
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response

    return in_their_language


def zone(name: str) -> ZoneInfo:
    """The IANA zone, or UTC when the name is not known here (a newer zone on an older machine)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
