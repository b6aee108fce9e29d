"""What the window posts: words and files, what it has shown, where to go on, and that its page was closed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from entendu.channels.chat import limits
from entendu.channels.chat.origins import without_query
from entendu.channels.messages import File
from entendu.doors.chat.access import (
    SECRET,
    account_or_404,
    from_window,
    is_from_window,
    language_of,
    number_in,
    of_visit,
    problem,
    secret_of,
)
from entendu.doors.chat.window import LONGEST_PAGE, TYPES
from entendu.flows.channels import chat_visit
from entendu.flows.channels.chat_visit import TooMuch, Words
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import queries
from entendu.parts.chat.models import Visit
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Attachment

SALT = "entendu.chat-file"
GOOD_FOR = 24 * 3600  # seconds; the window asks for fresh addresses whenever it is opened


class NotTaken(ValueError):
    """A line that cannot be taken; the text is a sentence for who wrote it."""


@from_window
def say(request: HttpRequest, account: ChannelAccount) -> HttpResponse:
    """One line. 200 with its number, however often it is sent; 422 with a sentence, 429 with how long to wait."""
    secret = secret_of(request)
    if not secret:
        return HttpResponse(status=401)
    try:
        words = _words(request, account)
        line = chat_visit.say(account, secret, words, now=timezone.now())
    except NotTaken as trouble:
        return problem(422, str(trouble))
    except (RequestDataTooBig, TooManyFilesSent):
        return problem(422, _("This is more than one message takes; nothing was sent; send less at once."))
    except TooMuch as much:
        detail = _("That is a lot at once. What you wrote is kept here and sent in a moment.")
        return problem(429, detail, **{"Retry-After": str(much.seconds)})
    return JsonResponse({"number": line.number, "way": way_words(chat_visit.known_way(line.visit))})


@of_visit
def shown(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The window has shown its lines up to `number`, to somebody who looks at it."""
    chat_visit.look(visit, number_in(request.POST.get("number", "")), now=timezone.now())
    return HttpResponse(status=204)


@of_visit
def way(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where to write to them when they have left; whether we know that address is told to nobody."""
    kept = chat_visit.keep_way_on(visit, request.POST.get("address", ""), request.POST.get("name", ""),
                                  now=timezone.now())
    if not kept:
        return problem(422, _("This is no address that we can write to; look at it again."))
    return JsonResponse({"way": way_words(kept)})


@csrf_exempt
@never_cache
@require_POST
def left(request: HttpRequest, token: str) -> HttpResponse:
    """Its page was closed: a beacon, which can show its key in its words alone (Beacon §4)."""
    account = account_or_404(token)
    secret = request.POST.get("visit", "")
    visit = queries.visit_of(account.pk, chat_visit.sha256(secret)) if SECRET.fullmatch(secret) else None
    if visit is not None and is_from_window(request):
        chat_visit.go(visit, now=timezone.now())
    return HttpResponse(status=204)


@never_cache
@require_safe
def file(request: HttpRequest, token: str, signed: str) -> HttpResponse:
    """A file of a line, by an address that only its window was given; always a download."""
    account_or_404(token)
    try:
        number, visit_id = signing.loads(signed, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    visit = queries.visit(visit_id)
    found = queries.file_of(visit, number) if visit is not None and visit.account.token == token else None
    content = tickets.file_content(found.sha256) if found is not None else None
    if found is None or content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_value(visit: Visit, one: Attachment) -> dict[str, Any]:
    """A file as the window shows it."""
    signed = signing.dumps([one.pk, visit.pk], salt=SALT)
    return {"name": one.name, "size": one.size, "url": reverse("chat_file", args=[visit.account.token, signed])}


def way_words(known: str) -> str:
    """Where it goes on, as a sentence; "" where nobody said."""
    return _("Should you have left, we write to %(address)s.") % {"address": known} if known else ""


def _words(request: HttpRequest, account: ChannelAccount) -> Words:
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "").strip()
    files = request.FILES.getlist("files")
    key = request.POST.get("key", "")
    if not key or len(key) > limits.LONGEST_KEY or len(text) > limits.LONGEST or len(files) > limits.FILES:
        raise NotTaken(_("This is more than one message takes; nothing was sent; send less at once."))
    if not text and not files:
        raise NotTaken(_("There is nothing in it yet; nothing was sent; write a word or choose a file."))
    return Words(key, text, tuple(_file(one) for one in files),
                 language=language_of(request.POST.get("language", ""), account),
                 page=without_query(request.POST.get("page", ""), LONGEST_PAGE))


def _file(one: Any) -> File:
    name, most = one.name or _("file"), settings.ENTENDU_ATTACHMENT_BYTES
    if (one.size or 0) > most:
        raise NotTaken(_("“%(name)s” has %(size)s and a file may have %(most)s; nothing was sent; send a smaller one "
                         "or a part of it.") % {"name": name, "size": filesizeformat(one.size),
                                             "most": filesizeformat(most)})
    if name.rpartition(".")[2].lower() not in TYPES:
        raise NotTaken(_("We do not take files like “%(name)s”; nothing was sent; a picture, a PDF or a zip is "
                         "fine.") % {"name": name})
    return File(name, one.content_type or "application/octet-stream", one.read())

