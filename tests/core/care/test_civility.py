"""The ladder: what follows what, how long a pause lasts, and that no step ever silences an urgent fact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.care.civility import NEXT, SHORTEST_PAUSE, Standing, Step, may_follow, passage, pause_until
from entendu.core.care.urgent import Why, urgent
from entendu.core.care.veil import pieces
from entendu.core.promises.working import working_time

NOW = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
PARIS = working_time("Europe/Paris")
PAUSED = Standing(Step.PAUSED, NOW + timedelta(days=1))
URGENT = [
    ("The till is down and nobody can pay.", Why.OUTAGE), ("Our shop has been offline since six.", Why.OUTAGE),
    ("We cannot take bookings.", Why.OUTAGE), ("There is smoke from the cabinet.", Why.DANGER),
    ("It smells of gas in the cellar.", Why.DANGER), ("A patient is waiting for this.", Why.DANGER),
    ("Somebody hacked the account.", Why.DANGER), ("It says ORA-00942.", Why.CODE), ("Error GW-1207 again.", Why.CODE),
    ("I need it by Friday.", Why.HURRY), ("The audit is tomorrow.", Why.HURRY), ("This is urgent.", Why.HURRY),
    ("La caisse est en panne.", Why.OUTAGE), ("Nous n'avons plus de courant.", Why.OUTAGE),
    ("Rien ne marche.", Why.OUTAGE), ("Ça sent le brûlé, il y a de la fumée.", Why.DANGER),
    ("La chaudière fuit dans le magasin.", Why.DANGER), ("Il le faut avant vendredi.", Why.HURRY),
    ("C'est urgent.", Why.HURRY), ("Casa de marcat nu merge.", Why.OUTAGE), ("Nu mai avem curent.", Why.OUTAGE),
    ("Site-ul a căzut.", Why.OUTAGE), ("Miroase a gaz.", Why.DANGER), ("Este un pericol.", Why.DANGER),
    ("Am nevoie până vineri.", Why.HURRY), ("E urgent.", Why.HURRY),
]
INSULTS = ["You are idiots.", "Bunch of clowns!", "Vous êtes nuls.", "Bande d'incapables.", "Sunteți niște hoți.",
           "Proștilor.", "Shame on you, liars.", ""]
STEPS = st.sampled_from([None, *Step])


@pytest.mark.parametrize(("words", "why"), URGENT)
def test_what_may_be_urgent_is_seen(words: str, why: Why) -> None:
    assert why in {one.why for one in urgent(words)}


@pytest.mark.parametrize("words", [one for one in INSULTS if one] + [
    "Your service is a disgrace and so are you.", "Vous ne savez rien faire.", "Nu mai vreau să aud de voi.",
    "I have never seen such incompetence."])
def test_an_insult_alone_is_not_urgent(words: str) -> None:
    assert not urgent(words)
    assert not passage(PAUSED, words, [("insult", "")], NOW).at_once


@given(st.lists(st.sampled_from(INSULTS), max_size=4), st.sampled_from(URGENT), st.lists(st.sampled_from(INSULTS),
       max_size=4), STEPS, st.sampled_from([str, str.upper, str.lower]))
def test_no_step_silences_an_urgent_fact(before: list[str], fact: tuple[str, Why], after: list[str],
                                         step: Step | None, shout: type[str]) -> None:
    text = shout(" ".join([*before, fact[0], *after]))
    assert passage(Standing(step, PAUSED.until), text, [("insult", "")], NOW).at_once


@given(st.text(max_size=200), st.sampled_from(INSULTS), STEPS)
def test_an_insult_more_silences_nothing(text: str, insult: str, step: Step | None) -> None:
    standing = Standing(step, PAUSED.until)
    if passage(standing, text, [], NOW).at_once and text.strip():
        assert passage(standing, f"{insult} {text} {insult}", [("insult", "")], NOW).at_once


@given(st.text(max_size=80), STEPS, st.sampled_from([("deadline", ""), ("error-code", "X1"), ("emotion", "urgency")]))
def test_what_a_reader_found_urgent_gets_through(text: str, step: Step | None, found: tuple[str, str]) -> None:
    assert passage(Standing(step, PAUSED.until), text, [found], NOW).at_once


@given(st.text(max_size=80), STEPS)
def test_what_could_not_be_read_gets_through(text: str, step: Step | None) -> None:
    assert passage(Standing(step, PAUSED.until), text, None, NOW).at_once


@given(st.sampled_from(list(Step)), st.integers(0, 10**6))
def test_a_pause_ends_by_itself(step: Step, seconds: int) -> None:
    after = NOW + timedelta(days=1, seconds=seconds)
    assert passage(Standing(step, PAUSED.until), "You are idiots.", [("insult", "")], after).at_once


@given(st.lists(st.one_of(st.sampled_from(INSULTS), st.sampled_from([fact for fact, _ in URGENT])), min_size=1,
       max_size=6), st.data())
def test_the_veil_covers_nothing_urgent_and_loses_no_letter(said: list[str], data: st.DataObject) -> None:
    text = " ".join(said)
    places = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    cut = pieces(text, places)
    assert "".join(one.text for one in cut) == text
    assert not any(urgent(one.text) for one in cut if one.veiled)


@pytest.mark.parametrize(("now", "until"), [
    ("2026-11-23T17:40+00:00", "2026-11-24T08:00+00:00"),  # Monday evening: Tuesday at nine
    ("2026-11-23T09:00+00:00", "2026-11-24T08:00+00:00"),
    ("2026-11-27T12:00+00:00", "2026-11-30T08:00+00:00"),  # Friday: over the weekend
    ("2026-11-24T02:00+00:00", "2026-11-25T08:00+00:00"),  # at night the morning is too near
    ("2026-03-28T10:00+00:00", "2026-03-30T07:00+00:00"),  # the clocks go forward on the Sunday
])
def test_a_pause_ends_on_a_working_morning(now: str, until: str) -> None:
    assert pause_until(datetime.fromisoformat(now), PARIS) == datetime.fromisoformat(until)
    assert datetime.fromisoformat(until) - datetime.fromisoformat(now) >= SHORTEST_PAUSE


def test_every_step_has_a_way_on_and_none_begins_but_with_a_request() -> None:
    assert may_follow(Standing()) == (Step.WARNED,)
    assert all(NEXT[step] for step in Step)
    assert all(Step.INVITED in NEXT[step] for step in Step if step is not Step.INVITED)
