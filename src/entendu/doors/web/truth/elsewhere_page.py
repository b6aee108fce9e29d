"""What is not ours, for one case: the whole directory, each entry into the reply by a press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entendu.doors.web.access import members_only, ticket_or_404
from entendu.doors.web.desk.reading import number_in, reader_of, view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.doors.web.desk.ticket import beside_step
from entendu.doors.web.settings.leads import teams_led_by
from entendu.flows.truth import elsewhere as flow
from entendu.flows.truth.letter import language_of
from entendu.parts.knowledge.queries import elsewhere as queries
from entendu.parts.tickets.models import Ticket


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def not_ours(request: HttpRequest, number: int) -> HttpResponse:
    """Shows the directory; by POST (`entry`) puts its words into the member's reply."""
    ticket, reader = ticket_or_404(request, number), reader_of(request)
    if request.method != "POST":
        return _page(request, ticket)
    if flow.put(ticket, reader.member, number_in(request.POST.get("entry")), now=reader.now) is None:
        messages.error(request, _("That entry is not there any more; nothing was changed; choose one of the list."))
        return HttpResponseRedirect(beside("not_ours", ticket.number, view_of(request)))
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)) + "#reply")


def _page(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    reader = reader_of(request)
    entries = queries.for_team(ticket.mailbox.team_id)
    rows = [{"id": one.pk, "topic": one.topic, "whom": one.whom, "link": one.link, "reply": flow.reply(ticket, one)}
            for one in entries]
    return beside_step(request, ticket, "web/truth/elsewhere_page.html", {
        "step_title": _("Not ours"), "step_url": beside("not_ours", ticket.number, view_of(request)),
        "step_lede": _("For what others look after: say kindly whom to ask, and why it is not us."),
        "rows": rows, "back": flow.reply(ticket, None), "language": language_of(ticket),
        "settings_url": reverse("elsewhere") if teams_led_by(reader.member) else "",
    })
