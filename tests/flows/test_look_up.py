"""A case is looked up in what we know, and in the web when it is asked for; what is found goes into the draft."""

from __future__ import annotations

import pytest

from entendu.core.tickets.states import Status
from entendu.flows.knowledge import look_up
from entendu.flows.knowledge.look_up import CannotImport, WebSilent
from entendu.parts.knowledge.actions import cases, items
from entendu.parts.knowledge.actions.items import About
from entendu.parts.knowledge.models import Page, Term
from entendu.parts.knowledge.models.items import Content, Kind, Stance
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Draft
from tests.channels.searxng.robot import result, searx
from tests.world import World

LETTER = "The booking form says error GW-1207 when my clients tap confirm.\n\nMarie Laval"
WORDS = Content("The gateway refuses the key", symptoms="GW-1207 at confirm", cause="The key is old.",
                fix="Renew the **key** in [settings](https://shop.example/keys).\n\n1. open\n2. renew",
                workaround="Take bookings by telephone.")


def publish(world: World, kind: str = Kind.ERROR, content: Content = WORDS, **about: object) -> Page:
    version = items.begin(About(kind, **about), "en", content, world.leo, now=world.now)
    items.publish(version, world.sofia, now=world.now)
    return Page.objects.select_related("item", "published").get(pk=version.page_id)


def test_a_case_asks_for_itself_by_its_code_and_its_words(world: World) -> None:
    page = publish(world, codes=("GW-1207",))
    solved = world.write_in(world.jonas, "Error GW-1207 in the booking form when my clients tap confirm.")
    tickets.move(solved, Status.SOLVED, member=world.leo, now=world.now)
    ticket = world.write_in(world.marie, LETTER)
    looked = look_up.look_up(ticket, world.ioana)
    assert looked.codes == ("GW-1207",)
    assert [(one.page, one.by_code) for one in looked.known] == [(page.pk, True)]
    assert [one.ticket for one in looked.similar] == [solved]
    assert {"booking", "form"} <= set(looked.terms)
    assert not {"marie", "laval", "ioana"} & set(looked.terms)


def test_what_the_member_may_not_see_is_not_found(world: World) -> None:
    publish(world, codes=("GW-1207",), team=world.billing.team)
    solved = world.write_in(world.jonas, LETTER, to=world.billing)
    tickets.move(solved, Status.SOLVED, member=world.ana, now=world.now)
    ticket = world.write_in(world.marie, LETTER)
    for query in ("", "GW-1207", "booking"):
        looked = look_up.look_up(ticket, world.ioana, query)
        assert (looked.known, looked.similar) == ((), ())


def test_a_spelling_that_finds_something_is_offered(world: World) -> None:
    publish(world)
    ticket = world.write_in(world.marie, LETTER)
    assert look_up.look_up(ticket, world.ioana, "gtaeway").nearest == "gateway"
    assert look_up.look_up(ticket, world.ioana, "gateway").nearest == ""
    assert look_up.look_up(ticket, world.ioana, "xqxqxq").nearest == ""


@pytest.mark.parametrize(("kind", "content", "more", "quotes"), [
    (Kind.ERROR, WORDS, {}, ["Renew the key in settings (https://shop.example/keys).\n\n1. open\n2. renew",
                             "Take bookings by telephone."]),
    (Kind.ARTICLE, Content("How", "First.\n\n- a\n- b"), {}, ["First.", "- a\n- b"]),
    (Kind.LIMIT, Content("We cannot export to Excel.", reason="The *law* asks for PDF."), {"stance": Stance.CANNOT},
     ["We cannot export to Excel.\n\nThe law asks for PDF."]),
    (Kind.DECISION, Content("Prices stay until June.", reason="So you can plan."), {},
     ["Prices stay until June.\n\nSo you can plan."]),
])
def test_quotes_are_words_for_a_letter(world: World, kind: str, content: Content, more: dict[str, str],
                                       quotes: list[str]) -> None:
    assert look_up.quotes(publish(world, kind, content, **more)) == quotes


def test_a_quote_stands_at_the_end_of_the_draft(world: World) -> None:
    ticket = world.write_in(world.marie, LETTER)
    look_up.put_in_reply(ticket, world.ioana, "Renew the key.", now=world.now)
    look_up.put_in_reply(ticket, world.ioana, "Call us.", now=world.now)
    assert Draft.objects.get(ticket=ticket, member=world.ioana).text == "Renew the key.\n\nCall us."


def test_the_web_is_asked_the_words_that_were_given(world: World) -> None:
    ticket = world.write_in(world.marie, LETTER)
    query = look_up.web_query(look_up.look_up(ticket, world.ioana))
    assert query.startswith("GW-1207 ")
    assert "Marie" not in query
    with pytest.raises(WebSilent, match="No web search is set up"):
        look_up.ask_web(query, "en")
    with searx(results=[result("https://a.example", "GW-1207", "Renew")]) as robot:
        cases.set_web_search(robot.url, True, world.sofia, now=world.now)
        assert [one.title for one in look_up.ask_web("GW-1207 gateway", "en").results] == ["GW-1207"]
        assert robot.asked == [{"q": "GW-1207 gateway", "format": "json", "pageno": "1", "language": "en"}]
        robot.json = False
        with pytest.raises(WebSilent, match=r"adding json to search\.formats"):
            look_up.ask_web("GW-1207", "en")
    with pytest.raises(WebSilent, match="cannot be reached"):
        look_up.ask_web("GW-1207", "en")
    cases.set_web_search("http://127.0.0.1:1", False, world.sofia, now=world.now)
    with pytest.raises(WebSilent, match="No web search is set up"):
        look_up.ask_web("GW-1207", "en")


def test_a_document_is_found_in_its_own_language(world: World) -> None:
    text = "# La pompe\n\nL’erreur E12 veut dire que l’eau ne vient pas. Ouvrez le robinet et attendez une minute."
    document = look_up.import_document("pompe.md", text.encode(), None, world.leo, now=world.now)
    assert (document.title, document.language) == ("La pompe", "fr")
    ticket = world.write_in(world.marie, LETTER)
    assert [one.document for one in look_up.look_up(ticket, world.ioana, "robinet").known] == [document.pk]


@pytest.mark.parametrize(("name", "content", "words"), [
    ("a.docx", b"x", "no Markdown, HTML or PDF"), ("a.md", b" ", "holds no text"), ("a.pdf", b"x", "as PDF"),
])
def test_what_cannot_be_imported_says_why(world: World, name: str, content: bytes, words: str) -> None:
    with pytest.raises(CannotImport, match=words):
        look_up.import_document(name, content, None, world.leo, now=world.now)


def test_the_worker_counts_words(world: World) -> None:
    world.write_in(world.marie, "A carburettor.")
    assert look_up.count_words() > 0
    assert look_up.count_words() == 0
    assert Term.objects.get(text="carburettor").documents == 1
