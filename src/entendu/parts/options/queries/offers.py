"""Readers of options and choices."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from entendu.parts.options.models import Choice, Offer, Option
from entendu.parts.tickets.models import Ticket

State = Offer.State


def versions(ticket: Ticket) -> QuerySet[Offer]:
    """All versions with their options and choices, the newest first."""
    return (Offer.objects.filter(ticket=ticket).select_related("entry", "member")
            .prefetch_related("options", "choices__option", "choices__member").order_by("-version"))


def latest(ticket: Ticket) -> Offer | None:
    """The newest version, draft or not, without its options."""
    return Offer.objects.filter(ticket=ticket).order_by("-version").first()


def with_them(ticket: Ticket) -> Offer | None:
    """The newest version that was sent, in whatever state it is by now."""
    return Offer.objects.filter(ticket=ticket).exclude(state=State.DRAFT).order_by("-version").first()


def options_of(offer: Offer) -> Sequence[Option]:
    """Its options in order."""
    return list(Option.objects.filter(offer=offer).order_by("place"))


def option(offer: Offer, place: int) -> Option | None:
    """One of them, from 0."""
    return Option.objects.filter(offer=offer, place=place).first()


def choice(offer: Offer) -> Choice | None:
    """What they chose last."""
    return Choice.objects.filter(offer=offer).select_related("option").order_by("-at", "-id").first()


def offered(submission: int) -> bool:
    """Whether this message puts options before somebody: what it says depends on what they choose."""
    return Offer.objects.filter(submission=submission).exists()
