"""What is found: by its words, by an error code, for a case; nearest spellings; earlier cases and documents."""

from __future__ import annotations

import pytest
from django.db import connection

from entendu.core.tickets.states import Status
from entendu.parts.knowledge import search
from entendu.parts.knowledge.actions import items, passages
from entendu.parts.knowledge.actions.items import About
from entendu.parts.knowledge.actions.passages import Read
from entendu.parts.knowledge.models import Passage, Term
from entendu.parts.knowledge.models.items import Content, Kind, Stance
from entendu.parts.knowledge.queries import found
from entendu.parts.knowledge.search import Among
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Ticket
from tests.world import World

MANUAL = Read("pump.pdf", "pdf", "The pump", (("Errors", "E12 means that no water comes."), ("Care", "Oil it.")), 9,
              "ab")


def publish(world: World, kind: str, content: Content, *, language: str = "en", **about: object) -> int:
    """A published item; returns its id."""
    version = items.begin(About(kind, **about), language, content, world.leo, now=world.now)
    items.publish(version, world.sofia, now=world.now)
    return version.page.item_id


def solve(world: World, ticket: Ticket) -> None:
    tickets.move(ticket, Status.SOLVED, member=world.ioana, now=world.now)


@pytest.mark.parametrize(("text", "query"), [
    ("La réservation n’aboutit pas, cœur du système", "reservation coeur"),
    ("Întârzierea plăţii şi a facturii", "intarzierea platii"), ("Întârzierea plății și a facturii", "plăţii"),
    ("See header.html, line 41", "header"), ("Error GW-1207 at checkout", "1207"), ("Error GW-1207", "gw-1207"),
    ("Die Straße", "strasse"), ("The reservations of today", "reservation"), ("Rezervări pentru azi", "rezervare"),
    ("Confirmations", "confirm"),
])
def test_words_are_found_however_they_are_written(world: World, text: str, query: str) -> None:
    publish(world, Kind.ARTICLE, Content("A title", text))
    assert [one.title for one in found.find(query)] == ["A title"]
    assert found.find(f"{query} elsewhere") == []


def test_a_title_comes_before_a_mention_and_the_newest_first(world: World) -> None:
    publish(world, Kind.ARTICLE, Content("About bells", "A booking rings."))
    publish(world, Kind.ARTICLE, Content("The booking page", "How it works."))
    assert [one.title for one in found.find("booking")] == ["The booking page", "About bells"]


def test_kinds_languages_and_teams_narrow(world: World) -> None:
    publish(world, Kind.ARTICLE, Content("Pump care"))
    publish(world, Kind.ERROR, Content("Pompe en panne", symptoms="pump"), language="fr", team=world.care.team)
    assert len(found.find("pump")) == 2
    assert len(found.find("pump", Among(kinds=("error",)))) == 1
    assert len(found.find("pump", Among(languages=("en",)))) == 1
    assert len(found.find("pump", Among(teams=()))) == 1
    assert len(found.find("pump", Among(teams=(world.billing.team.pk,)))) == 1
    assert len(found.find("pump", Among(teams=(world.care.team.pk,)))) == 2


def test_the_nearest_spelling(world: World) -> None:
    publish(world, Kind.ARTICLE, Content("Reservation of a table", "A reservation is confirmed by mail."))
    assert found.find("resevration") == []
    assert found.nearest_query("resevration of") == "reservation of"
    assert found.nearest_query("tabel") == "table"
    assert found.nearest_query("reservation") == ""
    assert found.nearest_query("zzzzqqq") == ""
    assert found.nearest_query("42") == ""


def test_known_errors_by_their_code_before_all_words(world: World) -> None:
    by_words = publish(world, Kind.ERROR, Content("Confirm does nothing", symptoms="The booking form does nothing."))
    by_code = publish(world, Kind.ERROR, Content("Gateway", cause="Old key.", fix="Renew the key."), codes=("GW-1207",))
    errors = found.known_errors_for(["gw-1207"], ["The booking form does nothing when I tap confirm"])
    assert [(one.item, one.by_code) for one in errors] == [(by_code, True), (by_words, False)]
    assert (errors[0].fix, errors[0].codes) == ("Renew the key.", ("GW-1207",))
    assert found.known_errors_for(["XX-1"], ["something else entirely"]) == []


