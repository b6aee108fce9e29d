"""What a person can still do for a message: take it back, send it all the same, try again, say whether it arrived."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.core.governor.model import Decision, Verdict
from entendu.core.governor.reasons import explain
from entendu.doors.web.access import member_of, members_only
from entendu.doors.web.desk.reading import reader_of
from entendu.doors.web.desk.rows import ticket_url
from entendu.flows import bell, submit
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox import queries
from entendu.parts.outbox.models import Submission
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.queries import seen_by


@members_only
@require_POST
def undo(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Takes the member's own reply back while it has not left; its words lie in the composer again."""
    kept = _seen(request, submission_id)
    if kept.member_id != member_of(request).pk:
        raise Http404
    if not submit.undo(kept.pk, member_of(request), now=timezone.now()):
        messages.error(request, _("That reply has left already and cannot be taken back; it is in the conversation; "
                                  "write another if something is missing."))
    return _back(kept)


@members_only
@require_POST
def release(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Sends what was held or dropped, for a reason that is kept."""
    kept = _seen(request, submission_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say in a few words why it goes now; it was not sent and is kept."))
        return redirect("quiet") if request.POST.get("back") == "quiet" else _back(kept)
    if kept.state in {Submission.State.DELIVERED, Submission.State.CANCELLED}:
        messages.error(request, _("That message has left meanwhile; nothing was sent twice."))
        return _back(kept)
    decision = _released(kept, member_of(request), reason)
    if decision is None:
        messages.error(request, _("That message has left meanwhile; nothing was sent twice."))
    elif decision.verdict is not Verdict.SEND:
        messages.warning(request, explain(decision, reader_of(request).language))
    elif request.POST.get("back") == "quiet":
        messages.success(request, explain(decision, reader_of(request).language))
    return redirect("quiet") if request.POST.get("back") == "quiet" else _back(kept)


@members_only
@require_POST
def drop(request: HttpRequest, submission_id: int) -> HttpResponse:
    """What a system wrote and a person was asked about is not sent."""
    kept = _seen(request, submission_id)
    if not submit.drop(kept, member_of(request), now=timezone.now()):
        messages.error(request, _("That message does not wait any more; nothing was changed."))
    return redirect("quiet")


def _released(kept: Submission, member: Member, reason: str) -> Decision | None:
    """What a person wrote goes as their reply, what a system wrote in the system's words."""
    now = timezone.now()
    if kept.member_id is None or kept.source != "desk":
        return submit.release_anyway(kept, member, reason, now)
    return submit.release(kept.pk, member, reason, now=now).decision


@members_only
@require_POST
def retry(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Tries a message once more that was not taken, came back, or waits for its next try."""
    kept = _seen(request, submission_id)
    delivery = kept.delivery
    now = timezone.now()
    if delivery is None or not outbox.try_again(delivery, now=now):
        messages.error(request, _("That message has left meanwhile; nothing was sent twice."))
        return _back(kept)
    bell.ring()
    tickets.delivery_changed(kept.ticket, now=now)
    return _back(kept)


@members_only
@require_POST
def settle(request: HttpRequest, submission_id: int) -> HttpResponse:
    """A person's word on a message of which nobody knew whether it arrived: `arrived` is yes or no."""
    kept = _seen(request, submission_id)
    delivery, said = kept.delivery, request.POST.get("arrived")
    now = timezone.now()
    known = delivery is not None and said in {"yes", "no"}
    if not known or not outbox.settle_unknown(delivery, arrived=said == "yes", now=now):
        messages.error(request, _("That is settled already; nothing was sent twice."))
        return _back(kept)
    bell.ring()
    tickets.delivery_changed(kept.ticket, now=now)
    return _back(kept)


def _seen(request: HttpRequest, submission_id: int) -> Submission:
    """The submission, when the member may see its ticket."""
    kept = queries.submission_in(seen_by(member_of(request)), submission_id)
    if kept is None:
        raise Http404
    return kept


def _back(kept: Submission) -> HttpResponse:
    return redirect(ticket_url(kept.ticket_id))
