"""The page on which a case is linked with a defect or incident, or with none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.understanding.incidents import line
from entendu.flows.diagnosis import incident
from entendu.parts.diagnosis.actions import defects as actions
from entendu.parts.diagnosis.models.defects import Defect
from entendu.parts.diagnosis.queries import defects as queries
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Ticket


@members_only
def ticket_incidents(request: HttpRequest, number: int) -> HttpResponse:
    """What it is linked with and what it may be, with what can be done about it; a POST does it.

    `defect` says which one, `act` what: link, refuse, or news (its latest news go into the member's draft).
    """
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if request.method == "POST":
        return _done(request, ticket, reader)
    fits = incident.fitting(ticket)
    known = {fit.defect.pk for fit in fits}
    return beside_step(request, ticket, "web/understanding/incidents_page.html", {
        "step_title": _("One of many"), "step_url": reverse("ticket_incidents", args=[number]),
        "step_lede": _("Where several people write about the same, their cases are linked and told together."),
        "rows": [line(fit) for fit in fits],
        "others": [(one.pk, one.title) for one in queries.live_of(ticket.mailbox.team_id) if one.pk not in known],
        "act_url": beside("ticket_incidents", number, view_of(request)),
        "new_url": f"{reverse('new_incident')}?case={number}", "all_url": reverse("incidents"),
    })


def _done(request: HttpRequest, ticket: Ticket, reader: Reader) -> HttpResponse:
    defect = queries.defect_seen_by(reader.member, number_in(request.POST.get("defect")))
    back = ticket_url(ticket.number, view_of(request))
    if defect is None or defect.team_id != ticket.mailbox.team_id:
        messages.error(request, _("Choose one of the list; nothing was changed."))
        return redirect(beside("ticket_incidents", ticket.number, view_of(request)))
    act = request.POST.get("act")
    if act == "refuse":
        actions.refuse(defect, ticket, reader.member, now=reader.now)
    elif act == "news":
        _into_the_draft(request, ticket, defect, reader)
    else:
        actions.link(defect, ticket, reader.member, now=reader.now)
    return redirect(back)


def _into_the_draft(request: HttpRequest, ticket: Ticket, defect: Defect, reader: Reader) -> None:
    """The latest news, after whatever the member has written by now; nothing is sent."""
    words = incident.latest_words(ticket, defect, reader.member, reader.now)
    if not words:
        messages.error(request, _("Nothing was said of it in their language yet."))
        return
    draft = drafts.open_draft(ticket, reader.member, now=reader.now)
    text = f"{draft.text.rstrip()}\n\n{words}" if draft.text.strip() else words
    channel = draft.channel or ticket.channel
    drafts.write(draft, text=text, kind=Entry.Kind.OURS, channel=channel, now=reader.now)
    messages.success(request, _("The latest news lie in your reply. Nothing was sent."))
