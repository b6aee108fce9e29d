"""Who waits for whom, and what changes it."""

import pytest

from entendu.core.tickets.states import BY_HAND, Act, Status, after, is_over, may_move, waits_for_us

FOLLOWS = [
    (Status.OPEN, Act.THEY_WROTE, Status.OPEN),
    (Status.WAITING_FOR_THEM, Act.THEY_WROTE, Status.WAITING_FOR_US),
    (Status.SOLVED, Act.THEY_WROTE, Status.WAITING_FOR_US),
    (Status.CLOSED, Act.THEY_WROTE, Status.WAITING_FOR_US),
    (Status.OPEN, Act.WE_ANSWERED, Status.WAITING_FOR_THEM),
    (Status.CLOSED, Act.WE_ANSWERED, Status.WAITING_FOR_THEM),
    (Status.WAITING_FOR_US, Act.WE_ANSWERED_AND_CLOSED, Status.SOLVED),
]


@pytest.mark.parametrize(("before", "act", "then"), FOLLOWS)
def test_what_is_said_moves_the_ticket(before, act, then):
    assert after(before, act) is then


@pytest.mark.parametrize("status", Status)
def test_automatic_mail_moves_nothing(status):
    assert after(status, Act.AUTOMATIC) is status


@pytest.mark.parametrize("status", Status)
def test_no_letter_of_theirs_is_left_lying_in_a_ticket_that_is_over(status):
    assert waits_for_us(after(status, Act.THEY_WROTE))


def test_a_closed_ticket_is_opened_before_anything_else_is_said_of_it():
    assert BY_HAND[Status.CLOSED] == {Status.OPEN, Status.WAITING_FOR_US}
    assert not may_move(Status.CLOSED, Status.SOLVED)


@pytest.mark.parametrize("status", Status)
def test_a_state_never_follows_itself_and_each_is_over_or_waits(status):
    assert not may_move(status, status)
    assert is_over(status) + waits_for_us(status) + (status is Status.WAITING_FOR_THEM) == 1
