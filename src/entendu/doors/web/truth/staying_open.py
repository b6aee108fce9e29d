"""Why a case cannot be over yet, and what to do about it, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entendu.parts.options.queries import temporary
from entendu.parts.tickets.models import Ticket


def stays_open(ticket: Ticket) -> str:
    """The sentence for whoever tried to close it."""
    fixes, name = temporary.standing(ticket), ticket.contact.first_name or _("them")
    if len(fixes) > 1:
        words = {"fixes": ", ".join(_("“%(fix)s”") % {"fix": one.name} for one in fixes), "name": name}
        return _("Several things are temporary, so the case is not solved: %(fixes)s. Nothing was sent and it stays "
                 "open; for each of them fix the root cause, or ask %(name)s whether it may stay (Temporary fix, "
                 "beside the case).") % words
    return _("“%(fix)s” is temporary, so the case is not solved: nothing was sent and it stays open; fix the root "
             "cause, or ask %(name)s whether it may stay (Temporary fix, beside the case).") % {
                 "fix": fixes[0].name if fixes else _("A stopgap"), "name": name}
