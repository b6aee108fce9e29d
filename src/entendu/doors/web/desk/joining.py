"""Two cases of one person turn out to be one matter, or one to be two again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import number_in, view_of
from entendu.doors.web.desk.rows import subject_of, ticket_url
from entendu.flows.listening import same_matter
from entendu.parts.tickets import queries
from entendu.parts.tickets.actions.joining import NotTwo


@members_only
@require_POST
def join(request: HttpRequest, number: int) -> HttpResponse:
    """The case `number` takes in the other one, which its rail names."""
    into, named = ticket_or_404(request, number), number_in(request.POST.get("other"))
    if not named:
        return redirect(ticket_url(into.number, view_of(request)))
    try:
        same_matter.join(ticket_or_404(request, named), into, member=member_of(request), now=timezone.now())
    except same_matter.UnsentDrafts as both:
        messages.warning(request, _("%(names)s has a draft on both cases; they stay two, so that no words are lost; "
                                    "send or discard one of them first.") % {"names": ", ".join(both.names)})
    except NotTwo:
        messages.warning(request, _("These two cannot be one case; nothing was changed; both must be of this person "
                                    "and this mailbox."))
    return redirect(ticket_url(into.number, view_of(request)))


@members_only
@require_POST
def take_apart(request: HttpRequest, number: int) -> HttpResponse:
    """The case that was joined to `number` stands by itself again, and is shown."""
    into, named = ticket_or_404(request, number), number_in(request.POST.get("other"))
    if not named:
        return redirect(ticket_url(into.number, view_of(request)))
    kept = queries.joining_of(into, named)
    if kept is None:
        raise Http404
    if not same_matter.take_apart(kept, member=member_of(request), now=timezone.now()):
        messages.warning(request, _("They are two cases already, or part of a third one; nothing was changed."))
        return redirect(ticket_url(into.number, view_of(request)))
    messages.success(request, _("“%(subject)s” is a case of its own again; what came since stayed here.")
                     % {"subject": subject_of(kept.ticket)})
    return redirect(ticket_url(into.number, view_of(request)))
