"""What went wrong at other desks when a case ends, a chat is left, a promise is late or a reminder changes: a week of
ours, with all that the worker does of itself. The names are the trackers' own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from entendu.core.tickets.states import Status
from entendu.flows import reply
from entendu.flows.care import satisfaction
from entendu.flows.channels import chat_leaving, chat_visit
from entendu.flows.channels.chat_visit import Words
from entendu.flows.promises import watch as promises
from entendu.parts.accounts import actions as accounts
from entendu.parts.outbox.models import Submission
from entendu.parts.promises import actions as owing
from entendu.parts.promises.models import Promise
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Ticket
from tests.servers.smtp_robot import Received, SmtpRobot, automatic_reply
from tests.stories.customer import Story
from tests.stories.week import Week, letter, week_with

pytestmark = pytest.mark.django_db
JONAS = "Jonas Keller <jonas@keller.example>"
HOUR = timedelta(hours=1)


@pytest.fixture
def week(smtp_robot: SmtpRobot, settings: Any) -> Week:
    return week_with(smtp_robot, settings)


def days_pass(week: Week, days: int = 7) -> None:
    """Time goes by, and the worker does every few hours what it does of itself each minute."""
    for _ in range(days * 6):
        satisfaction.ask_due(week.clock)
        promises.watch(week.clock())
        chat_leaving.look_after(week.clock)
        week.passes(4 * HOUR)


def answer(week: Week, ticket: Ticket, text: str, channel: str = "email", **more: Any) -> None:
    ticket.refresh_from_db()
    draft = drafts.open_draft(ticket, week.ioana, now=week.now)
    reply.send(ticket, week.ioana, reply.Answer(draft.key, text, channel, confirmed=True, **more), now=week.now)


def a_long_case(week: Week) -> Ticket:
    """More than a quick question: what we asked was answered."""
    tickets.change_mailbox(week.mailbox, confirms=False)
    first = letter(JONAS, "Booking", "Confirm does nothing on phones.")
    ticket: Ticket = week.arrives(first).entry.ticket
    answer(week, ticket, "Hello Jonas, since when?")
    week.passes(HOUR)
    week.arrives(letter(JONAS, "Re: Booking", "Since Thursday.", References=first["Message-ID"]))
    return ticket


def says(words: str) -> Callable[[Received], EmailMessage | None]:
    """A customer who answers with these words whenever we ask whether it is solved."""
    def answered(mail: Received) -> EmailMessage | None:
        body = mail.message.get_body(("plain",))
        if body is None or "really solved" not in body.get_content():
            return None
        return letter(JONAS, f"Re: {mail.message['Subject']}", words, References=mail.message["Message-ID"])

    return answered


@pytest.mark.parametrize(("robot", "status"), [
    (says("Yes, it works again, thank you."), Status.SOLVED),
    (says("Thank you!"), Status.SOLVED),
    (says("Not yet, it is just as before."), Status.WAITING_FOR_US),
    (automatic_reply, Status.SOLVED),
])
def test_chatwoot_11637_the_question_whether_it_is_solved_is_asked_once(
        week: Week, robot: Callable[[Received], EmailMessage | None], status: Status) -> None:
    """\"Its answer closes the ticket, closing sends the survey.\" Here: one answer, one question, whatever they say."""
    ticket = a_long_case(week)
    before = len(week.received_by("jonas@keller.example"))
    week.answer = robot
    answer(week, ticket, "Hello Jonas, the button is repaired since noon.", closes=True)
    days_pass(week)
    assert len(week.received_by("jonas@keller.example")) - before == 2
    assert Submission.objects.filter(key__startswith="solved-").count() == 1
    ticket.refresh_from_db()
    assert ticket.status == status


def test_chatwoot_8726_a_case_can_be_solved_without_a_survey(week: Week) -> None:
    ticket = a_long_case(week)
    before = len(week.received_by("jonas@keller.example"))
    answer(week, ticket, "Hello Jonas, the button is repaired since noon.", closes=True)
    satisfaction.leave(ticket)
    days_pass(week)
    assert len(week.received_by("jonas@keller.example")) - before == 1


def test_freescout_1260_what_was_missed_of_a_chat_is_one_letter(week: Week) -> None:
    """\"One mail for each chat line.\" Here: they leave, and three lines that they did not see come together."""
    chat = accounts.add_account(mailbox=week.mailbox, channel="chat", provider="chat", name="Shop", now=week.now)
    line = chat_visit.say(chat, "a secret of theirs", Words("1", "Do you deliver?", language="en"), now=week.now)
    assert line.entry is not None
    chat_visit.keep_way_on(line.visit, "odile@faure.example", "Odile Faure", now=week.now)
    chat_visit.go(line.visit, now=week.now)
    lines = ["We do.", "On Mondays and Thursdays.", "It costs 8 euros."]
    for text in lines:
        answer(week, line.entry.ticket, text, "chat")
    days_pass(week)
    [told] = week.received_by("odile@faure.example")
    body = told.get_body(("plain",))
    assert body is not None
    assert [text for text in lines if text in body.get_content()] == lines


def test_zammad_4348_a_changed_reminder_on_the_same_day_is_news(week: Week) -> None:
    story = Story(week)
    story.at("09:00")
    story.say("Your visit is on Thursday 26 November at 10:00.")
    story.at("19:00")
    story.say("Your visit is on Thursday 26 November at 11:00.")
    story.at("19:00", day=24)
    story.say("Your visit is on Thursday 26 November at 11:00.")
    story.at("20:00", day=25)
    assert ["10:00" in story.got()[0], "11:00" in story.got()[-1], len(story.got())] == [True, True, 2]


def test_chatwoot_15310_two_systems_contradict_each_other_and_a_person_decides(week: Week) -> None:
    """One visit, two days within two minutes: somebody is asked; without a word of anybody one message leaves."""
    story = Story(week)
    story.at("10:00")
    story.say("Your visit is on Thursday 26 November at 10:00.", source="bot one")
    story.at("10:02")
    newer = story.say("Your visit is on Friday 27 November at 15:00.", source="bot two")
    assert story.fate(newer)[1] == "contradicts"
    story.case.refresh_from_db()
    assert story.case.status == Status.WAITING_FOR_US
    assert story.got() == []
    story.at("20:00", day=24)
    assert ["Friday" in story.got()[0], len(story.got())] == [True, 1]


def late_promise(week: Week) -> Promise:
    """Due at eleven on Saturday night, and nobody keeps it."""
    ticket = a_long_case(week)
    saturday_night = week.now.replace(hour=23, minute=0) + timedelta(days=5)
    step = owing.plan(ticket, week.ioana, "The new page is up", saturday_night, now=week.now)
    return owing.promise_by_voice(step, saturday_night, week.ioana, "The new page is up", now=week.now)


def test_zammad_4432_what_falls_due_at_night_and_on_sunday_wakes_nobody(week: Week) -> None:
    late_promise(week)
    before = len(week.robot.received)
    days_pass(week)
    assert len(week.robot.received) == before


def test_osticket_5955_a_case_that_comes_back_with_a_late_promise_alarms_nobody(week: Week) -> None:
    promise = late_promise(week)
    before = len(week.robot.received)
    days_pass(week)
    ticket = Ticket.objects.get(pk=promise.ticket_id)
    for to in (Status.SOLVED, Status.WAITING_FOR_US):
        ticket.refresh_from_db()
        tickets.move(ticket, to, member=week.ioana, now=week.clock())
    days_pass(week, 2)
    assert len(week.robot.received) == before
