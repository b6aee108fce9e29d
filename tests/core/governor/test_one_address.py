"""What is about one address goes there, by itself, or nowhere: a code that proves it proves nothing elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.decide import decide
from entendu.core.governor.model import Intent, Recipient, State, Submission, Verdict, Waiting
from entendu.core.governor.release import release

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVERY = frozenset({("email", "marie@laval.example"), ("email", "m.laval@home.example"), ("sms", "+23057001234")})
MARIE = Recipient(name="Marie", addresses={"email": "marie@laval.example", "sms": "+23057001234"}, every=EVERY,
                  channel="sms")


def code(number: int = 1, to: str = "m.laval@home.example", by: str = "email") -> Submission:
    return Submission(id=str(number), source="desk", person="1", case="1", intent=Intent.CONFIRMATION, by=by, to=to,
                      submitted_at=NOW, key=f"code-{number}",
                      body=f"Hello Marie,\n\nanswer with this code: 482 91{number}")


def news(number: int, body: str = "Your visit is on Friday at 10:00.") -> Submission:
    return Submission(id=str(number), source="shop", person="1", case="1", intent=Intent.UPDATE, body=body,
                      submitted_at=NOW, key=str(number))


def test_it_goes_to_that_address_and_not_to_the_one_that_is_written_to_first() -> None:
    decision = decide(code(), State(MARIE), NOW)
    assert (decision.channel, decision.address) == ("email", "m.laval@home.example")
    assert [one.code for one in decision.reasons if one.code != "other-channel"] == ["goes-alone"]
    assert decide(replace(code(), to="", by=""), State(MARIE), NOW).channel == "sms", "without, it goes as they chose"


@pytest.mark.parametrize("recipient", [
    replace(MARIE, every=EVERY - {("email", "m.laval@home.example")}),
    replace(MARIE, opted_out=frozenset({"email"})),
    replace(MARIE, addresses={"sms": "+23057001234"}, undeliverable=frozenset({"email"})),
], ids=["that address does not work", "they want nothing by mail", "no mail works"])
def test_where_it_may_not_go_there_it_goes_nowhere(recipient: Recipient) -> None:
    decision = decide(code(), State(recipient), NOW)
    assert (decision.channel, decision.address) == ("", "")
    waits = State(recipient, waiting=(Waiting(code(), NOW),))
    made = release(waits, NOW).delivery
    assert made is not None
    assert (made.channel, made.address) == ("", ""), "somebody is asked about it"


@given(st.lists(st.booleans(), min_size=1, max_size=5), st.permutations(range(6)))
def test_it_goes_alone(bound: list[bool], order: list[int]) -> None:
    """Whatever else waits, no word of it is read at another address, and nothing else at that one."""
    said = [code(n) if is_code else news(n, f"Visit {n} is on {n + 10} December at 1{n}:00.")
            for n, is_code in enumerate(bound)]
    waiting = tuple(Waiting(said[n], NOW) for n in order if n < len(said))
    left, now = {str(n) for n in range(len(said))}, NOW + timedelta(minutes=1)
    while waiting:
        made = release(State(MARIE, waiting=waiting), now)
        gone = {one.id for one in made.settled}
        if made.delivery is not None:
            parts = [one for one in said if one.id in made.delivery.parts]
            codes = [one for one in parts if one.to]
            assert not codes or len(parts) == 1
            assert (made.delivery.address == "m.laval@home.example") == bool(codes)
            assert sum(one.body[-7:] in made.delivery.body for one in said if one.to) == len(codes)
            gone |= set(made.delivery.parts)
        assert gone, "each round comes nearer to the end"
        left -= gone
        waiting = tuple(one for one in waiting if one.submission.id not in gone)
    assert not left


def test_another_code_is_no_newer_value_of_it() -> None:
    """A shop's code is news of its own: ours does not stand in its place."""
    shops = replace(news(7), body="Your code to sign in is 771 204.", intent=Intent.CONFIRMATION)
    waiting = (Waiting(shops, NOW), Waiting(code(8), NOW))
    first = release(State(MARIE, waiting=waiting), NOW)
    assert first.delivery is not None
    assert first.delivery.parts == ("8",)
    assert first.settled == ()


def test_before_its_time_it_is_left_where_it_is() -> None:
    """It waits for its own moment; other news does not wait for it."""
    waiting = (Waiting(news(1), NOW), Waiting(code(2), NOW + timedelta(hours=1)))
    made = release(State(MARIE, waiting=waiting), NOW)
    assert made.delivery is not None
    assert (made.delivery.parts, made.delivery.address) == (("1",), "+23057001234")
    assert made.settled == ()


def test_a_message_of_a_person_can_be_about_one_address_too() -> None:
    said = replace(code(), human=True, intent=Intent.QUESTION)
    assert decide(said, State(MARIE), NOW).verdict is Verdict.SEND
    assert decide(said, State(MARIE), NOW).address == "m.laval@home.example"
