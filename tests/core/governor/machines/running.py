"""How the machines are run: always the same runs for the same seed, so that what they find is found again."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

STEPS = {"OnePerson": 14, "Twins": 10, "OutboxOnPaper": 14, "Records": 5}


def play(machine: type[RuleBasedStateMachine], runs: int, seed: int, *, shrinks: bool = True) -> None:
    """So many runs of a machine. Raises what it finds, as the shortest way there if it `shrinks`."""
    seeded = type(machine.__name__, (machine,), {"_hypothesis_internal_use_seed": seed})
    phases = (Phase.generate, Phase.shrink) if shrinks else (Phase.generate,)
    run_state_machine_as_test(
        seeded,
        settings=settings(
            max_examples=runs, stateful_step_count=STEPS[machine.__name__], phases=phases, database=None, deadline=None,
            report_multiple_bugs=False, print_blob=False, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
