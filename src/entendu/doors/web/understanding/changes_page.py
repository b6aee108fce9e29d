"""What changed beside the first error: drawn on a line, listed with reasons, and told by hand or from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from entendu.core.diagnosis.causes import from_changes
from entendu.core.diagnosis.change_file import NotAChangeFile
from entendu.core.diagnosis.since import since
from entendu.core.diagnosis.timeline import Kind
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import reader_of, view_of
from entendu.doors.web.desk.rows import beside
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.understanding import said
from entendu.doors.web.understanding.chart import drawing
from entendu.flows.diagnosis import changes as log
from entendu.flows.diagnosis import diagnose
from entendu.flows.diagnosis.diagnose import FirstError, TimeLine
from entendu.parts.diagnosis.actions.changes import system_of
from entendu.parts.diagnosis.models.changes import KINDS
from entendu.parts.tickets.models import Ticket

SHOWN = 12
LARGEST = 20 * 1024 * 1024


@members_only
@require_safe
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """The time line, and where something can be told."""
    ticket = ticket_or_404(request, number)
    line = diagnose.time_line(ticket)
    trouble, view = line.told.trouble, view_of(request)
    return beside_step(request, ticket, "web/understanding/changes_page.html", {
        "step_title": _("Changes and the first error"), "first": _first(line.told.first),
        "drawing": drawing(line.rated, line.after, trouble.earliest, trouble.latest) if line.rated else None,
        "sentence": _sentence(line), "rows": _rows(line), "hidden": max(len(line.rated) - SHOWN, 0),
        "after": [{"what": one.object, "when": said.who_and_when(one)} for one in line.after[:SHOWN]],
        "systems": [one.name for one in line.systems if one.name], "kinds": KINDS,
        **{f"{name}_url": beside(name, ticket.number, view) for name in (
            "causes", "first_error", "note_change", "import_changes")}})


@members_only
@require_POST
def first_error(request: HttpRequest, number: int) -> HttpResponse:
    """When it began, in one field: `when`, as people say it or as ISO 8601; empty to read it from the letters."""
    ticket = ticket_or_404(request, number)
    words = request.POST.get("when", "")[:120]
    if not diagnose.say_when(ticket, words, member=member_of(request), now=timezone.now()):
        messages.error(request, _("“%(words)s” names no moment of the past; what stood there stays; write it as "
                                  "2026-11-19 07:52, or as “since Thursday 07:52”.") % {"words": words})
    return _back(request, ticket)


@members_only
@require_POST
def note_change(request: HttpRequest, number: int) -> HttpResponse:
    """A change told by hand, in a line: `when`, `who`, `kind`, `what`, `system`."""
    ticket = ticket_or_404(request, number)
    now, language = timezone.now(), reader_of(request).language
    what = " ".join(request.POST.get("what", "").split())[:300]
    when = request.POST.get("when", "")[:120]
    found = since(when, language, now, diagnose.zone_of(ticket)) if when.strip() else None
    if not what or found is None:
        messages.error(request, _("Say what was changed and when (2026-11-16 15:04, or “Monday 15:04”); nothing was "
                                  "noted."))
        return _back(request, ticket)
    wanted = request.POST.get("kind", "")
    told = log.Told(found.earliest, what, Kind(wanted) if wanted in set(Kind) else Kind.OTHER,
                    actor=" ".join(request.POST.get("who", "").split())[:160],
                    system=request.POST.get("system", "")[:80])
    log.by_hand(ticket, told, member_of(request), now=now)
    return _back(request, ticket)


@members_only
@require_POST
def import_changes(request: HttpRequest, number: int) -> HttpResponse:
    """A file of changes of this customer: CSV, JSON or JSON lines."""
    ticket = ticket_or_404(request, number)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        messages.error(request, _("Choose a file of at most 20 MiB; nothing was taken."))
        return _back(request, ticket)
    whose = system_of(ticket.contact.organisation or ticket.contact)
    done = log.Imported()
    try:
        by = log.By(log.FILE, whose, member_of(request))
        for so_far in log.take_file(file.read(), by, diagnose.zone_of(ticket), now=timezone.now()):
            done = so_far
    except NotAChangeFile:
        messages.error(request, _("The file holds no changes that can be read; nothing was taken; give CSV with named "
                                  "columns (when, what, who, kind), JSON or JSON lines, in UTF-8."))
    else:
        _say_what_came(request, done)
    return _back(request, ticket)


def _say_what_came(request: HttpRequest, done: log.Imported) -> None:
    new = ngettext("%(n)d change is new.", "%(n)d changes are new.", done.new) % {"n": done.new}
    known = ngettext("%(n)d was known.", "%(n)d were known.", done.known) % {"n": done.known}
    messages.success(request, f"{new} {known}")
    for one in done.bad[:3]:
        messages.warning(request, said.WRONG[one.why] % {"line": one.line})


def _first(first: FirstError) -> dict[str, Any]:
    """The moment in words, what it is known from, and what stands in the field."""
    moment = said.day_and_hour(first.earliest)
    whole = (first.latest - first.earliest).total_seconds() > 3700
    words = _("between %(first)s and %(last)s") % {
        "first": moment, "last": said.day_and_hour(first.latest)} if whole else moment
    return {"words": words, "quote": first.words, "entry": first.entry, "by_hand": first.by_hand,
            "is_guess": first.is_guess, "field": first.words if first.by_hand else ""}


def _rows(line: TimeLine) -> list[dict[str, Any]]:
    proposed = {one.happening.id for one in from_changes(line.rated)}
    names = {one.pk: one.name for one in line.systems}
    return [{"number": place, "what": row.object, "details": row.details, "kind": said.kind_words(row.kind),
             "when": said.who_and_when(row), "reasons": said.reasons(one), "times": one.times,
             "system": names.get(row.system_id, ""), "is_cause": row.pk in proposed}
            for place, one in enumerate(line.rated[:SHOWN], 1) for row in [line.rows[one.happening.id]]]


def _sentence(line: TimeLine) -> str:
    """What the drawing shows, for who cannot see it."""
    if not line.rated:
        return ""
    row = line.rows[line.rated[0].happening.id]
    count = ngettext("%(n)d change before the first error.", "%(n)d changes before the first error.",
                     len(line.rated)) % {"n": len(line.rated)}
    return _("%(count)s The first of the list: %(what)s (%(when)s).") % {
        "count": count, "what": row.object, "when": said.who_and_when(row)}


def _back(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return redirect(beside("changes", ticket.number, view_of(request)))
