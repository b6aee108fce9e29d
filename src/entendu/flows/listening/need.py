"""A wish becomes a feature request: what was asked for, what it is needed for, and who else needs the same."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entendu.core.listening.likeness import nearest
from entendu.parts.listening.actions import needs as actions
from entendu.parts.listening.models import FeatureRequest, Need
from entendu.parts.listening.queries import needs
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket

# Needs are compared in words; beyond so many one searches.
LATEST = 500


@transaction.atomic
def make(ticket: Ticket, member: Member, ask: str, *, now: datetime) -> FeatureRequest:
    """The ticket's feature request from the customer's own words; there is one for a ticket."""
    known = needs.request_of(ticket)
    if known is not None:
        return known
    request = actions.request_feature(ticket, member, ask.strip(), now=now)
    tickets.record_event(ticket, "requested", member=member, now=now)
    return request


@transaction.atomic
def settle(request: FeatureRequest, member: Member, need: Need | None, words: str, *, now: datetime) -> Need | None:
    """The need behind the request: one that is known, a new one in these words, or none yet."""
    if need is None and words.strip():
        need = actions.add_need(words, member, now=now)
    actions.link(request, need)
    tickets.record_event(request.ticket, "need", member=member, now=now, words=need.words if need else "")
    return need


def like(request: FeatureRequest, member: Member) -> list[Need]:
    """Needs that sound like this request, the nearest first, among those that the member may see."""
    known = list(needs.needs_seen_by(member)[:LATEST])
    text = " ".join((request.ask, request.goal, request.today))
    return [known[place] for place in nearest(text, [one.words for one in known])]


def like_need(need: Need, member: Member) -> list[Need]:
    """Other needs that sound like this one."""
    known = [one for one in needs.needs_seen_by(member)[:LATEST] if one.pk != need.pk]
    return [known[place] for place in nearest(need.words, [one.words for one in known])]
