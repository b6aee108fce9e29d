"""Faults that others have had, put into the governor one at a time: the machines find every one of them."""

from __future__ import annotations

import pytest

from tests.core.governor.machines.mutants import OUR_OWN, SEEDED, TOY, Mutant
from tests.core.governor.machines.records import Records
from tests.core.governor.machines.running import play
from tests.core.governor.test_state_machines import records as records

ALL = (*SEEDED, *TOY, *OUR_OWN)
PURE = [one for one in ALL if one.machine is not Records]
IN_RECORDS = [one for one in ALL if one.machine is Records]
# So many runs must do; a run in the database costs ten times as much.
ENOUGH, ENOUGH_IN_RECORDS = 400, 60


def is_killed(mutant: Mutant, seed: int) -> None:
    """Plays the mutant's machine until it finds something, for a bounded number of runs."""
    runs = ENOUGH_IN_RECORDS if mutant.machine is Records else ENOUGH
    with mutant.lives(), pytest.raises((AssertionError, IndexError, KeyError, RecursionError)):
        play(mutant.machine, runs, seed, shrinks=False)


@pytest.mark.parametrize("mutant", PURE, ids=lambda one: one.name)
def test_the_machines_kill_it(mutant: Mutant) -> None:
    is_killed(mutant, seed=1)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("mutant", IN_RECORDS, ids=lambda one: one.name)
def test_the_machine_of_the_records_kills_it(mutant: Mutant, records: type[Records]) -> None:
    is_killed(mutant, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 7))
@pytest.mark.parametrize("mutant", PURE, ids=lambda one: one.name)
def test_the_machines_kill_it_on_other_ways_too(mutant: Mutant, seed: int) -> None:
    is_killed(mutant, seed)


@pytest.mark.parametrize("mutant", ALL, ids=lambda one: one.name)
def test_nothing_of_it_is_left(mutant: Mutant) -> None:
    owner, name = mutant.where
    before = vars(owner)[name]
    with mutant.lives():
        assert vars(owner)[name] is not before
    assert vars(owner)[name] is before
