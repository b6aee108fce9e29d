"""Who may ask: the window itself, for its own visit. Its key comes in a header that no other page can send to us.

There are no cookies here, so there is nothing that another page could make a browser send along. Errors are problem
details (RFC 9457) whose `detail` the window shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from entendu.flows.channels.chat import CHANNEL
from entendu.flows.channels.chat_visit import sha256
from entendu.parts.accounts import queries as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import queries
from entendu.parts.chat.models import Visit

# 24 random bytes, as the window makes them; longer ones are welcome, guesses are not.
SECRET = re.compile(r"[A-Za-z0-9_-]{32,128}")
HIGHEST = 2**31 - 1
LANGUAGES = [code for code, _name in settings.LANGUAGES]
View = Callable[..., HttpResponse]


def account_or_404(token: str) -> ChannelAccount:
    """The chat account of this address, where it is in use."""
    account = accounts.account_of_hook(CHANNEL, token)
    if account is None:
        raise Http404
    return account


def language_of(asked: str, account: ChannelAccount) -> str:
    """A language that we speak: the one that was asked for, else the mailbox's, else English."""
    wanted = (asked[:2].lower(), account.mailbox.language)
    return next((one for one in wanted if one in LANGUAGES), "en")


def secret_of(request: HttpRequest) -> str:
    """The window's key, "" where none was shown or it cannot be one."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret if scheme == "Bearer" and SECRET.fullmatch(secret) else ""


def is_from_window(request: HttpRequest) -> bool:
    """Whether our own page asks (Fetch Metadata, and Origin where a browser sends it): the window is a page of ours,
    wherever its frame stands."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin", "")
    return origin in {"", settings.ENTENDU_URL, f"{request.scheme}://{request.get_host()}"}


def from_window(view: View) -> Callable[..., HttpResponseBase]:
    """What the window posts. 404 for an account that is not in use, 403 for whoever is not the window."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        account = account_or_404(token)
        if not is_from_window(request):
            return HttpResponse(status=403)
        with translation.override(language_of(request.POST.get("language", ""), account)):
            return view(request, account, **more)

    return csrf_exempt(never_cache(require_POST(guarded)))


def of_visit(view: View) -> Callable[..., HttpResponseBase]:
    """What the window posts for a visit that has begun; 401 where its key is nobody's."""

    @wraps(view)
    def guarded(request: HttpRequest, account: ChannelAccount, **more: Any) -> HttpResponse:
        visit = visit_of(request, account)
        if visit is None:
            return HttpResponse(status=401)
        with translation.override(language_of(visit.language, account)):
            return view(request, visit, **more)

    return from_window(guarded)


def visit_of(request: HttpRequest, account: ChannelAccount) -> Visit | None:
    """The visit whose key was shown."""
    secret = secret_of(request)
    return queries.visit_of(account.pk, sha256(secret)) if secret else None


def number_in(text: str) -> int:
    """A whole number that fits a column, 0 for anything else."""
    return min(int(text), HIGHEST) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def problem(status: int, detail: str, **headers: str) -> JsonResponse:
    """Why not, in a sentence for the visitor."""
    return JsonResponse({"status": status, "detail": detail}, status=status,
                        content_type="application/problem+json", headers=headers)
