"""A visitor of a page writes in the chat window: every line once, answers at once, and what they missed elsewhere."""

from __future__ import annotations

import re

import pytest

from entendu.channels.chat import limits
from entendu.channels.messages import File, Incoming
from entendu.flows import deliver
from entendu.flows.channels import chat_leaving, chat_visit
from entendu.flows.channels.chat_visit import TooMuch, Words
from entendu.flows.channels.take_in import take_in
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import actions as chat
from entendu.parts.chat import queries
from entendu.parts.chat.models import Line, Visit
from entendu.parts.outbox import actions as outbox
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.people.models import Address
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World

SECRET = "a-window-that-nobody-else-has-ever-had"


@pytest.fixture
def account(world: World) -> ChannelAccount:
    return accounts.add_account(mailbox=world.care, channel="chat", provider="chat", name="Our shop",
                                settings={"origins": ["https://shop.example"]}, now=world.now)


def say(account: ChannelAccount, world: World, text: str, key: str, secret: str = SECRET, **more: object) -> Line:
    return chat_visit.say(account, secret, Words(key, text, language="fr", **more), now=world.now)  # type: ignore[arg-type]


def visit(account: ChannelAccount, secret: str = SECRET) -> Visit:
    found = queries.visit_of(account.pk, chat_visit.sha256(secret))
    assert found is not None
    return found


def answer(world: World, ticket: Ticket, text: str) -> None:
    """Léo answers, and the seconds in which he may take it back are over."""
    world.answer(ticket, world.leo, text, channel="chat")
    world.later(seconds=11)
    deliver.deliver_due(lambda: world.now)


def look(account: ChannelAccount, world: World, number: int) -> None:
    chat_visit.look(visit(account), number, now=world.now)


def seen(account: ChannelAccount, after: int = 0) -> list[tuple[int, str, str]]:
    """What the window holds: number, kind, words."""
    return [(line.number, line.kind, line.entry.visible if line.entry else line.masked)
            for line in queries.lines_after(visit(account).pk, after)]


def leave(account: ChannelAccount, world: World) -> None:
    """The page is closed, and time goes by in which nobody comes back."""
    chat_visit.go(visit(account), now=world.now)
    world.later(seconds=20)
    chat_leaving.look_after(lambda: world.now)


def mails(world: World) -> list[Delivery]:
    return list(Delivery.objects.filter(channel="email").order_by("pk"))


def test_the_first_word_opens_a_case_and_asks_for_nothing(world: World, account: ChannelAccount) -> None:
    line = say(account, world, "Bonjour, livrez-vous à Curepipe ?", "k1", page="https://shop.example/basket")
    ticket = Ticket.objects.get()
    assert (line.number, ticket.channel, ticket.mailbox) == (1, "chat", world.care)
    assert (ticket.contact.name, ticket.contact.language) == ("", "fr")
    assert ticket.subject == "Bonjour, livrez-vous à Curepipe ?"
    assert Entry.objects.get().channel == "chat"
    assert not Delivery.objects.exists()


def test_a_line_that_is_sent_again_is_one_line(world: World, account: ChannelAccount) -> None:
    first = say(account, world, "Bonjour", "k1")
    again = say(account, world, "Bonjour", "k1")
    say(account, world, "Bonjour", "k2")
    assert first.pk == again.pk
    assert seen(account) == [(1, "theirs", "Bonjour"), (2, "theirs", "Bonjour")]
    assert Ticket.objects.count() == Visit.objects.count() == 1


def test_another_window_is_another_visitor(world: World, account: ChannelAccount) -> None:
    say(account, world, "Bonjour", "k1")
    say(account, world, "Bonjour", "k1", secret="another-window-with-a-key-of-its-own")
    assert Ticket.objects.count() == 2


def test_whoever_is_there_has_the_answer_at_once_and_once(world: World, account: ChannelAccount) -> None:
    ticket = say(account, world, "Livrez-vous ?", "k1").entry.ticket  # type: ignore[union-attr]
    answer(world, ticket, "Oui, demain.")
    assert seen(account, 1) == [(2, "ours", "Oui, demain.")]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.read_at, delivery.entry.channel) == ("sent", None, "chat")  # type: ignore[union-attr]
    look(account, world, 2)
    look(account, world, 2)
    delivery.refresh_from_db()
    assert delivery.read_at == world.now
    leave(account, world)
    assert mails(world) == []


