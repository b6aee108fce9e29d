"""Which channel carries a message, and how. `deliver.py` calls this and nobody else does."""

from __future__ import annotations

from collections.abc import Callable

from entendu.channels.messages import Carried
from entendu.channels.trouble import Deferred
from entendu.flows.channels import chat, email, messenger, other, phone, sms, teams, whatsapp
from entendu.flows.channels.flight import BeforeFlight
from entendu.parts.outbox.models import Delivery

# Each hands one delivery over and returns the other side's last words, or raises what `channels.trouble` has for it.
CARRIERS: dict[str, Callable[[Delivery, BeforeFlight], Carried]] = {
    "chat": chat.carry, "email": email.carry, "messenger": messenger.carry, "other": other.carry,
    "phone": phone.carry, "sms": sms.carry, "teams": teams.carry, "whatsapp": whatsapp.carry,
}


def carry(delivery: Delivery, before_flight: BeforeFlight) -> Carried:
    """Hands the delivery over by its channel; raises `Deferred`, `Refused`, `LostSight` or `Withdrawn`."""
    carrier = CARRIERS.get(delivery.channel)
    if carrier is None:
        raise Deferred(f"Nothing leaves by {delivery.channel} from here; the message is kept; choose another channel.")
    return carrier(delivery, before_flight)
