"""Items: drafted by anybody, published by a lead, found once published; versions, languages, teams."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from entendu.parts.knowledge.actions import items
from entendu.parts.knowledge.actions.items import About, MayNotPublish, Overtaken
from entendu.parts.knowledge.models import Item, Page, Version
from entendu.parts.knowledge.models.items import Content, Kind, Stance
from entendu.parts.knowledge.queries import items as queries
from entendu.parts.knowledge.queries.found import find
from entendu.parts.knowledge.queries.items import Wanted, among_for
from entendu.parts.staff.models import Member
from tests.world import World

WORDS = Content("The booking form does nothing on phones", symptoms="Confirm does nothing on a **phone**.",
                cause="A line of header.html is gone.", fix="Put the line back.", workaround="Book by telephone.")


def begin(world: World, by: Member | None = None, *, about: About | None = None, content: Content = WORDS,
          language: str = "en") -> Version:
    about = about or About(Kind.ERROR, codes=("GW-1207",))
    return items.begin(about, language, content, by or world.ioana, now=world.now)


def titles(world: World, who: Member, query: str) -> list[str]:
    return [one.title for one in find(query, among_for(who))]


def test_a_draft_is_found_by_nobody_until_a_lead_publishes_it(world: World) -> None:
    version = begin(world)
    assert (version.number, version.state) == (1, "draft")
    assert titles(world, world.leo, "booking phones") == []
    items.propose(version, now=world.now)
    version.refresh_from_db()
    assert version.state == "review"
    with pytest.raises(MayNotPublish):
        items.publish(version, world.ioana, now=world.now)
    items.publish(version, world.leo, now=world.now)
    assert titles(world, world.ioana, "booking phones") == [WORDS.title]
    assert titles(world, world.ioana, "gw-1207") == [WORDS.title]


def test_what_is_given_back_says_why(world: World) -> None:
    version = begin(world)
    items.propose(version, now=world.now)
    with pytest.raises(MayNotPublish):
        items.give_back(version, world.ioana, "No.", now=world.now)
    items.give_back(version, world.leo, " Say which\nphones. ", now=world.now)
    version.refresh_from_db()
    assert (version.state, version.asked, version.decided_by) == ("draft", "Say which phones.", world.leo)


def test_what_is_published_stays_while_the_next_is_written(world: World) -> None:
    first = begin(world)
    items.publish(first, world.leo, now=world.now)
    page = first.page
    second = items.write(page, replace(WORDS, fix="Update the template."), world.ioana, seen=(first.pk, 1),
                         now=world.now)
    page.refresh_from_db()
    assert (second.number, second.state, page.published) == (2, "draft", first)
    assert titles(world, world.ioana, "update template") == []
    again = items.write(page, replace(WORDS, fix="Update it."), world.ioana, seen=(second.pk, 1), now=world.now)
    assert (again.pk, again.edits) == (second.pk, 2), "a draft that is written again is the same draft"
    items.publish(again, world.leo, now=world.now)
    first.refresh_from_db()
    assert first.state == "past"
    assert titles(world, world.ioana, "update") == [WORDS.title]
    assert titles(world, world.ioana, "put line back") == []
    assert [version.number for version in queries.history(page)] == [2, 1]


def test_nobody_is_overwritten(world: World) -> None:
    version = begin(world)
    items.write(version.page, replace(WORDS, fix="By Léo."), world.leo, seen=(version.pk, 1), now=world.now)
    with pytest.raises(Overtaken) as refused:
        items.write(version.page, replace(WORDS, fix="By Ioana."), world.ioana, seen=(version.pk, 1), now=world.now)
    assert refused.value.by == "Léo Garnier"
    with pytest.raises(Overtaken):
        items.publish(version, world.leo, now=world.now)
    version.refresh_from_db()
    assert (version.fix, version.state) == ("By Léo.", "draft")
    items.publish(version, world.leo, now=world.now)
    with pytest.raises(Overtaken):
        items.publish(version, world.leo, now=world.now)


def test_languages_are_pages_of_one_item(world: World) -> None:
    english = begin(world)
    items.publish(english, world.leo, now=world.now)
    french = items.translate(english.page.item, "fr", replace(WORDS, title="Le formulaire ne fait rien"), world.ioana,
                             now=world.now)
    with pytest.raises(ValidationError):
        items.translate(english.page.item, "fr", WORDS, world.ioana, now=world.now)
    items.publish(french, world.leo, now=world.now)
    assert titles(world, world.leo, "formulaire") == ["Le formulaire ne fait rien"]
    assert Item.objects.count() == 1


def test_what_belongs_to_a_team_is_seen_by_it_alone(world: World) -> None:
    version = begin(world, about=About(Kind.ERROR, team=world.care.team))
    with pytest.raises(MayNotPublish):
        items.publish(version, world.radu, now=world.now)
    items.publish(version, world.leo, now=world.now)
    item = version.page.item
    for who, sees in ((world.ioana, True), (world.leo, True), (world.sofia, True), (world.ana, False)):
        assert (queries.item_seen_by(who, item.pk) is not None) is sees
        assert (titles(world, who, "booking") != []) is sees
        assert (list(queries.pages(who, Wanted())) != []) is sees
    items.change(item, About(Kind.ERROR))
    assert titles(world, world.ana, "booking") == [WORDS.title]


def test_withdrawn_and_discarded(world: World) -> None:
    version = begin(world)
    items.publish(version, world.leo, now=world.now)
    with pytest.raises(MayNotPublish):
        items.withdraw(version.page, world.ioana, now=world.now)
    items.withdraw(version.page, world.leo, now=world.now)
    assert titles(world, world.leo, "booking") == []
    version.refresh_from_db()
    items.discard(version)
    assert Version.objects.filter(pk=version.pk).exists(), "what was published once stays in the history"
    draft = items.write(version.page, WORDS, world.ioana, seen=None, now=world.now)
    items.discard(draft)
    assert Page.objects.count() == 1
    items.discard(begin(world))
    assert (Page.objects.count(), Item.objects.count()) == (1, 1)


@pytest.mark.parametrize(("about", "content", "field"), [
    (About(Kind.LIMIT), WORDS, "stance"), (About(Kind.ERROR, stance=Stance.CAN), WORDS, "stance"),
    (About(Kind.ARTICLE), Content(" "), "title"),
])
def test_what_is_missing_is_named(world: World, about: About, content: Content, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        begin(world, about=about, content=content)
    assert list(refused.value.message_dict) == [field]
    assert Item.objects.count() == 0


def test_lists_by_kind_language_and_state(world: World) -> None:
    error = begin(world)
    items.publish(error, world.leo, now=world.now)
    limit = begin(world, about=About(Kind.LIMIT, stance=Stance.CANNOT), content=Content("Nu se poate."), language="ro")
    items.propose(limit, now=world.now)

    def listed(**wanted: str) -> list[str]:
        return [page.newest_title for page in queries.pages(world.ioana, Wanted(**wanted))]

    assert listed() == ["Nu se poate.", WORDS.title]
    assert listed(kind="error") == listed(language="en") == listed(state="public") == [WORDS.title]
    assert listed(kind="limit") == listed(language="ro") == listed(state="review") == ["Nu se poate."]
    assert listed(state="draft") == []
