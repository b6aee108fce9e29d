"""When a ticket may be over: not while something temporary stands in for what was to be solved.

A quick fix buys time. Until its root cause is fixed, or the customer agrees to live with it as it is, the ticket is
not solved, whoever presses the button, and closing it without a word would only hide that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from entendu.core.tickets.states import Status, is_over


class Fix(StrEnum):
    """How far a temporary fix has come."""

    RECORDED = "recorded"    # it is in place, and they have not been told
    TOLD = "told"            # a message that calls it temporary is with them
    ANSWERED = "answered"    # they wrote, and a person decides whether that was a yes
    CONFIRMED = "confirmed"  # they know that it is temporary
    FIXED = "fixed"          # its root cause is fixed, and it is not needed any more
    ACCEPTED = "accepted"    # they agree to live with it


OPEN = frozenset({Fix.RECORDED, Fix.TOLD, Fix.ANSWERED, Fix.CONFIRMED})


class LooseEnd(StrEnum):
    """What keeps a ticket from being over."""

    TEMPORARY = "temporary"  # a temporary fix whose root cause is still there


def loose_ends(fixes: Iterable[Fix]) -> frozenset[LooseEnd]:
    """What is left to do on a ticket with these temporary fixes."""
    return frozenset({LooseEnd.TEMPORARY}) if any(fix in OPEN for fix in fixes) else frozenset()


def can_settle(to: Status, ends: Collection[LooseEnd]) -> bool:
    """Whether a ticket with these loose ends may become `to`; what is not over it may always become."""
    return not is_over(to) or not ends
