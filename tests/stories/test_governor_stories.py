"""The ten stories of the study of governors, under their names.

Each is a few days on a virtual clock, with the desk's own flows and a mail server as the world. Parts that came with
other features stand in test_governor_parts.py and test_governor_storm.py, the short extra cases in
test_governor_extras.py; what waits is in docs/loops.md.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from entendu.core.governor.model import Intent
from entendu.flows.submit import KeyReused, undo
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket
from tests.servers.smtp_robot import Drop, Refuse, SmtpRobot
from tests.stories.customer import Story
from tests.stories.week import Week, letter, week_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def week(smtp_robot: SmtpRobot, settings: Any) -> Week:
    return week_with(smtp_robot, settings)


@pytest.fixture
def story(week: Week) -> Story:
    return Story(week)


def test_1_the_reschedule_and_its_orphans(story: Story) -> None:
    """Nothing says Thursday after the move."""
    story.at("10:00")
    story.say("Your appointment is on Thursday 26 November at 09:00.", Intent.CONFIRMATION, source="booking")
    story.at("11:00", 24)
    story.say("Your appointment has moved from Thursday 26 November 09:00 to Friday 27 November 14:00.")
    story.at("11:01", 24)
    twin = story.say("New time for your appointment: Friday 27 November, 14:00.", source="calendar")
    story.at("18:00", 25)
    story.say("Reminder: your appointment is on Friday 27 November at 14:00.", source="reminders")
    story.at("23:00", 27)
    assert len(story.got()) == 2
    assert "27 November" in story.got()[1]
    assert story.fate(twin)[0] == Submission.State.DROPPED


@pytest.mark.parametrize(("due", "leaves"), [("17:00", "23 16:59"), ("22:30", "23 20:59")],
                         ids=["in their hours", "variant b: in the quiet before"])
def test_2_the_promise_with_nothing_to_say(story: Story, due: str, leaves: str) -> None:
    hour, minute = map(int, due.split(":"))
    story.at("14:00")
    story.say("As promised: no news yet; the next word comes tomorrow at 10.", Intent.PROMISE,
              due=story.week.now.replace(hour=hour, minute=minute, second=0, microsecond=0))
    for clock in ("14:30", "15:10"):
        story.at(clock)
        story.say("The ticket was assigned.")
    story.at("23:59")
    assert story.times() == [leaves]


def test_2_variant_d_the_same_notice_as_yesterday_is_still_owed(story: Story) -> None:
    for day in (23, 24):
        story.at("14:00", day)
        story.say("As promised: no news yet.", Intent.PROMISE, due=datetime(2026, 11, day, 17, tzinfo=UTC))
    story.at("23:00", 24)
    assert story.times() == ["23 16:59", "24 16:59"]


def test_2_variant_a_what_waits_keeps_the_promise(story: Story) -> None:
    """News that might have waited until the evening goes at five, in one message with what was promised."""
    story.at("14:00")
    story.say("As promised, this is how it stands.", Intent.PROMISE,
              due=story.week.now.replace(hour=17, minute=0, second=0, microsecond=0))
    story.at("16:40")
    story.say("The spare part arrives on Thursday 26 November.")
    story.at("23:59")
    assert story.times() == ["23 16:59"]
    assert "26 November" in story.got()[0]


def test_3_there_and_back_again(story: Story) -> None:
    """Moved and moved back in one night: nothing to tell, and both say why."""
    story.at("09:00")
    story.say("Delivery on Thursday 26 November at 10:00.", Intent.CONFIRMATION)
    story.at("21:10")
    there = story.say("Delivery has moved to Thursday 26 November at 14:00.")
    story.at("21:40")
    back = story.say("Delivery on Thursday 26 November at 10:00.")
    story.at("23:00", 24)
    assert len(story.got()) == 1
    assert story.fate(there) == (Submission.State.DROPPED, "superseded")
    assert story.fate(back) == (Submission.State.DROPPED, "known")


def test_3_told_in_between_it_is_news_twice(story: Story) -> None:
    story.at("09:00")
    story.say("Delivery on Thursday 26 November at 10:00.", Intent.CONFIRMATION)
    story.at("10:00")
    story.say("Delivery has moved to Thursday 26 November at 14:00.")
    story.at("16:00")
    story.say("Delivery has moved to Thursday 26 November at 10:00.")
    story.at("23:00")
    assert len(story.got()) == 3
    assert "10:00" in story.got()[2]


def test_4_the_leak_at_ten_past_two(story: Story) -> None:
    """At once, at night; said again by another system it is not news; the rest sleeps until eight or is not lost."""
    story.at("22:00")
    held = story.say("Your invoice F-2214 is ready: 20.00 €.", ticket=story.open("An invoice"))
    story.at("02:10", 24)
    story.say("Gas leak: leave the building now.", Intent.ALERT, vital=True)
    story.at("02:11", 24)
    story.say("Gas leak: leave the building now.", Intent.ALERT, vital=True, source="monitoring")
    story.at("23:00", 24)
    assert story.times() == ["24 02:10", "24 11:59"]
    assert "Gas leak" in story.got()[0]
    assert "F-2214" not in story.got()[0]
    assert sum("Gas leak" in text for text in story.got()) == 1
    assert sum("F-2214" in text for text in story.got()) == 1
    assert story.fate(held)[0] == Submission.State.DELIVERED


def test_4_the_leak_leaves_alone_and_what_sleeps_is_not_lost_with_it(story: Story) -> None:
    story.at("22:00")
    held = story.say("Your invoice F-2214 is ready: 20.00 €.", ticket=story.open("An invoice"))
    story.week.robot.plan(Refuse("554 5.7.1 Not like this"))
    story.at("02:10", 24)
    leak = story.say("Gas leak: leave the building now.", Intent.ALERT, vital=True)
    story.at("07:00", 24)
    assert story.got() == []
    assert story.fate(leak)[0] == Submission.State.FAILED
    assert story.case.entries.filter(event="refused").exists()
    story.at("23:00", 24)
    assert ["F-2214" in text and "Gas" not in text for text in story.got()] == [True]
    assert story.fate(held)[0] == Submission.State.DELIVERED


def test_5_same_words_new_question(story: Story) -> None:
    story.at("10:00")
    ticket = story.writes("Is part X in stock?")
    story.answers(ticket, "Yes, it is.")
    story.at("10:20")
    story.week.arrives(letter(f"Grace Adeyemi <{story.address}>", "Re: Question", "And is Ana certified?",
                              In_Reply_To=f"<{Delivery.objects.get().message_id}>"))
    story.answers(ticket, "Yes, it is.")
    story.at("11:00")
    assert story.got() == ["Yes, it is."] * 2


@pytest.mark.parametrize(("language", "word", "stops"), [
    ("en", "CANCEL", True), ("fr", "ARRET", True), ("fr", "annulez", False), ("ro", "STOP", True),
    ("ro", "anulați programarea", False)])
def test_6_stop_arret_cancel(story: Story, language: str, word: str, stops: bool) -> None:
    """Opted out within seconds, and a person is asked about what waits; what only sounds like it stops nothing."""
    people.change_contact(story.contact, language=language)
    story.at("10:00")
    story.say("Your appointment is on Thursday 26 November at 09:00.", Intent.CONFIRMATION)
    story.at("10:30")
    told = f"<{Delivery.objects.get().message_id}>"
    story.week.arrives(letter(f"Grace Adeyemi <{story.address}>", "Re: Your visit", word, In_Reply_To=told))
    kept = story.say("The repair is done. Total: 215.00 €.", Intent.RESOLUTION)
    story.at("18:00")
    assert story.case.entries.filter(event="opted-out").exists() == stops
    assert story.fate(kept)[0] == (Submission.State.ASKED if stops else Submission.State.DELIVERED)
    assert len(story.got()) == (1 if stops else 2)


def test_7_the_outage_storm(week: Week) -> None:
    """Three systems, five estimates, many people: each hears of it once in a while, and of the end once."""
    folk = [Story(week, f"{name} Storm") for name in ("Marie", "Jonas", "Odile", "Tomasz", "Grace")]
    folk[0].at("09:00")
    for minute, hour in enumerate((10, 11, 12, 13, 14)):
        folk[0].at(f"09:{minute * 10:02d}")
        for one in folk:
            for source in ("network", "crm", "bot"):
                one.say(f"Outage in your area; power is expected back at {hour}:00.", source=source,
                        key=f"{one.contact.pk} {source} {hour}")
    folk[0].at("11:30")
    for one in folk:
        one.say("Power is back in your area since 11:25.", Intent.RESOLUTION)
    folk[0].at("18:00")
    for one in folk:
        assert len(one.got()) == 1, "the estimates were over before they were due: the end is the news"
        assert "11:25" in one.got()[0]
        assert "14:00" not in one.got()[0]


REFUND, NO_REFUND = "Yes: your refund of 20.00 € comes on Thursday.", "No refund is possible for this order."


def at_once(story: Story) -> tuple[Ticket, Submission]:
    """A question at three; Ioana begins to write, and a bot has its answer two seconds later."""
    story.at("15:00")
    ticket = story.writes("Do I get a refund?")
    story.week.now += timedelta(seconds=2)
    draft = drafts.open_draft(ticket, story.week.ioana, now=story.week.now)
    drafts.write(draft, text="No ref", kind="ours", channel="email", now=story.week.now)
    story.week.now += timedelta(seconds=2)
    return ticket, story.say(REFUND, Intent.ANSWER, source="bot", ticket=ticket)


def test_8_bot_and_human_at_once(story: Story) -> None:
    """The bot lets her finish; her answer stands in place of its, and both can see that."""
    ticket, bot = at_once(story)
    story.week.passes(timedelta(seconds=36))
    assert story.got() == []
    hers = story.answers(ticket, NO_REFUND)
    story.at("16:00")
    assert story.got() == [NO_REFUND]
    assert story.fate(hers)[0] == Submission.State.DELIVERED
    assert story.fate(bot) == (Submission.State.DROPPED, "answered-by-person")


def test_8_she_closes_the_box_and_the_bot_has_its_turn(story: Story) -> None:
    ticket, bot = at_once(story)
    story.week.passes(timedelta(seconds=36))
    drafts.discard(ticket.drafts.get())
    story.at("15:02")
    assert story.got() == [REFUND]
    assert story.fate(bot)[0] == Submission.State.DELIVERED


def test_8_she_types_on_and_the_bot_does_not_wait_for_ever(story: Story) -> None:
    ticket, _ = at_once(story)
    for _ in range(5):
        story.week.passes(timedelta(seconds=30))
        drafts.write(ticket.drafts.get(), text="No refu", kind="ours", channel="email", now=story.week.now)
    assert story.got() == [REFUND]


def test_8_she_takes_it_back_and_the_bot_is_not_lost(story: Story) -> None:
    ticket, bot = at_once(story)
    story.week.passes(timedelta(seconds=30))
    hers = story.answers(ticket, NO_REFUND)
    story.week.passes(timedelta(seconds=5))
    assert undo(hers.pk, story.week.ioana, now=story.week.now)
    drafts.discard(ticket.drafts.get())
    story.at("16:00")
    assert story.got() == [REFUND]
    assert story.fate(bot)[0] == Submission.State.DELIVERED


def test_8_what_the_bot_has_said_already_is_put_right(story: Story) -> None:
    """A correction is never dropped and never merged."""
    story.at("15:00")
    ticket = story.writes("Do I get a refund?")
    story.say(REFUND, Intent.ANSWER, source="bot", ticket=ticket)
    story.at("15:01")
    story.answers(ticket, NO_REFUND)
    story.at("16:00")
    assert story.got() == [REFUND, NO_REFUND]


def test_9_the_provider_accepts_and_we_die(story: Story) -> None:
    """Taken, and no answer: unknown, never sent again by guess; the system's second try is the same message."""
    story.week.robot.plan(Drop(kept=True))
    story.at("10:00")
    for _ in range(3):
        story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION, key="booking-1")
    story.at("10:30")
    with pytest.raises(KeyReused):
        story.say("Another booking.", Intent.CONFIRMATION, key="booking-1")
    story.at("23:00", 25)
    assert len(story.got()) == 1
    assert Delivery.objects.get().state == Delivery.State.UNKNOWN
    assert story.case.entries.filter(event="unknown").exists()


