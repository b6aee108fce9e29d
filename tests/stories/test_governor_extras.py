"""The short extra cases of the study of governors, under their names; its ten stories stand beside this file."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from entendu.core.governor.model import Intent
from entendu.flows import reply
from entendu.flows.listening.guesses import RIGHT, WRONG, correct_guess, guesses_of
from entendu.flows.people import spare
from entendu.flows.submit import release, undo
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.outbox.queries.arrived import spared_of
from entendu.parts.people import actions as people
from entendu.parts.tickets import actions as tickets
from tests.servers.smtp_robot import Refuse, SmtpRobot
from tests.stories.customer import Story
from tests.stories.test_loops import bounce_of
from tests.stories.week import Week, letter, week_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def week(smtp_robot: SmtpRobot, settings: Any) -> Week:
    return week_with(smtp_robot, settings)


@pytest.fixture
def story(week: Week) -> Story:
    return Story(week)


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


OLD, NEW = "Your visit is on Friday 27 November at 14:30.", "Your visit has moved to Friday 27 November at 16:00."


@pytest.mark.parametrize("takes_it_back", [False, True])
def test_extra_what_a_person_takes_back_has_replaced_nothing(story: Story, takes_it_back: bool) -> None:
    """The old hour falls due in the seconds in which she may still change her mind about the new one."""
    story.at("10:00")
    ticket = story.writes("When will you come?")
    kept = story.say(OLD, ticket=ticket)
    story.at("13:59")
    story.week.passes(timedelta(seconds=50))
    hers = story.answers(ticket, NEW)
    story.week.passes(timedelta(seconds=7))
    assert story.fate(kept) == (Submission.State.CARRIED, "superseded")
    if takes_it_back:
        assert undo(hers.pk, story.week.ioana, now=story.week.now)
    story.at("18:00")
    assert story.got() == [OLD if takes_it_back else NEW]
    assert story.fate(kept)[0] == (Submission.State.DELIVERED if takes_it_back else Submission.State.DROPPED)


def the_wish(story: Story, words: str) -> str:
    """They answer an update with these words; the id of the guess that they want fewer."""
    story.at("10:00")
    story.say("The technician has looked at your boiler.")
    story.at("15:00")
    told = f"<{Delivery.objects.get().message_id}>"
    story.week.arrives(letter(f"Grace Adeyemi <{story.address}>", "Re: A visit", words, In_Reply_To=told))
    (wish,) = [one for one in guesses_of(story.case) if one.check == spare.CHECK]
    return wish.id


def said_of(story: Story, wish: str, verdict: str) -> None:
    """Ioana presses on the wish; the case as the records have it then."""
    guess = correct_guess(story.week.ioana, wish, verdict)
    assert guess is not None
    spare.follow(story.week.ioana, guess, now=story.week.now)
    story.case.refresh_from_db()


@pytest.mark.parametrize(("language", "words"), [
    ("en", "please stop these updates"), ("fr", "Merci d’arrêter ces notifications, je vous fais confiance."),
    ("ro", "Vă rog să nu-mi mai trimiteți actualizări la fiecare pas. Mulțumesc!")])
def test_extra_please_stop_these_updates(story: Story, language: str, words: str) -> None:
    """Read in their words, confirmed by a person; from then on mere updates keep company, and what is owed goes."""
    people.change_contact(story.contact, language=language)
    wish = the_wish(story, words)
    story.case.refresh_from_db()
    assert story.case.spared_at is None, "nothing changes by itself"
    said_of(story, wish, RIGHT)
    mere = [story.say(news) for news in ("The technician has ordered a part.", "The part has left the warehouse.")]
    story.at("12:00", 24)
    assert len(story.got()) == 1
    assert [story.fate(one) for one in mere] == [(Submission.State.WAITING, "spared")] * 2
    story.say("As promised: nothing new yet.", Intent.PROMISE, due=datetime(2026, 11, 24, 17, tzinfo=UTC))
    story.at("18:00", 24)
    assert story.times() == ["23 13:59", "24 16:59"]
    assert all(news in story.got()[1] for news in ("As promised", "has left the warehouse"))
    story.say("The part has arrived at our workshop.")
    story.say("Your visit has moved to Friday 27 November at 14:00.")
    story.at("18:00", 25)
    assert "27 November" in story.got()[2], "what they have to reckon with goes"
    story.say("Gas leak: leave the building now.", Intent.ALERT, vital=True)
    story.at("18:05", 25)
    assert "Gas leak" in story.got()[3]


def test_extra_without_other_news_the_update_stays_on_the_case_page(story: Story) -> None:
    said_of(story, the_wish(story, "Please stop these updates."), RIGHT)
    mere = story.say("The technician has ordered a part.")
    other = story.say("Your invoice F-2214 is ready: 20.00 €.", ticket=story.open("An invoice"))
    story.at("12:00", 30)
    assert story.fate(other)[0] == Submission.State.DELIVERED
    assert story.fate(mere) == (Submission.State.WAITING, "spared")
    story.week.passes(timedelta(days=2))
    assert story.fate(mere) == (Submission.State.DROPPED, "spared")
    assert sum("ordered" in text for text in story.got()) == 0
    assert spared_of(story.case, 5) == [mere]


def test_extra_the_end_of_the_matter_goes_and_says_what_they_were_spared(story: Story) -> None:
    """U is held to R, and the estimate that R has overtaken is not told at all."""
    said_of(story, the_wish(story, "Please stop these updates."), RIGHT)
    story.say("Your heating is expected back at 18:00.")
    story.at("17:30")
    story.say("Your heating is back since 17:20.", Intent.RESOLUTION)
    story.at("20:00")
    assert "17:20" in story.got()[1]
    assert "18:00" not in story.got()[1]


def test_extra_it_was_not_meant_so_and_what_waited_goes(story: Story) -> None:
    wish = the_wish(story, "Please stop these updates.")
    said_of(story, wish, RIGHT)
    story.say("The technician has ordered a part.")
    story.at("18:00")
    assert len(story.got()) == 1
    said_of(story, wish, WRONG)
    assert story.case.spared_at is None
    story.at("23:00", 24)
    assert "ordered" in story.got()[1]


def test_extra_what_they_are_spared_is_not_lost_with_the_message_that_it_went_along_with(story: Story) -> None:
    """The address is dead: both go to the other one, together."""
    said_of(story, the_wish(story, "Please stop these updates."), RIGHT)
    people.add_address(story.contact, "email", "grace@home.test")
    mere = story.say("The technician has ordered a part.")
    story.week.robot.plan(Refuse("550 5.1.1 No such mailbox"))
    story.say("May we enter the flat on Thursday?", Intent.QUESTION)
    story.at("16:00")
    (mail,) = story.week.received_by("grace@home.test")
    assert "ordered a part" in mail.get_body(("plain",)).get_content()
    assert story.fate(mere)[0] == Submission.State.DELIVERED
