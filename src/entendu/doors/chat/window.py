"""What another page gets of us: a small script that shows a button, and the window that opens in a frame.

The frame is the border: the page around it cannot read what is said, and only pages of the account's own list may show
it (CSP `frame-ancestors`). It sets no cookie and loads nothing from anywhere else.
"""

from __future__ import annotations

import json

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from entendu.channels.chat import limits
from entendu.channels.chat.origins import origin_of, without_query
from entendu.core.governor.hours import weekly
from entendu.doors.chat.access import LANGUAGES, account_or_404, language_of
from entendu.flows.channels.chat_visit import allowed_origins, ways_on
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.tickets.models import Mailbox

LONGEST_PAGE = 300
# What people send to show what they see; on the desk every file is a download in any case.
TYPES = ("png", "jpg", "jpeg", "gif", "webp", "heic", "pdf", "txt", "log", "csv", "json", "xml", "doc", "docx", "odt",
         "xls", "xlsx", "ods", "zip", "eml", "msg", "mp4", "mov", "m4a", "mp3", "har")


@require_safe
@cache_control(public=True, max_age=300)
def widget(request: HttpRequest, token: str) -> HttpResponse:
    """The script. It is the same for every page and says nothing of anybody."""
    account = account_or_404(token)
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = {"write": _("Write to us"), "unread": _("There is an answer"),
                               "window": _("Chat with %(firm)s") % {"firm": account.mailbox.name}}
    known = {"token": token, "origin": origin_of(settings.ENTENDU_URL), "words": words,
             "frame": settings.ENTENDU_URL + reverse("chat_window", args=[token]), "language": language_of("", account)}
    response = render(request, "chat/widget.js", {"desk": origin_of(settings.ENTENDU_URL),
                                                  "settings": json.dumps(known, ensure_ascii=False)},
                      content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@never_cache
@xframe_options_exempt
def window(request: HttpRequest, token: str) -> HttpResponse:
    """The page in the frame, in the language that was asked for."""
    account = account_or_404(token)
    # `SELF` is for the page of the settings on which it is tried.
    policy = {"DIRECTIVES": {
        "default-src": [SELF], "img-src": [SELF, "data:"], "object-src": [NONE], "base-uri": [NONE],
        "form-action": [NONE], "frame-ancestors": [SELF, *allowed_origins(account)]}}
    return csp_replace(policy["DIRECTIVES"])(_window)(request, account)


def _window(request: HttpRequest, account: ChannelAccount) -> HttpResponse:
    language = language_of(request.GET.get("language", ""), account)
    with translation.override(language):
        response = render(request, "chat/window.html", {
            "firm": account.mailbox.name, "address": account.mailbox.address, "here": _here(account.mailbox),
            "by_sms": "sms" in ways_on(account), "accept": ",".join(f".{one}" for one in TYPES),
            "limits": _("Up to %(n)d files of %(size)s each.") % {
                "n": limits.FILES, "size": filesizeformat(settings.ENTENDU_ATTACHMENT_BYTES)},
            "settings": _settings(account, language, request.GET.get("page", ""))})
        response["Content-Language"] = language
    response["Referrer-Policy"] = "no-referrer"
    return response


def _settings(account: ChannelAccount, language: str, page: str) -> dict[str, object]:
    """What window.js needs to know."""
    return {
        "token": account.token, "base": reverse("chat_window", args=[account.token]), "language": language,
        "page": without_query(page, LONGEST_PAGE), "longest": limits.LONGEST, "files": limits.FILES,
        "largest": settings.ENTENDU_ATTACHMENT_BYTES, "types": TYPES,
        "words": {
            "you": _("You"), "sending": _("is being sent"), "sent": _("sent"),
            "away": _("We cannot be reached this moment. What you write is kept here and sent as soon as we can."),
            "refused": _("not sent"),
            "large": _("This file is too large; send a smaller one, or a part of it."),
            "kind": _("We do not take files of this kind; a picture, a PDF or a zip is fine."),
        },
    }


def _here(mailbox: Mailbox) -> str:
    """Whether somebody is at the desk now, by our own hours."""
    rows = tuple((str(days), str(opens), str(closes)) for days, opens, closes in mailbox.hours)
    if weekly(rows, mailbox.time_zone).is_open(timezone.now()):
        return _("We answer here; should you have left, where you want.")
    return _("We are not at the desk now. Write all the same: you get an answer here, or where you want.")
