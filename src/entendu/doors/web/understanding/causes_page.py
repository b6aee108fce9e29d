"""The causes of a case on a page of their own: checks, what they cost, evidence, verdicts, and whose idea it was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entendu.core.diagnosis.causes import Cost, Likelihood, Verdict, Weigh
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.understanding import said
from entendu.flows.diagnosis import diagnose
from entendu.flows.diagnosis.diagnose import Possible
from entendu.parts.diagnosis.actions import causes as actions
from entendu.parts.diagnosis.models.causes import COSTS, WEIGHTS, Cause
from entendu.parts.diagnosis.queries import causes as queries
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Ticket

OVER = {Likelihood.RULED_OUT, Likelihood.CONFIRMED}


@members_only
@require_safe
def causes(request: HttpRequest, number: int) -> HttpResponse:
    """All causes with their checks, what these cost, and what speaks for and against each."""
    return _page(request, ticket_or_404(request, number))


@members_only
@require_POST
def add_cause(request: HttpRequest, number: int) -> HttpResponse:
    """A cause that nobody had thought of: `words`, `settled_by`, `cost`."""
    ticket = ticket_or_404(request, number)
    words = " ".join(request.POST.get("words", "").split())
    if not words:
        messages.error(request, _("Say in a few words what may have caused it; nothing was changed."))
        return _back(request, ticket)
    thought = diagnose.Thought(words, " ".join(request.POST.get("settled_by", "").split()), _cost(request))
    diagnose.think_of(ticket, thought, member=member_of(request), now=timezone.now())
    return _back(request, ticket)


@members_only
@require_POST
def weigh_cause(request: HttpRequest, number: int) -> HttpResponse:
    """A check came in: `cause`, `weigh`, `words`."""
    ticket = ticket_or_404(request, number)
    words = " ".join(request.POST.get("words", "").split())
    if not words or request.POST.get("weigh") not in set(Weigh):
        messages.error(request, _("Say what was seen and what it speaks for; nothing was changed."))
        return _back(request, ticket)
    seen = actions.Seen(Weigh(request.POST["weigh"]), words)
    _there(request, diagnose.weigh(ticket, _handle(request), seen, member=member_of(request), now=timezone.now()))
    return _back(request, ticket)


@members_only
@require_POST
def settle_cause(request: HttpRequest, number: int) -> HttpResponse:
    """A verdict: `cause`, `verdict`, and `because` where no evidence speaks for it yet."""
    ticket = ticket_or_404(request, number)
    wanted = request.POST.get("verdict")
    ruling = diagnose.Ruling(Verdict(wanted) if wanted in set(Verdict) else Verdict.OPEN,
                             " ".join(request.POST.get("because", "").split()))
    try:
        _there(request, diagnose.settle(ticket, _handle(request), ruling, member=member_of(request),
                                        now=timezone.now()))
    except actions.NeedsEvidence:
        messages.error(request, _("Nothing was noted yet that shows it; the cause stays open; say what shows it."))
    return _back(request, ticket)


@members_only
@require_POST
def credit_cause(request: HttpRequest, number: int) -> HttpResponse:
    """Whose idea it was: `cause`, and `theirs` ("1") where it was the customer's."""
    ticket = ticket_or_404(request, number)
    _there(request, diagnose.credit(ticket, _handle(request), theirs=request.POST.get("theirs") == "1",
                                    member=member_of(request), now=timezone.now()))
    return _back(request, ticket)


@members_only
@require_POST
def note_alternative(request: HttpRequest, number: int) -> HttpResponse:
    """Another way that was tried: `cause`, `words`, `worked` ("1"); or one to take out, `remove`."""
    ticket = ticket_or_404(request, number)
    remove = queries.alternative_on(ticket, number_in(request.POST.get("remove")))
    words = " ".join(request.POST.get("words", "").split())
    now, member = timezone.now(), member_of(request)
    if remove is not None:
        actions.remove_alternative(remove)
    elif words:
        cause = _there(request, diagnose.take_up(ticket, _handle(request), member=member, now=now))
        if cause is not None:
            actions.add_alternative(cause, words, worked=request.POST.get("worked") == "1", member=member, now=now)
    return _back(request, ticket)


