"""The draft as it is typed: kept on the server, and answered with what would become of it."""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.composer import Writing, chosen, conflict, verdict
from entendu.doors.web.desk.reading import number_in, reader_of
from entendu.doors.web.desk.remarks import remarks
from entendu.flows.writing.read_draft import reading_of
from entendu.parts.outbox import queries as outbox
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Draft, Entry, Ticket

# The keys that pages give out; any other is replaced, so that nobody picks a key that something else uses.
KEY = re.compile(r"[0-9a-f]{32}")


@members_only
@require_http_methods(["PUT"])
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the words: 200 with the verdict and what the second reader says, 204 with nothing to say, 409 with who
    answered meanwhile."""
    ticket = ticket_or_404(request, number)
    writing = written(QueryDict(request.body))
    if outbox.submission("desk", writing.key) is not None:
        return HttpResponse(status=204)  # it was sent while this was on its way
    keep(ticket, member_of(request), writing)
    if not writing.text.strip():
        return HttpResponse(status=204)
    reader = reader_of(request)
    read = None if writing.is_note else reading_of(ticket, reader.member, writing.text, reader.now, writing.key)
    shown = {"remarks": remarks(ticket, reader, writing.text, read) if read else None}
    meanwhile = conflict(ticket, reader, writing.seen)
    if meanwhile is not None:
        return render(request, "web/ticket/kept.html", shown | {"conflict": meanwhile}, status=409)
    said = verdict(ticket, reader, writing, read)
    if said is None:
        return HttpResponse(status=204)
    return render(request, "web/ticket/kept.html", shown | {"verdict": said})


def written(fields: QueryDict, errors: tuple[str, ...] = ()) -> Writing:
    """What the composer's form holds. Browsers end lines by CR LF (HTML §4.10.22.4); letters and drafts by LF."""
    text = fields.get("text", "").replace("\r\n", "\n").replace("\0", "")
    kind = "note" if fields.get("kind") == "note" else "reply"
    key = fields.get("key", "")
    return Writing(text, kind, key if KEY.fullmatch(key) else uuid.uuid4().hex, number_in(fields.get("seen")), errors,
                   channel=fields.get("channel", "")[:16])


def keep(ticket: Ticket, member: Member, writing: Writing) -> Draft | None:
    """The member's draft with these words; None when there are no words and never was a draft."""
    kept = tickets.draft_of(member, ticket)
    if kept is None and not writing.text.strip():
        return None
    now = timezone.now()
    kept = kept or drafts.open_draft(ticket, member, key=writing.key, now=now)
    kind = Entry.Kind.NOTE if writing.is_note else Entry.Kind.OURS
    drafts.write(kept, text=writing.text, kind=kind, channel=chosen(ticket, writing), now=now)
    if writing.seen > kept.seen_entry:
        drafts.see(kept, writing.seen)
    return kept
