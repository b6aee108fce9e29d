"""Facts that a source sends along: compared key by key, they win over what the words seem to say."""

import pytest

from entendu.core.governor.facts import read as reader
from entendu.core.governor.facts.given import statements, with_facts
from entendu.core.governor.facts.read import read
from tests.core.governor.days import MONDAY, Day, at

TEN = {"visit.date": "2026-11-19", "visit.time": "10:00"}
ELEVEN = TEN | {"visit.time": "11:00"}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("visit.date", "2026-11-19", [("date", "2026-11-19", "plan")]),
        ("start", "2026-11-19T10:00:00+01:00", [("date", "2026-11-19", "plan"), ("time", "10:00", "plan")]),
        ("visit.window", "08:00-12:00", [("window", "08:00-12:00", "plan")]),
        ("invoice.due", "2026-11-30", [("date", "2026-11-30", "due")]),
        ("incident.since", "04:28", [("time", "04:28", "since")]),
        ("invoice.amount", "52687", []),
        ("status", "solved", []),
    ],
)
def test_moments_are_understood_and_all_else_is_compared_as_it_is(key, value, said):
    assert [(s.kind, s.canon, s.role) for s in statements(key, value)] == said


def test_facts_win_over_the_words():
    said = read("We come on 19 or 20 November; invoice 12345 comes later.", MONDAY)
    right = with_facts(said, {"visit.date": "2026-11-20"})
    assert {s.canon for s in right.news if s.kind == "date"} == {"2026-11-20"}
    assert {s.canon for s in right.news if s.kind != "date"} == {s.canon for s in said.news if s.kind != "date"}


def test_the_same_facts_in_other_words_are_known_and_other_facts_in_the_same_words_are_news():
    day = Day()
    day.say(at("10:00"), "See you on Thursday at ten.", "confirmation", facts=TEN)
    day.say(at("12:00"), "The technician will be with you, as agreed, in the forenoon.", facts=TEN)
    day.say(at("16:30"), "See you on Thursday at ten.", facts=ELEVEN)
    day.say(at("09:00", 1), "See you on Thursday at ten.", facts=TEN)
    deliveries, outcomes = day.run()
    assert [d["submissions"] for d in deliveries] == [["m1"], ["m3"], ["m4"]]
    assert (outcomes["m2"]["reason"], outcomes["m2"]["because"]) == ("known", ["d1"])


def test_a_newer_value_replaces_what_waits_key_by_key():
    day = Day().say(at("10:00"), "At ten.", facts=TEN).say(at("10:30"), "At eleven.", facts=ELEVEN)
    deliveries, outcomes = day.run()
    assert [d["submissions"] for d in deliveries] == [["m2"]]
    assert (outcomes["m1"]["reason"], outcomes["m1"]["because"]) == ("superseded", ["m2"])


def test_a_source_with_facts_and_one_without_say_the_same():
    day = Day().say(at("10:00"), "See you soon.", "confirmation", facts=TEN)
    day.say(at("12:00"), "Your visit is on Thursday 19 November at 10:00.")
    day.say(at("13:00"), "Your visit is on Thursday 19 November at 11:00.")
    day.say(at("18:30"), "See you at eleven.", facts=ELEVEN)
    _, outcomes = day.run()
    assert [o["outcome"] for o in outcomes.values()] == ["delivered", "dropped", "delivered", "dropped"]


def test_only_vital_news_tells_vital_facts_and_only_an_end_is_an_end():
    day = Day().say(at("10:00"), "On the way.", "confirmation", facts=TEN)
    day.say(at("11:00"), "On the way!", "alert", vital=True, facts=TEN)
    day.say(at("12:00"), "Done.", "resolution", facts=TEN)
    assert len(day.run()[0]) == 3


def test_where_every_source_sends_facts_no_text_is_read(monkeypatch):
    def nobody_reads(*_):
        raise AssertionError("a text was read")

    monkeypatch.setattr(reader, "_read", nobody_reads)
    day = Day()
    for hour in range(9, 19):
        day.say(at(f"{hour}:00"), f"Words {hour}.", facts=TEN if hour % 3 else ELEVEN)
    assert day.run()[0]
