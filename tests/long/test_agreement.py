"""The records and the pure core agree: one trace through both, the same messages to the same people at the same second.

What differs by design is mapped and not left out: the desk names a delivery and a submission by its row, the replay
by its name in the trace, so both are compared by the submissions that were told. Where servers do not take everything,
which no trace of a company's day can say, the core judges for an outbox of plain values (`reference.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from entendu.core.governor.replay import Replay
from entendu.parts.tickets.models import Mailbox
from tests.long.reference import Reference
from tests.long.sql_side import CODES, Desk, with_both_channels
from tests.long.traces import Event, lines, trace
from tests.world import World

pytestmark = pytest.mark.django_db
FEW, MANY, AT_ONCE = 20, 1000, 25


def replayed(events: list[Event]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the pure core makes of it."""
    replay = Replay()
    list(replay.run(lines(events)))
    parts = {one["delivery"]: frozenset(one["submissions"]) for one in replay.deliveries}
    deliveries = [{
        "at": datetime.fromisoformat(one["at"]), "person": one["person"], "channel": one["channel"],
        "submissions": one["submissions"], "subject": one["subject"], "body": one["body"],
    } for one in replay.deliveries]
    outcomes = {}
    for key, one in replay.outcomes.items():
        because = frozenset().union(*(parts.get(name, frozenset({name})) for name in one["because"]))
        outcomes[key] = (one["outcome"], one["reason"], because)
    return deliveries, outcomes


def expected(events: list[Event]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the reference makes of it; whose telling was the reason is left to the replay."""
    reference = Reference()
    reference.run(events)
    deliveries = [{
        "at": message.left, "person": who.name, "channel": message.channel,
        "submissions": [one.value.id for one in message.own], "subject": message.subject, "body": message.body,
    } for who in reference.people.values() for message in who.messages if message.state == "sent"]
    ends = {one.value.id: (one.state, "news" if one.state == "delivered" else CODES.get(one.code, one.code))
            for one in reference.serial}
    return deliveries, ends


def recorded(events: list[Event], mailbox: Mailbox) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the records make of it; they are as before afterwards."""
    with transaction.atomic():
        desk = Desk(mailbox)
        desk.run(events)
        said = desk.deliveries(), desk.outcomes()
        transaction.set_rollback(True)
    return said


def differences(seed: int, mailbox: Mailbox, *, troubled: bool) -> list[str]:
    """What the two sides say differently of one trace."""
    events = trace(seed, troubled=troubled)
    told, ends = expected(events) if troubled else replayed(events)
    ours, became = recorded(events, mailbox)
    if troubled:
        became = {key: end[:2] for key, end in became.items()}

    def in_order(one: dict[str, Any]) -> tuple[datetime, str]:
        return one["at"], one["person"]

    told, ours = sorted(told, key=in_order), sorted(ours, key=in_order)
    found = [f"seed {seed}: core {a}\n       records {b}" for a, b in zip(told, ours, strict=False) if a != b]
    found += [f"seed {seed}: {len(told)} deliveries by the core, {len(ours)} by the records"] * (len(told) != len(ours))
    found += [f"seed {seed}: {key} core {ends[key]} records {became.get(key)}" for key in ends
              if ends[key] != became.get(key)]
    return found


def agree(seeds: Iterable[int], mailbox: Mailbox, *, troubled: bool) -> None:
    """Fails with every difference, in full."""
    found = [line for seed in seeds for line in differences(seed, mailbox, troubled=troubled)]
    assert not found, "\n".join(found)


TROUBLED = pytest.mark.parametrize("troubled", [False, True], ids=["servers take all", "servers do not"])


@TROUBLED
def test_the_records_and_the_core_agree_on_a_few_traces(troubled: bool, world: World, monkeypatch, settings) -> None:
    with_both_channels(monkeypatch, settings)
    agree(range(FEW), world.care, troubled=troubled)


@TROUBLED
@pytest.mark.long
@pytest.mark.parametrize("first", range(0, MANY, AT_ONCE))
def test_the_records_and_the_core_agree_on_a_thousand_traces(first: int, troubled: bool, world: World, monkeypatch,
                                                             settings) -> None:
    with_both_channels(monkeypatch, settings)
    agree(range(first, first + AT_ONCE), world.care, troubled=troubled)
