"""The rules of a single message, as a table of people and moments."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from entendu.core.governor.decide import decide
from entendu.core.governor.model import (
    Inbound,
    Intent,
    Recipient,
    Sent,
    Settings,
    State,
    Submission,
    Verdict,
    Waiting,
)
from entendu.core.governor.reasons import explain

PARIS = ZoneInfo("Europe/Paris")
MARIE = Recipient(
    name="Marie",
    language="fr",
    timezone="Europe/Paris",
    addresses={"sms": "+33600000000", "email": "marie@example.com"},
    hours=(("mon-sun", "08:00", "21:00"),),
)
DAY = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
NIGHT = datetime(2026, 11, 24, 21, 40, tzinfo=PARIS)
MORNING = datetime(2026, 11, 25, 8, 0, tzinfo=PARIS)


def reply(now, **more):
    """A reply that a person writes at `now`."""
    base = Submission("m1", "desk", "marie", "c42", Intent.ANSWER, "The form is live again.", now, human=True)
    return replace(base, **more)


def told(at, text="The form is live again.", **more):
    """A message on case c42 that Marie has got."""
    base = Sent("m0", "desk", "c42", Intent.ANSWER, "sms", at, text, delivered=True, delivery="d0")
    return replace(base, **more)


def test_at_night_it_waits_for_her_morning():
    decision = decide(reply(NIGHT), State(MARIE), NIGHT)
    assert (decision.verdict, decision.at, decision.channel) == (Verdict.HOLD, MORNING, "sms")
    assert explain(decision, "en") == "Will go by SMS at 08:00 tomorrow: it is 21:40 for Marie."
    assert explain(decision, "fr") == "Partira par SMS demain à 8\u00a0h\u00a0: il est 21\u00a0h\u00a040 chez Marie."
    assert explain(decision, "ro") == "Pleacă prin SMS mâine la 08:00: la Marie este 21:40."


def test_by_day_it_goes_after_the_seconds_in_which_it_can_be_taken_back():
    decision = decide(reply(DAY), State(MARIE), DAY, Settings(undo_seconds=30))
    assert (decision.verdict, decision.at) == (Verdict.SEND, DAY + timedelta(seconds=30))
    assert decision.address == "+33600000000"


def test_when_the_seconds_are_over_it_goes():
    at_release = DAY + timedelta(seconds=30)
    decision = decide(reply(DAY), State(MARIE), at_release, Settings(undo_seconds=30))
    assert (decision.verdict, decision.at) == (Verdict.SEND, at_release)


def test_someone_who_is_here_gets_the_answer_where_she_wrote():
    wrote = Inbound(NIGHT - timedelta(minutes=29), "email", "c42")
    decision = decide(reply(NIGHT, human=False), State(MARIE, inbound=(wrote,)), NIGHT)
    assert (decision.verdict, decision.at, decision.channel) == (Verdict.SEND, NIGHT, "email")


def test_someone_who_has_left_does_not():
    wrote = Inbound(NIGHT - timedelta(minutes=31), "email", "c42")
    decision = decide(reply(NIGHT), State(MARIE, inbound=(wrote,)), NIGHT)
    assert (decision.verdict, decision.at, decision.channel) == (Verdict.HOLD, MORNING, "email")


@pytest.mark.parametrize(("emergencies", "verdict"), [(True, Verdict.SEND), (False, Verdict.HOLD)])
def test_vital_news_goes_at_night_if_they_allow_it(emergencies, verdict):
    person = replace(MARIE, emergencies=emergencies)
    alert = reply(NIGHT, intent=Intent.ALERT, human=False)
    assert decide(alert, State(person), NIGHT).verdict is verdict


def test_a_person_may_send_now_and_say_why():
    decision = decide(reply(NIGHT, override="she asked me to write tonight"), State(MARIE), NIGHT)
    assert decision.verdict is Verdict.SEND
    assert "she asked me to write tonight" in explain(decision, "en")


def test_an_automation_may_not():
    decision = decide(reply(NIGHT, override="important", human=False), State(MARIE), NIGHT)
    assert decision.verdict is Verdict.HOLD


@pytest.mark.parametrize(
    ("case", "sent", "inbound", "verdict"),
    [
        ("the same text", [told(DAY - timedelta(hours=1))], [], Verdict.DROP),
        (
            "in other capitals and spaces",
            [told(DAY - timedelta(hours=1), "the form  is live AGAIN.")],
            [],
            Verdict.DROP,
        ),
        ("one word differs", [told(DAY - timedelta(hours=1), "The form is not live again.")], [], Verdict.SEND),
        ("it never arrived", [told(DAY - timedelta(hours=1), delivered=False)], [], Verdict.SEND),
        ("another case", [told(DAY - timedelta(hours=1), case="c43")], [], Verdict.SEND),
        (
            "she asked again",
            [told(DAY - timedelta(hours=1))],
            [Inbound(DAY - timedelta(minutes=5), "sms", "c42")],
            Verdict.SEND,
        ),
        (
            "there and back again",
            [told(DAY - timedelta(hours=2)), told(DAY - timedelta(hours=1), "It is down.", id="m9")],
            [],
            Verdict.SEND,
        ),
    ],
)
def test_never_twice_the_same(case, sent, inbound, verdict):
    state = State(MARIE, sent=tuple(sent), inbound=tuple(inbound))
    decision = decide(reply(DAY), state, DAY)
    assert decision.verdict is verdict, case
    if verdict is Verdict.DROP:
        assert decision.because == ("m0",)


def test_the_same_text_that_waits_already():
    held = Waiting(reply(NIGHT, id="m0"), MORNING, "sms")
    decision = decide(reply(NIGHT), State(MARIE, waiting=(held,)), NIGHT)
    assert (decision.verdict, decision.because) == (Verdict.DROP, ("m0",))


def test_the_same_key_is_one_message():
    state = State(MARIE, sent=(told(DAY - timedelta(minutes=1), "Other words", key="k1"),))
    decision = decide(reply(DAY, key="k1"), state, DAY)
    assert (decision.verdict, decision.because) == (Verdict.DROP, ("m0",))
    assert decide(reply(DAY, key="k1", source="crm"), state, DAY).verdict is Verdict.SEND


def test_what_has_expired_is_not_sent():
    decision = decide(reply(DAY, expires=DAY - timedelta(minutes=1)), State(MARIE), DAY)
    assert decision.verdict is Verdict.DROP
    assert explain(decision, "en") == "Not sent: it lost its use at 09:59."


def test_a_dead_number_means_the_other_address_and_says_so():
    decision = decide(reply(DAY), State(replace(MARIE, undeliverable=frozenset({"sms"}))), DAY)
    assert (decision.verdict, decision.channel) == (Verdict.SEND, "email")
    assert "other-channel" in [reason.code for reason in decision.reasons]


def test_with_no_address_left_a_person_is_asked():
    decision = decide(reply(DAY), State(replace(MARIE, opted_out=frozenset({"sms", "email"}))), DAY)
    assert decision.verdict is Verdict.ASK
    assert decision.at > DAY


def test_a_survey_does_not_come_by_another_way_after_a_no():
    survey = reply(DAY, intent=Intent.COURTESY, human=False)
    assert decide(survey, State(replace(MARIE, opted_out=frozenset({"sms"}))), DAY).verdict is Verdict.DROP


def test_a_scheduled_message_keeps_its_time():
    at_six = DAY.replace(hour=18)
    decision = decide(reply(DAY, not_before=at_six), State(MARIE), DAY)
    assert (decision.verdict, decision.at) == (Verdict.HOLD, at_six)


def test_a_scheduled_message_keeps_its_time_although_they_are_here():
    at_six = DAY.replace(hour=18)
    here = State(MARIE, inbound=(Inbound(DAY - timedelta(minutes=1), "sms", "4127"),))
    assert decide(reply(DAY, not_before=at_six), here, DAY).at == at_six
