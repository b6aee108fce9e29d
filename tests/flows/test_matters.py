"""Systems that know nothing of each other speak of one matter on one ticket, so that nothing of it is told twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from entendu.core.governor.model import Intent
from entendu.core.tickets.states import Status
from entendu.flows.release import release_due
from entendu.flows.systems.sources import Message, Words, hand_over, hand_over_all
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.actions import sources as actions
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.models.sources import Source
from entendu.parts.people import actions as people
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from tests.world import World


@pytest.fixture
def systems(world: World) -> dict[str, Source]:
    """Four systems that write in the name of care@, and one of the billing team's."""
    names = dict.fromkeys(("Booking", "CRM", "Dispatch", "Billing"), world.care) | {"Ledger": world.billing}
    return {name: actions.add_source(name=name, mailbox=mailbox, may_claim_urgency=name == "Dispatch",
                                     now=world.now)[0] for name, mailbox in names.items()}


def says(world: World, source: Source, body: str, *, intent: str = "update", **more: Any) -> Ticket:
    """The ticket on which it stands."""
    words = Words(Intent(intent), body, **more)
    return hand_over(source, world.marie, words, now=world.now).submission.ticket


@pytest.mark.parametrize(("first", "second", "together"), [
    ("job-17", "job-17", True),
    ("JOB-17", "job-17", True),
    ("job-17", "job-18", False),
    ("17", "17", False),  # two systems may both count from one
    ("job-17", "", False),
])
def test_a_name_is_one_for_all_systems(world: World, systems: dict[str, Source], first: str, second: str,
                                       together: bool) -> None:
    booked = says(world, systems["Booking"], "Ana comes on 26 November.", case=first)
    told = says(world, systems["CRM"], "We look forward to seeing you.", case=second)
    assert (booked == told) is together
    assert says(world, systems["CRM"], "Have your meter at hand.", case=second) == told


def test_a_name_is_one_for_a_mailbox_and_for_a_person(world: World, systems: dict[str, Source]) -> None:
    booked = says(world, systems["Booking"], "Ana comes on 26 November.", case="job-17")
    assert says(world, systems["Ledger"], "Your account is settled.", case="job-17") != booked
    his = hand_over(systems["CRM"], world.jonas, Words(Intent.UPDATE, "Ana comes.", case="job-17"), now=world.now)
    assert his.submission.ticket != booked


def test_what_comes_together_is_one_matter_too(world: World, systems: dict[str, Source]) -> None:
    words = (("Booking", "Ana comes on 26 November.", "job-17"), ("CRM", "Ana comes.", "job-17"),
             ("Dispatch", "Ana is at 14:40 with you.", ""), ("Billing", "Ana comes at 14:40.", ""))
    said = [Message(systems[name], world.marie, Words(Intent.UPDATE, body, case=case), world.now)
            for name, body, case in words]
    one, two, three, four = (handed.submission.ticket for handed in hand_over_all(said))
    assert one == two
    assert three == four != one


@pytest.mark.parametrize(("first", "second", "together"), [
    ("Your visit is on Thursday 26 November at 09:30. Ref. job-17.", "Reference job-17: Ana will come.", True),
    ("Votre visite est prévue le 26 novembre. Réf. job-17.", "Dossier job-17 : Ana viendra.", True),
    ("Your visit is on Thursday 26 November at 09:30. Ref. job-17.", "Ref. job-18: Ana will come.", False),
    ("Your technician arrives at about 14:40.", "Your technician is on the way and is expected at 14:40.", True),
    ("Votre technicien arrive vers 14 h 40.", "Votre technicien est en route, arrivée prévue à 14:40.", True),
    ("The work is done. It comes to €215.00.", "Your visit is completed, €215.00 in all.", True),
    ("Your technician arrives at about 14:40.", "Your parcel arrives at about 16:10.", False),
    ("Your technician comes on 26 November.", "Your parcel comes on 26 November.", False),  # a day alone is no matter
    ("Thank you for your order.", "Thank you for your trust.", False),
])
def test_without_a_name_what_was_said_tells(world: World, systems: dict[str, Source], first: str, second: str,
                                            together: bool) -> None:
    one = says(world, systems["Booking"], first)
    world.later(minutes=20)
    two = says(world, systems["CRM"], second)
    assert (one == two) is together
    assert says(world, systems["CRM"], "Have your meter at hand.") == two


