"""They wrote: whether that answers what we asked them."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from entendu.flows.care import moments, satisfaction, tone
from entendu.flows.listening import ask, restate
from entendu.flows.people import verify
from entendu.flows.truth import choose, temporary
from entendu.parts.tickets.models import Entry

logger = logging.getLogger(__name__)


def listen(entry: Entry, *, now: datetime) -> None:
    """Holds a person's words against what is open between us. A text at which that stumbles is a letter still."""
    if entry.automatic or not entry.visible.strip():
        return
    try:
        with transaction.atomic():
            if verify.hear(entry, now=now):
                return
            if not temporary.hear(entry, now=now):  # a yes answers what was asked last
                restate.hear(entry, now=now)
            ask.hear(entry, now=now)
            moments.note_letter(entry)
            satisfaction.hear(entry, now=now)
            tone.hear(entry, now=now)
            choose.hear(entry, now=now)
    except Exception:  # the letter is more than what we make of it
        logger.exception("entry not listened to", extra={"entry": entry.pk})
