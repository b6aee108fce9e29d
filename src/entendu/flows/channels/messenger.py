"""A delivery leaves by Messenger: an answer within 24 hours of their words, a person's within seven days where Meta
allows it to the page."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from entendu.channels.messages import Carried
from entendu.channels.messenger.send import send
from entendu.channels.trouble import Refused
from entendu.flows.channels.accounts import value_of
from entendu.flows.channels.flight import BeforeFlight
from entendu.flows.channels.parcel import parcel_of, watched, way_of
from entendu.parts.outbox.models import Delivery

# For which Meta wants a person to have written (Message tags, "Human Agent").
OF_A_PERSON = timedelta(days=7) - timedelta(minutes=5)


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Hands the delivery over; raises what `channels.trouble` has for each way in which that fails."""
    way, now = way_of(delivery), delivery.claimed_at or timezone.now()
    account = value_of(way.account)
    late = not way.is_open(now)
    of_a_person = not delivery.automatic and bool(account.settings.get("human_agent"))
    if late and not (of_a_person and way.is_open(now, OF_A_PERSON)):
        raise Refused(_("They wrote too long ago: Messenger takes answers within 24 hours, and a person's within seven "
                        "days where Meta allows it; nothing was sent; choose another channel."), "window")
    with watched(way, now):
        return send(account, parcel_of(delivery), human_agent=late, before_flight=lambda: before_flight(way.account))
