"""The five states of a ticket, and what moves it from one to another.

A state says who waits for whom. It is changed by what people do, and may be set by hand along the legal moves.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Who waits for whom."""

    OPEN = "open"                # nobody has looked yet, or it is ours to sort
    WAITING_FOR_US = "us"        # they wrote last and expect something
    WAITING_FOR_THEM = "them"    # we asked or answered; the next word is theirs
    SOLVED = "solved"            # we believe it is done
    CLOSED = "closed"            # over; a new letter opens it again


class Act(StrEnum):
    """What happens to a ticket."""

    THEY_WROTE = "they wrote"
    WE_ANSWERED = "we answered"
    WE_ANSWERED_AND_CLOSED = "we answered and closed"
    AUTOMATIC = "automatic"      # an out-of-office note, a bounce, a list: recorded, moves nothing


# By hand. What is closed was solved or given up: it is opened again before anything else can be said of it.
BY_HAND: dict[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.WAITING_FOR_US, Status.WAITING_FOR_THEM, Status.SOLVED, Status.CLOSED}),
    Status.WAITING_FOR_US: frozenset({Status.OPEN, Status.WAITING_FOR_THEM, Status.SOLVED, Status.CLOSED}),
    Status.WAITING_FOR_THEM: frozenset({Status.OPEN, Status.WAITING_FOR_US, Status.SOLVED, Status.CLOSED}),
    Status.SOLVED: frozenset({Status.OPEN, Status.WAITING_FOR_US, Status.WAITING_FOR_THEM, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN, Status.WAITING_FOR_US}),
}


# From what asks most of us to what asks nothing.
PRESSING = (Status.WAITING_FOR_US, Status.OPEN, Status.WAITING_FOR_THEM, Status.SOLVED, Status.CLOSED)


def after(status: Status, act: Act) -> Status:
    """The state that follows when `act` happens in `status`."""
    match act:
        case Act.THEY_WROTE:
            return Status.OPEN if status is Status.OPEN else Status.WAITING_FOR_US
        case Act.WE_ANSWERED:
            return Status.WAITING_FOR_THEM
        case Act.WE_ANSWERED_AND_CLOSED:
            return Status.SOLVED
        case Act.AUTOMATIC:
            return status


def may_move(status: Status, to: Status) -> bool:
    """Whether a person may set `to` by hand while the ticket is in `status`."""
    return to in BY_HAND[status]


def waits_for_us(status: Status) -> bool:
    """Whether the next word is ours."""
    return status in {Status.OPEN, Status.WAITING_FOR_US}


def more_pressing(one: Status, other: Status) -> Status:
    """Of two states the one that asks more of us: who waits for us comes before whom we wait for, and that before what
    is over."""
    return min(one, other, key=PRESSING.index)


def is_over(status: Status) -> bool:
    """Whether nothing is expected of anybody."""
    return status in {Status.SOLVED, Status.CLOSED}
