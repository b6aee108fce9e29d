"""A delivery leaves by telephone: it becomes a call that a person of ours makes, with number, hours and words."""

from __future__ import annotations

from typing import NoReturn

from django.db import transaction
from django.utils import timezone

from entendu.channels.trouble import WithAPerson, Withdrawn
from entendu.flows.channels.accounts import account_for
from entendu.flows.channels.flight import BeforeFlight
from entendu.parts.outbox.actions import by_person
from entendu.parts.outbox.models import Delivery
from entendu.parts.telephone import actions as telephone
from entendu.parts.tickets import actions as tickets


def carry(delivery: Delivery, before_flight: BeforeFlight) -> NoReturn:
    """Makes the call to make. Raises `WithAPerson`, or `Withdrawn` when the delivery was taken back meanwhile."""
    account, now = account_for(delivery), delivery.claimed_at or timezone.now()
    with transaction.atomic():
        if not by_person.ask_a_person(delivery, account):
            raise Withdrawn
        telephone.make_task(delivery, now=now)
        tickets.come_back(delivery.ticket, "to-call", now=now, words=delivery.address)
    raise WithAPerson
