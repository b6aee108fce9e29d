"""The contract of channels, as far as a window of ours has it: no provider stands between, so there is none to forge.

What is a web hook elsewhere is a request of the window here, believed by its key; a receipt is the window's word that
somebody has looked; a failure for good is a window that is no more; a failure for now is a worker that dies.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entendu.channels.chat import limits
from entendu.doors.chat.line import line_value
from entendu.flows import deliver, reply
from entendu.flows.channels import chat as channel
from entendu.parts.accounts import actions as accounts
from entendu.parts.accounts.models import ChannelAccount
from entendu.parts.chat import queries
from entendu.parts.chat.models import Line, Visit
from entendu.parts.outbox.models import Delivery
from entendu.parts.people import actions as people
from entendu.parts.tickets.actions import drafts
from entendu.parts.tickets.models import Entry, Ticket
from tests.world import World, world

__all__ = ["world"]
SECRET = "a-window-that-nobody-else-has-ever-had"
LONG = ("The valve of the second floor drips again, and the one below it too. " * 24).strip()
LETTERS = "Bună ziua! L’œuvre coûte 30 € — « déjà » prêt, și țevile? 👩🏽‍🔧👋"


class Window:
    """A window at the door, and the desk's workers."""

    def __init__(self, world: World, account: ChannelAccount, clock: Any) -> None:
        self.world, self.account, self.clock = world, account, clock

    def post(self, path: str, secret: str = SECRET, **values: Any) -> int:
        """A request of the window; what it was answered."""
        answer = Client().post(f"/chat/{self.account.token}/window/{path}", values,
                               headers={"Authorization": f"Bearer {secret}"})
        return answer.status_code

    def writes(self, text: str, key: str = "", **more: Any) -> int:
        """One line."""
        return self.post("say", key=key or uuid.uuid4().hex, text=text, language="en", **more)

    def later(self, **span: float) -> None:
        """Time passes."""
        self.clock.move_to(self.world.later(**span), tick=False)

    def answers(self, text: str, file: bytes = b"") -> Delivery:
        """Ioana answers, and the workers go round."""
        ticket = Ticket.objects.get()
        draft = drafts.open_draft(ticket, self.world.ioana, now=self.world.now)
        if file:
            drafts.add_file(draft, "plan.txt", "text/plain", file)
        sent = reply.send(ticket, self.world.ioana, reply.Answer(draft.key, text, "chat", confirmed=True),
                          now=self.world.now)
        assert sent.delivery is not None
        self.later(minutes=1)
        deliver.deliver_due(lambda: self.world.now)
        sent.delivery.refresh_from_db()
        return sent.delivery

    def holds(self) -> list[dict[str, Any]]:
        """What it shows of ours."""
        visit = queries.visit(Visit.objects.get().pk)
        assert visit is not None
        return [line_value(visit, one) for one in queries.lines_after(visit.pk, 0) if one.kind == Line.Kind.OURS]


@pytest.fixture
def window(world: World, time_machine: Any) -> Window:
    time_machine.move_to(world.now, tick=False)
    account = accounts.add_account(mailbox=world.care, channel="chat", provider="chat", name="Our shop", now=world.now)
    return Window(world, account, time_machine)


def theirs() -> list[str]:
    return list(Entry.objects.filter(kind=Entry.Kind.THEIRS).values_list("text", flat=True))


@pytest.mark.parametrize("text", ["We come tomorrow at ten.", LONG, LETTERS], ids=["short", "long", "letters"])
def test_words_go_both_ways_letter_by_letter(window: Window, text: str) -> None:
    assert window.writes(text) == 200
    assert theirs() == [text]
    delivery = window.answers(text)
    assert (delivery.state, [line["text"] for line in window.holds()]) == ("sent", [text])


def test_files_go_both_ways(window: Window) -> None:
    assert window.writes("Look.", files=[SimpleUploadedFile("écran.png", b"\x89PNG picture", "image/png")]) == 200
    kept = Entry.objects.get(kind="theirs").attachments.get()
    assert (kept.name, kept.sha256) == ("écran.png", sha256(b"\x89PNG picture").hexdigest())
    window.answers("Here is the plan.", b"the plan")
    file, = window.holds()[0]["files"]
    assert (file["name"], Client().get(file["url"]).content) == ("plan.txt", b"the plan")


