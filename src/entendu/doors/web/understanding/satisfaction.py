"""Whether it is really solved: only the customer knows, and until they say so it is unverified."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.core.tickets.states import Status, is_over
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.templatetags.desk import stamp
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.care import satisfaction
from entendu.parts.care.models import Solution
from entendu.parts.care.queries import solutions
from entendu.parts.tickets.models import Ticket

State = Solution.State
DOTS = {State.AGREED: Dot.DONE, State.PLANNED: Dot.PART, State.ASKED: Dot.PART, State.NOT_YET: Dot.OPEN}


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """None where nobody has called it solved, or the case went on without a word. One query."""
    found = solutions.latest(ticket)
    if found is None or found.state == State.OVER:
        return None
    over = is_over(Status(ticket.status))
    unverified = over and found.state in {State.PLANNED, State.ASKED}
    if not over and found.state != State.NOT_YET:
        return None
    return Step("satisfaction", _("Solved?"), DOTS[State(found.state)], "web/understanding/satisfaction.html",
                state=_("unverified") if unverified else "",
                shown={"sentence": _sentence(found, ticket), "unverified": unverified,
                       "asks": found.state == State.PLANNED and found.ask_at is not None,
                       "url": reverse("solved", args=[ticket.number])})


def _sentence(found: Solution, ticket: Ticket) -> str:
    """How it stands, with their name."""
    words = {"name": ticket.contact.first_name or _("The customer")}
    if found.state == State.AGREED and found.member is not None:
        return _("%(name)s says that it works; %(by)s heard it.") % (words | {"by": found.member.first_name})
    if found.state == State.AGREED:
        return _("%(name)s says that it works.") % words
    if found.state == State.NOT_YET:
        return _("Not yet, says %(name)s.") % words
    if found.state == State.ASKED and found.asked_at is not None:
        return _("We asked %(name)s, %(when)s; no word yet.") % (words | {"when": stamp(found.asked_at)})
    if found.ask_at is not None:
        return _("%(name)s is asked %(when)s, or says so before.") % (words | {"when": stamp(found.ask_at)})
    return _("%(name)s has not said so, and is asked on the case page alone.") % words


@members_only
@require_POST
def solved(request: HttpRequest, number: int) -> HttpResponse:
    """What a member heard from them ("works", "not-yet"), or that nobody asks by a message ("leave")."""
    ticket = ticket_or_404(request, number)
    act = request.POST.get("act", "")
    if act == "leave":
        satisfaction.leave(ticket)
    elif act in {"works", "not-yet"}:
        if not satisfaction.told_us(ticket, member_of(request), act == "works", now=timezone.now()):
            messages.error(request, _("They have answered that already; nothing was changed."))
    else:
        messages.error(request, _("That is no answer; nothing was changed; choose one of the buttons."))
    if request.POST.get("pane") == "about":
        return redirect(beside("ticket_about", number, view_of(request)))
    return redirect(ticket_url(number, view_of(request)))
