"""What an AI agent writes is read before it leaves; what a member would be asked about waits for a person."""

from __future__ import annotations

from typing import Any

import pytest

from entendu.core.governor.model import Intent, Reason
from entendu.core.governor.reasons import LANGUAGES, sentence
from entendu.flows.release import release_for
from entendu.flows.submit import release_anyway
from entendu.flows.systems.sources import Words, hand_over
from entendu.parts.outbox.actions import sources
from entendu.parts.outbox.models import Submission
from entendu.parts.outbox.models.sources import Source
from entendu.parts.promises.queries import open_promises
from entendu.parts.tickets.models import Entry
from entendu.parts.wording import actions as wording
from tests.world import World, world

__all__ = ["world"]
RULE = '''
id = "ask-the-neighbours"
check = "incivility"
severity = "error"
any = ["ask the neighbours"]
message = "Nobody is sent to the neighbours."
bad = ["Ask the neighbours."]
good = ["We ask our neighbours."]
'''
DOUBTFUL = "Your door is late. Ask the neighbours about it. I will call you by Thursday noon."
ASKED, WAITING = Submission.State.ASKED, Submission.State.WAITING


@pytest.fixture
def bot(world: World) -> Source:
    """An AI agent that answers in the name of care@, whose team has a rule of error level."""
    wording.add_rule(world.care.team, "en", RULE, world.leo, now=world.now)
    return sources.add_source(name="Assistant", mailbox=world.care, is_bot=True, now=world.now)[0]


def tell(world: World, source: Source, body: str, **more: Any) -> Submission:
    kept = hand_over(source, world.marie, Words(**{"intent": Intent.UPDATE, "body": body} | more), now=world.now)
    return Submission.objects.get(pk=kept.submission.pk)


def test_what_a_bot_says_badly_waits_for_a_person(world: World, bot: Source) -> None:
    kept = tell(world, bot, DOUBTFUL)
    assert (kept.state, kept.due_at) == (ASKED, None)
    (verdict,) = kept.verdicts.all()
    (reason,) = verdict.reasons
    assert (verdict.verdict, reason["code"], reason["params"]["text"]) == ("ask", "bot-words", "Ask the neighbours")
    assert Entry.objects.filter(ticket=kept.ticket, event="asked").exists()
    for language in LANGUAGES:
        assert "Ask the neighbours" in sentence(Reason(reason["code"], reason["params"]), language)
    world.later(days=2)
    assert release_for(world.marie.pk, world.now) is None
    kept.refresh_from_db()
    assert kept.state == ASKED


def test_what_it_says_well_goes_as_ever(world: World, bot: Source) -> None:
    assert tell(world, bot, "Your door is at our counter from 26 November on.").state == WAITING


def test_other_systems_are_not_read(world: World, bot: Source) -> None:
    booking = sources.add_source(name="Booking", mailbox=world.care, now=world.now)[0]
    assert tell(world, booking, DOUBTFUL).state == WAITING


def test_what_the_team_has_silenced_holds_nothing_back(world: World, bot: Source) -> None:
    wording.silence([world.care.team], "ask-the-neighbours", "en", world.leo)
    assert tell(world, bot, DOUBTFUL).state == WAITING


def test_vital_news_is_not_held_for_its_wording(world: World, bot: Source) -> None:
    sources.change_source(bot, may_claim_urgency=True)
    assert tell(world, bot, f"Gas leak in your street. {DOUBTFUL}", vital=True).state == WAITING


def test_urgency_that_it_may_not_claim_opens_no_door(world: World, bot: Source) -> None:
    assert tell(world, bot, DOUBTFUL, vital=True).state == ASKED


def test_a_person_may_send_it_all_the_same_and_makes_its_promise(world: World, bot: Source) -> None:
    kept = tell(world, bot, DOUBTFUL)
    assert open_promises(kept.ticket) == []
    decision = release_anyway(kept, world.ioana, "It is right", world.now)
    assert decision is not None
    kept.refresh_from_db()
    assert kept.delivery is not None
    assert [(given.words, given.owner) for given in open_promises(kept.ticket)] == [
        ("I will call you by Thursday noon.", world.ioana)]


def test_handed_in_again_it_is_one_message(world: World, bot: Source) -> None:
    assert tell(world, bot, DOUBTFUL, key="7").pk == tell(world, bot, DOUBTFUL, key="7").pk
