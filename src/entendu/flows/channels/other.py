"""A delivery leaves for a service that Apprise reaches; nothing comes back from there."""

from __future__ import annotations

from django.utils import timezone

from entendu.channels.messages import Carried
from entendu.channels.other.send import send
from entendu.flows.channels.accounts import value_of
from entendu.flows.channels.flight import BeforeFlight
from entendu.flows.channels.parcel import parcel_of, watched, way_of
from entendu.parts.outbox.models import Delivery


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Hands the delivery over; raises what `channels.trouble` has for each way in which that fails."""
    way = way_of(delivery)
    with watched(way, delivery.claimed_at or timezone.now()):
        return send(value_of(way.account), parcel_of(delivery), before_flight=lambda: before_flight(way.account))
