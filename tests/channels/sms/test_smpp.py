"""A line to an SMS centre: bound, kept, lost, bound again; messages go out and come in over it whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from entendu.channels.messages import Account, Hook, Incoming, News, Outgoing, Piece, Receipt
from entendu.channels.sms import pdu, smpp
from entendu.channels.trouble import Deferred, LostSight, Refused, Unreadable, Withdrawn
from tests.servers.processes import wait_for
from tests.servers.smsc import (
    BAD_NUMBER,
    PASSWORD,
    SUBMIT_FAILED,
    SYSTEM_ID,
    THROTTLED,
    Centre,
    running_centre,
)


def account(centre: Centre, **settings: str) -> Account:
    """Our account at the centre."""
    return Account("sms", "smpp", "+23052520000", settings={
        "host": "127.0.0.1", "port": str(centre.port), "security": "none", "username": SYSTEM_ID, **settings},
        secrets={"password": PASSWORD})


@dataclass
class Open:
    """An open line and what came over it."""

    line: smpp.Line
    centre: Centre
    kept: list[bytes] = field(default_factory=list)

    def says(self, text: str, to: str = "+23057001234") -> list[str]:
        """Sends, and gives the centre's names for the parts."""
        return list(self.line.submit(Outgoing(to, text, "1-0"), lambda: True).references)

    def news(self, count: int) -> list[News]:
        """What the next so many deliver_sm say."""
        wait_for(lambda: len(self.kept) >= count)
        return [one for body in self.kept for one in pdu.read(self.line.account, Hook("SMPP", "", {}, body))]


@pytest.fixture
def centre() -> Iterator[Centre]:
    with running_centre() as centre:
        yield centre


@pytest.fixture
def opened(centre: Centre) -> Iterator[Open]:
    """A bound line with its reader."""
    kept: list[bytes] = []
    line, stop = smpp.Line(account(centre), kept.append), threading.Event()
    line.bind()

    def read() -> None:
        try:
            line.read(stop)
        except Exception:  # the tests hang up; what the line raises then is looked at by those that care
            line.is_bound = False

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    yield Open(line, centre, kept)
    stop.set()
    reader.join(5)


@pytest.mark.parametrize(("text", "parts"), [
    ("We come tomorrow at ten.", 1), ("Prix : 30 € [à partir de]", 1), ("Bună ziua! 👋", 1), ("a" * 160, 1),
    ("a" * 161, 2), ("é€" * 100, 2), ("👋" * 36, 2), ("ș" * 135, 3)])
def test_words_go_out_whole(opened: Open, text: str, parts: int) -> None:
    names = opened.says(text)
    assert len(names) == parts
    assert opened.centre.messages() == [("+23057001234", text)]
    assert {one.sender for one in opened.centre.parts} == {"23052520000"}


@pytest.mark.parametrize(("status", "trouble"), [
    (THROTTLED, Deferred), (SUBMIT_FAILED, Deferred), (BAD_NUMBER, Refused), (0x0A, Refused)])
def test_the_centres_answers_are_told_apart(opened: Open, status: int, trouble: type[Exception]) -> None:
    opened.centre.plan(status)
    with pytest.raises(trouble) as raised:
        opened.says("We come.")
    if isinstance(raised.value, Refused):
        assert (raised.value.gone, raised.value.code) == (status == BAD_NUMBER, f"0x{status:02X}")
    assert opened.says("We come.") == ["00000001"]


def test_silence_and_a_lost_line_are_not_knowing(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smpp, "ANSWER_SECONDS", 0.2)
    opened.centre.plan(None)
    with pytest.raises(LostSight):
        opened.says("We come.")
    opened.centre.hang_up()
    wait_for(lambda: not opened.line.is_bound)
    with pytest.raises(Deferred):
        opened.says("We come.")


def test_what_was_taken_back_is_not_said(opened: Open) -> None:
    with pytest.raises(Withdrawn):
        opened.line.submit(Outgoing("+23057001234", "We come.", "1-0"), lambda: False)
    assert opened.centre.parts == []


