"""What systems hand in: to whom, on which ticket, what for, once; and what they may not claim."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import pytest

from entendu.core.governor.model import Intent
from entendu.core.mail.read import read
from entendu.core.tickets.states import Status
from entendu.flows.mail.letter_out import letter
from entendu.flows.release import release_for
from entendu.flows.submit import KeyReused
from entendu.flows.systems import relay, sources
from entendu.flows.systems.sources import Handed, Words, hand_over
from entendu.parts.inbox import queries as letters
from entendu.parts.inbox.actions import Envelope
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox.actions import sources as actions
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source, SourceTemplate
from entendu.parts.outbox.queries import sources as queries
from entendu.parts.people.models import Address, Contact
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry
from tests.world import World


@pytest.fixture
def booking(world: World) -> Source:
    """The booking system, which writes in the name of care@."""
    return actions.add_source(name="Booking", mailbox=world.care, now=world.now)[0]


def tell(world: World, source: Source, contact: Contact, body: str, **more: Any) -> Handed:
    return hand_over(source, contact, Words(**{"intent": Intent.UPDATE, "body": body} | more), now=world.now)


def mail(world: World, body: str, *, to: str = "Marie Laval <marie@laval.example>", subject: str = "Your visit",
         message_id: str = "<1@booking.example>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Booking <noreply@booking.example>", to, subject
    message["Date"] = format_datetime(world.now)
    if message_id:
        message["Message-ID"] = message_id
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def relayed(world: World, source: Source, raw: bytes, *recipients: str) -> RawLetter:
    """The letter taken by the relay and handed in."""
    envelope = Envelope("relay", "noreply@booking.example", recipients or ("marie@laval.example",))
    letter = relay.take(raw, source, envelope, now=world.now)
    relay.read_waiting(world.now)
    letter.refresh_from_db()
    return letter


def test_one_ticket_for_a_case_and_a_contact_which_waits_for_nobody(world: World, booking: Source) -> None:
    first = tell(world, booking, world.marie, "Ana comes on 26 November at 09:30.", case="job-17", subject="Your visit")
    second = tell(world, booking, world.marie, "Ana comes on 26 November at 10:30.", case="job-17")
    other = tell(world, booking, world.marie, "Your parcel is due on 2 December.", case="job-18")
    his = tell(world, booking, world.jonas, "Ana comes on 27 November at 09:30.", case="job-17")
    numbers = [one.submission.ticket_id for one in (first, second, other, his)]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3
    ticket = first.submission.ticket
    assert (ticket.status, ticket.waiting_since, ticket.subject) == (Status.WAITING_FOR_THEM, None, "Your visit")
    assert (ticket.mailbox, ticket.contact) == (world.care, world.marie)


def test_without_a_case_there_is_one_open_ticket(world: World, booking: Source) -> None:
    first = tell(world, booking, world.marie, "Ana comes on 26 November at 09:30.").submission.ticket
    assert tell(world, booking, world.marie, "Ana comes at 10:30 instead.").submission.ticket == first
    tickets.move(first, Status.SOLVED, member=world.ioana, now=world.now)
    assert tell(world, booking, world.marie, "Ana comes again on 3 December.").submission.ticket != first


def test_what_answers_a_letter_of_theirs_belongs_to_its_ticket(world: World, booking: Source) -> None:
    asked = world.write_in(world.marie, "When does Ana come?")
    letter = asked.entries.get(kind=Entry.Kind.THEIRS)
    relayed(world, booking, mail(world, "She comes on 26 November at 09:30.", In_Reply_To=f"<{letter.message_id}>"))
    kept = Submission.objects.get(source="Booking")
    assert (kept.ticket, kept.intent, kept.in_reply_to) == (asked, "answer", letter.message_id)


@pytest.mark.parametrize("whose", ["jonas", "billing"])
def test_a_source_speaks_only_in_its_mailbox_and_to_whom_it_writes(world: World, booking: Source, whose: str) -> None:
    if whose == "jonas":
        asked = world.write_in(world.jonas, "When does Ana come?")
    else:
        asked = world.write_in(world.marie, "When do I pay?", to=world.billing)
    letter = asked.entries.get(kind=Entry.Kind.THEIRS)
    kept = tell(world, booking, world.marie, "On 26 November.", answers=(letter.message_id,)).submission
    assert kept.ticket != asked
    assert (kept.ticket.mailbox, kept.ticket.contact) == (world.care, world.marie)


@pytest.mark.parametrize(("intent", "vital", "kept"), [
    (Intent.ALERT, False, ("update", False)), (Intent.ALERT, True, ("update", False)),
    (Intent.RESOLUTION, True, ("resolution", False)), (Intent.UPDATE, False, ("update", False)),
])
def test_urgency_needs_an_authority(world: World, booking: Source, intent: Intent, vital: bool,
                                    kept: tuple[str, bool]) -> None:
    handed = tell(world, booking, world.marie, "Your invoice 4127 is overdue!!", intent=intent, vital=vital)
    claimed = vital or intent is Intent.ALERT
    assert (handed.submission.intent, handed.submission.vital) == kept
    assert handed.message.claimed == ("alert" if claimed else "")
    assert handed.submission.ticket.entries.filter(event="demoted").exists() == claimed
    actions.change_source(booking, may_claim_urgency=True)
    granted = tell(world, booking, world.jonas, "Leave the house: gas leak.", intent=intent, vital=vital)
    assert (granted.submission.intent, granted.submission.vital) == (intent.value, vital)
    assert granted.message.claimed == ""


def test_the_same_key_is_the_same_message(world: World, booking: Source) -> None:
    first = tell(world, booking, world.marie, "At 09:30.", key="m1")
    world.later(days=6)
    again = tell(world, booking, world.marie, "At 09:30.", key="m1")
    assert (first.fresh, again.fresh, again.submission) == (True, False, first.submission)
    for other in ({"body": "At 10:30."}, {"body": "At 09:30.", "subject": "New"},
                  {"body": "At 09:30.", "facts": {"start": "10:30"}}):
        with pytest.raises(KeyReused):
            hand_over(booking, world.marie, Words(intent=Intent.UPDATE, key="m1", **other), now=world.now)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(("minutes", "wrote", "submissions"), [(9, False, 1), (10, False, 2), (9, True, 2)])
def test_without_a_key_the_same_words_are_one_message_for_ten_minutes(
        world: World, booking: Source, minutes: int, wrote: bool, submissions: int) -> None:
    tell(world, booking, world.marie, "Yes, it is.")
    if wrote:
        world.later(minutes=1)
        world.write_in(world.marie, "And is Ana certified?")
        world.later(minutes=-1)
    world.later(minutes=minutes)
    tell(world, booking, world.marie, "Yes, it is.")
    tell(world, booking, world.jonas, "Yes, it is.")
    assert Submission.objects.filter(contact=world.marie).count() == submissions
    assert Submission.objects.filter(contact=world.jonas).count() == 1


def test_a_relayed_letter_becomes_a_submission_for_each_recipient(world: World, booking: Source) -> None:
    raw = mail(world, "Ana comes on 26 November at 09:30.", to="Marie Laval <marie@laval.example>, "
               "Grace Adeyemi <grace@adeyemi.example>", X_Entendu_Intent="Confirmation", X_Entendu_Case="job-17",
               X_Entendu_Expires="2026-11-26T09:30:00+01:00")
    letter = relayed(world, booking, raw, "marie@laval.example", "grace@adeyemi.example")
    assert (letter.state, letter.via, letter.source, letter.why) == ("placed", "relay", "Booking", "")
    kept = list(Submission.objects.order_by("contact__name"))
    assert [(one.contact.name, one.intent, one.subject, one.body, one.channel) for one in kept] == [
        (name, "confirmation", "Your visit", "Ana comes on 26 November at 09:30.", "email")
        for name in ("Grace Adeyemi", "Marie Laval")]
    assert {one.expires.isoformat() for one in kept} == {"2026-11-26T08:30:00+00:00"}
    assert letters.letters_to_read(10) == []


def test_the_same_letter_again_is_one_submission(world: World, booking: Source) -> None:
    raw = mail(world, "Ana comes on 26 November at 09:30.")
    states = []
    for _ in range(3):
        states.append(relayed(world, booking, raw).state)
        world.later(hours=1)
    assert states == ["placed", "duplicate", "duplicate"]
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("headers", [{"message_id": "<same@booking.example>"}, {"X_Entendu_Key": "visit"}])
def test_a_key_that_is_used_for_other_words_loses_nothing(world: World, booking: Source,
                                                          headers: dict[str, str]) -> None:
    for _ in range(2):
        for hour in ("09:30", "10:30"):
            relayed(world, booking, mail(world, f"Ana comes on 26 November at {hour}.", **headers))
            world.later(minutes=1)
    assert sorted(Submission.objects.values_list("body", flat=True)) == [
        "Ana comes on 26 November at 09:30.", "Ana comes on 26 November at 10:30."]


def test_a_new_form_letter_is_read_with_care_and_waits_for_a_name(world: World, booking: Source) -> None:
    for number, (name, address, hour) in enumerate([
            ("Marie Laval", "marie@laval.example", "09:30"), ("Jonas Keller", "jonas@keller.example", "14:00")]):
        relayed(world, booking, mail(world, f"Hello {name.split()[0]},\n\nyour visit at {hour} is confirmed.",
                                     to=f"{name} <{address}>", message_id=f"<{number}@booking.example>"), address)
    template = SourceTemplate.objects.get()
    assert (template.seen, template.intent, template.reviewed_at, template.subject) == (
        2, "confirmation", None, "Your visit")
    assert "Marie" not in template.sample
    assert "09:30" not in template.sample
    actions.name_template(template, "resolution", world.sofia, now=world.now)
    relayed(world, booking, mail(world, "Hello Marie,\n\nyour visit at 16:45 is confirmed.",
                                 message_id="<3@booking.example>"))
    assert list(Submission.objects.values_list("intent", flat=True)) == ["confirmation"] * 2 + ["resolution"]
    assert queries.to_review() == 0


def test_a_form_letter_named_an_alert_is_urgent_only_from_whom_may(world: World, booking: Source) -> None:
    relayed(world, booking, mail(world, "Water is off in your street."))
    actions.name_template(SourceTemplate.objects.get(), "alert", world.sofia, now=world.now)
    relayed(world, booking, mail(world, "Water is off in your street.", message_id="<2@booking.example>"))
    actions.change_source(booking, may_claim_urgency=True)
    relayed(world, booking, mail(world, "Water is off in your street.", message_id="<3@booking.example>"))
    assert list(Submission.objects.values_list("intent", "handed__claimed")) == [
        ("update", ""), ("update", "alert"), ("alert", "")]


@pytest.mark.parametrize(("headers", "kept", "why"), [
    ({"X_Entendu_Due": "2026-11-24T17:00:00+01:00"}, {"due": "2026-11-24T16:00:00+00:00"}, ""),
    ({"X_Entendu_Due": "2026-11-24T17:00"}, {"due": "2026-11-24T16:00:00+00:00"}, ""),
    ({"X_Entendu_Expires": "Tue, 24 Nov 2026 17:00:00 +0100"}, {"expires": "2026-11-24T16:00:00+00:00"}, ""),
    ({"X_Entendu_Due": "soon"}, {"due": None}, "X-Entendu-Due 'soon' is no time."),
    ({"X_Entendu_Intent": "gossip"}, {"intent": "update"}, "X-Entendu-Intent 'gossip' is no intent."),
    ({"X_Entendu_Intent": "PROMISE"}, {"intent": "promise"}, ""),
    ({"Precedence": "bulk"}, {"intent": "courtesy"}, ""),
])
def test_the_fields_that_are_understood(world: World, booking: Source, headers: dict[str, str],
                                        kept: dict[str, Any], why: str) -> None:
    letter = relayed(world, booking, mail(world, "Ana comes with the part.", **headers))
    submission = Submission.objects.get()
    found = {name: getattr(submission, name) for name in kept}
    assert {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()} == kept
    assert letter.why == why


def test_files_go_along_and_pictures_of_the_page_do_not(world: World, booking: Source) -> None:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "Your invoice", "<9@billing.example>"
    message.set_content("Invoice 4127 over 120 € is attached.")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="4127.pdf")
    relayed(world, booking, message.as_bytes())
    files = queries.files_of(Submission.objects.all())
    assert [(one.name, one.type, one.size) for one in files] == [("4127.pdf", "application/pdf", 8)]
    delivery = release_for(world.marie.pk, world.later(hours=16))
    assert delivery is not None
    sent = read(letter(delivery))
    assert [(file.name, file.content) for file in sent.attachments] == [("4127.pdf", b"%PDF-1.7")]


def test_a_letter_at_which_the_reader_dies_becomes_a_ticket(world: World, booking: Source,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(relay, "read", dies)
        letter = relayed(world, booking, mail(world, "Ana comes at 09:30."))
        assert letter.state == "stored"
        for _ in range(relay.TRIES):
            relay.read_waiting(world.now)
    letter.refresh_from_db()
    assert letter.state == "quarantined"
    assert letter.entry is not None
    assert (letter.entry.event, letter.entry.ticket.contact, letter.entry.ticket.status) == (
        "not-relayed", world.marie, Status.OPEN)


def test_one_broken_letter_does_not_hold_up_the_others(world: World, booking: Source,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    whole = relay.read

    def dies_at_nine(raw: bytes) -> Any:
        if b"nine" in raw:
            raise RuntimeError("broken")
        return whole(raw)

    monkeypatch.setattr(relay, "read", dies_at_nine)
    for number, word in enumerate(("eight", "nine", "ten")):
        relay.take(mail(world, f"At {word}.", message_id=f"<{number}@booking.example>"), booking,
                   Envelope("relay", "", ("marie@laval.example",)), now=world.now)
    assert relay.read_waiting(world.now) == 2
    assert sorted(Submission.objects.values_list("body", flat=True)) == ["At eight.", "At ten."]


def test_what_a_source_may_hand_in_within_a_minute(world: World, booking: Source) -> None:
    actions.change_source(booking, rate=2)
    def take() -> bool:
        return actions.count_use(booking.pk, 1, now=world.now)

    assert [take(), take(), take()] == [True, True, False]
    world.later(minutes=1)
    assert take()
    actions.change_source(booking, active=False)
    assert not take()
    world.later(minutes=1)
    assert not take()


def test_a_letter_over_the_limit_is_not_stored(world: World, booking: Source) -> None:
    actions.change_source(booking, rate=1)
    relayed(world, booking, mail(world, "At nine."))
    with pytest.raises(relay.TooMany):
        relayed(world, booking, mail(world, "At ten."))
    assert RawLetter.objects.count() == 1


def test_whoever_has_no_contact_yet_becomes_one(world: World, booking: Source) -> None:
    relayed(world, booking, mail(world, "At nine.", to="Priya Nair <Priya@nair.example>"), "priya@nair.example")
    address = Address.objects.get(value="priya@nair.example")
    assert (address.contact.name, address.contact.language) == ("Priya Nair", "")


def test_figures(world: World, booking: Source) -> None:
    for number in range(3):
        tell(world, booking, world.marie, f"Ana comes on 2{number} November.", key=str(number))
    tell(world, booking, world.jonas, "Fire!", intent=Intent.ALERT)
    found = queries.figures(booking, world.now - timedelta(days=30))
    assert (found.submitted, found.demoted, found.sent) == (4, 1, 0)


def test_names_are_kept_apart_from_ours(world: World, booking: Source) -> None:
    assert booking.username == "booking"
    second, _secret = actions.add_source(name="Booking!", mailbox=world.care, now=world.now)
    assert second.username == "booking-2"
    for name in ("Desk", "booking"[:0], "Booking"):
        with pytest.raises(Exception, match="name"):
            actions.add_source(name=name, mailbox=world.care, now=world.now)


def test_a_very_long_key_is_shortened_and_stays_one(world: World, booking: Source) -> None:
    first = tell(world, booking, world.marie, "At nine.", key="k" * 500)
    assert tell(world, booking, world.marie, "At nine.", key="k" * 500).submission == first.submission
    assert tell(world, booking, world.marie, "At nine.", key="k" * 501).submission != first.submission
    assert len(first.submission.key) <= sources.LONGEST_KEY
