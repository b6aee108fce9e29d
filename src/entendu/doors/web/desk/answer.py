"""The composer's button: a reply goes to the governor, a note stays here.

Nothing that was typed is ever lost: a form that cannot be accepted comes back with its words and one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entendu.core.governor.sms import without_accents
from entendu.core.wording import doubted
from entendu.core.wording.findings import Finding, Severity
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk import second_reader, sms_cost
from entendu.doors.web.desk.composer import Writing, chosen, conflict, moment_asked
from entendu.doors.web.desk.drafts import keep, written
from entendu.doors.web.desk.lists import next_case
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.remarks import quoted
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import page
from entendu.doors.web.knowledge import lesson
from entendu.doors.web.truth.staying_open import stays_open
from entendu.flows import reply
from entendu.flows.submit import KeyReused, NotConfirmed
from entendu.flows.writing.read_draft import reading_of
from entendu.parts.outbox import queries as outbox
from entendu.parts.staff import queries as staff
from entendu.parts.tickets import actions as tickets_actions
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Draft, Ticket

# So long a heated draft waits before it leaves, unless its writer says why it goes now.
COOLING = timedelta(minutes=10)


class NotAccepted(ValueError):
    """What was asked for cannot be done; the text is one sentence and the words are kept."""


@members_only
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Sends the reply or keeps the note. 409 when somebody spoke meanwhile, 422 when something is missing."""
    ticket = ticket_or_404(request, number)
    writing = written(request.POST)
    if handed_in(ticket, request, writing):
        return _gone(request, ticket)
    try:
        draft = _keep_all(request, ticket, writing)
        act = request.POST.get("act", "")
        if act.startswith("remove-"):
            _remove_file(draft, act)
            return redirect(_here(request, ticket))
        if act.startswith(second_reader.ACTS):
            return _with_remarks(request, ticket, writing, draft)
        if act.startswith("hand-to-"):
            return _hand_over(request, ticket, act)
        if act == sms_cost.ACT:
            return _without_accents(request, ticket, replace(writing, key=draft.key))
        if act == "their-view":
            return redirect(beside("their_view", ticket.number, view_of(request)))
        if act == "look-up":
            return redirect(beside("case_knowledge", ticket.number, view_of(request)))
        if writing.is_note:
            reply.add_note(ticket, member_of(request), draft.key, writing.text, now=timezone.now())
            return redirect(_here(request, ticket))
        return _reply(request, ticket, writing, draft)
    except NotConfirmed as doubt:
        return _ask(request, ticket, replace(writing, key=draft.key), doubt.findings)
    except tickets_actions.StaysOpen:
        return page(request, ticket, replace(writing, errors=(stays_open(ticket),)), status=422)
    except (NotAccepted, reply.NothingWritten, KeyReused) as trouble:
        return page(request, ticket, replace(writing, errors=(_sentence(trouble),)), status=422)


def handed_in(ticket: Ticket, request: HttpRequest, writing: Writing) -> bool:
    """Whether this very form was sent before: the second press of a button, or a page that was loaded again."""
    before = outbox.submission("desk", writing.key)
    return (before is not None and before.ticket_id == ticket.pk and before.member_id == member_of(request).pk
            and before.body == writing.text.strip())


def _reply(request: HttpRequest, ticket: Ticket, writing: Writing, draft: Draft) -> HttpResponse:
    reader = reader_of(request)
    meanwhile = conflict(ticket, reader, writing.seen)
    if meanwhile is not None:
        # The page that comes back shows what they wrote; with it in view, the next press sends.
        return page(request, ticket, replace(writing, key=draft.key, conflict=meanwhile), status=409)
    then = request.POST.get("then", "")
    confirmed = request.POST.get("confirmed") == "1"
    read = reading_of(ticket, reader.member, writing.text, reader.now, draft.key)
    override = _override(request)
    cools = reader.now + COOLING if read.heated and not override else None
    wanted = reply.Answer(draft.key, writing.text, channel=ticket.channel, by=chosen(ticket, writing),
                          closes=then == "close", override=override, not_before=_not_before(request, then) or cools,
                          confirmed=confirmed)
    doubtful = any(found.severity is not Severity.HINT for found in read.findings)
    if doubtful and not confirmed and not request.POST.get("read"):
        return _ask(request, ticket, replace(writing, key=draft.key), read.errors)
    following = next_case(request, view_of(request), ticket.number) if then == "next" else None
    reply.send(ticket, reader.member, wanted, now=reader.now)
    if then == "next" and following is not None:
        return redirect(ticket_url(following, view_of(request)))
    if then == "close":
        lesson.ask_after_closing(request, ticket)
    if then in {"next", "close"}:
        return redirect(reverse(view_of(request)))
    return _gone(request, ticket)


