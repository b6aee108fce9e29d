"""What a colleague would say of a draft, with the case in view; what the writer keeps, and what the team silences."""

from __future__ import annotations

import pytest

from entendu.core.wording.findings import Severity
from entendu.flows.writing import read_draft
from entendu.parts.people import actions as people
from entendu.parts.tickets.actions import drafts
from tests.world import World, world

__all__ = ["world"]
PLAIN = "Your new door is in stock and can be fetched at our counter."
HOUSE = '''
id = "no-robot"
check = "vocabulary"
any = ["our robot"]
message = "We call it the assistant."
suggestions = ["our assistant"]
bad = ["Our robot will look."]
good = ["Our assistant will look."]
'''


def rules_in(reading: read_draft.DraftReading) -> set[str]:
    return {finding.rule for finding in reading.findings}


def test_a_plain_draft_has_no_errors_and_knows_its_length(world: World) -> None:
    ticket = world.write_in(world.marie, "Where is my door?")
    reading = read_draft.reading_of(ticket, world.ioana, PLAIN, world.now)
    assert (reading.language, reading.errors, reading.heated) == ("en", (), False)
    assert (reading.words, reading.seconds_to_read) == (13, 4)


def test_a_promise_has_its_moment_by_the_clock_of_the_reader(world: World) -> None:
    ticket = world.write_in(world.marie, "Where is my door?")
    reading = read_draft.reading_of(ticket, world.ioana, "I will call you by Thursday noon.", world.now)
    assert [promise.due.isoformat() for promise in reading.promises if promise.due] == ["2026-11-26T12:00:00+04:00"]
    assert "promise" not in rules_in(reading)


def test_the_language_is_the_contacts_then_that_of_their_letter_then_the_drafts_own(world: World) -> None:
    ticket = world.write_in(world.jonas, "Bonjour, où en est ma commande ? Merci de me répondre pour la porte.")
    assert read_draft.reading_of(ticket, world.leo, "Oui.", world.now).language == "fr"
    english = "Your door is at our counter and you can have it whenever you want this week."
    assert read_draft.reading_of(ticket, world.leo, english, world.now).language == "en"
    people.change_contact(world.jonas, language="ro")
    ticket.refresh_from_db()
    assert read_draft.reading_of(ticket, world.leo, "Da.", world.now).language == "ro"


def test_the_gravest_remark_comes_first(world: World) -> None:
    ticket = world.write_in(world.marie, "Where is my door?")
    text = "Our world-class doors are late. My colleague forgot it. You stupid idiot, just read the manual."
    ranks = [finding.severity.rank for finding in read_draft.reading_of(ticket, world.ioana, text, world.now).findings]
    assert ranks == sorted(ranks)


@pytest.fixture
def with_rule(world: World) -> World:
    from entendu.parts.wording import actions

    actions.add_rule(world.care.team, "en", HOUSE, world.leo, now=world.now)
    return world


def test_the_teams_own_rule_speaks_on_its_tickets_alone(with_rule: World) -> None:
    world = with_rule
    care = world.write_in(world.marie, "Where is my door?")
    billing = world.write_in(world.marie, "And my invoice?", to=world.billing)
    assert "no-robot" in rules_in(read_draft.reading_of(care, world.ioana, "Our robot looks.", world.now))
    assert "no-robot" not in rules_in(read_draft.reading_of(billing, world.ana, "Our robot looks.", world.now))


def test_what_is_kept_is_kept_for_this_message_of_this_member(with_rule: World) -> None:
    world = with_rule
    ticket = world.write_in(world.marie, "Where is my door?")
    draft = drafts.open_draft(ticket, world.ioana, now=world.now)
    drafts.write(draft, text="Our robot looks.", kind="ours", channel="email", now=world.now)
    outcome = read_draft.keep(ticket, world.ioana, "no-robot", "Our robot")
    assert (outcome.rule, outcome.language, outcome.ask_to_silence) == ("no-robot", "en", False)
    assert "no-robot" not in rules_in(read_draft.reading_of(ticket, world.ioana, "Our robot looks.", world.now))
    assert "no-robot" in rules_in(read_draft.reading_of(ticket, world.leo, "Our robot looks.", world.now))
    drafts.discard(draft)
    drafts.open_draft(ticket, world.ioana, now=world.now)
    assert "no-robot" in rules_in(read_draft.reading_of(ticket, world.ioana, "Our robot looks.", world.now))


def test_the_third_message_in_which_a_team_keeps_it_asks_to_silence_the_rule(with_rule: World) -> None:
    world = with_rule
    asked = []
    for member in (world.ioana, world.leo, world.sofia):
        ticket = world.write_in(world.marie, "Where is my door?")
        drafts.open_draft(ticket, member, now=world.now)
        asked.append(read_draft.keep(ticket, member, "no-robot", "Our robot").ask_to_silence)
        assert read_draft.keep(ticket, member, "no-robot", "Our robot").ask_to_silence is asked[-1]
    assert asked == [False, False, True]
    read_draft.silence(world.leo, "no-robot", "en")
    fresh = world.write_in(world.marie, "Where is my other door?")
    assert "no-robot" not in rules_in(read_draft.reading_of(fresh, world.ioana, "Our robot looks.", world.now))
    read_draft.unsilence(world.ioana, "no-robot", "en")
    assert "no-robot" in rules_in(read_draft.reading_of(fresh, world.ioana, "Our robot looks.", world.now))


def test_errors_are_those_findings_that_are_asked_about(world: World) -> None:
    ticket = world.write_in(world.marie, "Where is my door?")
    reading = read_draft.reading_of(ticket, world.ioana, "You stupid idiot, read the manual.", world.now)
    assert reading.errors == tuple(one for one in reading.findings if one.severity is Severity.ERROR)


@pytest.mark.parametrize(("language", "stance", "limit", "draft", "flagged"), [
    ("en", "cannot", "We cannot export invoices to Excel.", "Of course we can export your invoices to Excel.", True),
    ("en", "planned", "Exporting invoices to Excel is planned.", "We can export your invoices to Excel.", True),
    ("en", "can", "We can export invoices to Excel.", "Of course we can export your invoices to Excel.", False),
    ("en", "cannot", "We cannot export invoices to Excel.", "We cannot export your invoices to Excel.", False),
    ("en", "cannot", "We cannot export invoices to Excel.", "We can send your invoices by post.", False),
    ("fr", "cannot", "Nous ne pouvons pas exporter les factures vers Excel.",
     "Bien sûr, nous pouvons exporter vos factures vers Excel.", True),
    ("ro", "cannot", "Nu putem exporta facturile în Excel.", "Desigur, putem exporta facturile în Excel.", True),
])
def test_a_draft_that_says_we_can_against_the_register(world: World, language: str, stance: str, limit: str, draft: str,
                                                       flagged: bool) -> None:
    from entendu.parts.knowledge.actions import items
    from entendu.parts.knowledge.models.items import Content

    people.change_contact(world.marie, language=language)
    ticket = world.write_in(world.marie, "Excel?")
    version = items.begin(items.About("limit", stance=stance), language, Content(limit), world.leo, now=world.now)
    before = read_draft.reading_of(ticket, world.ioana, draft, world.now)
    assert "contradicts-limit" not in rules_in(before), "a draft of a limit is none yet"
    items.publish(version, world.leo, now=world.now)
    reading = read_draft.reading_of(ticket, world.ioana, draft, world.now)
    assert [one.suggestions for one in reading.findings if one.check == "contradicts-limit"] == (
        [(limit,)] if flagged else [])
