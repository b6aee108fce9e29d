"""People first: contradictions are asked, a colleague is not talked over, and a bound never drops."""

from dataclasses import replace
from datetime import timedelta

import pytest

from entendu.core.governor.decide import decide
from entendu.core.governor.model import Inbound, Intent, Sent, State, Verdict, Waiting, Writing
from entendu.core.governor.reasons import LANGUAGES, explain
from entendu.core.governor.release import release
from tests.core.governor.test_news import MARIE, MOVED, TEN, VISIT, told, update

MINUTE = timedelta(minutes=1)


def other(text=VISIT, minutes=3, **more):
    """What another system wrote a few minutes before ten, and waits."""
    wrote = update(text, id="m0", source="agenda", submitted_at=TEN - minutes * MINUTE, **more)
    return Waiting(wrote, TEN + 60 * MINUTE)


def answer(number=1, at=TEN, **more):
    """What a bot answers at ten."""
    words = {"id": f"a{number}", "source": "bot", "intent": Intent.ANSWER, "submitted_at": at}
    return update(f"Answer {number}: the refund is {number}0.00 €.", **(words | more))


@pytest.mark.parametrize(
    ("text", "rival", "asks"),
    [
        (MOVED, other(), True),
        (MOVED, other(minutes=6), False),
        (MOVED, replace(other(), submission=replace(other().submission, source="crm")), False),
        ("Your visit has moved to Friday 27 November at 16:00.", other(), False),
        ("Your visit is on Friday 27 November at 16:00, not 14:30.", other(), False),
        ("The total is 20.00 €.", other(), False),
        ("The visit of Odile is on 27 November at 16:00.", other("The visit of Jonas is on 27/11, 15:00."), False),
    ],
)  # fmt: skip
def test_two_systems_that_contradict_each_other_within_minutes_are_put_before_a_person(text, rival, asks):
    decision = decide(update(text), State(MARIE, waiting=(rival,)), TEN)
    assert (decision.verdict is Verdict.ASK) == asks
    if asks:
        assert decision.because == ("m0",)
        assert TEN < decision.at <= TEN + timedelta(hours=4)
        assert all("agenda" in explain(decision, language) for language in LANGUAGES)


def test_what_was_told_minutes_ago_is_contradicted_too():
    state = State(MARIE, sent=(told(VISIT, at=TEN - MINUTE),))
    assert decide(update(MOVED), state, TEN).verdict is Verdict.ASK


def test_a_question_to_a_person_ends_by_itself_and_the_newer_news_goes():
    one, two = other(), Waiting(update(MOVED), TEN)
    asked = decide(two.submission, State(MARIE, waiting=(one,)), TEN)
    state = State(MARIE, waiting=(one, replace(two, at=asked.at)))
    assert decide(two.submission, State(MARIE, waiting=(one,)), asked.at).verdict is Verdict.SEND
    out = release(state, asked.at)
    assert out.delivery.parts == ("m1",)
    assert [s.id for s in out.settled] == ["m0"]


def test_what_a_person_sent_before_its_time_is_not_followed_by_what_it_replaced():
    rival = other()
    newer = told(MOVED, at=TEN + MINUTE)
    out = release(State(MARIE, sent=(newer,), waiting=(replace(rival, at=TEN + 2 * MINUTE),)), TEN + 2 * MINUTE)
    assert out.delivery is None
    assert [(s.id, s.reason.code, s.because) for s in out.settled] == [("m0", "superseded", (newer.id,))]


def test_the_ninth_that_is_owed_asks_and_none_is_dropped():
    night = TEN.replace(hour=22)
    nine = [answer(n, night, case=f"c{n}") for n in range(1, 10)]
    opening = TEN.replace(hour=8) + timedelta(days=1)
    held = tuple(Waiting(a, opening) for a in nine[:8])
    decision = decide(nine[8], State(MARIE, waiting=held), night)
    assert decision.verdict is Verdict.ASK
    assert decision.at >= opening
    assert decide(nine[7], State(MARIE, waiting=held[:7]), night).verdict is Verdict.HOLD
    out = release(State(MARIE, waiting=(*held, Waiting(nine[8], opening))), opening)
    assert len(out.delivery.parts) == 9


def test_nobody_talks_over_a_colleague_who_is_writing():
    here = (Inbound(TEN - MINUTE, "sms", "c1"),)
    state = State(MARIE, inbound=here, writing=(Writing("c1", TEN + 10 * MINUTE),))
    decision = decide(answer(), state, TEN)
    assert decision.verdict is Verdict.HOLD
    assert decision.at == TEN + 2 * MINUTE - timedelta(seconds=5), "the answer is still in time"
    assert decide(answer(case="c2"), state, TEN).reasons[0].code != "colleague-writes"
    assert decide(answer(vital=True), state, TEN).verdict is Verdict.SEND
    waiting = replace(state, waiting=(Waiting(answer(), TEN),))
    assert release(waiting, TEN).delivery is None
    assert release(waiting, decision.at).delivery.parts == ("a1",), "if the colleague closes without sending"


@pytest.mark.parametrize("minutes", [0.5, -0.5])
def test_a_persons_answer_stands_in_place_of_a_bots(minutes):
    """The bot wrote before or after the person did; the customer wrote before both."""
    hers = Sent("m9", "desk", "c1", Intent.ANSWER, "sms", TEN, "No refund.", delivered=True, human=True)
    state = State(MARIE, sent=(hers,), inbound=(Inbound(TEN - 2 * MINUTE, "sms", "c1"),))
    bots = answer(at=TEN + minutes * MINUTE)
    now = TEN + MINUTE
    decision = decide(bots, state, now)
    assert (decision.verdict, decision.because) == (Verdict.DROP, ("m9",))
    settled = release(replace(state, waiting=(Waiting(bots, now),)), now).settled
    assert [(s.id, s.reason.code) for s in settled] == [("a1", "answered-by-person")]


def test_a_bots_answer_to_a_newer_question_goes():
    hers = Sent("m9", "desk", "c1", Intent.ANSWER, "sms", TEN, "No refund.", delivered=True, human=True)
    state = State(MARIE, sent=(hers,), inbound=(Inbound(TEN + MINUTE, "sms", "c1"),))
    assert decide(answer(at=TEN + MINUTE), state, TEN + MINUTE).verdict is not Verdict.DROP
