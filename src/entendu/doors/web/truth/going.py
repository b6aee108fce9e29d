"""How a message that is written on a page of its own leaves: its key, when it would go, and where one stands then."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from entendu.core.governor.model import Decision
from entendu.core.governor.reasons import explain
from entendu.doors.web.desk.composer import STATES
from entendu.doors.web.desk.drafts import KEY
from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.reading import view_of
from entendu.doors.web.desk.rows import ticket_url
from entendu.flows.judge import CHANNELS
from entendu.flows.submit import Outcome
from entendu.flows.truth.letter import Sending
from entendu.parts.tickets.models import Ticket


def sending(request: HttpRequest) -> Sending:
    """How the button was pressed."""
    key = request.POST.get("key", "")
    return Sending(key if KEY.fullmatch(key) else uuid.uuid4().hex, confirmed="confirmed" in request.POST)


def verdict(decision: Decision, reader: Reader) -> dict[str, Any]:
    """When it would go and why; see `web/truth/going.html`."""
    return {"state": STATES[decision.verdict], "text": explain(decision, reader.language)}


def can_send(ticket: Ticket) -> bool:
    """Whether there is an address that can be written to."""
    return any(one.channel in CHANNELS and one.undeliverable_since is None for one in ticket.contact.addresses.all())


def gone(request: HttpRequest, ticket: Ticket, outcome: Outcome) -> HttpResponse:
    """To the conversation, where it stands; with a word where it was kept and did not go."""
    if outcome.delivery is None and outcome.fresh:
        messages.error(request, _("It was kept and did not go; the case says why."))
    return HttpResponseRedirect(ticket_url(ticket.number, view_of(request)))
