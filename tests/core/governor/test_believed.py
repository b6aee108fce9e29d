"""What somebody will believe is worked out message by message, and comes to the same as all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from entendu.core.governor.decide import decide
from entendu.core.governor.model import Intent, Recipient, Sent, State, Submission, Waiting

AT = datetime(2026, 11, 16, 10, tzinfo=UTC)
TEXTS = ("Your visit is on Thursday 26 November at 9:00.", "Your visit is on Thursday 26 November at 11:00.",
         "Your visit is cancelled.", "Your visit is on Friday 27 November.", "Parcel AB-1234 is on its way.",
         "Total: 49.00 €.", "Total: 59.00 €. Parcel AB-1234 is on its way.")
said = st.tuples(st.sampled_from(TEXTS), st.sampled_from(["1", "2"]), st.sampled_from(["crm", "booking"]))


@given(st.lists(said, max_size=4), st.lists(said, min_size=1, max_size=7))
def test_one_after_the_other_is_judged_as_each_by_itself(told: list[tuple[str, str, str]],
                                                         news: list[tuple[str, str, str]]) -> None:
    """A state that remembers, which waits for more and more, beside one made anew for each."""
    sent = tuple(Sent(f"t{number}", source, case, Intent.UPDATE, "email", AT + timedelta(seconds=number), text,
                      delivered=True, delivery=f"d{number}") for number, (text, case, source) in enumerate(told))
    growing = State(Recipient("Marie", addresses={"email": "marie@laval.example"}), sent)
    for number, (text, case, source) in enumerate(news):
        at = AT + timedelta(minutes=1 + number)
        me = Submission(f"m{number}", source, "p", case, Intent.UPDATE, text, at)
        alone = State(growing.recipient, growing.sent, growing.waiting)
        assert decide(me, growing, at) == decide(me, alone, at)
        growing = replace(growing, waiting=(*growing.waiting, Waiting(me, at + timedelta(hours=4))))


def test_nothing_is_remembered_of_what_was_taken_back() -> None:
    """The same state with another message waiting, or another recipient, is judged anew."""
    first = Submission("a", "crm", "p", "1", Intent.UPDATE, TEXTS[0], AT)
    other = replace(first, body=TEXTS[1])
    again = Submission("b", "booking", "p", "1", Intent.UPDATE, f"Reminder: {TEXTS[0]}", AT + timedelta(hours=1))
    waits = State(Recipient("Marie", addresses={"email": "marie@laval.example"}),
                  waiting=(Waiting(first, AT + timedelta(hours=4)),))
    now = AT + timedelta(hours=1)
    assert decide(again, waits, now).reasons[0].code == "rides-along"
    changed = replace(waits, waiting=(Waiting(other, AT + timedelta(hours=4)),))
    assert decide(again, changed, now).reasons[0].code != "rides-along"
    assert decide(again, waits, now).reasons[0].code == "rides-along"
