"""What a case stands on: what was checked, and what is only somebody's word; the error codes with their cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.desk.rows import beside
from entendu.doors.web.understanding.step import Dot, Step
from entendu.flows.care.veil import without_insults
from entendu.flows.diagnosis import claims
from entendu.parts.diagnosis.models.claims import Fact
from entendu.parts.diagnosis.queries import claims as queries
from entendu.parts.tickets.models import Ticket

State, Kind = Fact.State, Fact.Kind
SHOWN = 6
# What is told by the way is no reason to show the step: a quick question names a version too.
BY_THE_WAY = frozenset({Kind.VERSION, Kind.SINCE})
RANKS = {Kind.CODE: 1, Kind.FINDING: 2, Kind.SINCE: 3, Kind.CLAIM: 4, Kind.VERSION: 5}


def step(ticket: Ticket, reader: Reader) -> Step | None:
    """What was checked first, then what is somebody's word; None where nobody claims anything. Two queries at most."""
    facts = queries.facts_of(ticket)
    if not any(one.kind not in BY_THE_WAY or one.state != State.CLAIMED for one in facts):
        return None
    helped = claims.help_with(facts, ticket.contact.language)
    rows = [row(one, ticket, helped.get(one.pk, ())) for one in in_order(facts)][:SHOWN]
    if reader.member.hides_insults:
        rows = [one | {"words": without_insults(one["words"], ticket.contact.language)} for one in rows]
    return Step("facts", _("Facts"), dot_of(facts), "web/understanding/facts.html",
                url=beside("facts", ticket.number, "inbox"),
                shown={"rows": rows, "more": len(facts) - len(rows)})


def dot_of(facts: Sequence[Fact]) -> Dot:
    """How far the checking has come."""
    settled = sum(one.state != State.CLAIMED for one in facts)
    return Dot.DONE if facts and settled == len(facts) else Dot.PART if settled else Dot.OPEN


def in_order(facts: Sequence[Fact]) -> list[Fact]:
    """What is confirmed, then what is only said, codes first, then what is refuted."""
    ranks = {State.CONFIRMED: 0, State.CLAIMED: 1, State.REFUTED: 2, State.WITHDRAWN: 3}
    return sorted(facts, key=lambda one: (ranks[State(one.state)], RANKS[Kind(one.kind)], one.pk))


def row(one: Fact, ticket: Ticket, helped: Sequence[claims.CodeHelp]) -> dict[str, Any]:
    """The values of one fact; see the head of `web/understanding/facts.html`."""
    return {
        "id": one.pk, "words": one.words, "state": one.state, "is_code": one.kind == Kind.CODE,
        "is_theirs": one.kind == Kind.CLAIM, "aside": aside(one, ticket, bool(helped)),
        "cause": helped[0].cause if helped else "",
    }


def aside(one: Fact, ticket: Ticket, is_known: bool) -> str:
    """What stands behind a fact in the rail: whose word it is, or that it is not so."""
    if one.state == State.REFUTED:
        return _("not so")
    if one.kind == Kind.CODE and not is_known:
        return _("not in a catalogue")
    if one.state == State.CONFIRMED or one.kind == Kind.CODE:
        return ""
    if one.kind == Kind.FINDING:
        return _("not checked")
    name = ticket.contact.first_name
    return _("%(name)s’s word, not checked") % {"name": name} if name else _("their word, not checked")
