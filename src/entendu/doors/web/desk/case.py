"""What is done to a case without a word to the customer: handing over, putting off, its state, tags and name."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.core.tickets.states import Status
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.later import moment
from entendu.doors.web.desk.reading import number_in, view_of
from entendu.doors.web.desk.rows import ticket_url
from entendu.doors.web.truth.staying_open import stays_open
from entendu.flows.care import satisfaction
from entendu.flows.people import spare
from entendu.parts.staff import queries as staff
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions
from entendu.parts.tickets.models import STATUS_NAMES, Ticket


@members_only
@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Hands the case to a colleague who may see it, or back to everybody."""
    ticket = ticket_or_404(request, number)
    actions.assign(ticket, _colleague(request, ticket), member=member_of(request), now=timezone.now())
    return _back(request, ticket)


@members_only
@require_POST
def later(request: HttpRequest, number: int) -> HttpResponse:
    """Puts the case off until a moment, or takes it up again."""
    ticket = ticket_or_404(request, number)
    now = timezone.now()
    try:
        until = moment(request.POST.get("until", ""), now)
    except ValueError:
        messages.error(request, _("That is no moment to wait for; the case stays where it is; choose one of the list."))
    else:
        actions.set_later(ticket, until, member=member_of(request), now=now)
    return _back(request, ticket)


@members_only
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Sets who waits for whom."""
    ticket = ticket_or_404(request, number)
    _move(request, ticket)
    return _back(request, ticket)


@members_only
@require_POST
def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Gives the case a better name."""
    ticket = ticket_or_404(request, number)
    _rename(request, ticket)
    return _back(request, ticket)


@members_only
@require_POST
def save(request: HttpRequest, number: int) -> HttpResponse:
    """All that the rail's form holds; what is the same stays without a line of history."""
    ticket = ticket_or_404(request, number)
    now = timezone.now()
    with transaction.atomic():
        if "assignee" in request.POST:
            actions.assign(ticket, _colleague(request, ticket), member=member_of(request), now=now)
        if "tags" in request.POST:
            actions.set_tags(ticket, request.POST["tags"].split(","), member=member_of(request), now=now)
        if "subject" in request.POST:
            _rename(request, ticket)
        if "updates" in request.POST:
            set_to = spare.spare if request.POST["updates"] else spare.spare_no_more
            set_to(ticket, member_of(request), now=now)
        if "status" in request.POST:
            _move(request, ticket)
    return _back(request, ticket)


def _colleague(request: HttpRequest, ticket: Ticket) -> Member | None:
    """The member chosen, None for nobody; 404 for whoever could not see the case."""
    chosen = request.POST.get("assignee", "")
    if not chosen:
        return None
    wanted = number_in(chosen)
    if wanted == ticket.assignee_id:
        return ticket.assignee
    found = staff.colleagues_on(ticket.mailbox.team_id).filter(pk=wanted).first()
    if found is None:
        raise Http404
    return found


def _move(request: HttpRequest, ticket: Ticket) -> None:
    wanted = request.POST.get("status", "")
    if wanted not in set(Status):
        messages.error(request, _("That is no state of a case; it stays as it is; choose one of the list."))
        return
    try:
        satisfaction.move(ticket, Status(wanted), member_of(request), now=timezone.now())
    except actions.StaysOpen:
        messages.error(request, stays_open(ticket))
    except actions.IllegalMove:
        words = {"now": STATUS_NAMES[Status(ticket.status)], "wanted": STATUS_NAMES[Status(wanted)]}
        messages.error(request, _("The case is “%(now)s” and cannot become “%(wanted)s” from there; it stays as it "
                                  "is; open it again first.") % words)


def _rename(request: HttpRequest, ticket: Ticket) -> None:
    subject = " ".join(request.POST.get("subject", "").split())[:300]
    if subject and subject != ticket.subject:
        actions.rename(ticket, subject, member=member_of(request), now=timezone.now())


def _back(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return redirect(ticket_url(ticket.number, view_of(request)))
