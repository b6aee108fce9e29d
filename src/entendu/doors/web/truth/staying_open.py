"""Why a case cannot be over yet, and what to do about it, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.parts.options.queries import temporary
from entendu.parts.tickets.models import Ticket


def stays_open(ticket: Ticket) -> str:
    """The sentence for whoever tried to close it."""
    fix = temporary.standing(ticket)
    words = {"fix": fix.name if fix is not None else _("A stopgap"), "name": ticket.contact.first_name or _("them")}
    return _("“%(fix)s” is temporary, so the case is not solved: nothing was sent and it stays open; fix the root "
             "cause, or ask %(name)s whether it may stay (Temporary fix, beside the case).") % words
