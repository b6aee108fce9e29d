"""What is known already: a known error about this case's very code, and where the case was looked up."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.knowledge.look_up import codes_of, language_of
from entendu.parts.knowledge.queries.found import errors_about
from entendu.parts.knowledge.queries.items import among_for, references_of
from entendu.parts.tickets.models import Ticket

MOST = 2


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """Known errors by code, and how much was kept; None where there is neither. Five small queries, by indexes."""
    codes = codes_of(ticket)
    errors = errors_about(codes, among_for(reader.member), language_of(ticket))[:MOST] if codes else []
    kept = len(references_of(ticket))
    if not errors and not kept:
        return None
    words = ngettext("%(n)d reference kept", "%(n)d references kept", kept) % {"n": kept} if kept else ""
    rows = [{"title": one.title, "lang": one.language, "url": reverse("item_page", args=[one.item, one.language])}
            for one in errors]
    return Step("known", _("Known"), Dot.PART if kept else Dot.OPEN, "web/understanding/known.html",
                url=reverse("case_knowledge", args=[ticket.number]), shown={"errors": rows, "kept": words})
