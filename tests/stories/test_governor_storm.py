"""The seventh story of the study of governors, with its incident: forty cases, revised estimates, one end.

What three systems say of an outage without an incident stands in `test_governor_stories.py`.
"""

from __future__ import annotations

from typing import Any

import pytest

from entendu.core.governor.model import Intent
from entendu.flows.diagnosis import incident
from entendu.flows.diagnosis.incident import News, ToldLately
from entendu.parts.diagnosis.actions import defects
from entendu.parts.diagnosis.models.defects import Defect
from entendu.parts.outbox.models import Delivery, Submission
from entendu.parts.tickets import actions as tickets
from tests.servers.smtp_robot import SmtpRobot
from tests.stories import week as weeks
from tests.stories.customer import Story
from tests.stories.week import Week, week_with

pytestmark = pytest.mark.django_db

CASES = 40
SYSTEMS = ("network", "crm", "bot")


@pytest.fixture
def week(smtp_robot: SmtpRobot, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Week:
    monkeypatch.setattr(weeks, "MOST", 10 * CASES)
    return week_with(smtp_robot, settings)


@pytest.fixture
def folk(week: Week) -> list[Story]:
    """Forty people without power; Odile, the first of them, has another matter besides."""
    return [Story(week, f"Odile{number} Faure") for number in range(CASES)]


@pytest.fixture
def outage(week: Week, folk: list[Story]) -> Defect:
    """The incident that touches all of them."""
    made = defects.open_defect(week.mailbox.team, week.ioana, now=week.now, title="Power is out", signs=["no power"])
    for one in folk:
        defects.link(made, one.case, week.ioana, now=week.now)
    return made


def tell(outage: Defect, folk: list[Story], text: str, **more: Any) -> None:
    """Ioana tells all of them."""
    week = folk[0].week
    news = News(key=text[-40:], texts={"en": text}, tickets=frozenset(one.case.pk for one in folk), **more)
    incident.tell(outage, week.ioana, news, now=week.now)


def test_7_forty_cases_one_matter(week: Week, folk: list[Story], outage: Defect) -> None:
    """Told at once; again when it is much worse or half an hour is over; the end once, which settles what systems still
    want to say; and a private matter of one of them goes its own way."""
    odile = folk[0]
    odile.at("09:00")
    tell(outage, folk, "The power is out in your street. It is expected back at 10:00.")
    private = odile.say("Your meter is replaced on Thursday 26 November at 10:00.", ticket=odile.open("The meter"))
    for one in folk[:3]:
        for source in SYSTEMS:
            one.say("Outage in your area; power is expected back at 10:00.", source=source)
    odile.at("09:05")
    assert all(one.times() == ["23 09:00"] for one in folk), "each at once"
    odile.at("09:12")
    with pytest.raises(ToldLately) as asked:
        tell(outage, folk, "It takes a little longer: 10:15 is expected.")
    assert (asked.value.lately.people, f"{asked.value.lately.until:%H:%M}") == (CASES, "09:30")
    tell(outage, folk, "The cable is torn: the power is expected back at 11:30.")
    odile.at("09:50")
    assert all(one.times() == ["23 09:00", "23 09:12"] for one in folk), "an hour and a half later is news at once"
    late = [one.say("Is your power back? We expect it at 11:30.", source="bot") for one in folk[:3]]
    odile.at("11:20")
    tell(outage, folk, "The power is back in your street since 11:15.", fixed=True)
    after = [one.say("Outage in your area; power is expected back at 11:30.", source="crm") for one in folk[:3]]
    odile.at("20:59:50")
    for one in folk:
        about = [text for text in one.got() if "meter" not in text]
        assert len(about) == 3
        assert sum("11:15" in text for text in about) == 1
    assert [kept.state for kept in Submission.objects.filter(pk__in=[one.pk for one in (*late, *after)])] == [
        Submission.State.DROPPED] * 6
    assert odile.fate(private)[0] == Submission.State.DELIVERED
    assert Delivery.objects.filter(contact=odile.contact, ticket=private.ticket).count() == 1


def test_7_after_half_an_hour_it_is_told_again_and_a_person_may_say_sooner(week: Week, folk: list[Story],
                                                                           outage: Defect) -> None:
    few = folk[:3]
    few[0].at("09:00")
    tell(outage, few, "The power is out. It is expected back at 10:00.")
    few[0].at("09:10")
    tell(outage, few, "A team is on its way. We expect it at 10:10.", confirmed=True)
    few[0].at("09:25")
    with pytest.raises(ToldLately):
        tell(outage, few, "The team is there.")
    tell(outage, folk[3:5], "The power is out. It is expected back at 10:10.")
    few[0].at("10:00")
    tell(outage, few, "The team is there. We expect it at 10:20.")
    few[0].at("10:05")
    assert few[0].times() == ["23 09:00", "23 09:10", "23 10:00"]
    assert folk[3].times() == ["23 09:25"], "whoever had heard nothing hears it at once"
    few[0].at("10:10")
    tell(outage, folk[3:5], "The team is there. We expect it at 10:20, and thank you.")
    with pytest.raises(ToldLately) as asked:
        tell(outage, folk, "It is nearly done.")
    assert asked.value.lately.people == 5, "whoever was told last"


def test_7_whoever_writes_while_the_storm_goes_on_is_answered(week: Week, folk: list[Story], outage: Defect) -> None:
    """One text to all takes nothing from the answer to one of them."""
    tickets.change_mailbox(week.mailbox, confirms=False)
    one = folk[0]
    one.at("09:00")
    tell(outage, [one], "The power is out. It is expected back at 10:00.")
    one.at("09:05")
    one.say("Yes: the freezer stays cold for a day when it is closed.", Intent.ANSWER, source="bot")
    one.at("09:10")
    assert one.times() == ["23 09:00", "23 09:05"]
