"""Web hooks: of the developers' trackers, what became of an issue; of a channel's provider, what people write to us.

Whoever cannot show the signature learns nothing: neither whether the address exists nor what was wrong.
"""

from __future__ import annotations

import json

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from entendu.channels.messages import Hook
from entendu.flows.channels import hooks as channels
from entendu.flows.diagnosis.tracker_news import Taken, take_hook

# 200 for all that was signed and is JSON: a tracker that is told otherwise sends it again, or gives up on the hook.
SAID = {Taken.HEARD: 200, Taken.SAID_BEFORE: 200, Taken.NOT_OURS: 200, Taken.UNREADABLE: 400, Taken.REFUSED: 401}


@csrf_exempt
@never_cache
@require_POST
def tracker_hook(request: HttpRequest, hook: str) -> HttpResponse:
    """One hook. 401 for what is not believed, 400 for what is signed and no JSON, 413 for what is larger than
    any news of an issue."""
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    taken = take_hook(hook, request.headers, body, now=timezone.now())
    return HttpResponse(json.dumps({"taken": taken.value}), status=SAID[taken], content_type="application/json")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def channel_hook(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """A hook of a channel's provider: kept and answered at once, read later. 403 for what is not believed, 400 for what
    is signed and has not its provider's form, 413 for what is larger than any message."""
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    came = Hook(request.method or "", f"{settings.ENTENDU_URL}{request.get_full_path()}", headers, body)
    answer = channels.take_hook(provider, token, came, now=timezone.now())
    if answer is None:
        return HttpResponse(status=403)
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