@members_only
@require_POST
def remove_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Something that does not belong there: `evidence`."""
    ticket = ticket_or_404(request, number)
    found = queries.evidence_on(ticket, number_in(request.POST.get("evidence")))
    if found is not None:
        actions.remove_evidence(found)
    return _back(request, ticket)


@members_only
@require_POST
def reply_with_cause(request: HttpRequest, number: int) -> HttpResponse:
    """Puts the words about the confirmed cause into the member's reply, for them to go on with."""
    ticket = ticket_or_404(request, number)
    words = _reply_words(ticket, diagnose.diagnosis(ticket, now=timezone.now()).causes)
    if words:
        now = timezone.now()
        draft = drafts.open_draft(ticket, member_of(request), now=now)
        text = f"{draft.text.rstrip()}\n\n{words}".strip()
        drafts.write(draft, text=text, kind=Entry.Kind.OURS, channel=draft.channel, now=now)
    return redirect(f"{ticket_url(ticket.number, view_of(request))}#reply")


def _page(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    reader = reader_of(request)
    found = diagnose.diagnosis(ticket, now=reader.now)
    view = view_of(request)
    rows = [_row(one, one is found.first_check) for one in found.causes]
    return beside_step(request, ticket, "web/understanding/causes_page.html", {
        "step_title": _("Possible causes"), "causes": rows, "weights": WEIGHTS, "costs": COSTS,
        "reply_words": _reply_words(ticket, found.causes), "their_name": ticket.contact.first_name,
        "ideas": queries.ideas_of(ticket.contact),
        **{f"{name}_url": beside(name, ticket.number, view) for name in (
            "changes", "add_cause", "weigh_cause", "settle_cause", "credit_cause", "note_alternative",
            "remove_evidence", "reply_with_cause")}})


def _row(one: Possible, is_first_check: bool) -> dict[str, Any]:
    cause = one.cause
    evidence = list(cause.evidence.all()) if cause else []
    verdict = cause.verdict if cause else Verdict.OPEN.value
    return {
        "handle": one.handle, "id": f"cause-{one.handle.replace(':', '-')}", "words": said.cause_words(one),
        "likely": said.LIKELIHOODS[one.likelihood], "verdict": verdict, "is_over": one.likelihood in OVER,
        "check": said.check_words(one), "cost": said.COSTS[one.hypothesis.cost], "is_first_check": is_first_check,
        "change": said.who_and_when(one.change) if one.change else "",
        "change_details": one.change.details if one.change else "",
        "kind": said.kind_words(one.change.kind) if one.change else "",
        "reasons": said.reasons(one.rated) if one.rated else [], "others": said.others_words(one.others),
        "like_number": one.like.ticket_id if one.like else 0, "worked": one.worked,
        "evidence": [{"id": row.pk, "is_for": Weigh(row.weigh).speaks_for, "words": row.words,
                      "weighs": row.get_weigh_display(), "by": row.member.first_name if row.member else ""}
                     for row in evidence],
        "theirs": cause is not None and cause.credited_to_id is not None,
        "decided": said.day_and_hour(cause.decided_at) if cause and cause.decided_at else "",
        "decided_by": cause.decided_by.first_name if cause and cause.decided_by else "",
        "alternatives": list(cause.alternatives.all()) if cause else [],
    }


def _reply_words(ticket: Ticket, found: list[Possible]) -> str:
    """What to tell them of the confirmed cause, in their language, with thanks where it was their idea; '' for none."""
    one = next((one for one in found if one.likelihood is Likelihood.CONFIRMED), None)
    if one is None or one.cause is None:
        return ""
    with translation.override(ticket.contact.language or ticket.mailbox.language):
        words = {"cause": said.cause_words(one)}
        if one.cause.credited_to_id is not None:
            return _("You were right, and it showed us where to look. What caused it: %(cause)s.") % words
        return _("We have found what caused it: %(cause)s.") % words


def _there(request: HttpRequest, cause: Cause | None) -> Cause | None:
    """The cause, or a word that there is none."""
    if cause is None:
        messages.error(request, _("That cause is not there any more; nothing was changed."))
    return cause


def _handle(request: HttpRequest) -> str:
    return request.POST.get("cause", "")[:140]


def _cost(request: HttpRequest) -> Cost:
    wanted = request.POST.get("cost", "")
    return Cost(wanted) if wanted in set(Cost) else Cost.HOUR


def _back(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    anchor = f"#cause-{_handle(request).replace(':', '-')}" if _handle(request) else ""
    return redirect(beside("causes", ticket.number, view_of(request)) + anchor)
