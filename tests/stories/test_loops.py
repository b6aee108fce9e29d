"""What went wrong at other desks, as a week of ours. The names are the trackers' own."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from entendu.core.governor.model import Intent
from entendu.core.tickets.states import Status
from entendu.flows import reply
from entendu.flows.mail import receive
from entendu.flows.systems.hand_in import HandedIn, hand_in
from entendu.parts.outbox.models import Attempt, Delivery, Submission
from entendu.parts.people import actions as people
from entendu.parts.people.models import Address
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.actions import drafts
from tests.servers.smtp_robot import Drop, Received, Refuse, automatic_reply, naive_reply
from tests.stories.week import Week, letter, week_with

pytestmark = pytest.mark.django_db
MARIE = "Marie Laval <marie@laval.example>"


@pytest.fixture
def week(smtp_robot, settings) -> Week:
    return week_with(smtp_robot, settings)


def answered(week: Week, ticket, text: str = "It works again."):
    """Ioana answers a ticket now."""
    draft = drafts.open_draft(ticket, week.ioana, now=week.now)
    return reply.send(ticket, week.ioana, reply.Answer(draft.key, text), now=week.now)


def test_freescout_4143_two_desks_with_automatic_answers(week):
    """\"Awoke to another 8k emails.\" Here: one confirmation."""
    week.answer = automatic_reply
    week.arrives(letter("Other desk <help@desk.example>", "Our request", "Please look at this."))
    week.passes()
    assert len(week.received_by("help@desk.example")) == 1
    assert len(week.tickets()) == 1


def test_freescout_4143_the_other_desk_does_not_say_that_it_is_automatic(week):
    """The same with a desk that answers like a person: one confirmation, and all it says stands on one ticket."""
    week.answer = naive_reply
    week.arrives(letter("Other desk <help@desk.example>", "Our request", "Please look at this."))
    week.passes()
    assert len(week.received_by("help@desk.example")) == 1
    assert len(week.tickets()) == 1


def without_thread(mail: Received) -> EmailMessage:
    """A robot that answers each mail with a new one, referring to nothing."""
    return letter(f"Robot <{mail.recipients[0]}>", "Thank you for your message", f"We got: {mail.message['Subject']}")


@pytest.mark.parametrize("robot", ["no-reply@shop.example", "info@shop.example"])
def test_freescout_3670_a_robot_that_answers_each_mail_with_a_new_one(week, robot):
    week.answer = without_thread
    week.arrives(letter(f"Shop <{robot}>", "Your order", "It is on its way."))
    week.passes()
    assert len(week.received_by(robot)) <= 1
    if robot.startswith("no-reply"):
        assert len(week.tickets()) == 1


def test_freescout_3607_a_reply_is_tried_again_but_arrives_once_and_each_attempt_is_on_record(week):
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    week.robot.plan(*[Refuse("451 4.3.0 Try again later")] * 3)
    answered(week, ticket)
    week.passes()
    assert len(week.received_by("marie@laval.example")) == 1
    outcomes = list(Attempt.objects.values_list("outcome", flat=True))
    assert outcomes == ["deferred"] * 3 + ["sent"]


def test_freescout_1041_accepted_and_then_silence_is_unknown_and_not_sent_again(week):
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    week.robot.plan(Drop(kept=True))
    outcome = answered(week, ticket)
    week.passes()
    assert len(week.received_by("marie@laval.example")) == 1
    outcome.delivery.refresh_from_db()
    ticket.refresh_from_db()
    assert outcome.delivery.state == Delivery.State.UNKNOWN
    assert ticket.status == Status.WAITING_FOR_US, "somebody must look at it"


def test_freescout_5616_later_ends_and_nobody_is_mailed(week):
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    week.passes(timedelta(minutes=1))
    before = len(week.robot.received)
    tickets.set_later(ticket, week.now + timedelta(days=1), member=week.ioana, now=week.now)
    week.passes()
    assert len(week.robot.received) == before


def test_zammad_5428_after_a_hard_bounce_the_address_is_left_alone_and_the_desk_shows_it(week):
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    answered(week, ticket)
    week.passes(timedelta(minutes=1))
    week.arrives(bounce_of(week.received_by("marie@laval.example")[0], "marie@laval.example"))
    answered(week, ticket, "Did our last message arrive?")
    week.passes()
    assert len(week.received_by("marie@laval.example")) == 1
    assert Address.objects.get(value="marie@laval.example").undeliverable_since is not None
    assert Submission.objects.get(body="Did our last message arrive?").state == Submission.State.ASKED
    assert ticket.entries.filter(event="bounced").count() == 1


