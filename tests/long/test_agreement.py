"""The records and the pure core agree: one trace through both, the same messages to the same people at the same second.

What differs by design is mapped and not left out: the desk names a delivery and a submission by its row, the replay
by its name in the trace, so both are compared by the submissions that were told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from entendu.core.governor.replay import Replay
from entendu.parts.tickets.models import Mailbox
from tests.long.sql_side import Desk, with_both_channels
from tests.long.traces import Event, lines, trace
from tests.world import World

pytestmark = pytest.mark.django_db
FEW, MANY, AT_ONCE = 40, 1000, 100


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


def differences(seed: int, mailbox: Mailbox) -> list[str]:
    """What the two sides say differently of one trace; the records are as before afterwards."""
    events = trace(seed)
    told, ends = replayed(events)
    with transaction.atomic():
        desk = Desk(mailbox)
        desk.run(events)
        ours, became = desk.deliveries(), desk.outcomes()
        transaction.set_rollback(True)

    def in_order(one: dict[str, Any]) -> tuple[datetime, str]:
        return one["at"], one["person"]

    told, ours = sorted(told, key=in_order), sorted(ours, key=in_order)
    found = [f"seed {seed}: replay {a}\n       records {b}" for a, b in zip(told, ours, strict=False) if a != b]
    found += [f"seed {seed}: {len(told)} deliveries by replay, {len(ours)} by the records"] * (len(told) != len(ours))
    found += [f"seed {seed}: {key} replay {ends[key]} records {became.get(key)}" for key in ends
              if ends[key] != became.get(key)]
    return found


def agree(seeds: Iterable[int], mailbox: Mailbox) -> None:
    """Fails with every difference, in full."""
    found = [line for seed in seeds for line in differences(seed, mailbox)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("first", [0])
def test_the_records_and_the_core_agree_on_a_few_traces(first: int, world: World, monkeypatch, settings) -> None:
    with_both_channels(monkeypatch, settings)
    agree(range(first, first + FEW), world.care)


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, MANY, AT_ONCE))
def test_the_records_and_the_core_agree_on_a_thousand_traces(first: int, world: World, monkeypatch, settings) -> None:
    with_both_channels(monkeypatch, settings)
    agree(range(first, first + AT_ONCE), world.care)
