"""A reading that was kept says what the reader said, to the same reader and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from entendu.core.governor.decide import decide
from entendu.core.governor.facts.note import noted, recalled
from entendu.core.governor.facts.read import Reading, read
from entendu.core.governor.model import Intent, Recipient, Sent, Settings, State, Submission, Waiting
from entendu.core.governor.told import said

AT = datetime(2026, 11, 16, 10, tzinfo=ZoneInfo("Europe/Paris"))
TEXTS = [
    "Your visit\nMarie, your visit on Thursday 26 November between 09:00 and 11:00 is confirmed. Code: 4711.",
    "Votre rendez-vous n'est pas annulé : il passe du 26 au 27 novembre, à 14 h 30. Total : 49,90 €.",
    "Vizita dvs. a fost mutată pe 27 noiembrie, ora 10. Coletul AB-1234 verde a plecat; ce preferați?",
    "Ticket 17 was assigned to the second level.",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_kept_is_what_was_read(text: str) -> None:
    reading = read(text, AT, "17")
    line = noted(reading, "1 Europe/Paris")
    assert recalled(line, "1 Europe/Paris") == replace(reading, sentences=(), rots=())
    assert "\n" not in line


@pytest.mark.parametrize(("line", "by"), [("", "1 UTC"), (noted(read(TEXTS[0], AT, ""), "1 Europe/Paris"), "1 UTC"),
                                          (noted(read(TEXTS[0], AT, ""), "1 UTC"), "2 UTC")])
def test_what_another_reader_kept_is_read_again(line: str, by: str) -> None:
    assert recalled(line, by) is None


@pytest.mark.parametrize("news", TEXTS[:4])
@pytest.mark.parametrize("told", TEXTS[:4])
def test_the_decision_is_the_same_with_kept_readings(news: str, told: str) -> None:
    """A waiting and a told message beside the one that is judged, with their readings and without."""
    state, kept = State(Recipient("Marie", timezone="Europe/Paris", addresses={"email": "marie@laval.example"})), None
    for by_note in (False, True):
        me, other = (Submission(str(number), "crm", "p", "17", Intent.UPDATE, text, AT + timedelta(minutes=number))
                     for number, text in ((9, news), (5, told)))
        before = Sent("1", "crm", "17", Intent.UPDATE, "email", AT, told, delivered=True, delivery="1")
        if by_note:
            me, other = (replace(one, reading=_again(said(one, state.recipient, Settings()).reading))
                         for one in (me, other))
            before = replace(before, reading=_again(read(told, AT, "17")))
        full = replace(state, sent=(before,), waiting=(Waiting(other, AT + timedelta(hours=1)),))
        decision = decide(me, full, AT + timedelta(minutes=10))
        assert kept is None or decision == kept
        kept = decision


def _again(reading: Reading) -> Reading | None:
    return recalled(noted(reading, "1"), "1")
