"""A delivery leaves for Teams: as a card in the channel from which they wrote, or in the only one that there is."""

from __future__ import annotations

from django.utils import timezone

from entendu.channels.messages import Carried
from entendu.channels.teams.send import send
from entendu.flows.channels.accounts import value_of
from entendu.flows.channels.flight import BeforeFlight
from entendu.flows.channels.parcel import parcel_of, watched, way_of
from entendu.flows.portal import case_link
from entendu.parts.outbox.models import Delivery


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Hands the delivery over; raises what `channels.trouble` has for each way in which that fails."""
    way, parcel, now = way_of(delivery), parcel_of(delivery), delivery.claimed_at or timezone.now()
    page = case_link.link(delivery.ticket, now) if parcel.files else ""
    with watched(way, now):
        return send(value_of(way.account), parcel, case_url=page, before_flight=lambda: before_flight(way.account))