def test_an_hour_of_long_ago_and_what_is_over_are_other_matters(world: World, systems: dict[str, Source]) -> None:
    old = says(world, systems["Booking"], "Your technician arrives at 14:40.")
    world.later(days=3)
    now = says(world, systems["CRM"], "Your technician is expected at 14:40.")
    assert now != old
    tickets.move(now, Status.SOLVED, member=world.ioana, now=world.now)
    assert says(world, systems["Dispatch"], "Your technician arrives at 14:40.") not in {old, now}


def test_what_one_of_us_wrote_is_known_to_a_system_that_says_it_too(world: World, systems: dict[str, Source]) -> None:
    case = world.write_in(world.marie, "When does your technician come?")
    world.later(minutes=5)
    world.answer(case, world.ioana, "Hello Marie, he is with you at 14:40.")
    world.later(minutes=10)
    assert says(world, systems["Dispatch"], "Your technician arrives at 14:40.") == case


def test_another_reference_is_another_matter_of_the_same_system(world: World, systems: dict[str, Source]) -> None:
    bare = says(world, systems["Booking"], "Thank you for your order.")
    named = says(world, systems["Booking"], "Ref. job-17: Ana comes on 26 November.")
    assert named == bare  # the first to be named
    other = says(world, systems["Booking"], "Ref. job-18: Ana comes on 30 November.")
    assert other != bare
    assert says(world, systems["Booking"], "Ref. job-17: Ana comes on 27 November.") == bare
    assert says(world, systems["CRM"], "Ref. job-18: Ana is glad to come.") == other


THE_DAY = (
    ("08:12", "Booking", "confirmation",
     "Thank you for your order. Our technician comes on Wednesday 25 November, between 09:00 and 17:00."),
    ("08:12", "Booking", "confirmation", "Thank you. Your technician comes on 25 November, 9:00-17:00."),
    ("09:15", "CRM", "courtesy", "Thank you for your trust! We will be delighted to look after you today."),
    ("09:21", "CRM", "update", "As a reminder: your technician comes today, between 09:00 and 17:00."),
    ("13:55", "Dispatch", "alert", "Your technician arrives at about 14:40."),
    ("13:57", "CRM", "update", "Your technician is on the way and is expected at 14:40."),
    ("16:30", "Billing", "resolution", "The work is done. It comes to €215.00."),
    ("16:41", "CRM", "resolution", "Your visit is completed, €215.00 in all."),
)


@pytest.mark.parametrize("case", ["visit-17", ""])
def test_eight_messages_of_four_systems_are_three_whether_they_name_the_matter_or_not(
        world: World, systems: dict[str, Source], case: str) -> None:
    people.change_contact(world.marie, time_zone="UTC", hours=[])
    midnight = datetime.fromisoformat("2026-11-25T00:00:00+00:00")

    def until(at: datetime) -> None:
        while world.now < at:
            world.now = min(at, world.now + timedelta(minutes=1))
            release_due(lambda: world.now)
            for one in Delivery.objects.filter(state="waiting"):
                outbox.sent(one, "250", now=world.now)

    world.now = midnight
    for hour, name, intent, body in THE_DAY:
        until(midnight + timedelta(hours=int(hour[:2]), minutes=int(hour[3:])))
        urgent = intent == "alert"
        says(world, systems[name], body, intent=intent, case=case, vital=urgent)
    until(midnight + timedelta(hours=23))
    sent = [one.body for one in Delivery.objects.filter(state="sent").order_by("id")]
    assert len(sent) == 3, sent
    assert ["25 November" in sent[0], "14:40" in sent[1], "215.00" in sent[2]] == [True] * 3
    assert not Submission.objects.filter(state__in=["waiting", "asked"]).exists()
