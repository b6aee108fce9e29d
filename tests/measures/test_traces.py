"""The governor on the shared traces, where they lie beside the repository, and on weeks of our own trades."""

import pytest

from tests.measures.traces import GOALS, SHARED, TRADES, scored, trade_week

pytestmark = [pytest.mark.long]
scorer = pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the shared traces are not here")


@scorer
@pytest.mark.parametrize("name", GOALS)
def test_shared_traces_hold(name, tmp_path):
    holds, words = scored(SHARED / f"{name}.jsonl", tmp_path, *GOALS[name])
    assert holds, words


@scorer
@pytest.mark.parametrize("name", TRADES)
def test_weeks_of_our_own_trades_hold(name, tmp_path):
    holds, words = scored(trade_week(name, 1, tmp_path), tmp_path)
    assert holds, words
