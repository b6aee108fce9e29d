"""What is done about one promise: kept, taken over, said to be none, owed again; and moved, with the customer told."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entendu.core.governor.reasons import explain
from entendu.core.promises import said
from entendu.doors.web.access import members_only
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import reader_of
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.promises.rows import phone_of, row, short
from entendu.flows.promises import letters, move, settle
from entendu.flows.promises.move import Moving, NotMoved
from entendu.flows.submit import NotConfirmed
from entendu.parts.promises import queries
from entendu.parts.promises.models import Promise
from entendu.parts.tickets import queries as tickets

LONGEST, A_WHY = 8_000, 300
KEY = 40
# What begins so asks for a second press.
ASKS = "? "


@members_only
@require_POST
def promise_act(request: HttpRequest, promise_id: int) -> HttpResponse:
    """`act` is done, again, none or take; `why` says in words what was done. Back to where the button stands."""
    promise, reader = promise_or_404(request, promise_id), reader_of(request)
    act, why = request.POST.get("act", ""), " ".join(request.POST.get("why", "").split())[:A_WHY]
    done = {
        "done": lambda: settle.keep(promise, reader.member, why, now=reader.now),
        "again": lambda: settle.owe_again(promise, reader.member, now=reader.now),
        "none": lambda: settle.disown(promise, reader.member, now=reader.now),
        "take": lambda: settle.take(promise, reader.member, now=reader.now),
    }.get(act)
    if done is None or not done():
        messages.error(request, _("Somebody else was quicker: this promise is not open any more; nothing was changed."))
    elif act == "done":
        messages.success(request, _("Kept: “%(words)s”") % {"words": short(promise.words)})
    return HttpResponseRedirect(_back(request, promise))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def move_promise(request: HttpRequest, promise_id: int) -> HttpResponse:
    """A new date: first which, then the message that tells them, then it goes. `act=voice` where somebody phoned."""
    promise, reader = promise_or_404(request, promise_id), reader_of(request)
    if promise.state != Promise.State.OPEN:
        messages.error(request, _("Somebody else was quicker: this promise is not open any more; nothing was changed."))
        return HttpResponseRedirect(_back(request, promise))
    due = moment_of(request.POST.get("due") or request.GET.get("due") or "", promise)
    if request.method != "POST":
        return _page(request, promise, due)
    if due is None or due <= reader.now:
        return _page(request, promise, due, _("Choose a day and an hour that are still to come; nothing was sent."))
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "")[:LONGEST]
    try:
        if request.POST.get("act") == "voice":
            move.by_voice(promise, reader.member, due, request.POST.get("why", "")[:A_WHY].strip() or _("On the phone"),
                          now=reader.now)
        elif not text.strip() or request.POST.get("act") == "words":
            return _page(request, promise, due)
        else:
            wanted = Moving(due, text, request.POST.get("key", "")[:KEY] or uuid.uuid4().hex,
                            confirmed=request.POST.get("confirmed") == "1")
            move.move(promise, reader.member, wanted, now=reader.now)
    except NotMoved:
        return _page(request, promise, due, _("No message reaches them at present; nothing was moved. Phone them and "
                                              "say here that you did."), text=text)
    except NotConfirmed as doubt:
        said_of_it = doubt.findings[0].message or _("These words want a second look.")
        return _page(request, promise, due, ASKS + said_of_it, text=text)
    messages.success(request, _("Moved to %(when)s, and told.") % {"when": _on_their_clock(promise, due)})
    return HttpResponseRedirect(_back(request, promise))


def promise_or_404(request: HttpRequest, promise_id: int) -> Promise:
    """The promise, where this member may see its ticket."""
    member = reader_of(request).member
    found = queries.promise_among(tickets.seen_by(member), promise_id) if promise_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def moment_of(value: str, promise: Promise) -> datetime | None:
    """A moment of a field on the customer's clock; None for anything else."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=letters.their_zone(promise.ticket))
    except ValueError:
        return None


def _page(request: HttpRequest, promise: Promise, due: datetime | None, trouble: str = "", *,
          text: str = "") -> HttpResponse:
    """The form; its words are those that were typed, else a first draft for the date that was chosen."""
    reader, ticket = reader_of(request), tickets.ticket_seen_by(reader_of(request).member, promise.ticket_id)
    if ticket is None:
        raise Http404
    promise.ticket = ticket
    chosen = due if due is not None and due > reader.now else None
    text = text or (move.proposed(promise, chosen, reader.member, now=reader.now) if chosen else "")
    late, ask = move.is_late(promise, reader.now), trouble.startswith(ASKS)
    return beside_step(request, ticket, "web/promises/move.html", {
        "step_title": _("A new date, and they hear it") if not late else _("Say that it is late, and give a new date"),
        "step_lede": "", "promise": row(promise, reader), "late": late,
        "trouble": trouble.removeprefix(ASKS), "ask": ask,
        "due": _field(chosen or _next_day(promise, reader)), "chosen": chosen is not None,
        "when": _on_their_clock(promise, chosen) if chosen else "", "text": text, "key": uuid.uuid4().hex,
        "verdict": _verdict(promise, reader, chosen, text) if chosen else "", "phone": phone_of(ticket.contact),
        "name": ticket.contact.first_name or _("them"), "language": letters.language_of(ticket),
        "move_url": reverse("move_promise", args=[promise.pk]), "next": request.GET.get("next", "") or
        request.POST.get("next", ""), "call_url": reverse("call", args=[ticket.number]),
    }, status=422 if trouble else 200)


def _verdict(promise: Promise, reader: Reader, due: datetime, text: str) -> str:
    decision = move.verdict(promise, reader.member, Moving(due, text, "preview"), now=reader.now)
    return explain(decision, reader.language)


def _next_day(promise: Promise, reader: Reader) -> datetime:
    """The next working day after the old date or now, at the same hour: a place to begin from."""
    from_then = max(promise.due or reader.now, reader.now)
    local = letters.theirs(promise.ticket, from_then)
    ahead = 1 if local.weekday() < 4 else 7 - local.weekday()
    return (local + timedelta(days=ahead)).replace(minute=0, second=0, microsecond=0)


def _field(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def _on_their_clock(promise: Promise, at: datetime) -> str:
    return said.at(letters.theirs(promise.ticket, at), (translation.get_language() or "en")[:2])


def _back(request: HttpRequest, promise: Promise) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return f"{reverse('case_promises', args=[promise.ticket_id])}#p-{promise.pk}"
