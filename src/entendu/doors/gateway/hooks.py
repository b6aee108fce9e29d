"""Web hooks of the developers' trackers: what became of an issue comes in here, signed.

Whoever cannot show the signature learns nothing: neither whether the address exists nor what was wrong.
"""

from __future__ import annotations

import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from entendu.flows.tracker_news import Taken, take_hook

# 200 for all that was signed: a tracker that is told otherwise sends it again, or gives up on the hook.
SAID = {Taken.HEARD: 200, Taken.SAID_BEFORE: 200, Taken.NOT_OURS: 200, Taken.REFUSED: 401}


@csrf_exempt
@never_cache
@require_POST
def tracker_hook(request: HttpRequest, hook: str) -> HttpResponse:
    """One hook. 401 for what is not believed, 413 for what is larger than any news of an issue."""
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    taken = take_hook(hook, request.headers, body, now=timezone.now())
    return HttpResponse(json.dumps({"taken": taken.value}), status=SAID[taken], content_type="application/json")
