"""What is temporary, called so: whether they know, and whether they can live with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from entendu.core.tickets.closing import OPEN, Fix
from entendu.doors.portal.case.section import Section
from entendu.flows.truth.choose import day_words
from entendu.parts.options.models import TemporaryFix
from entendu.parts.options.queries import temporary
from entendu.parts.outbox.queries.arrived import arrived_at
from entendu.parts.people.models import Contact
from entendu.parts.tickets.models import Ticket


def section(ticket: Ticket, contact: Contact, now: datetime) -> Section | None:
    """The stopgaps that they were told of, while they stand or stay by their word; two queries, one without any."""
    fixes, reached = _told([one for one in temporary.to_show(ticket) if one.state != Fix.FIXED])
    if not fixes:
        return None
    if len(fixes) > 1:
        title = _("For now")
    else:
        title = _("For now: %(name)s") % {"name": fixes[0].name} if fixes[0].state in OPEN else fixes[0].name
    return Section("temporary", title, "portal/case/temporary.html", look="temp",
                   shown={"fixes": [_shown(one, reached) for one in fixes], "several": len(fixes) > 1})


def standing(ticket: Ticket) -> list[TemporaryFix]:
    """The stopgaps that stand and of which they were told."""
    return _told(temporary.standing(ticket))[0]


def _shown(fix: TemporaryFix, reached: Collection[int]) -> dict[str, Any]:
    is_open = fix.state in OPEN
    return {"id": fix.pk, "name": fix.name, "works": fix.works, "language": fix.language, "is_open": is_open,
            "until": day_words(fix.until) if fix.until else "", "confirmed": fix.state == Fix.CONFIRMED,
            "ask": is_open and fix.state in {Fix.TOLD, Fix.ANSWERED},
            "may_stay": is_open and fix.asked_submission in reached}


def _told(fixes: Sequence[TemporaryFix]) -> tuple[list[TemporaryFix], Collection[int]]:
    """Those of which a message has reached them as they stand now, and all messages about them that did."""
    said = [one for fix in fixes for one in (fix.submission, fix.asked_submission) if one is not None]
    reached = arrived_at(said) if said else {}
    return [one for one in fixes if one.state != Fix.RECORDED and one.submission in reached], reached
