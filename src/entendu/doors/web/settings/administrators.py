"""Who may change the installation: administrators. For everybody else these pages do not exist."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from entendu.doors.web.access import View, member_of, members_only
from entendu.parts.tickets.models import Mailbox
from entendu.parts.tickets.queries import mailbox


def administrators_only(view: View) -> View:
    """404 for members who are no administrators; the sign-in page for those who have not signed in."""

    @members_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not member_of(request).is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def mailbox_or_404(mailbox_id: int) -> Mailbox:
    """The mailbox with this id."""
    found = mailbox(mailbox_id)
    if found is None:
        raise Http404
    return found
