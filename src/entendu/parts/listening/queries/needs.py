"""Readers of feature requests and needs."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entendu.parts.listening.models import FeatureRequest, Need
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from entendu.parts.tickets.queries import seen_by


def request_of(ticket: Ticket) -> FeatureRequest | None:
    """The ticket's feature request."""
    return FeatureRequest.objects.select_related("need", "member").filter(ticket=ticket).first()


def needs_seen_by(member: Member) -> QuerySet[Need]:
    """Needs with a request on a ticket that the member may see, and those without any, each with `many`: of how many
    such tickets. What was merged into another is none any more."""
    seen = FeatureRequest.objects.filter(need=OuterRef("pk"), ticket__in=seen_by(member))
    anybody = FeatureRequest.objects.filter(need=OuterRef("pk"))
    return (Need.objects.filter(merged_into=None).filter(Exists(seen) | ~Exists(anybody))
            .annotate(many=Count("requests", filter=Q(requests__ticket__in=seen_by(member)))).order_by("-many", "-id"))


def need_seen_by(member: Member, need_id: int) -> Need | None:
    """One of those."""
    return needs_seen_by(member).filter(pk=need_id).first()


def requests_of(need: Need, member: Member | None = None) -> QuerySet[FeatureRequest]:
    """The requests behind a need, oldest first: all, or those on tickets that the member may see."""
    found = FeatureRequest.objects.filter(need=need).select_related("ticket__contact").order_by("id")
    return found if member is None else found.filter(ticket__in=seen_by(member))


def tickets_waiting_for(need: Need) -> QuerySet[Ticket]:
    """The tickets to be told together when the need is solved (`flows.diagnosis.incident` answers them all)."""
    return Ticket.objects.filter(feature_request__need=need).select_related("contact", "mailbox").order_by("pk")
