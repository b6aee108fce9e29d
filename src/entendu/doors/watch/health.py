"""Whether the desk does its work: the database answers, letters are read, and messages leave when they are due."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entendu.parts.inbox.queries import oldest_unread_at
from entendu.parts.outbox.queries import oldest_due_at

log = logging.getLogger(__name__)

# A worker looks every few seconds. What has waited this long waits for a worker that is gone.
PATIENCE = timedelta(minutes=5)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the desk works, 503 when it does not; either way which part, and how many seconds work has waited."""
    now = timezone.now()
    try:
        letter, delivery = _age(oldest_unread_at(), now), _age(oldest_due_at(now), now)
    except DatabaseError:
        log.exception("The database did not answer a health check.")
        return JsonResponse({"status": "failing", "database": False}, status=503)
    working = max(letter or 0, delivery or 0) < PATIENCE.total_seconds()
    said = {"status": "ok" if working else "failing", "database": True, "worker": working,
            "oldest_unread_letter_seconds": letter, "oldest_overdue_delivery_seconds": delivery}
    return JsonResponse(said, status=200 if working else 503)


def _age(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else max(0, round((now - since).total_seconds()))
