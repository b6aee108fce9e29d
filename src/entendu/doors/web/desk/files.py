"""What came with a message or goes with it: files, the letter as it arrived, its HTML in a frame of its own.

Nothing of this is ever shown by the desk's own origin as a page that may run: files are downloads, and the frame has a
policy by which it can load nothing that its reader did not ask for.
"""

from __future__ import annotations

import base64

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from entendu.channels.email.html import safe
from entendu.doors.web.access import member_of, members_only
from entendu.flows.mail.file_content import content_of, files_in
from entendu.parts.inbox import queries as inbox
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Entry

LOCKED = "default-src 'none'; sandbox"
PICTURES = frozenset({"image/png", "image/gif", "image/jpeg", "image/webp", "image/bmp"})
FRAME = ("default-src 'none'; img-src data:{remote}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox")


@members_only
@require_safe
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """A file, always as a download."""
    found = tickets.attachment_seen_by(member_of(request), attachment_id)
    content = None if found is None else content_of(found)
    if found is None or content is None:
        raise Http404
    return download(content, found.name, found.type)


@members_only
@require_safe
def letter(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The letter byte for byte as it arrived."""
    entry = tickets.entry_seen_by(member_of(request), entry_id)
    raw = None if entry is None else inbox.content_of_entry(entry.pk)
    if entry is None or raw is None:
        raise Http404
    return download(raw, f"{entry.ticket_id}-{entry.pk}.eml", "message/rfc822")


@members_only
@require_safe
def frame(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The HTML of a message, cleaned, with its own pictures inside it; pictures from elsewhere with `?images=1`."""
    entry = tickets.entry_seen_by(member_of(request), entry_id)
    if entry is None or not entry.html:
        raise Http404
    remote = request.GET.get("images") == "1"
    clean = safe(entry.html, remote=remote, cid=pictures(entry))
    response = render(request, "web/ticket/frame.html", {"entry": entry, "html": mark_safe(clean.html)})  # noqa: S308
    response.headers["Content-Security-Policy"] = FRAME.format(remote=" https:" if remote else "")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """Bytes that are kept, never opened as a page of ours, whatever they say they are."""
    return HttpResponse(content, content_type=kind, headers={
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Content-Security-Policy": LOCKED, "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
    })


def pictures(entry: Entry) -> dict[str, str]:
    """The letter's own pictures by Content-ID, as `data:` addresses: a sandboxed frame has no cookies to fetch by."""
    if "cid:" not in entry.html:
        return {}
    return {file.content_id: f"data:{file.type};base64,{base64.b64encode(file.content).decode()}"
            for file in files_in(entry.pk) if file.content_id and file.type in PICTURES}