def test_a_receipt_is_on_the_message(window: Window) -> None:
    window.writes("The valve drips again.")
    delivery = window.answers("We come tomorrow at ten.")
    assert delivery.delivered_at is None
    window.later(minutes=1)
    assert window.post("shown", number="2") == 204
    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.read_at) == (window.world.now, window.world.now)


def test_a_window_that_is_no_more_brings_the_case_back(window: Window) -> None:
    window.writes("The valve drips again.")
    ticket = Ticket.objects.get()
    Visit.objects.all().delete()
    delivery = window.answers("We come tomorrow at ten.")
    ticket.refresh_from_db()
    assert (delivery.state, bool(delivery.why)) == ("failed", True)
    assert ticket.entries.filter(event="refused").count() == 1
    assert ticket.contact.addresses.get(channel="chat").undeliverable_since == window.world.now


def test_a_worker_that_dies_before_it_is_written_down_repeats_nothing(window: Window,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    """The line stands in the window, the delivery is unknown, and the window's word settles it."""
    class PowerCut(BaseException):
        """Nothing catches it."""

    def dies(*_given: Any, **_named: Any) -> None:
        raise PowerCut

    window.writes("The valve drips again.")
    with monkeypatch.context() as dying, suppress(PowerCut):
        dying.setattr(deliver, "_sent", dies)
        window.answers("We come tomorrow at ten.")
    window.later(minutes=15)
    deliver.recover(lambda: window.world.now)
    delivery = Delivery.objects.get()
    assert (delivery.state, len(window.holds())) == ("unknown", 1)
    assert channel.carry(delivery, lambda *_given: True).references == (delivery.message_id,)
    assert len(window.holds()) == 1, "another try finds the line that is there"
    window.post("shown", number="2")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.read_at) == ("sent", window.world.now)


def test_the_same_request_again_changes_nothing(window: Window) -> None:
    assert {window.writes("The valve drips again.", "one") for _ in range(3)} == {200}
    window.later(days=3)
    assert window.writes("The valve drips again.", "one") == 200
    assert theirs() == ["The valve drips again."]


def test_without_the_key_nothing_is_believed(window: Window) -> None:
    window.writes("The valve drips again.")
    window.answers("We come tomorrow at ten.")
    stranger = "another-window-with-a-key-of-its-own"
    assert window.post("shown", stranger, number="2") == 401
    assert window.post("way", stranger, address="thief@example.net") == 401
    assert Delivery.objects.get().read_at is None
    assert window.post("say", stranger, key="x", text="Send the money.") == 200
    assert Ticket.objects.count() == 2, "a stranger's words are a case of their own"


def test_the_windows_clock_is_not_asked(window: Window) -> None:
    window.writes("The valve drips again.", at="1999-01-01T00:00:00Z")
    assert Entry.objects.get().at == window.world.now


@pytest.mark.parametrize("count", [50, pytest.param(1000, marks=pytest.mark.long)])
def test_a_flood_is_bounded_and_nothing_of_it_is_lost_or_told_twice(window: Window, count: int) -> None:
    refused = 0
    for number in range(count):
        while window.writes(f"Line {number} of many.", f"key {number}") != 200:
            refused += 1
            window.later(minutes=1 if number % limits.LINES_A_DAY else 60)
        if number % 10 == 0:
            window.writes(f"Line {number} of many.", f"key {number}")
    assert theirs() == [f"Line {number} of many." for number in range(count)]
    assert refused >= count // limits.LINES - 1


def test_the_mail_address_of_another_mailbox_case_is_left_alone(window: Window) -> None:
    """A visitor whose address is already another's does not write into that person's cases."""
    world = window.world
    other = world.write_in(world.jonas, "Since this morning I land on the sign-in page.", subject="Sign-in loops")
    window.writes("It is Jonas.")
    window.post("way", address="jonas@keller.example")
    window.writes("Do you hear me?")
    assert other.entries.filter(kind="theirs").count() == 1
    assert people.meet("email", "jonas@keller.example", name="", language="", now=world.now) == world.jonas
