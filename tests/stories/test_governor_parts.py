"""Further parts of the ten stories of the study of governors, which came with their features: promises, values that
expire, texts with receipts, the desk's own hours.

The stories themselves stand in `test_governor_stories.py`; what still waits stands in docs/loops.md.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from entendu.channels.messages import Receipt
from entendu.core.governor import hours
from entendu.core.governor.model import Intent
from entendu.flows import deliver
from entendu.flows.channels import hooks
from entendu.flows.promises import rhythm
from entendu.flows.promises.watch import watch
from entendu.flows.submit import NotConfirmed
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.promises.actions import Agreed
from entendu.parts.promises.queries import open_promises, promises_of
from entendu.parts.tickets import actions as tickets
from tests.servers.sms_gateways import Gateway, running_gateway
from tests.servers.smtp_robot import Refuse, SmtpRobot
from tests.stories.customer import Story
from tests.stories.week import Week, week_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def week(smtp_robot: SmtpRobot, settings: Any) -> Week:
    return week_with(smtp_robot, settings)


@pytest.fixture
def story(week: Week) -> Story:
    return Story(week)


def test_2_variant_c_what_nobody_can_keep_is_asked_about_when_it_is_made(story: Story) -> None:
    """At half past nine in the evening for eleven: nobody works then, and the governor would hold the news besides."""
    tickets.change_mailbox(story.week.mailbox, hours=[["mon-fri", "09:00", "18:00"]])
    story.at("21:30")
    ticket = story.writes("When do I hear from you?")
    with pytest.raises(NotConfirmed) as asked:
        story.answers(ticket, "I will write to you at 23:00.")
    assert {"promise-nobody-works", "promise-night"} & {one.rule for one in asked.value.findings}
    assert open_promises(ticket) == []
    story.answers(ticket, "I will write to you by tomorrow at 10:00.")
    story.at("21:31")
    assert [f"{one.due:%d %H:%M}" for one in open_promises(ticket) if one.due] == ["24 10:00"]
    assert len(story.got()) == 1


def test_2_each_notice_is_the_next_promise(story: Story) -> None:
    """Nothing to say, and it is said in time; the date in its words is owed from then on, and is kept in its turn."""
    story.at("14:00")
    agreed = Agreed(every=1, by_rule=True)
    rhythm.agree(story.case, story.week.ioana, agreed, datetime(2026, 11, 24, 17, tzinfo=UTC), now=story.week.now)
    while story.week.now < datetime(2026, 11, 26, 12, tzinfo=UTC):
        watch(story.week.now)
        story.week.passes(timedelta(minutes=20))
    assert [one.state for one in promises_of(story.case)] == ["kept", "kept", "open"]
    assert len(story.got()) == 2
    kept = [one for one in promises_of(story.case) if one.state == "kept"]
    assert all(one.due and one.settled_at and one.settled_at <= one.due for one in kept)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running_gateway() as one:
        yield one


def by_sms(story: Story, gateway: Gateway) -> ChannelAccount:
    """The desk has a number at Kannel's, and the customer wants texts."""
    people.add_address(story.contact, "sms", "+23057001234")
    people.change_contact(story.contact, channel="sms")
    return accounts.add_account(
        now=story.week.now, mailbox=story.week.mailbox, channel="sms", provider="kannel", name="Kannel",
        address="+23052520000", secret={"password": "a password of the tests"},
        settings={"url": f"{gateway.url}/cgi-bin/sendsms", "username": "desk", "region": "MU"})


@pytest.mark.parametrize("vital", [True, False])
def test_4_the_leak_goes_another_way_where_the_first_is_shut(story: Story, gateway: Gateway, vital: bool) -> None:
    """The provider refuses the text at ten past two: the mail leaves within seconds, and the case says what happened.
    What is not vital waits for a person to see why."""
    by_sms(story, gateway)
    gateway.plan((400, "Number rejected"))
    story.at("02:10" if vital else "10:00", 24)
    leak = story.say("Gas leak: leave the building now.", Intent.ALERT if vital else Intent.UPDATE, vital=vital)
    story.at("02:10:20" if vital else "20:00", 24)
    assert story.case.entries.filter(event="refused").exists()
    assert gateway.taken == []
    assert story.times() == (["24 02:10"] if vital else [])
    assert story.fate(leak)[0] == (Submission.State.DELIVERED if vital else Submission.State.FAILED)


