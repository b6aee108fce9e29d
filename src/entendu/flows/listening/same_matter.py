"""They wrote twice about one matter: two cases become one, nobody outside hears of it, and it can be taken back.

From then on there is one conversation, one set of promises and facts, and one account of what they have been told
(zammad#2803: merging two tickets mailed everybody). Letters and links of either case lead to the one that is left.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entendu.flows import bell
from entendu.parts.care.actions import solutions
from entendu.parts.care.models import Solution
from entendu.parts.care.queries import solutions as asked
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import queries
from entendu.parts.tickets.actions import joining
from entendu.parts.tickets.models import Joining, Ticket


class UnsentDrafts(joining.NotTwo):
    """Somebody has a draft on both, and one of them would be lost; nothing was changed. `names` says who."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Drafts on both cases by {', '.join(names)}; nothing was changed; send or discard one first.")
        self.names = names


@transaction.atomic
def join(ticket: Ticket, into: Ticket, *, member: Member, now: datetime) -> Joining:
    """`ticket` becomes a part of `into`. `NotTwo` where they cannot be one, `UnsentDrafts` where words would be
    lost."""
    people.lock(into.contact_id)
    if names := queries.writers_on_both(ticket, into):
        raise UnsentDrafts(names)
    found = asked.unverified(ticket)
    if found is not None:  # whether the matter is solved is asked of the case that is left
        solutions.answered(found, Solution.State.OVER, now=now)
    kept = joining.join(ticket, into, member=member, now=now)
    transaction.on_commit(bell.ring)
    return kept


@transaction.atomic
def take_apart(kept: Joining, *, member: Member, now: datetime) -> bool:
    """They were two matters after all; False where somebody was quicker, or they cannot be told apart any more."""
    people.lock(kept.into.contact_id)
    done = joining.undo(kept, member=member, now=now)
    transaction.on_commit(bell.ring)
    return done
