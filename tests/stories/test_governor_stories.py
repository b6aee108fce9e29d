"""The ten stories of the study of governors, and its short extra cases, under their names: as far as mail goes today.

Each is a few days on a virtual clock, with the desk's own flows and a mail server as the world. What waits for SMS,
voice, marketing or promises of its own stands in docs/loops.md.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from entendu.core.governor.model import Intent
from entendu.flows import reply
from entendu.flows.hand_in import HandedIn, hand_in
from entendu.flows.submit import KeyReused, release, undo
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket
from tests.servers.smtp_robot import Drop, Refuse, SmtpRobot
from tests.stories.test_loops import bounce_of
from tests.stories.week import Week, letter, week_with

pytestmark = pytest.mark.django_db
EIGHT_TO_NINE = [["mon-sun", "08:00", "21:00"]]


class Story:
    """One customer and a case, told to by systems. Times are UTC unless the customer lives elsewhere."""

    def __init__(self, week: Week, name: str = "Grace Adeyemi", **wishes: Any) -> None:
        self.week, self.number = week, 0
        tickets.change_mailbox(week.mailbox, confirms=False)
        self.address = f"{name.split()[0].lower()}@world.test"
        self.contact: Contact = people.meet("email", self.address, name=name, language="en", now=week.now)
        people.change_contact(self.contact, **{"time_zone": "UTC", "hours": EIGHT_TO_NINE} | wishes)
        self.case = self.open("A visit")

    def open(self, subject: str) -> Ticket:
        return tickets.open_ticket(self.week.mailbox, self.contact, subject=subject, channel="email", now=self.week.now)

    def at(self, clock: str, day: int = 23) -> None:
        """Time goes by until then; the week begins on Monday, 23 November 2026."""
        hour, minute, *second = (int(part) for part in clock.split(":"))
        moment = datetime(2026, 11, day, hour, minute, *second, tzinfo=UTC)
        if moment > self.week.now:
            self.week.passes(moment - self.week.now)

    def say(self, body: str, intent: Intent = Intent.UPDATE, **more: Any) -> Submission:
        self.number += 1
        words = {"source": "crm", "key": f"{self.contact.pk}-{self.number}", "ticket": self.case} | more
        return hand_in(HandedIn(intent=intent, body=body, **words), now=self.week.now)

    def writes(self, text: str, subject: str = "Question") -> Ticket:
        return self.week.arrives(letter(f"{self.contact.name} <{self.address}>", subject, text)).entry.ticket

    def answers(self, ticket: Ticket, text: str) -> Submission:
        draft = drafts.open_draft(ticket, self.week.ioana, now=self.week.now)
        return reply.send(ticket, self.week.ioana, reply.Answer(draft.key, text), now=self.week.now).submission

    def got(self) -> list[str]:
        """What they read, oldest first."""
        return [mail.get_body(("plain",)).get_content().strip() for mail in self.week.received_by(self.address)]

    def times(self) -> list[str]:
        sent = Delivery.objects.filter(contact=self.contact, state="sent").order_by("sent_at", "id")
        return [f"{one.sent_at:%d %H:%M}" for one in sent]

    def fate(self, kept: Submission) -> tuple[str, str]:
        kept.refresh_from_db()
        return kept.state, list(kept.verdicts.all())[-1].reasons[0]["code"]


@pytest.fixture
def week(smtp_robot: SmtpRobot, settings: Any) -> Week:
    return week_with(smtp_robot, settings)


@pytest.fixture
def story(week: Week) -> Story:
    return Story(week)


# ── the ten ─────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── the short extra cases ───────────────────────────────────────────────────────────────────────────────────────


def test_extra_only_mail_and_the_address_is_dead_then_somebody_is_asked(story: Story) -> None:
    story.week.robot.plan(Refuse("550 5.1.1 No such mailbox"))
    story.at("10:00")
    kept = story.say("Your booking is confirmed for Thursday 26 November.", Intent.CONFIRMATION)
    story.at("12:00")
    assert story.fate(kept) == (Submission.State.ASKED, "no-address")
    assert story.case.entries.filter(event="asked").exists()


def test_extra_two_people_behind_one_address(story: Story) -> None:
    """The same words about another's case are another's news."""
    story.at("10:00")
    story.say("Your lesson is confirmed for Thursday 26 November at 14:00.", Intent.CONFIRMATION)
    story.at("11:00")
    story.say("Your lesson is confirmed for Thursday 26 November at 14:00.", Intent.CONFIRMATION,
              ticket=story.open("A lesson for her brother"))
    story.at("18:00")
    assert story.times() == ["23 10:00", "23 11:00"]


def test_extra_two_that_bring_files_are_not_merged(story: Story) -> None:
    """Each in a message of its own, with its own file."""
    story.at("10:00")
    for name in ("invoice.pdf", "plan.pdf"):
        kept = story.say(f"Here is {name.partition('.')[0]} 7.", Intent.UPDATE)
        content = f"the bytes of {name}".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        tickets.keep_file(content, sha256)
        sources.attach(kept, [{"name": name, "type": "application/pdf", "size": len(content), "sha256": sha256}])
    story.at("18:00")
    brought = [[part.get_filename() for part in mail.iter_attachments()]
               for mail in story.week.received_by(story.address)]
    assert sorted(brought) == [["invoice.pdf"], ["plan.pdf"]]


def test_extra_two_languages_one_fact_one_message(week: Week) -> None:
    story = Story(week, "Ionuț Barbu")
    story.at("10:00")
    story.say("Votre visite est le jeudi 26 novembre à 14:00.", source="booking")
    story.say("Your visit is on Thursday 26 November at 14:00.", source="crm")
    story.at("18:00")
    assert len(story.got()) == 1


def test_extra_the_resolution_arrives_before_the_confirmation(story: Story) -> None:
    story.at("10:00")
    story.say("The repair is done. Total: 215.00 €.", Intent.RESOLUTION)
    story.at("10:20")
    story.say("We have your request for a repair.", Intent.CONFIRMATION)
    story.at("18:00")
    assert sum("215.00" in text for text in story.got()) == 1


def test_extra_many_vital_messages_and_none_is_dropped(story: Story) -> None:
    story.at("10:00")
    for number in range(9):
        story.say(f"Danger: lift {number + 1} must not be used.", Intent.ALERT, vital=True,
                  ticket=story.open(f"Lift {number + 1}"))
    story.at("11:00")
    read = "\n".join(story.got())
    assert all(f"lift {number + 1} " in read for number in range(9))


def test_extra_the_ninth_that_is_owed_asks_and_none_is_dropped(story: Story) -> None:
    story.at("22:00")
    asked = [story.say(f"May we enter flat {number + 1} on Thursday?", Intent.QUESTION,
                       ticket=story.open(f"Flat {number + 1}")) for number in range(9)]
    assert [list(one.verdicts.all())[-1].verdict for one in asked] == ["hold"] * 8 + ["ask"]
    story.at("12:00", 24)
    read = "\n".join(story.got())
    assert all(f"flat {number + 1} " in read for number in range(9))


def test_extra_the_case_is_opened_again_and_its_confirmation_is_news(story: Story) -> None:
    story.at("10:00")
    story.say("We have your request.", Intent.CONFIRMATION)
    story.at("11:00")
    story.say("The repair is done. Total: 215.00 €.", Intent.RESOLUTION)
    story.at("12:00", 25)
    told = f"<{Delivery.objects.first().message_id}>"
    story.week.arrives(letter(f"Grace Adeyemi <{story.address}>", "Re: A visit", "It leaks again.", In_Reply_To=told))
    again = story.say("We have your request.", Intent.CONFIRMATION)
    story.at("18:00", 25)
    assert story.fate(again)[0] == Submission.State.DELIVERED


def test_extra_no_thanks_after_a_resolution_that_came_back(story: Story) -> None:
    story.at("10:00")
    story.say("The repair is done. Total: 215.00 €.", Intent.RESOLUTION)
    story.at("10:40")
    story.week.arrives(bounce_of(story.week.received_by(story.address)[0], story.address))
    story.say("Thank you! How did we do?", Intent.COURTESY)
    story.at("18:00", 27)
    assert len(story.got()) == 1


def test_extra_a_correction_replaces_what_still_waits(story: Story) -> None:
    story.at("10:00")
    typo = story.say("Your visit is on Thursday 26 November at 14:00.")
    story.week.now += timedelta(seconds=40)
    story.say("Your visit is on Thursday 26 November at 15:00.")
    story.at("18:00")
    assert len(story.got()) == 1
    assert "15:00" in story.got()[0]
    assert story.fate(typo) == (Submission.State.DROPPED, "superseded")


def test_extra_what_expires_while_it_waits_is_not_sent(story: Story) -> None:
    story.at("22:00")
    kept = story.say("Our driver arrives at 23:10.", expires=story.week.now + timedelta(minutes=70))
    story.at("12:00", 24)
    assert story.got() == []
    assert story.fate(kept) == (Submission.State.DROPPED, "expired")


def test_extra_a_scheduled_reply_is_asked_about_when_they_wrote_meanwhile(story: Story) -> None:
    """What was right to say in the morning may be wrong at four (freescout#4061)."""
    story.at("10:00")
    ticket = story.writes("When does the plumber come?")
    later = reply.Answer("morning", "He comes tomorrow.", not_before=story.week.now + timedelta(hours=6))
    kept = reply.send(ticket, story.week.ioana, later, now=story.week.now).submission
    story.at("12:00")
    story.week.arrives(letter(f"Grace Adeyemi <{story.address}>", "Re: Question", "Do not come, it is solved.",
                              In_Reply_To=f"<{Delivery.objects.get().message_id}>"))
    story.at("18:00")
    assert story.got() == []
    assert story.fate(kept) == (Submission.State.ASKED, "wrote-since")
    release(kept.pk, story.week.ioana, "he has to look all the same", now=story.week.now)
    story.at("18:05")
    assert story.got() == ["He comes tomorrow."]


def test_extra_a_scheduled_reply_goes_at_its_time_where_nobody_wrote(story: Story) -> None:
    story.at("10:00")
    ticket = story.writes("When does the plumber come?")
    later = reply.Answer("morning", "He comes tomorrow.", not_before=story.week.now + timedelta(hours=6))
    reply.send(ticket, story.week.ioana, later, now=story.week.now)
    story.at("18:00")
    assert story.times() == ["23 16:00"]


def test_extra_a_message_put_off_until_tomorrow_names_the_day(story: Story) -> None:
    """Greylisting over midnight: "tomorrow" would be a lie by then."""
    people.change_contact(story.contact, hours=[])
    story.week.robot.plan(*[Refuse("451 4.7.1 Come again")] * 4)
    story.at("23:55")
    story.say("The plumber comes tomorrow at 15:00.", Intent.CONFIRMATION)
    story.at("12:00", 24)
    assert len(story.got()) == 1
    assert "tomorrow" not in story.got()[0]