def test_what_they_missed_goes_on_in_one_mail_without_what_they_saw(world: World, account: ChannelAccount) -> None:
    ticket = say(account, world, "Livrez-vous ?", "k1").entry.ticket  # type: ignore[union-attr]
    chat_visit.keep_way_on(visit(account), "Odile@example.net", "Odile Faure", now=world.now)
    answer(world, ticket, "Oui, demain.")
    look(account, world, 2)
    answer(world, ticket, "Entre 9 h et 10 h.")
    answer(world, ticket, "Le livreur appelle avant.")
    leave(account, world)
    world.later(seconds=11)
    mail, = mails(world)
    assert mail.address == "odile@example.net"
    assert "Entre 9 h et 10 h.\n\nLe livreur appelle avant." in mail.body
    assert "Oui, demain." not in mail.body
    assert seen(account, 4) == [(5, "moved", "o…@example.net")]
    chat_leaving.look_after(lambda: world.now)
    assert mails(world) == [mail]
    ticket.refresh_from_db()
    assert ticket.contact.name == "Odile Faure"


def test_what_was_shown_while_it_went_elsewhere_is_not_called_read(world: World, account: ChannelAccount) -> None:
    ticket = say(account, world, "Livrez-vous ?", "k1").entry.ticket  # type: ignore[union-attr]
    chat_visit.keep_way_on(visit(account), "odile@example.net", "", now=world.now)
    answer(world, ticket, "Oui, demain.")
    leave(account, world)
    look(account, world, 3)
    line = Line.objects.get(number=2)
    assert line.shown_at is None
    assert line.went_at is not None
    assert len(mails(world)) == 1


def test_without_an_address_it_waits_in_the_window(world: World, account: ChannelAccount) -> None:
    ticket = say(account, world, "Livrez-vous ?", "k1").entry.ticket  # type: ignore[union-attr]
    leave(account, world)
    answer(world, ticket, "Oui, demain.")
    chat_leaving.look_after(lambda: world.now)
    assert seen(account, 1) == [(2, "ours", "Oui, demain.")]
    world.later(hours=3)
    look(account, world, 2)
    assert Line.objects.get(number=2).shown_at == world.now


def test_when_they_have_left_answers_go_by_mail_and_when_they_are_back_into_the_window(
        world: World, account: ChannelAccount) -> None:
    ticket = say(account, world, "Livrez-vous ?", "k1").entry.ticket  # type: ignore[union-attr]
    chat_visit.keep_way_on(visit(account), "odile@example.net", "", now=world.now)
    leave(account, world)
    answer(world, ticket, "Oui, demain.")
    assert [mail.body for mail in mails(world)] == ["Oui, demain."]
    look(account, world, 1)
    answer(world, ticket, "Entre 9 h et 10 h.")
    assert seen(account, 1) == [(2, "ours", "Entre 9 h et 10 h.")]
    assert len(mails(world)) == 1


def test_a_page_that_is_open_somewhere_is_nobody_who_looks(world: World, account: ChannelAccount) -> None:
    ticket = say(account, world, "Livrez-vous ?", "k1").entry.ticket  # type: ignore[union-attr]
    chat_visit.keep_way_on(visit(account), "odile@example.net", "", now=world.now)
    answer(world, ticket, "Oui, demain.")
    sent = []
    for _time in range(6):
        world.later(seconds=50)
        chat.hold_open(visit(account).pk, now=world.now)
        chat_leaving.look_after(lambda: world.now)
        sent.append(len(mails(world)))
    assert sent == [0, 0, 0, 0, 0, 1]


def claimed(world: World, account: ChannelAccount) -> tuple[Ticket, Submission]:
    """Somebody says in a chat that they are Marie, misses an answer, and a code goes to Marie."""
    ticket = say(account, world, "C'est Marie.", "k1").entry.ticket  # type: ignore[union-attr]
    chat_visit.keep_way_on(visit(account), "marie@laval.example", "Marie", now=world.now)
    answer(world, ticket, "Votre facture est de 120 €.")
    leave(account, world)
    ticket.refresh_from_db()
    return ticket, Submission.objects.get(key__startswith="code-")


def test_somebody_elses_mail_address_opens_nothing(world: World, account: ChannelAccount) -> None:
    """Whoever says in a chat that they are Marie learns nothing of Marie, and Marie's cases are not touched: a code
    goes to her, once, and the answer waits in the window."""
    ticket, sent = claimed(world, account)
    assert ticket.contact_id != world.marie.pk
    assert (sent.contact, sent.ticket.contact) == (world.marie, world.marie)
    assert "120" not in sent.body
    assert mails(world) == []
    for _ in range(3):
        world.later(hours=20)
        chat_leaving.look_after(lambda: world.now)
    assert Submission.objects.filter(key__startswith="code-").count() == 1
    world.write_in(world.marie, "Ce n'était pas moi, 000 000 peut-être ?")
    ticket.refresh_from_db()
    assert ticket.contact_id != world.marie.pk
    assert [words for _number, _kind, words in seen(account)][-1] == "Votre facture est de 120 €."


