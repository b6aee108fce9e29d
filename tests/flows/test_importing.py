"""Old mail comes in: everything once, every thread together, whatever the order, and nobody is written to."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from entendu.flows.mail import importing, receive
from entendu.flows.mail.importing import CannotImport, Imported, import_mail, mailbox_named, open_sources
from entendu.parts.inbox import actions as inbox
from entendu.parts.inbox.models import RawLetter
from entendu.parts.outbox.models import Submission
from entendu.parts.staff import actions as staff
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Entry, Mailbox, Ticket

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
MARIE, JONAS = "Marie Laval <marie@atelier-laval.example>", "Jonas Keller <jonas@keller.example>"


@pytest.fixture
def support() -> Mailbox:
    return tickets.add_mailbox(name="Support", address="support@example.org", team=staff.add_team("Care"))


def letter(name: str, *answers: str, who: str = MARIE, subject: str = "", day: int = 1, words: str = "") -> bytes:
    """A letter called `name`; `answers` is the thread above it, oldest first."""
    mail = EmailMessage()
    mail["From"], mail["To"] = who, "support@example.org"
    mail["Subject"] = subject or ("Re: " if answers else "") + "The booking page"
    mail["Date"] = datetime(2026, 3, day, 9, tzinfo=UTC)
    mail["Message-ID"] = f"<{name}@example.net>"
    if answers:
        mail["In-Reply-To"] = f"<{answers[-1]}@example.net>"
        mail["References"] = " ".join(f"<{one}@example.net>" for one in answers)
    mail.set_content(words or f"This is {name}, and it still does not work.")
    return mail.as_bytes()


def bring(raws: Iterable[bytes]) -> Imported:
    return import_mail(raws, None, lambda: NOW, lambda so_far: None)


def threads() -> set[frozenset[str]]:
    """The Message-IDs' names, ticket by ticket."""
    by_ticket: dict[int, set[str]] = {}
    for ticket, message_id in Entry.objects.values_list("ticket", "message_id"):
        by_ticket.setdefault(ticket, set()).add(message_id.partition("@")[0])
    return {frozenset(names) for names in by_ticket.values()}


THREAD = [letter("a", day=1), letter("b", "a", day=2), letter("c", "a", "b", day=3)]


@pytest.mark.usefixtures("support")
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_thread_stays_together_in_whatever_order_it_comes(order: tuple[int, ...]) -> None:
    done = bring([THREAD[place] for place in order])
    assert (done.messages, done.tickets, done.replies) == (3, 1, 2)
    assert threads() == {frozenset("abc")}
    said = [one.message_id[0] for one in Ticket.objects.get().entries.order_by("at")]
    assert said == ["a", "b", "c"]


@pytest.mark.usefixtures("support")
def test_a_parent_that_comes_last_joins_its_answer_although_another_wrote_it() -> None:
    bring([letter("answer", "question", who=JONAS, day=2), letter("question", day=1)])
    assert threads() == {frozenset({"answer", "question"})}


@pytest.mark.usefixtures("support")
def test_strangers_who_answer_the_same_absent_letter_stay_apart() -> None:
    bring([letter("one", "newsletter", who=MARIE), letter("two", "newsletter", who=JONAS),
           letter("newsletter", who="News <news@paper.example>")])
    assert threads() == {frozenset({"one"}), frozenset({"two"}), frozenset({"newsletter"})}


@pytest.mark.usefixtures("support")
def test_two_answers_of_one_person_to_a_letter_that_never_came_are_one_matter() -> None:
    bring([letter("one", "absent"), letter("two", "absent", subject="Something else", day=2)])
    assert threads() == {frozenset({"one", "two"})}


@pytest.mark.usefixtures("support")
def test_the_same_mail_again_is_known_by_its_bytes() -> None:
    assert bring(THREAD) == Imported(messages=3, tickets=1, replies=2)
    assert bring([*THREAD, *THREAD, letter("d", "a")]) == Imported(messages=7, replies=1, duplicates=6)
    assert RawLetter.objects.count() == 4


@pytest.mark.usefixtures("support")
def test_the_same_letter_by_another_way_is_a_duplicate() -> None:
    bring(THREAD)
    by_another_server = b"Received: from mx.example.net; Mon, 2 Mar 2026 09:00:00 +0000\n" + THREAD[0]
    assert bring([by_another_server]) == Imported(messages=1, duplicates=1)
    assert Entry.objects.count() == 3


