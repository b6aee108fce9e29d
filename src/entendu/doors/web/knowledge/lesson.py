"""What did we learn? One quiet line beside a case that is over; skipped, or kept, or made into something to find."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from entendu.doors.web.access import member_of, members_only, ticket_or_404
from entendu.doors.web.desk.reading import view_of
from entendu.doors.web.desk.rows import beside, ticket_url
from entendu.flows.knowledge import learn
from entendu.parts.knowledge.models.items import Kind
from entendu.parts.tickets.models import Ticket

INTO = (
    ("", gettext_lazy("a line on this case")), (Kind.ERROR.value, gettext_lazy("a known error")),
    (Kind.ARTICLE.value, gettext_lazy("an article")), (Kind.LIMIT.value, gettext_lazy("a limit")),
    (learn.SAVED_REPLY, gettext_lazy("a saved reply")),
)


@members_only
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps the line as what was chosen and opens it to go on; without words it is not asked again."""
    ticket = ticket_or_404(request, number)
    line = "" if request.POST.get("act") == "skip" else request.POST.get("line", "")
    kept = learn.keep(ticket, line, request.POST.get("into", ""), member_of(request), now=timezone.now())
    if kept.version is not None:
        page = kept.version.page
        return redirect("edit_item", page.item_id, page.language)
    if kept.reply is not None:
        messages.success(request, _("Kept as a saved reply. It is off until a lead has gone over it."))
    return redirect(ticket_url(ticket.number, view_of(request)))


def question(request: HttpRequest, ticket: Ticket) -> dict[str, Any] | None:
    """The value `lesson` of the ticket's page; None where there is nothing to ask."""
    if not learn.asks(ticket):
        return None
    return {"url": beside("lesson", ticket.number, view_of(request)), "into": INTO}


def ask_after_closing(request: HttpRequest, ticket: Ticket) -> None:
    """Says once where the line can be written, on whatever page comes next."""
    ticket.refresh_from_db()
    if learn.asks(ticket):
        place = reverse("ticket", args=[ticket.number])
        messages.info(request, format_html('{} <a href="{}#lesson">{}</a>', _("Done."), place, _("What did we learn?")))