def test_4_both_ways_are_shut_and_a_person_has_it(story: Story, gateway: Gateway) -> None:
    """Once by each, never round and round."""
    by_sms(story, gateway)
    gateway.plan((400, "Number rejected"))
    story.week.robot.plan(Refuse("554 5.7.1 Not like this"))
    story.at("02:10", 24)
    leak = story.say("Gas leak: leave the building now.", Intent.ALERT, vital=True)
    story.at("03:00", 24)
    assert [one.state for one in Delivery.objects.order_by("pk")] == [Delivery.State.FAILED] * 2
    assert story.fate(leak)[0] == Submission.State.FAILED
    assert story.case.entries.filter(event="refused").count() == 2


def asks_for_a_code(story: Story, code: str, minutes: int = 10) -> Submission:
    """They press "send me a code" at another door; its system hands the code in."""
    return story.say(f"Your code to sign in: {code}", Intent.ANSWER, source="accounts",
                     expires=story.week.now + timedelta(minutes=minutes))


def test_5_a_code_asked_for_twice_is_sent_twice(story: Story) -> None:
    """Lost, and asked for again: the same code in the same words."""
    story.at("10:30")
    asks_for_a_code(story, "4711")
    story.at("10:33")
    asks_for_a_code(story, "4711", minutes=7)
    story.at("11:00")
    assert story.times() == ["23 10:30", "23 10:33"]
    assert story.got() == ["Your code to sign in: 4711"] * 2


def test_5_a_newer_code_stands_in_place_of_the_one_that_still_waits(story: Story) -> None:
    """Pressed twice within seconds: of two codes only the newer opens the door."""
    story.at("10:30")
    older = asks_for_a_code(story, "4711")
    story.week.now += timedelta(seconds=8)
    asks_for_a_code(story, "9920")
    story.at("11:00")
    assert story.got() == ["Your code to sign in: 9920"]
    assert story.fate(older) == (Submission.State.DROPPED, "superseded")


def test_5_the_same_code_twice_within_seconds_is_one_line(story: Story) -> None:
    story.at("10:30")
    asks_for_a_code(story, "4711")
    story.week.now += timedelta(seconds=8)
    asks_for_a_code(story, "4711")
    story.at("11:00")
    assert story.got() == ["Your code to sign in: 4711"]


def test_5_codes_for_two_doors_are_two(story: Story) -> None:
    story.at("10:30")
    for door, code in (("shop", "4711"), ("workshop", "9920")):
        story.say(f"Your code for the {door}: {code}", Intent.ANSWER, source="accounts",
                  expires=story.week.now + timedelta(minutes=10))
    story.at("11:00")
    assert all(code in "".join(story.got()) for code in ("4711", "9920"))


def test_5_a_code_that_has_run_out_is_not_sent(story: Story) -> None:
    """Asked for at night by somebody who is not here: at eight it opens nothing."""
    story.at("22:00")
    kept = asks_for_a_code(story, "4711")
    story.at("12:00", 24)
    assert story.got() == []
    assert story.fate(kept) == (Submission.State.DROPPED, "expired")


def test_5_the_payment_link_that_ran_out_is_sent_again(story: Story) -> None:
    words = "Pay your deposit of 40.00 € here: https://pay.example/d/77"
    story.at("10:40")
    story.say(words, source="shop", expires=story.week.now + timedelta(hours=5))
    story.at("18:00")
    story.say(words, source="shop", expires=story.week.now + timedelta(hours=2))
    story.at("20:00")
    assert story.times() == ["23 14:39", "23 19:59"]
    assert story.got() == [words] * 2


