"""Somebody asked for fewer updates of one case: which those are, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from entendu.core.governor.decide import decide
from entendu.core.governor.model import Intent, Recipient, Settings, State, Submission, Verdict, Waiting
from entendu.core.governor.release import release
from entendu.core.governor.sparing import is_mere_update
from entendu.core.governor.told import said

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SETTINGS = Settings()
MARIE = Recipient("Marie", addresses={"email": "marie@laval.example"}, channel="email")


def says(body: str, number: str = "1", **more: Any) -> Submission:
    """A system says it on the case 7."""
    words = {"source": "crm", "person": "m", "case": "7", "intent": Intent.UPDATE, "submitted_at": NOW} | more
    return Submission(id=number, body=body, **words)


def waits(*these: Submission, due: int = 0) -> State:
    """All of them wait; the one of this place is due now, the others in a week."""
    at = [NOW if place == due else NOW + timedelta(days=7) for place in range(len(these))]
    return State(MARIE, waiting=tuple(Waiting(one, moment) for one, moment in zip(these, at, strict=True)))


@pytest.mark.parametrize("body", [
    "The technician has ordered a part.", "The part has left the warehouse.", "Step 3 of 7 is under way.",
    "Power is expected back at 14:00.", "Work on your line continues.", "The part arrives on Thursday 26 November.",
    "Votre pièce est partie de l’entrepôt.", "Les travaux se poursuivent, étape 2 sur 5.",
    "Piesa a plecat din depozit.", "Lucrarea continuă, pasul 2 din 5."])
def test_how_things_stand_is_a_mere_update(body: str) -> None:
    assert is_mere_update(says(body), said(says(body), MARIE, SETTINGS))


@pytest.mark.parametrize("body", [
    "Your visit has moved to Friday 27 November at 14:00.", "Your appointment on 26 November was cancelled.",
    "Your visit is on Friday 27 November at 14:00.", "Your order is ready.", "The repair is done.",
    "Your payment has failed.", "The part costs 40.00 € more.", "Your code for the locker: 4711.",
    "Please pay by 30 November.", "Votre rendez-vous est annulé.", "Votre commande est prête.",
    "Programarea dumneavoastră s-a mutat pe vineri 27 noiembrie la 14:00.", "Comanda dumneavoastră este gata."])
def test_what_they_have_to_reckon_with_is_none(body: str) -> None:
    assert not is_mere_update(says(body), said(says(body), MARIE, SETTINGS))


@pytest.mark.parametrize("more", [
    {"intent": Intent.ANSWER}, {"intent": Intent.QUESTION}, {"intent": Intent.PROMISE}, {"intent": Intent.RESOLUTION},
    {"intent": Intent.ALERT}, {"intent": Intent.CONFIRMATION}, {"vital": True}, {"human": True},
    {"due": NOW + timedelta(hours=3)}, {"expires": NOW + timedelta(hours=3)}, {"has_attachments": True},
    {"by": "email", "to": "m@home.example"}], ids=str)
def test_only_an_update_of_a_system_is_one(more: dict[str, Any]) -> None:
    one = says("The technician has ordered a part.", **more)
    assert not is_mere_update(one, said(one, MARIE, SETTINGS))


def test_it_is_held_for_company_and_says_why() -> None:
    decision = decide(says("The technician has ordered a part.", spared=True), State(MARIE), NOW)
    assert (decision.verdict, decision.reasons[0].code) == (Verdict.HOLD, "spared")
    assert decision.at > NOW + timedelta(days=6)


def test_it_goes_along_with_news_of_its_case_and_of_no_other() -> None:
    answer = says("Yes, it is.", intent=Intent.ANSWER)
    spared = says("The technician has ordered a part.", "2", spared=True)
    other = says("The lift on the left works again.", "3", spared=True, case="8")
    found = release(waits(answer, spared, other), NOW)
    assert found.delivery is not None
    assert found.delivery.parts == ("1", "2")
    assert found.settled == ()


def test_by_itself_it_never_goes() -> None:
    spared = says("The technician has ordered a part.", spared=True)
    assert release(waits(spared), NOW).delivery is None
    over = release(waits(spared), NOW + timedelta(days=7))
    assert (over.delivery, [one.reason.code for one in over.settled]) == (None, ["spared"])


def test_what_they_must_hear_does_not_rest_on_it() -> None:
    """An estimate that they are spared takes the place of nothing that was to go."""
    owed = says("Your visit is on Friday 27 November at 14:00.")
    spared = says("The technician arrives at 15:00.", "2", spared=True, submitted_at=NOW + timedelta(seconds=1))
    found = release(waits(owed, spared), NOW + timedelta(minutes=1))
    assert found.delivery is not None
    assert "1" in found.delivery.parts
    again = says("Your visit is on Friday 27 November at 14:00.", "2", spared=True)
    assert release(waits(owed, again), NOW).delivery is not None


def test_the_end_of_the_matter_says_it_in_its_place() -> None:
    spared = says("Power is expected back at 14:00.", spared=True)
    over = says("Power is back since 13:40.", "2", intent=Intent.RESOLUTION, submitted_at=NOW + timedelta(minutes=5))
    found = release(waits(spared, over, due=1), NOW + timedelta(minutes=6))
    assert found.delivery is not None
    assert found.delivery.parts == ("2",)
    assert [one.reason.code for one in found.settled] == ["superseded"]
