"""Who gets in: members who have signed in. What they may not see does not exist for them: 404, never 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.models import Ticket

View = Callable[..., HttpResponse]


def member_of(request: HttpRequest) -> Member:
    """The member who asks; only inside `members_only`."""
    return cast(Member, request.user)


def members_only(view: View) -> View:
    """Whoever is not signed in is led to the sign-in page and back again.

    A part of a page that htmx or a script asks for is answered 401: a sign-in page inside a list helps nobody, and a
    draft must not be taken for kept. htmx then loads the sign-in page as a whole (HX-Redirect).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            member = member_of(request)
            member.mailbox_ids = tickets.mailbox_ids_of(member)
            return view(request, *args, **kwargs)
        if "HX-Request" in request.headers:
            return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("account_login")})
        return redirect_to_login(request.get_full_path() if request.method == "GET" else resolve_url("inbox"))

    return guarded


def ticket_or_404(request: HttpRequest, number: int) -> Ticket:
    """The ticket, when this member may see it."""
    ticket = tickets.ticket_seen_by(member_of(request), number)
    if ticket is None:
        raise Http404
    return ticket
