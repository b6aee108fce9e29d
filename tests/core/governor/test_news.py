"""One message of a system before the judge: known, out of date, bookkeeping, joining, waiting."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from entendu.core.governor.decide import decide
from entendu.core.governor.model import Intent, Recipient, Sent, State, Submission, Verdict, Waiting
from entendu.core.governor.reasons import LANGUAGES, explain
from entendu.core.governor.release import release

PARIS = ZoneInfo("Europe/Paris")
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
MARIE = Recipient("Marie", "en", "Europe/Paris", {"sms": "+33600000000"}, hours=(("mon-sun", "08:00", "20:00"),))
VISIT = "Your visit is on Friday 27 November at 14:30."
MOVED = "Your visit is on Friday 27 November at 16:00."


def update(text=VISIT, **more):
    """What a system writes at ten."""
    return replace(Submission("m1", "crm", "marie", "c1", Intent.UPDATE, text, TEN), **more)


def told(text, at=TEN - timedelta(hours=1), **more):
    """What Marie has been told on case c1."""
    return replace(Sent("m0", "agenda", "c1", Intent.CONFIRMATION, "sms", at, text, delivered=True), **more)


def held(text, at=TEN + timedelta(hours=2), **more):
    """What waits for Marie on case c1."""
    return Waiting(update(text, id="m0", source="agenda", submitted_at=TEN - timedelta(minutes=20), **more), at)


@pytest.mark.parametrize(
    ("submission", "state", "verdict", "code"),
    [
        (update(), State(MARIE), Verdict.HOLD, "may-wait"),
        (update("See you on 27/11 at 2:30 pm."), State(MARIE, sent=(told(VISIT),)), Verdict.DROP, "known"),
        (update(MOVED), State(MARIE, sent=(told(VISIT),)), Verdict.HOLD, "may-wait"),
        (
            update("See you on 27/11 at 2:30 pm."),
            State(MARIE, sent=(told(VISIT, delivered=False),)),
            Verdict.HOLD,
            "may-wait",
        ),
        (update("27/11, 14:30."), State(MARIE, sent=(told(VISIT),), waiting=(held(MOVED),)), Verdict.HOLD, "may-wait"),
        (update("Ticket c1 was assigned."), State(MARIE), Verdict.DROP, "no-news"),
        (update("Rate us!", intent=Intent.COURTESY), State(MARIE), Verdict.DROP, "unwanted"),
        (update("On 27/11 at 2:30 pm."), State(MARIE, waiting=(held(VISIT),)), Verdict.MERGE, "rides-along"),
        (update("Gas leak!", intent=Intent.ALERT), State(MARIE), Verdict.SEND, "vital"),
        (update("Gas leak!", human=True), State(MARIE), Verdict.SEND, "undo"),
    ],
)
def test_the_verdict_on_what_a_system_writes(submission, state, verdict, code):
    decision = decide(submission, state, TEN)
    assert (decision.verdict, decision.reasons[0].code) == (verdict, code)
    assert all(explain(decision, language).strip() for language in LANGUAGES)


def test_an_update_that_was_overtaken_while_it_waited_is_dropped():
    older = update(submitted_at=TEN - timedelta(hours=3), id="m0")
    newer = Waiting(update(MOVED, submitted_at=TEN - timedelta(hours=1)), TEN + timedelta(hours=1))
    decision = decide(older, State(MARIE, waiting=(newer,)), TEN)
    assert (decision.verdict, decision.because) == (Verdict.DROP, ("m1",))


def test_at_its_time_a_held_update_goes():
    at_last = TEN + timedelta(hours=4)
    assert decide(update(), State(MARIE), at_last).verdict is Verdict.SEND


def test_what_a_person_wrote_is_never_dropped_for_what_it_says():
    assert decide(update("27/11, 14:30.", human=True), State(MARIE, sent=(told(VISIT),)), TEN).verdict is Verdict.SEND


@pytest.mark.parametrize("text", [VISIT, "See you on 27/11 at 2:30 pm.", "Ticket c1 was assigned."])
def test_what_brings_a_file_is_never_known_already(text):
    """The second invoice comes with the words of the first."""
    brings = update(text, has_attachments=True, submitted_at=TEN - timedelta(hours=4))
    state = State(MARIE, sent=(told(VISIT, id="m9"),), waiting=(Waiting(brings, TEN),))
    assert decide(update(text, has_attachments=True), state, TEN).verdict is Verdict.HOLD
    released = release(state, TEN)
    assert released.delivery is not None
    assert released.delivery.parts == ("m1",)


PAY = "Please pay 120.00 € here: https://pay.example/i/4711?s=ab."


@pytest.mark.parametrize(("text", "expired", "verdict"), [
    (PAY, TEN - timedelta(minutes=5), Verdict.HOLD),
    (PAY, TEN + timedelta(minutes=5), Verdict.DROP),
    (PAY, None, Verdict.DROP),
    ("Your code is 4711.", TEN - timedelta(minutes=5), Verdict.HOLD),
    (VISIT, TEN - timedelta(minutes=5), Verdict.DROP),
])
def test_a_link_or_a_code_is_of_use_again_once_the_one_before_has_expired(text, expired, verdict):
    """Told at nine, in the same words; when it may go, whoever judges what waits says the same."""
    before = told(text, at=TEN - timedelta(hours=1), expires=expired)
    assert decide(update(text), State(MARIE, sent=(before,)), TEN).verdict is verdict
    out = release(State(MARIE, sent=(before,), waiting=(Waiting(update(text), TEN),)), TEN)
    assert bool(out.delivery) == (verdict is Verdict.HOLD)


@pytest.mark.parametrize(("expires", "goes"), [(TEN + timedelta(minutes=10), True), (None, False)])
def test_a_code_that_was_asked_for_at_another_door_is_told_as_often_as_it_is_asked_for(expires, goes):
    """Lost, and asked for again where they sign in: the same code in the same words, three minutes later."""
    code = update("Your code is 4711.", intent=Intent.ANSWER, expires=expires)
    before = told(code.body, at=TEN - timedelta(minutes=3), intent=Intent.ANSWER, expires=expires)
    assert (decide(code, State(MARIE, sent=(before,)), TEN).verdict is not Verdict.DROP) == goes
    out = release(State(MARIE, sent=(before,), waiting=(Waiting(code, TEN),)), TEN)
    assert bool(out.delivery) == goes