def test_a_message_comes_in_and_is_acknowledged_once_it_is_kept(opened: Open) -> None:
    sequence = opened.centre.hand_over("23057001234", b"hello \x00\x04\x1b\x65", coding=0)
    [said] = opened.news(1)
    assert isinstance(said, Incoming)
    assert (said.sender, said.text) == ("+23057001234", "hello @è€")
    assert wait_for(lambda: opened.centre.acknowledged) == [sequence]


def test_a_long_message_comes_in_pieces(opened: Open) -> None:
    text = "Robinetul de la etajul doi picură din nou, și țeava. " * 4
    opened.centre.writes("+23057001234", text)
    said = opened.news(4)
    assert all(isinstance(one, Piece) for one in said)
    assert "".join(one.text for one in said if isinstance(one, Piece)) == text
    assert {(one.group, one.total) for one in said if isinstance(one, Piece)} == {("77", 4)}


@pytest.mark.parametrize(("state", "error", "said"), [
    ("DELIVRD", "000", Receipt("7F", "delivered")), ("ACCEPTD", "000", Receipt("7F", "sent")),
    ("UNDELIV", "001", Receipt("7F", "failed", "UNDELIV 1", "The SMS centre could not deliver it.", True, True)),
    ("UNDELIV", "027", Receipt("7F", "failed", "UNDELIV 27", "The SMS centre could not deliver it.")),
    ("EXPIRED", "000", Receipt("7F", "failed", "EXPIRED", "The SMS centre could not deliver it.")),
    ("REJECTD", "000", Receipt("7F", "failed", "REJECTD", "The SMS centre could not deliver it.", True))])
def test_reports_are_read(opened: Open, state: str, error: str, said: Receipt) -> None:
    opened.centre.report("7F", state, error)
    assert opened.news(1) == [said]


def test_the_state_may_stand_in_parameters_of_its_own(centre: Centre) -> None:
    body = pdu.kept({"esm_class": 4, "message_state": 2, "receipted_message_id": b"7F\0"}, 0)
    assert pdu.read(account(centre), Hook("SMPP", "", {}, body)) == [Receipt("7F", "delivered")]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"at": 1, "fields": {"esm_class": "x"}}',
                                  b'{"at": 1, "fields": {"esm_class": 4}}', b'{"at": 1, "fields": {"esm_class": 0}}'])
def test_what_is_no_message_is_said_to_be_none(centre: Centre, body: bytes) -> None:
    with pytest.raises(Unreadable):
        pdu.read(account(centre), Hook("SMPP", "", {}, body))


def test_a_try_says_in_words_what_is_wrong(centre: Centre) -> None:
    assert smpp.probe(account(centre)).ok
    wrong = account(centre)
    wrong = Account(wrong.channel, wrong.provider, wrong.address, wrong.settings, {"password": "wrong"})
    assert "does not accept the system id or the password" in smpp.probe(wrong).sentence
    centre.hang_up()
    assert "cannot be reached on port 1 " in smpp.probe(account(centre, port="1")).sentence
    assert "in the open" in smpp.probe(account(centre, host="smsc.example")).sentence


@pytest.mark.parametrize(("number", "written"), [
    ("+23057001234", pdu.Address("23057001234", 1, 1)), ("8000", pdu.Address("8000", 3, 1)),
    ("0721000111", pdu.Address("0721000111", 0, 1)), ("Laval", pdu.Address("Laval", 5, 0))])
def test_addresses(number: str, written: pdu.Address) -> None:
    assert pdu.address(number) == written


@pytest.mark.parametrize(("octets", "coding", "text"), [
    (b"Bun\x7f", 0, "Bunà"), ("Bună".encode("utf-16-be"), 8, "Bună"), (b"\xe9", 3, "é"),
    (b"plain", 1, "plain"), (b"\xff", 1, "\ufffd"), ("ș".encode("utf-16-be"), 0x18, "ș"), (b"\x00", 0xF0, "@")])
def test_alphabets(octets: bytes, coding: int, text: str) -> None:
    assert pdu.words_of(octets, coding) == text
