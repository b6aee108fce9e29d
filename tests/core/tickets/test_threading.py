"""Where a letter belongs."""

from datetime import UTC, datetime, timedelta

import pytest

from entendu.core.tickets.threading import RECENT, Alive, Answering, Known, Place, Proof, fingerprint, place

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


def letter(*references, tokens=(), subject="booking page", is_answer=True):
    return Answering(references, tokens, subject, is_answer, NOW)


def known(message_id, ticket, *, takes_part=False):
    return Known(message_id, ticket, takes_part)


CASES = [
    ("a token that we signed wins over everything", letter("a@x", tokens=[7]), [known("a@x", 3)], [],
     Place(7, Proof.TOKEN)),
    ("the id it answers", letter("a@x"), [known("a@x", 3)], [], Place(3, Proof.REFERENCE)),
    ("the nearest id that is known", letter("gone@x", "b@x", "a@x"), [known("a@x", 3), known("b@x", 4)], [],
     Place(4, Proof.REFERENCE)),
    ("an id that two tickets share, and the sender is in one of them",
     letter("same@x"), [known("same@x", 3), known("same@x", 4, takes_part=True)], [], Place(4, Proof.REFERENCE)),
    ("an id that two tickets share, and the sender is in neither", letter("same@x", subject="other"),
     [known("same@x", 3), known("same@x", 4)], [], Place(None, Proof.NEW)),
    ("an empty id joins nobody", letter("", "  "), [known("", 3), known("  ", 3)], [], Place(None, Proof.NEW)),
    ("an answer that lost its references, by the same person, on a matter that is alive",
     letter(), [], [Alive(5, "booking page", NOW - timedelta(days=2))], Place(5, Proof.SUBJECT)),
    ("the newest of several with that subject", letter(), [],
     [Alive(5, "booking page", NOW - timedelta(days=9)), Alive(6, "booking page", NOW - timedelta(days=1))],
     Place(6, Proof.SUBJECT)),
    ("the same subject without a reply prefix is a new matter", letter(is_answer=False), [],
     [Alive(5, "booking page", NOW)], Place(None, Proof.NEW)),
    ("an empty subject hints at nothing", letter(subject=""), [], [Alive(5, "", NOW)], Place(None, Proof.NEW)),
    ("a matter that is long over is not opened by its subject", letter(), [],
     [Alive(5, "booking page", NOW - RECENT - timedelta(seconds=1))], Place(None, Proof.NEW)),
    ("nothing known", letter("a@x", subject="new"), [], [], Place(None, Proof.NEW)),
]


@pytest.mark.parametrize(("what", "answering", "ids", "alive", "where"), CASES, ids=[case[0] for case in CASES])
def test_a_letter_is_placed(what, answering, ids, alive, where):
    assert place(answering, ids, alive) == where


def test_two_copies_of_a_letter_are_the_same_and_two_letters_under_one_id_are_not():
    first = fingerprint("1@x", "Marie@Example.org", NOW, "Hello  there\n", ["f1"])
    assert first == fingerprint("1@x", "marie@example.org", NOW, "Hello there", ["f1"])
    for other in (("2@x", "marie@example.org", NOW, "Hello there", ["f1"]),
                  ("1@x", "jonas@example.org", NOW, "Hello there", ["f1"]),
                  ("1@x", "marie@example.org", NOW, "Hello there again", ["f1"]),
                  ("1@x", "marie@example.org", None, "Hello there", ["f1"]),
                  ("1@x", "marie@example.org", NOW, "Hello there", ["f2"])):
        assert fingerprint(*other) != first