@pytest.mark.parametrize("by", ["mail", "chat"])
def test_the_code_said_back_makes_them_one(world: World, account: ChannelAccount, by: str) -> None:
    ticket, sent = claimed(world, account)
    code = re.search(r"\d{3} \d{3}", sent.body)[0]  # type: ignore[index]
    if by == "mail":
        world.write_in(world.marie, code, subject="Re: Was it you in our chat?")
        chat_leaving.look_after(lambda: world.now)
        assert "120" in mails(world)[-1].body, "what they missed goes on"
    else:
        say(account, world, code, "k2")
    ticket.refresh_from_db()
    assert ticket.contact == world.marie
    assert Entry.objects.filter(event="proved").count() == 1
    assert Address.objects.get(value="marie@laval.example").verified_at == world.now


def test_a_code_is_guessed_five_times_and_no_more(world: World, account: ChannelAccount) -> None:
    ticket, sent = claimed(world, account)
    code = re.search(r"\d{3} \d{3}", sent.body)[0].replace(" ", "")  # type: ignore[index]
    for number in range(5):
        say(account, world, f"{(int(code) + number + 1) % 1_000_000:06d}", f"guess {number}")
    say(account, world, code, "right")
    ticket.refresh_from_db()
    assert ticket.contact_id != world.marie.pk


def test_a_flood_is_bounded_and_nothing_of_it_is_lost(world: World, account: ChannelAccount) -> None:
    sent, waiting = [], [f"line {number}" for number in range(100)]
    while waiting:
        try:
            sent.append(say(account, world, waiting[0], waiting[0]).number)
        except TooMuch as much:
            assert len(sent) % limits.LINES == 0
            world.later(seconds=much.seconds)
        else:
            waiting.pop(0)
    assert sent == list(range(1, 101))
    assert [words for _number, _kind, words in seen(account)] == [f"line {number}" for number in range(100)]


def test_files_come_with_a_line_and_go_on_with_it(world: World, account: ChannelAccount) -> None:
    line = say(account, world, "", "k1", files=(File("écran.png", "image/png", b"\x89PNG"),))
    entry = line.entry
    assert entry is not None
    assert [(one.name, one.size) for one in entry.attachments.all()] == [("écran.png", 4)]


def test_stop_in_a_chat_is_a_word_like_any_other(world: World, account: ChannelAccount) -> None:
    ticket = say(account, world, "Stop", "k1").entry.ticket  # type: ignore[union-attr]
    answer(world, ticket, "Que dois-je arrêter ?")
    assert seen(account, 1) == [(2, "ours", "Que dois-je arrêter ?")]


def test_it_goes_on_by_sms_and_comes_back_into_the_same_case(world: World, account: ChannelAccount) -> None:
    by_sms = accounts.add_account(mailbox=world.care, channel="sms", provider="kannel", name="SMS", now=world.now)
    ticket = say(account, world, "Livrez-vous ?", "k1").entry.ticket  # type: ignore[union-attr]
    assert chat_visit.keep_way_on(visit(account), "+230 5 700 1234", "Odile", now=world.now) == "… 234"
    answer(world, ticket, "Oui, demain.")
    answer(world, ticket, "Entre 9 h et 10 h.")
    leave(account, world)
    delivery = Delivery.objects.get(channel="sms")
    assert (delivery.address, delivery.body) == (
        "+23057001234", "Léo, suite de notre discussion :\nOui, demain.\nEntre 9 h et 10 h.")
    outbox.begin_flight(delivery, now=world.now, account=by_sms)
    outbox.sent(delivery, "0: Accepted for delivery", now=world.now)
    came = take_in(by_sms, Incoming("sms", "m1", "+23057001234", "À 10 h.", at=world.now), now=world.now)
    assert came is not None
    assert (came.ticket, came.channel) == (ticket, "sms")
    answer(world, ticket, "C'est noté.")
    assert Delivery.objects.filter(channel="sms").count() == 2
    assert seen(account, 3) == [(4, "moved", "… 234")]


def test_without_an_account_for_sms_no_number_is_taken(world: World, account: ChannelAccount) -> None:
    say(account, world, "Livrez-vous ?", "k1")
    assert chat_visit.keep_way_on(visit(account), "+230 5 700 1234", "", now=world.now) == ""