def _ask(request: HttpRequest, ticket: Ticket, writing: Writing, errors: Sequence[Finding]) -> HttpResponse:
    """The page with one question: shall it go like this? The button that was pressed is the one that says yes."""
    first = errors[0] if errors else None
    ask = {"quote": quoted(writing.text[first.start:first.end]) if first else "",
           "says": first.message if first else "",
           "promise": first is not None and first.check == doubted.CHECK, "then": request.POST.get("then", ""),
           "send_at": request.POST.get("send_at", ""), "act": request.POST.get("act", ""),
           "reason": request.POST.get("reason", "")[:300]}
    return page(request, ticket, second_reader.shown(ticket, reader_of(request), replace(writing, ask=ask)), status=422)


def _with_remarks(request: HttpRequest, ticket: Ticket, writing: Writing, draft: Draft) -> HttpResponse:
    """Where no script runs: the words as a remark's button leaves them, kept, with what is said of them now."""
    done = second_reader.acted(request, ticket, replace(writing, key=draft.key))
    if done.text != writing.text:
        keep(ticket, member_of(request), done)
    return page(request, ticket, done)


def _without_accents(request: HttpRequest, ticket: Ticket, writing: Writing) -> HttpResponse:
    """The words with the letters that an SMS has at their cheapest, kept; the writer reads them before they go."""
    bare = replace(writing, text=without_accents(writing.text))
    keep(ticket, member_of(request), bare)
    return page(request, ticket, bare)


def _hand_over(request: HttpRequest, ticket: Ticket, act: str) -> HttpResponse:
    """The case goes to a colleague; the words stay in the draft of whoever wrote them."""
    wanted = staff.colleagues_on(ticket.mailbox.team_id).filter(pk=number_in(act.removeprefix("hand-to-"))).first()
    if wanted is None:
        raise NotAccepted(_("That colleague does not see this case; nothing was sent and your text is kept."))
    tickets_actions.assign(ticket, wanted, member=member_of(request), now=timezone.now())
    return redirect(_here(request, ticket))


def _keep_all(request: HttpRequest, ticket: Ticket, writing: Writing) -> Draft:
    """The words and files of the form lie in the draft before anything is judged, so that no refusal loses them."""
    member, now = member_of(request), timezone.now()
    draft = keep(ticket, member, writing) or drafts.open_draft(ticket, member, key=writing.key, now=now)
    most = settings.ENTENDU_ATTACHMENT_BYTES
    for file in request.FILES.getlist("attachments"):
        if (file.size or 0) > most:
            raise NotAccepted(_("%(name)s has %(size)s, and a file may have %(most)s at most; nothing was sent and "
                                "your text is kept; send a smaller file or a link to it.") % {
                "name": file.name, "size": filesizeformat(file.size), "most": filesizeformat(most)})
        kind = file.content_type or "application/octet-stream"
        drafts.add_file(draft, file.name or _("file"), kind, file.read())
    return tickets.draft_of(member, ticket) or draft


def _remove_file(draft: Draft, act: str) -> None:
    for attachment in draft.attachments.all():
        if attachment.pk == number_in(act.removeprefix("remove-")):
            drafts.remove_file(attachment)


def _override(request: HttpRequest) -> str:
    """Why it goes now although it would wait; `NotAccepted` without a word."""
    if request.POST.get("act") != "overrule":
        return ""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise NotAccepted(_("Say in a few words why it goes now; nothing was sent and your text is kept."))
    return reason[:300]


def _not_before(request: HttpRequest, then: str) -> datetime | None:
    """The moment of "send at that time" on the writer's clock; `NotAccepted` when there is none or it is over."""
    if request.POST.get("act") == "wait-10":
        return timezone.now() + COOLING
    if then != "at":
        return None
    at = moment_asked(request.POST.get("send_at", ""), reader_of(request), timezone.get_current_timezone())
    if at is None:
        raise NotAccepted(_("Choose a day and an hour that are still to come; nothing was sent and your text is kept."))
    return at


def _sentence(trouble: Exception) -> str:
    """The trouble in the reader's language."""
    if isinstance(trouble, reply.NothingWritten):
        return _("There is nothing written yet; nothing was sent; write a word or attach a file.")
    if isinstance(trouble, KeyReused):
        return _("This reply was sent already with other words, in another window; these words are kept and were not "
                 "sent; press again to send them as well.")
    return str(trouble)


def _here(request: HttpRequest, ticket: Ticket) -> str:
    return ticket_url(ticket.number, view_of(request))


def _gone(request: HttpRequest, ticket: Ticket) -> HttpResponseRedirect:
    return HttpResponseRedirect(_here(request, ticket))