def bounce_of(message: EmailMessage, recipient: str) -> bytes:
    """A delivery report for one of our messages (RFC 3464 §2)."""
    return "\r\n".join([
        "From: Mail Delivery System <MAILER-DAEMON@mx.world.test>", "To: care@example.org",
        "Subject: Undelivered Mail Returned to Sender", "Message-ID: <bounce.1@mx.world.test>",
        "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="frontier"', "",
        "--frontier", "Content-Type: text/plain", "", "I could not deliver your message.",
        "--frontier", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.world.test", "",
        f"Final-Recipient: rfc822; {recipient}", "Action: failed", "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 No such mailbox", "",
        "--frontier", "Content-Type: message/rfc822", "", message.as_string(), "--frontier--", ""]).encode()


def test_chatwoot_12824_a_new_conversation_in_the_default_set_up_is_one_confirmation(week):
    week.arrives(letter(MARIE, "Booking", "It does nothing."))
    week.passes()
    assert len(week.robot.received) == 1


def test_who_was_answered_at_once_is_not_told_that_we_have_their_message(week):
    kept = week.arrives(letter("Grace Adeyemi <grace@world.test>", "Export", "The export stops."))
    [confirmation] = Submission.objects.all()
    draft = drafts.open_draft(kept.entry.ticket, week.ioana, now=week.now)
    reply.send(kept.entry.ticket, week.ioana, reply.Answer(draft.key, "It runs again, Grace. Try it?"), now=week.now)
    week.passes(timedelta(hours=1))
    [mail] = week.received_by("grace@world.test")
    assert "It runs again" in mail.get_body(("plain",)).get_content()
    confirmation.refresh_from_db()
    assert list(confirmation.verdicts.all())[-1].reasons[0]["code"] == "answered-by-person"


@pytest.mark.parametrize("robot", [automatic_reply, naive_reply, without_thread])
def test_chatwoot_5131_an_exchange_with_a_no_reply_box_ends(week, robot):
    """An agent writes to a box that nobody reads; it answers everything it gets."""
    week.answer = robot
    ticket = week.arrives(letter("Shop <no-reply@shop.example>", "Order", "On its way.")).entry.ticket
    answered(week, ticket)
    week.passes()
    assert len(week.received_by("no-reply@shop.example")) == 1


def test_chatwoot_9314_a_weak_line_one_click_two_requests_one_message(week):
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    key = drafts.open_draft(ticket, week.ioana, now=week.now).key
    first = reply.send(ticket, week.ioana, reply.Answer(key, "It works again."), now=week.now)
    second = reply.send(ticket, week.ioana, reply.Answer(key, "It works again."), now=week.clock())
    week.passes()
    assert first.submission == second.submission
    assert not second.fresh
    assert len(week.received_by("marie@laval.example")) == 1


def test_django_helpdesk_825_our_own_address_in_cc_confirms_to_the_person_alone(week):
    week.arrives(letter(MARIE, "Booking", "It does nothing.", Cc="care@example.org"))
    week.passes()
    assert [mail.recipients for mail in week.robot.received] == [("marie@laval.example",)]


def test_our_own_letter_comes_back_and_is_known_again(week):
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    week.passes(timedelta(minutes=1))
    copy = week.robot.received[0].content
    assert week.arrives(copy).state == "duplicate"
    assert ticket.entries.count() == 2
    assert len(week.tickets()) == 1


def test_what_is_held_is_judged_again_when_its_time_has_come(week):
    """Held until nine on Monday; meanwhile she changes her hours to Tuesdays: it waits for Tuesday."""
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    people.change_contact(ticket.contact, hours=[["mon-fri", "09:00", "17:00"]])
    week.now += timedelta(minutes=45)
    outcome = answered(week, ticket)
    people.change_contact(ticket.contact, hours=[["tue", "09:00", "17:00"]])
    week.passes(timedelta(hours=23))
    assert week.robot.received == []
    week.passes(timedelta(hours=2))
    outcome.delivery.refresh_from_db()
    assert outcome.delivery.sent_at.isoformat(timespec="minutes") == "2026-11-24T09:00+00:00"


