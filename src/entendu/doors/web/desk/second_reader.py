"""What is done about a remark: kept, silenced, used, or a promise's moment put into words.

A script asks for remarks alone; without one the same buttons send the composer's form, and the page comes back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.by_when import by_when, place_of_time
from entendu.doors.web.desk.composer import Writing
from entendu.doors.web.desk.drafts import written
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of
from entendu.doors.web.desk.remarks import Edit, Remark, changed, quoted, remark, remarks
from entendu.doors.web.desk.thread import their_zone
from entendu.flows.writing import read_draft
from entendu.parts.tickets.models import Ticket

# What a button of a remark begins with.
ACTS = ("use:", "keep:", "date:", "silence:", "learn:")


@members_only
@require_POST
def reading(request: HttpRequest, number: int) -> HttpResponse:
    """What is said of these words now, after `act`; nothing of a note, which no customer reads."""
    ticket, writing, reader = ticket_or_404(request, number), written(request.POST), reader_of(request)
    if writing.is_note or not writing.text.strip():
        return HttpResponse(status=204)
    ask = _remembered(ticket, reader, writing, request.POST.get("act", ""))
    read = read_draft.reading_of(ticket, reader.member, writing.text, reader.now, writing.key)
    said = remarks(ticket, reader, writing.text, read) | {"ask": ask}
    return render(request, "web/ticket/remarks.html", {"remarks": said})


@members_only
@require_safe
def moment_in_words(request: HttpRequest, number: int) -> HttpResponse:
    """A moment of `due` on the customer's clock in the draft's language, to stand after `before` for `old`."""
    place = their_zone(ticket_or_404(request, number))
    try:
        due = datetime.fromisoformat(request.GET.get("due", "")).replace(tzinfo=place)
    except ValueError:
        return HttpResponse(_("That is no day and hour; nothing was changed; choose them again."), status=422)
    asked = [request.GET.get(name, "") for name in ("language", "before", "old")]
    return HttpResponse(by_when(due, *asked), content_type="text/plain; charset=utf-8")


def acted(request: HttpRequest, ticket: Ticket, writing: Writing) -> Writing:
    """The composer after a remark's button was pressed where no script runs."""
    reader, act = reader_of(request), request.POST.get("act", "")
    read = read_draft.reading_of(ticket, reader.member, writing.text, reader.now, writing.key)
    kind, _colon, rest = act.partition(":")
    key, _colon, place = rest.partition(":")
    about = remark(writing.text, read, key)
    ask = None
    if kind == "use" and about is not None and number_in(place) < len(about.edits):
        writing = replace(writing, text=changed(writing.text, about.edits[number_in(place)]))
    elif kind == "date" and about is not None:
        writing = replace(writing, text=_dated(request, ticket, writing.text, about, read.language))
    else:
        ask = _remembered(ticket, reader, writing, act)
    return shown(ticket, reader, writing, ask)


def shown(ticket: Ticket, reader: Reader, writing: Writing, ask: dict[str, Any] | None = None) -> Writing:
    """The composer with what the second reader says of it."""
    read = read_draft.reading_of(ticket, reader.member, writing.text, reader.now, writing.key)
    return replace(writing, remarks=remarks(ticket, reader, writing.text, read) | {"ask": ask})


def _dated(request: HttpRequest, ticket: Ticket, text: str, about: Remark, language: str) -> str:
    try:
        due = datetime.fromisoformat(request.POST.get(f"due-{about.key}", "")).replace(tzinfo=their_zone(ticket))
    except ValueError:
        return text
    start, end = place_of_time(text, about.finding)
    words = by_when(due, language, text[:start], text[start:end])
    return changed(text, Edit(start, end, words, words))


def _remembered(ticket: Ticket, reader: Reader, writing: Writing, act: str) -> dict[str, Any] | None:
    """Keeps, silences or learns what the button says; returns what is asked once it has become a habit."""
    kind, _colon, what = act.partition(":")
    member = reader.member
    if kind == "keep":
        read = read_draft.reading_of(ticket, member, writing.text, reader.now, writing.key)
        about = remark(writing.text, read, what)
        return _kept(ticket, reader, writing, about) if about is not None else None
    if kind == "learn" and what:
        read_draft.learn(member, what[:80], ticket.mailbox.team)
    elif kind == "silence" and what:
        rule, _colon, language = what.rpartition(":")
        read_draft.silence(member, rule[:80], language[:8], ticket.mailbox.team)
    return None


def _kept(ticket: Ticket, reader: Reader, writing: Writing, about: Remark) -> dict[str, Any] | None:
    done = read_draft.keep(ticket, reader.member, about.finding.rule, about.words, writing.key)
    if done.ask_to_learn:
        return {"sentence": _("“%(word)s” was kept three times. Is it a word of yours?") % {"word": about.words},
                "act": f"learn:{about.words}", "yes": _("Yes, learn it")}
    if done.ask_to_silence:
        return {"sentence": _("Remarks like the one on “%(words)s” were kept three times. Stop making them?")
                % {"words": quoted(about.words)},
                "act": f"silence:{done.rule}:{done.language}", "yes": _("Yes, stop")}
    return None

