"""The story of an empty desk is whole: what colleagues did in it is there to look at, and nothing of it can leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from entendu.flows.deliver import deliver_due
from entendu.flows.diagnosis.diagnose import confirmed_cause
from entendu.flows.installation import provision
from entendu.parts.knowledge.models import Item
from entendu.parts.listening.queries.restatements import problem_statement
from entendu.parts.options.queries import offers
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.promises.models import Promise
from entendu.parts.tickets.models import Ticket


@pytest.mark.django_db
@pytest.mark.parametrize("day", range(0, 7, 3))
def test_whatever_the_day_of_the_first_start(day: int) -> None:
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC) + timedelta(days=day)
    provision.first_start(now, demo=True)
    marie = Ticket.objects.get(subject="Clients cannot confirm a booking")
    heard, cause, offer = problem_statement(marie), confirmed_cause(marie), offers.with_them(marie)
    assert heard is not None
    assert cause is not None
    assert cause.change is not None
    assert cause.change.object == "header.html line 41"
    assert offer is not None
    choice = offers.choice(offer)
    assert choice is not None
    assert choice.option.letter == "B"
    assert {item.kind for item in Item.objects.all()} == {"error", "limit", "decision"}
    assert {one.words for one in Promise.objects.filter(ticket=marie)} >= {
        "I write tomorrow before 09:00 your time with what we found."}
    assert not Promise.objects.filter(words__contains="nothing happens when your clients tap").exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    visit = Ticket.objects.get(subject="Your appointment")
    assert [kept.source for kept in Submission.objects.filter(ticket=visit).order_by("pk")] == [
        "Booking", "Booking", "CRM", "CRM", "Dispatch", "CRM", "Billing", "CRM"]
    assert Delivery.objects.filter(ticket=visit).count() == 3
    assert deliver_due(lambda: now + timedelta(days=1)) == 0