@pytest.mark.parametrize("told", ["delivered", "failed"])
def test_9_the_receipt_of_an_sms_settles_what_we_did_not_live_to_see(
        story: Story, gateway: Gateway, told: str) -> None:
    """The provider has the text and hangs up: unknown, not sent again, until its receipt comes by the name that we gave
    the message before it left. The system's retry and the old system's copy are no second text meanwhile."""
    ours = by_sms(story, gateway)
    gateway.plan(None)
    story.at("10:00")
    kept = story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION, key="booking-1")
    story.at("10:05")
    assert Delivery.objects.get().state == Delivery.State.UNKNOWN
    story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION, key="booking-1")
    story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION, source="legacy")
    story.at("10:20")
    reference = Delivery.objects.get().references.get().reference
    hooks.hear(ours, [Receipt(reference, told, permanent=told == "failed")], now=story.week.now)
    story.at("20:00")
    first = Delivery.objects.earliest("pk")
    if told == "delivered":
        assert gateway.taken == []
        assert (first.state, story.fate(kept)[0]) == (Delivery.State.SENT, Submission.State.DELIVERED)
        assert first.delivered_at is not None
    else:
        assert first.state == Delivery.State.BOUNCED
        assert story.case.entries.filter(event="bounced").exists()
        assert len(gateway.taken) == 1, "what the old system said as well goes in its place, once"


def test_9_killed_with_the_text_on_its_way_the_receipt_still_finds_it(
        story: Story, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies between the provider's answer and our note of it."""
    ours = by_sms(story, gateway)
    story.at("10:00")
    story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION, key="booking-1")
    with monkeypatch.context() as dying:
        dying.setattr(deliver, "_sent", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            story.at("10:05")
    assert Delivery.objects.get().state == Delivery.State.IN_FLIGHT
    deliver.recover(story.week.clock, lease=timedelta(0))
    reference = Delivery.objects.get().references.get().reference
    hooks.hear(ours, [Receipt(reference, "delivered")], now=story.week.now)
    story.at("20:00")
    assert len(gateway.taken) == 1
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_10_e_at_their_opening_nobody_is_at_the_desk(week: Week) -> None:
    """Paris has gone home when Toronto's evening hours begin: what was written leaves by itself, whoever wrote it;
    what a person would have to do then is asked about when it is promised."""
    tickets.change_mailbox(week.mailbox, time_zone="Europe/Paris", hours=[["mon-fri", "09:00", "17:00"]])
    story = Story(week, "Marie Laval", time_zone="America/Toronto", hours=[["mon-fri", "12:00", "20:00"]])
    story.at("14:00")
    ticket = story.open("The lift")
    story.answers(ticket, "He comes on Friday 27 November.")
    with pytest.raises(NotConfirmed) as asked:
        story.answers(ticket, "I will call you today at 14:00.")
    assert "promise-night" in {one.rule for one in asked.value.findings}
    story.say("The lift is locked until then.", Intent.ANSWER, source="bot", ticket=ticket)
    story.at("12:00", 24)
    assert story.times() == ["23 17:00", "23 17:00"], "noon there, six in the evening in Paris"


@pytest.mark.parametrize(("becomes", "leaves"), [("Europe/London", "24 08:00"), ("Europe/Istanbul", "24 06:00")])
def test_10_f_the_tables_of_zones_change_overnight(week: Week, tmp_path: Path, becomes: str, leaves: str) -> None:
    """A country changes its clocks while a message waits for its morning: it is never told before eight there."""
    story = Story(week, time_zone="Europe/Bucharest")
    story.at("20:00")
    story.say("Your parcel AB-1234 is on its way.", Intent.CONFIRMATION)
    usual = zoneinfo.TZPATH
    try:
        with_new_tables(tmp_path, "Europe/Bucharest", becomes)
        story.at("23:00", 24)
    finally:
        a_new_process(usual)
    assert story.times() == [leaves]


def with_new_tables(folder: Path, zone: str, as_if: str) -> None:
    """From now on the clocks of the one go as those of the other; every process has been started anew since."""
    tables = next(Path(one) for one in zoneinfo.TZPATH if (Path(one) / as_if).exists())
    (folder / zone).parent.mkdir(parents=True)
    (folder / zone).write_bytes((tables / as_if).read_bytes())
    a_new_process((str(folder), *zoneinfo.TZPATH))


def a_new_process(tables: Sequence[str]) -> None:
    """What was remembered of zones is read again."""
    zoneinfo.reset_tzpath(tables)
    zoneinfo.ZoneInfo.clear_cache()
    hours.weekly.cache_clear()