def test_a_translation_is_chosen_by_the_language(world: World) -> None:
    version = items.begin(About(Kind.ERROR, codes=("E12",)), "en", Content("No water E12"), world.leo, now=world.now)
    items.publish(version, world.leo, now=world.now)
    french = items.translate(version.page.item, "fr", Content("Pas d’eau E12"), world.leo, now=world.now)
    items.publish(french, world.leo, now=world.now)
    for language, title in (("fr", "Pas d’eau E12"), ("en", "No water E12")):
        assert [one.title for one in found.known_errors_for(["e12"], [], language=language)] == [title]


def test_limits_of_a_team(world: World) -> None:
    publish(world, Kind.LIMIT, Content("We cannot export to PDF.", reason="The printer does."), stance=Stance.CANNOT)
    publish(world, Kind.LIMIT, Content("We can export to CSV."), stance=Stance.CAN, team=world.care.team)
    assert [one.statement for one in found.limits_for(world.care.team)] == [
        "We can export to CSV.", "We cannot export to PDF."]
    assert [one.reason for one in found.limits_for(world.billing.team.pk)] == ["The printer does."]
    assert found.limits_for(world.care.team, language="fr") == []
    assert [one.stance for one in found.limits_for(world.care.team, stances=[Stance.CANNOT])] == ["cannot"]


def test_earlier_cases_that_were_solved(world: World) -> None:
    old = world.write_in(world.jonas, "The booking form does nothing when I tap confirm on my phone.")
    world.write_in(world.jonas, "The booking form does nothing either, not solved.", subject="Open")
    other = world.write_in(world.jonas, "The booking form does nothing.", to=world.billing)
    solve(world, old)
    solve(world, other)
    now = world.write_in(world.marie, "When my clients tap confirm, the booking form does nothing.")
    similar = found.similar_solved(now, 5)
    assert [one.ticket for one in similar] == [old]
    assert 0.25 < similar[0].score <= 1
    assert {"booking", "form", "confirm", "tap"} <= set(similar[0].shared)
    assert "booking form" in similar[0].snippet


def test_words_of_letters_are_counted_once(world: World) -> None:
    for _letter in range(3):
        world.write_in(world.marie, "The carburettor is cold.")
    assert passages.count_entries(2) == 2
    assert passages.count_entries(2) == 1
    assert passages.count_entries(2) == 0
    assert Term.objects.get(text="carburettor").documents == 3
    known = found.terms_of(["carburettor", "sparrow"])
    assert known["sparrow"] > known["carburettor"]
    assert found.nearest_query("carburetor") == "carburettor"


def test_names_numbers_and_grammar_are_not_searched_for(world: World) -> None:
    ticket = world.write_in(world.marie, "Hello, it is me, Marie Laval, 00230 555 0127: the booking form is dead.")
    assert {"booking", "form", "dead"} <= set(found.terms_of_ticket(ticket))
    assert not {"marie", "laval", "the", "00230", "555"} & set(found.terms_of_ticket(ticket))


def test_documents(world: World) -> None:
    document = passages.add_document(MANUAL, "en", None, world.leo, now=world.now)
    assert [(one.kind, one.document, one.text) for one in found.find("water")] == [
        ("document", document.pk, "E12 means that no water comes.")]
    assert passages.add_document(MANUAL, "en", None, world.leo, now=world.now) == document
    newer = Read("pump.pdf", "pdf", "The pump", (("", "E13 means steam."),), 9, "cd")
    passages.add_document(newer, "en", None, world.leo, now=world.now)
    assert found.find("water") == []
    assert len(found.find("steam")) == 1
    passages.remove_document(found.Passage.objects.get().document)
    assert found.find("steam") == []


def test_words_can_be_learnt_again(world: World) -> None:
    publish(world, Kind.ARTICLE, Content("Reservation of a table"))
    search.drop_words(list(Passage.objects.values_list("pk", flat=True)))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM knowledge_spelling")
        assert found.nearest_query("tabel") == ""
    assert found.find("table") == []
    passages.learn_anew()
    assert len(found.find("table")) == 1
    assert found.nearest_query("tabel") == "table"
