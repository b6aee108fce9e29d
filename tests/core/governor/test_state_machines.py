"""The eighteen invariants of the governor, each held by a machine under its number; ten thousand runs with `-m long`.

| invariant | machine | held by |
| --- | --- | --- |
| I1 conservation | OnePerson, Records | `i01_conservation` |
| I2 vital is never lost | OnePerson, Records | `i02_…`, `_truth_of`; `i02_nothing_is_lost` |
| I3 no same meaning twice | OnePerson | `_truth_of` |
| I4 held ends | OnePerson | `i04_held_ends` |
| I5 promise kept | OnePerson | `i05_promises` |
| I6 one channel | OnePerson, Records | `i06_one_channel` |
| I7 order | OnePerson | `_truth_of` |
| I8 idempotent | OnePerson, OutboxOnPaper, Records | `a_system_repeats_itself`, `i08_one_message_for_a_key` |
| I9 explained | OnePerson, OutboxOnPaper | `i09_explained` |
| I10 bounded | OutboxOnPaper | `i10_bounded` |
| I11 quiet | OnePerson | `i11_quiet` |
| I12 law | OnePerson, OutboxOnPaper, Records | `i12_law` |
| I13 eventual truth | OnePerson | `_truth_of` |
| I14 non-interference | Twins | `i14_non_interference` |
| I15 step independence | Twins | `i15_step_independence` |
| I16 language independence | Twins | `i16_language_independence` |
| I17 crash safety | Records | `i17_crash_safety` |
| I18 ask terminates | OutboxOnPaper | `i18_ask_terminates` |
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from entendu.config.environment import OutgoingServer
from entendu.flows import judge
from tests.core.governor.machines.one_person import OnePerson
from tests.core.governor.machines.outbox_on_paper import OutboxOnPaper
from tests.core.governor.machines.records import Records
from tests.core.governor.machines.running import play
from tests.core.governor.machines.twins import Twins
from tests.long.crashing import MailServer, every_channel_by
from tests.world import World

PURE = (OnePerson, Twins, OutboxOnPaper)
PIECES, RUNS = 20, 500
# A run in the database costs ten times as much; its pieces are smaller.
RECORD_PIECES, RECORD_RUNS = 50, 200
# A machine that does not come to these places shows nothing there.
PLACES = {
    OnePerson: {
        "news", "known", "superseded", "expired", "unwanted", "no-news", "no-address", "repeated", "several in one",
        "two cases in one", "there and back again", "another channel", "where they wrote", "vital at night",
        "answered at night", "promise in the hours before", "same words again", "moved with their hours",
    },
    Twins: {"told marie", "told jonas", "news", "known", "superseded", "unwanted", "no-news"},
    OutboxOnPaper: {
        "may-wait", "outside-hours", "goes-now", "vital", "here-now", "overruled", "undo", "same-key", "same-text",
        "same-text-waiting", "known", "unwanted", "opted-out", "contradicts", "too-many-wait",
        "colleague-writes", "answered-by-person", "rides-along", "no-address", "a ninth", "asked at release",
        "courtesy of a person", "answer in spite of an opt-out",
    },
    Records: {
        "power cut", "same key", "key reused", "asks to come back", "does not like it", "knows nobody", "falls silent",
        "settled by a person", "another channel", "told", "before a person", "delivered", "dropped", "waiting",
        "asked", "failed", "absorbed", "answer in spite of an opt-out",
    },
}  # fmt: skip


@pytest.fixture
def records(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any) -> type[Records]:
    """The machine on the desk's records, with SMS as a channel too and a mail server that can be told to fail."""
    monkeypatch.setattr(judge, "CHANNELS", frozenset({"email", "sms"}))
    settings.ENTENDU_SMTP_OUT = OutgoingServer("127.0.0.1", 25, "none", "", "")
    Records.moves_in(world.care, MailServer())
    every_channel_by(monkeypatch, Records.server.send)
    return Records


def plays_and_reaches(machine: type[RuleBasedStateMachine], runs: int, seed: int) -> None:
    """Runs it; all its places must have been reached on the way."""
    machine.reached.clear()
    play(machine, runs, seed)
    missed = {place for place in PLACES[machine] if not machine.reached[place]}
    assert not missed, f"{machine.__name__} never came to {sorted(missed)}"


@pytest.mark.parametrize("machine", PURE)
def test_the_invariants_hold(machine: type[RuleBasedStateMachine]) -> None:
    plays_and_reaches(machine, 200, seed=1)


@pytest.mark.django_db
def test_the_invariants_hold_in_the_records(records: type[Records]) -> None:
    play(records, 40, seed=1)  # too few to come everywhere


@pytest.mark.long
@pytest.mark.parametrize("piece", range(PIECES))
@pytest.mark.parametrize("machine", PURE)
def test_the_invariants_hold_ten_thousand_times(machine: type[RuleBasedStateMachine], piece: int) -> None:
    plays_and_reaches(machine, RUNS, seed=100 + piece)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("piece", range(RECORD_PIECES))
def test_the_invariants_hold_ten_thousand_times_in_the_records(records: type[Records], piece: int) -> None:
    plays_and_reaches(records, RECORD_RUNS, seed=100 + piece)