def test_9_the_old_system_says_it_again_by_another_way(story: Story) -> None:
    """A key of its own and the same words, after a lost answer: the customer hears it once."""
    story.at("10:00")
    story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION, key="booking-1")
    story.at("10:01")
    again = story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION, source="legacy")
    story.at("23:00")
    assert len(story.got()) == 1
    assert story.fate(again)[0] == Submission.State.DROPPED


def test_10_a_an_opening_that_the_clocks_skip(week: Week) -> None:
    """In Bucharest the night of 28 March 2027 has no half past three; who opens then is told at four."""
    week.now = datetime(2027, 3, 27, 20, tzinfo=UTC)
    story = Story(week, time_zone="Europe/Bucharest", hours=[["mon-sun", "03:30", "12:00"]])
    story.say("Your parcel AB-1234 is on its way.", Intent.CONFIRMATION)
    week.passes(timedelta(days=1))
    assert story.times() == ["28 01:00"], "four in the morning there"


def test_10_b_an_hour_that_comes_twice(week: Week) -> None:
    week.now = datetime(2026, 10, 24, 20, tzinfo=UTC)
    story = Story(week, time_zone="Europe/Bucharest", hours=[["mon-sun", "03:30", "12:00"]])
    story.say("Your parcel AB-1234 is on its way.", Intent.CONFIRMATION)
    week.passes(timedelta(days=2))
    assert len(story.got()) == 1


def test_10_c_hours_over_midnight_admit_no_other_night(week: Week) -> None:
    story = Story(week, hours=[["sat", "23:00", "02:00"]])
    story.at("01:00", 28)
    story.say("Your parcel AB-1234 is on its way.", Intent.CONFIRMATION)
    story.at("23:30", 28)
    assert story.times() == ["28 23:00"]


def test_10_d_the_traveller(week: Week) -> None:
    """Held until eight in Bucharest; meanwhile she is in Montréal: eight there."""
    story = Story(week, time_zone="Europe/Bucharest")
    story.at("20:00")
    story.say("Your parcel AB-1234 is on its way.", Intent.CONFIRMATION)
    people.change_contact(story.contact, time_zone="America/Toronto")
    story.at("23:00", 24)
    assert story.times() == ["24 13:00"]
