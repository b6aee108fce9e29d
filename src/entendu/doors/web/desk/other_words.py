"""Other words for the sentence of a remark: asked of a language model when a member presses for it, and never else.

A script puts what comes into the remark; without one the same button sends the composer's form, and the page comes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk import second_reader
from entendu.doors.web.desk.composer import Writing
from entendu.doors.web.desk.drafts import keep, written
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import reader_of
from entendu.doors.web.desk.remarks import Edit, changed, remark, remarks
from entendu.doors.web.desk.ticket import page
from entendu.flows.writing import other_words as flow
from entendu.flows.writing import read_draft
from entendu.flows.writing.language_model import NoWords
from entendu.flows.writing.read_draft import DraftReading
from entendu.parts.tickets.models import Ticket


@members_only
@require_POST
def other_words(request: HttpRequest, number: int) -> HttpResponse:
    """Up to three wordings for the sentence of the remark that `about` names, or one sentence why there are none."""
    ticket, writing, reader = ticket_or_404(request, number), written(request.POST), reader_of(request)
    if request.htmx:  # type: ignore[attr-defined]
        read = read_draft.reading_of(ticket, reader.member, writing.text, reader.now, writing.key)
        key = request.POST.get("about", "")
        one = {"key": key} | _asked(ticket, reader, writing, read, key)
        return render(request, "web/ticket/other_words.html", {
            "one": one, "language": read.language, "url": request.path})
    return _as_page(request, ticket, reader, writing)


def _as_page(request: HttpRequest, ticket: Ticket, reader: Reader, writing: Writing) -> HttpResponse:
    """Where no script runs: the composer with the other words in it, or, with `use` (KEY:words), in the draft."""
    key, _colon, words = request.POST.get("use", "").partition(":")
    key = key or request.POST.get("about", "")
    read = read_draft.reading_of(ticket, reader.member, writing.text, reader.now, writing.key)
    about = remark(writing.text, read, key)
    if words and about is not None:
        edit = Edit(*flow.sentence_of(writing.text, about.finding), words, words)
        writing = replace(writing, text=changed(writing.text, edit))
    draft = keep(ticket, reader.member, writing)  # its words are kept before another page comes
    writing = replace(writing, key=draft.key if draft else writing.key)
    if words:
        return page(request, ticket, second_reader.shown(ticket, reader, writing))
    said, shown = _asked(ticket, reader, writing, read, key), remarks(ticket, reader, writing.text, read)
    shown["rows"] = [row | said if row["key"] == key else row for row in shown["rows"]]
    return page(request, ticket, replace(writing, remarks=shown))


def _asked(ticket: Ticket, reader: Reader, writing: Writing, read: DraftReading, key: str) -> dict[str, Any]:
    text, about = writing.text, None if writing.is_note else remark(writing.text, read, key)
    try:
        if about is None or not flow.fits(about.finding) or not read.language:
            raise NoWords(_("These words have changed meanwhile; nothing was asked; look at the remarks again."))
        found = flow.other_words(ticket, text, read.language, about.finding, now=reader.now)
    except NoWords as trouble:
        return {"no_words": str(trouble)}
    return {"sentence": text[found.start:found.end], "others": found.words}
