"""What was said on the case, both ways: what they wrote, and what reached them. No note, nothing that waits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from entendu.doors.portal.case.clock import in_words
from entendu.doors.portal.case.section import Section
from entendu.parts.outbox.queries.arrived import said_to_them
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Entry, Ticket

LATEST = 4
# A page for a bad line shows the beginning of long messages; the page of all of them shows all.
SHOWN = 600


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """The latest messages, newest first; two queries."""
    rows = list(said_to_them(ticket).reverse()[:LATEST + 1])
    if not rows:
        return None
    return Section("said", _("What was said"), "portal/case/said.html",
                   shown={"messages": messages(rows[:LATEST], ticket, now, longest=SHOWN), "more": len(rows) > LATEST})


def messages(rows: Iterable[Entry], ticket: Ticket, now: datetime, *, longest: int = 0) -> list[dict[str, Any]]:
    """Each as .who, .ours, .when, .text, .lang, .cut (whether there is more of it), .files (names)."""
    return [_shown(row, ticket, now, longest) for row in rows]


def _without_links(text: str) -> str:
    """Our words without the links that lead to this very page; nothing is lost, for the page is here."""
    here = f"{settings.ENTENDU_URL}/case/"
    return "\n\n".join(part for part in re.split(r"\n{2,}", text.strip()) if here not in part)


def _shown(row: Entry, ticket: Ticket, now: datetime, longest: int) -> dict[str, Any]:
    ours = row.kind == Entry.Kind.OURS
    who = (row.member.first_name if row.member else ticket.mailbox.name) if ours else _("You")
    text = _without_links(row.visible) if ours else row.visible.strip()
    short = Truncator(text).chars(longest) if longest else text
    return {"who": who, "ours": ours, "when": in_words(row.at, now), "text": short, "lang": row.language,
            "cut": short != text,
            "files": [file.name for file in row.attachments.all() if not (file.inline and file.content_id)]}
