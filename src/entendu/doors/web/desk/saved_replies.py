"""Saved replies in the composer: the list that "/" opens, and the same list as a page where no script runs.

A script puts the words in itself and tells the server; without one the same buttons put them into the kept draft.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entendu.core.wording.saved import ReplyError
from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.drafts import keep, written
from entendu.doors.web.desk.reading import view_of
from entendu.doors.web.desk.rows import beside, name_of, ticket_url
from entendu.doors.web.nav import show
from entendu.doors.web.occasions import OCCASIONS, times_in_words
from entendu.doors.web.settings.leads import teams_led_by
from entendu.flows.knowledge import saved_replies as flow
from entendu.parts.knowledge.models import SavedReply
from entendu.parts.tickets import queries as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket


@members_only
@require_safe
def saved_replies(request: HttpRequest, number: int) -> HttpResponse:
    """The list for this ticket; a script says by `opening` whether nothing stands before the words."""
    ticket = ticket_or_404(request, number)
    draft = tickets.draft_of(member_of(request), ticket)
    text = draft.text if draft else ""
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    opening = request.GET.get("opening") == "1" if is_part else not text.strip()
    offer = flow.offered(ticket, member_of(request), timezone.now(), opening=opening)
    context: dict[str, Any] = {
        "language": offer.language, "url": beside("use_reply", number, view_of(request)),
        "rows": [{"name": one.name, "title": one.title, "text": one.text, "occasion": OCCASIONS[one.occasion],
                  "fits": one.fits, "first": _first_line(one.text), "sent": times_in_words(one.times_sent)}
                 for one in offer.replies]}
    if is_part:
        return render(request, "web/ticket/saved_replies.html", context)
    return show(request, "web/ticket/saved_replies_page.html", context | {
        "person": name_of(ticket), "back_url": _here(request, ticket), "may_keep": bool(text.strip()),
    }, at=view_of(request))


@members_only
@require_POST
def use_reply(request: HttpRequest, number: int) -> HttpResponse:
    """What a button says in `act`: list, use:NAME, keep, and unkeep:NAME for what the member has kept."""
    ticket = ticket_or_404(request, number)
    kind, _colon, name = request.POST.get("act", "").partition(":")
    if kind == "use":
        return _used(request, ticket, name[:80])
    if kind == "keep":
        return _kept(request, ticket)
    if "text" in request.POST:  # the composer's own form: its words are kept before another page comes
        keep(ticket, member_of(request), written(request.POST))
    if kind == "unkeep":
        return _taken_back(request, ticket, name[:80])
    return redirect(beside("saved_replies", ticket.number, view_of(request)))


def _used(request: HttpRequest, ticket: Ticket, name: str) -> HttpResponse:
    """The reply is in the draft: a script has put it there, or it is put at the end of what was kept."""
    member, now = member_of(request), timezone.now()
    draft = tickets.draft_of(member, ticket)
    if request.htmx:  # type: ignore[attr-defined]
        flow.put_in(ticket, member, name, draft.key if draft else written(request.POST).key, now=now)
        return HttpResponse(status=204)
    draft = draft or drafts.open_draft(ticket, member, now=now)
    offer = flow.offered(ticket, member, now, opening=not draft.text.strip())
    chosen = next((one for one in offer.replies if one.name == name), None)
    if chosen is None or not flow.put_in(ticket, member, name, draft.key, now=now):
        messages.error(request, _("That reply is not there any more; nothing was put in and your text is kept."))
    else:
        text = f"{draft.text.rstrip()}\n\n{chosen.text}" if draft.text.strip() else chosen.text
        drafts.write(draft, text=text, kind=draft.kind, channel=ticket.channel, now=now)
    return redirect(f"{_here(request, ticket)}#reply")


def _kept(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The words of the draft, or those that a script sends, are a reply of the team's from now on."""
    member = member_of(request)
    draft = tickets.draft_of(member, ticket)
    text = written(request.POST).text if "text" in request.POST else draft.text if draft else ""
    try:
        row = flow.keep_draft(ticket, member, text, now=timezone.now())
    except ReplyError:
        said = _("There is nothing yet that could be kept as a reply; write a sentence first. Or it is longer than "
                 "5,000 characters, which is an article.")
        return _answered(request, ticket, {"trouble": said})
    return _answered(request, ticket, {"row": row, "undo_url": beside("use_reply", ticket.number, view_of(request)),
                                       "edit_url": _edit_url(request, ticket, row)})


def _taken_back(request: HttpRequest, ticket: Ticket, name: str) -> HttpResponse:
    """A reply that this member kept a moment ago is gone again; one that a colleague has changed since stays."""
    if flow.take_back_kept(ticket, member_of(request), name):
        return _answered(request, ticket, {"gone": True})
    return _answered(request, ticket, {"trouble": _("It was changed by a colleague meanwhile, so it stays.")})


def _answered(request: HttpRequest, ticket: Ticket, said: dict[str, Any]) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "web/ticket/saved_reply_kept.html", said)
    if "row" in said:
        messages.success(request, _("Kept as a saved reply: “%(title)s”.") % {"title": said["row"].title})
    elif "trouble" in said:
        messages.error(request, said["trouble"])
    return redirect(f"{_here(request, ticket)}#reply")


def _edit_url(request: HttpRequest, ticket: Ticket, row: SavedReply) -> str:
    """Where leads change it; '' for those who may not."""
    team = ticket.mailbox.team_id
    if not any(one.pk == team for one in teams_led_by(member_of(request))):
        return ""
    return f"{reverse('saved_reply', args=[row.name])}?team={team}&language={row.language}"


def _first_line(text: str) -> str:
    """What is shown of the words: their first line that is no greeting."""
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[1] if len(lines) > 1 and lines[0].endswith(",") else lines[0] if lines else ""


def _here(request: HttpRequest, ticket: Ticket) -> str:
    return ticket_url(ticket.number, view_of(request))