@pytest.mark.usefixtures("support")
def test_letters_that_a_killed_import_stored_are_read_by_the_next() -> None:
    inbox.store_all(THREAD[:2], inbox.Envelope(RawLetter.Via.IMPORT), mailbox=None, now=NOW)
    assert bring(THREAD) == Imported(messages=3, tickets=1, replies=2)
    assert not RawLetter.objects.filter(state=RawLetter.State.STORED).exists()


@pytest.mark.usefixtures("support")
def test_a_letter_that_cannot_be_read_is_set_aside_and_the_others_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    read = receive.read

    def stumble(raw: bytes):
        if b"stumbling block" in raw:
            raise RuntimeError("over it")
        return read(raw)

    monkeypatch.setattr(receive, "read", stumble)
    done = bring([*THREAD, letter("x", words="a stumbling block")])
    assert done == Imported(messages=4, tickets=1, replies=2, quarantined=1)
    assert RawLetter.objects.get(state=RawLetter.State.QUARANTINED).entry is not None


@pytest.mark.usefixtures("support")
def test_nobody_is_written_to_and_everything_stands_at_its_own_date() -> None:
    bring([letter("a", day=3)])
    assert not Submission.objects.exists()
    assert Entry.objects.get().at == datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.mark.usefixtures("support")
def test_a_date_in_the_future_is_not_believed() -> None:
    bring([letter("a", day=30)])
    assert Entry.objects.get().at == NOW


def test_every_batch_is_told(support: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LETTERS", 2)
    told: list[int] = []
    import_mail(THREAD, support, lambda: NOW + timedelta(days=1), lambda so_far: told.append(so_far.messages))
    assert told == [2, 3]
    assert set(RawLetter.objects.values_list("mailbox", flat=True)) == {support.pk}


def test_a_mailbox_is_named_by_name_or_address(support: Mailbox) -> None:
    assert mailbox_named(None) is None
    assert mailbox_named("support") == mailbox_named("Support@Example.org") == support
    with pytest.raises(CannotImport, match="no mailbox 'Sales'; nothing was imported; there is: Support"):
        mailbox_named("Sales")


def test_a_desk_without_a_mailbox_says_so() -> None:
    with pytest.raises(CannotImport, match="no mailbox yet; nothing was imported"):
        mailbox_named(None)


def test_what_is_no_mail_stops_before_anything_is_stored(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(THREAD[0])
    (tmp_path / "notes.txt").write_bytes(b"\x00\x01 no mail at all")
    with pytest.raises(CannotImport, match=r"notes\.txt"):
        open_sources([str(tmp_path / "a.eml"), str(tmp_path / "notes.txt")])
    assert list(open_sources([str(tmp_path / "a.eml")])) == [THREAD[0]]


OURS = "Support <support@example.org>"


def from_us(**headers: str) -> bytes:
    """What a colleague wrote with another program, from our archive."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = OURS, MARIE, "Re: The booking page"
    mail["Message-ID"] = "<o@example.org>"
    mail["Date"] = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("A plain form takes bookings now.")
    return mail.as_bytes()


def test_what_we_wrote_with_another_program_stands_as_ours(support: Mailbox) -> None:
    bring([letter("a"), from_us(In_Reply_To="<a@example.net>")])
    ticket = Ticket.objects.get()
    assert [entry.kind for entry in ticket.entries.order_by("at")] == ["theirs", "ours"]
    assert ticket.status == "them"


def test_a_form_on_our_page_writes_for_its_user(support: Mailbox) -> None:
    bring([from_us(Reply_To=JONAS)])
    assert Ticket.objects.get().contact.name == "Jonas Keller"
    assert Entry.objects.get().kind == "theirs"


def test_from_outside_nobody_writes_as_us(support: Mailbox) -> None:
    stranger = inbox.store(from_us(), inbox.Envelope("smtp", "", (support.address,)), mailbox=support, now=NOW)
    receive.read_batch([stranger.pk], NOW)
    assert Entry.objects.get().kind == "theirs"
    assert not Submission.objects.exists()
