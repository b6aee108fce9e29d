"""What we promised on the case, as far as the promise itself has reached them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from entendu.doors.portal.case.clock import in_words
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.promises import queries
from entendu.parts.tickets.models import Ticket


def promised(ticket: Ticket, now: datetime) -> list[dict[str, Any]]:
    """Open promises with a date, the nearest first: .words, .due (in words), .late. Two queries.

    What was promised without one stands in what was said; as "our word" it would only look like one more notice.
    """
    owed = [one for one in queries.open_promises(ticket) if one.due is not None]
    told = arrived_at([one.submission for one in owed]) if owed else {}
    return [{"words": one.words.strip(), "due": in_words(one.due, now), "late": one.due < now}
            for one in owed if one.due is not None and one.submission in told]