def test_zammad_5953_a_draft_belongs_to_its_writer(week):
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    draft = drafts.open_draft(ticket, week.ioana, now=week.now)
    drafts.write(draft, text="Hello Marie,", kind="ours", channel="email", now=week.now)
    tickets.assign(ticket, None, member=None, now=week.now)
    tickets.move(ticket, Status.CLOSED, member=None, now=week.now)
    draft.refresh_from_db()
    assert draft.text == "Hello Marie,"


def test_freescout_5138_a_note_has_no_way_out(week):
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    reply.add_note(ticket, week.ioana, "", "The contractor broke line 41.", now=week.now)
    week.passes()
    assert week.robot.received == []
    assert not Submission.objects.exists()


def test_libredesk_122_an_empty_message_id_joins_nobody(week):
    for message in (letter(MARIE, "Booking", "It does nothing.", Message_ID="<nothing@x>"),
                    letter("Jonas Keller <jonas@keller.example>", "Sign-in", "It loops.", Message_ID="<nothing@x>",
                           In_Reply_To="<nothing@x>", References="<nothing@x>")):
        week.arrives(message.as_bytes().replace(b"<nothing@x>", b"<>"))
    assert len(week.tickets()) == 2


def test_a_repeated_message_id_joins_no_strangers(week):
    for sender in (MARIE, "Jonas Keller <jonas@keller.example>"):
        week.arrives(letter(sender, "From a form", f"I am {sender}", Message_ID="<form@site.example>"))
    assert len(week.tickets()) == 2
    answer = letter("Jonas Keller <jonas@keller.example>", "Re: From a form", "And?", In_Reply_To="<form@site.example>")
    assert week.arrives(answer).entry.ticket == week.tickets()[1]


def test_zammad_1996_a_sender_who_is_a_colleague_too_is_answered_where_they_wrote_from(week):
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter("Ioana Dumitru <ioana@example.org>", "My own phone", "It is broken.")).entry.ticket
    answered(week, ticket)
    week.passes()
    assert [mail.recipients for mail in week.robot.received] == [("ioana@example.org",)]


def test_zammad_3413_folding_is_for_display_the_whole_text_is_kept(week):
    text = "Here is what you asked.\n\nOn Monday, Care wrote:\n> Which version?\n\n4.2.1, see above.\n"
    entry = week.arrives(letter(MARIE, "Re: Version", text)).entry
    assert "> Which version?" in entry.text
    assert "4.2.1, see above." in entry.visible


def test_zammad_811_an_unreadable_letter_is_a_ticket_that_says_so(week, monkeypatch):
    def breaks(raw):
        raise RuntimeError("the reader is broken")

    monkeypatch.setattr("entendu.flows.mail.receive.read", breaks)
    raw = letter(MARIE, "Booking", "It does nothing.")
    taken = week.arrives(raw, "marie@laval.example")
    for _ in range(5):
        week.passes(timedelta(minutes=1))
        receive.read_waiting(week.clock())
    taken.refresh_from_db()
    assert taken.state == "quarantined"
    assert taken.entry.automatic == "unreadable"
    assert taken.entry.ticket.contact.addresses.get().value == "marie@laval.example"


def test_chatwoot_15310_two_systems_answer_the_same_and_one_message_leaves(week):
    tickets.change_mailbox(week.mailbox, confirms=False)
    ticket = week.arrives(letter(MARIE, "Booking", "It does nothing.")).entry.ticket
    for bot in ("bot one", "bot two"):
        hand_in(HandedIn(source=bot, key="1", ticket=ticket, intent=Intent.ANSWER, body="Please try again."),
                now=week.clock())
    week.passes()
    [message] = week.received_by("marie@laval.example")
    assert message.get_body(("plain",)).get_content().count("Please try again.") == 1
    assert set(Submission.objects.values_list("state", flat=True)) == {"delivered"}


def test_osticket_5153_old_tickets_wake_nobody(week):
    """An upgrade, a long absence: a hundred old solved tickets, and nothing leaves."""
    tickets.change_mailbox(week.mailbox, confirms=False)
    for number in range(20):
        taken = week.arrives(letter(f"Someone <c{number}@world.test>", f"Matter {number}", "Long over."))
        tickets.move(taken.entry.ticket, Status.SOLVED, member=None, now=week.now)
    week.passes(timedelta(days=60))
    assert week.robot.received == []
