"""The pages of what we know: found, read, written, decided on; documents; a case looked up; the line at its close."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entendu.core.tickets.states import Status
from entendu.flows.knowledge.look_up import count_words
from entendu.parts.knowledge.actions import cases, items
from entendu.parts.knowledge.actions.items import About
from entendu.parts.knowledge.models import Document, Item, Lesson, Page, Reference, SavedReply, Version
from entendu.parts.knowledge.models.items import Content, Kind
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Draft, Ticket
from tests.channels.searxng.robot import result, searx
from tests.world import World

SignIn = Callable[[Member], Client]
LETTER = "The booking form says error GW-1207 when my clients tap confirm."
ERROR = Content("The gateway refuses the key", symptoms="The booking form says GW-1207.", cause="The key is old.",
                fix="Renew the **key**.", workaround="Take bookings by telephone.")


def publish(world: World, kind: str = Kind.ERROR, content: Content = ERROR, **about: object) -> Page:
    version = items.begin(About(kind, **about), "en", content, world.leo, now=world.now)
    items.publish(version, world.sofia, now=world.now)
    return Page.objects.get(pk=version.page_id)


def said(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_an_agent_proposes_and_a_lead_publishes(world: World, sign_in: SignIn) -> None:
    agent, lead = sign_in(world.ioana), sign_in(world.leo)
    form = agent.get("/knowledge/new/?kind=error")
    assert "Ask a lead to read it" in said(form)
    words = {"title": "The form is dead", "symptoms": "Nothing happens", "fix": "Renew it", "codes": "GW-1207, E12",
             "team": "", "for_customers": "on", "act": "propose"}
    answer = agent.post("/knowledge/new/?kind=error", words)
    page = Page.objects.get()
    here = f"/knowledge/{page.item_id}/en/"
    assert answer["Location"] == f"{here}?draft=1"
    assert [code.text for code in page.item.codes.all()] == ["GW-1207", "E12"]
    assert "Publish it" not in said(agent.get(here))
    agent.post(f"{here}decision/", {"act": "publish", "edits": "1"})
    assert Version.objects.get().state == "review", "an agent cannot publish by a form of their own"
    assert "The form is dead" in said(lead.get("/knowledge/?state=review"))
    assert "Publish it" in said(lead.get(here))
    lead.post(f"{here}decision/", {"act": "publish", "edits": "1"})
    assert Version.objects.get().state == "public"
    assert "The form is <mark>dead</mark>" in said(agent.get("/knowledge/?q=dead"))


def test_given_back_with_a_word_and_published_by_its_next_version(world: World, sign_in: SignIn) -> None:
    version = items.begin(About(Kind.ERROR), "en", ERROR, world.ioana, now=world.now)
    items.propose(version, now=world.now)
    here = f"/knowledge/{version.page.item_id}/en/"
    lead, agent = sign_in(world.leo), sign_in(world.ioana)
    lead.post(f"{here}decision/", {"act": "give-back", "asked": ""})
    assert Version.objects.get().state == "review", "not without a word"
    lead.post(f"{here}decision/", {"act": "give-back", "asked": "Which phones?"})
    assert "Which phones?" in said(agent.get(f"{here}edit/"))
    words = {"title": ERROR.title, "fix": "Renew the key.", "for_customers": "on", "seen": f"{version.pk}:1"}
    assert agent.post(f"{here}edit/", words).status_code == 302
    lead.post(f"{here}edit/", words | {"fix": "Other"})
    assert "Ioana Dumitru has changed this in the meantime" in said(lead.post(f"{here}edit/", words))
    lead.post(f"{here}decision/", {"act": "publish", "edits": "2"})
    history = said(lead.get(f"{here}history/"))
    assert "Version 1" in history
    assert "Published" in history


def test_versions_are_compared_in_words(world: World, sign_in: SignIn) -> None:
    page = publish(world)
    newer = Content(ERROR.title, fix="Renew the certificate.")
    items.write(page, newer, world.ioana, seen=None, now=world.now)
    history = said(sign_in(world.ioana).get(f"/knowledge/{page.item_id}/en/history/"))
    assert "added: </span>certificate</ins>" in history
    assert "taken out: </span>**key**</del>" in history


def test_a_page_is_read_as_html_and_says_what_it_is(world: World, sign_in: SignIn) -> None:
    page = publish(world, codes=("GW-1207",), for_customers=False)
    shown = said(sign_in(world.ioana).get(f"/knowledge/{page.item_id}/en/"))
    assert "<p>Renew the <strong>key</strong>.</p>" in shown
    assert "<code>GW-1207</code>" in shown
    assert "the team alone" in shown
    evil = publish(world, Kind.ARTICLE, Content("<b>x</b>", "<script>alert(1)</script> [x](javascript:alert)"))
    shown = said(sign_in(world.ioana).get(f"/knowledge/{evil.item_id}/en/"))
    assert "<script>alert" not in shown
    assert "javascript:" not in shown
    assert "&lt;b&gt;x&lt;/b&gt;" in shown


def test_another_language_is_written_beside_the_first(world: World, sign_in: SignIn) -> None:
    page = publish(world)
    lead = sign_in(world.leo)
    assert lead.get(f"/knowledge/{page.item_id}/fr/").status_code == 404
    form = said(lead.get(f"/knowledge/{page.item_id}/fr/edit/"))
    assert "The key is old." in form, "the original stands beside it"
    lead.post(f"/knowledge/{page.item_id}/fr/edit/", {
        "title": "La clé est refusée", "fix": "Renouveler", "for_customers": "on", "act": "publish"})
    assert lead.get(f"/knowledge/{page.item_id}/fr/").status_code == 200
    assert "La clé est refusée" in said(lead.get("/knowledge/?language=fr"))
    assert lead.get(f"/knowledge/{page.item_id}/xx/edit/").status_code == 404


def test_words_for_customers_are_read_at_once(world: World, sign_in: SignIn) -> None:
    agent = sign_in(world.ioana)
    words = {"title": "Help", "body": "You should have read the manual, the tabel is clear.", "language": "en"}
    assert "tabel" in said(agent.post("/knowledge/words/", words | {"for_customers": "on"}))
    assert "tabel" not in said(agent.post("/knowledge/words/", words)), "the team writes as it likes for itself"


def test_nothing_found_offers_the_nearest_spelling(world: World, sign_in: SignIn) -> None:
    publish(world)
    agent = sign_in(world.ioana)
    answer = said(agent.get("/knowledge/?q=gtaeway"))
    assert "q=gateway" in answer
    assert "Nothing with “qqqq”" in said(agent.get("/knowledge/?q=qqqq"))
    assert "Nothing is written down yet." not in answer


def test_a_misspelt_search_among_cases_offers_what_is_there(world: World, sign_in: SignIn) -> None:
    world.write_in(world.marie, LETTER)
    count_words()
    answer = said(sign_in(world.ioana).get("/search/?q=boooking"))
    assert '<a href="/search/?q=booking">booking</a> has 1.' in answer
    hidden = said(sign_in(world.ana).get("/search/?q=boooking"))
    assert "q=booking" not in hidden, "a word of cases that Ana does not see"


def test_an_empty_base_says_how_it_begins(world: World, sign_in: SignIn) -> None:
    assert "Nothing is written down yet." in said(sign_in(world.ioana).get("/knowledge/"))
    assert "Nothing of that kind" in said(sign_in(world.ioana).get("/knowledge/?kind=limit"))


def test_documents_are_imported_and_found(world: World, sign_in: SignIn) -> None:
    agent = sign_in(world.ioana)
    files = [SimpleUploadedFile("pump.md", b"# The pump\n\nE12 means no water."), SimpleUploadedFile("x.docx", b"x")]
    answer = agent.post("/knowledge/documents/", {"files": files, "team": ""}, follow=True)
    assert "1 document imported." in said(answer)
    assert "“x.docx” is no Markdown, HTML or PDF" in said(answer)
    document = Document.objects.get()
    assert "E12 means no water." in said(agent.get(f"/knowledge/documents/{document.pk}/"))
    assert "no <mark>water</mark>" in said(agent.get("/knowledge/?q=water&kind=document"))
    agent.post(f"/knowledge/documents/{document.pk}/removal/")
    assert not Document.objects.exists()


def test_a_case_is_looked_up_by_itself_and_a_fix_goes_into_the_reply(world: World, sign_in: SignIn) -> None:
    page = publish(world, codes=("GW-1207",))
    ticket = world.write_in(world.marie, LETTER)
    agent, here = sign_in(world.ioana), f"/c/{ticket.number}/knowledge/"
    shown = said(agent.get(here))
    assert "about this very code" in shown
    assert "GW-1207" in shown
    answer = agent.post(f"{here}quote/", {"page": page.pk, "n": "1"})
    assert answer["Location"] == f"/c/{ticket.number}/#reply"
    assert Draft.objects.get().text == "Take bookings by telephone."
    assert "Take bookings by telephone." in said(agent.get(f"/c/{ticket.number}/"))
    agent.post(f"{here}references/", {"page": page.pk})
    assert "The gateway refuses the key" in said(agent.get(f"/c/{ticket.number}/understanding/"))


def test_the_composer_leads_there_with_the_draft_kept(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, LETTER)
    agent = sign_in(world.ioana)
    answer = agent.post(f"/c/{ticket.number}/answer/", {"text": "Half a thought", "act": "look-up"})
    assert answer["Location"] == f"/c/{ticket.number}/knowledge/"
    assert Draft.objects.get().text == "Half a thought"


def test_references_are_kept_once_and_taken_out(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, LETTER)
    agent, here = sign_in(world.ioana), f"/c/{ticket.number}/knowledge/"
    for note in ("", "Read line 4."):
        agent.post(f"{here}references/", {"url": "https://forum.example/1", "title": "A thread", "note": note})
    agent.post(f"{here}references/", {"url": "javascript:alert(1)", "title": "No"})
    agent.post(f"{here}references/", {"title": "Nowhere"})
    reference = Reference.objects.get()
    assert (reference.title, reference.note) == ("A thread", "Read line 4.")
    assert "Read line 4." in said(agent.get(here))
    agent.post(f"{here}references/{reference.pk}/removal/")
    assert not Reference.objects.exists()


def test_the_web_is_asked_on_a_press_alone(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, LETTER)
    agent, here = sign_in(world.ioana), f"/c/{ticket.number}/knowledge/"
    assert "Ask the web" not in said(agent.get(here)), "nothing is set up"
    with searx(results=[result("https://forum.example/7", "GW-1207 solved", "Renew the key.")]) as robot:
        cases.set_web_search(robot.url, True, world.sofia, now=world.now)
        shown = said(agent.get(here))
        assert 'value="GW-1207 ' in shown
        assert robot.asked == []
        shown = said(agent.post(f"{here}web/", {"web": "GW-1207 gateway"}))
        assert [one["q"] for one in robot.asked] == ["GW-1207 gateway"]
        assert "GW-1207 solved" in shown
        robot.status = 500
        shown = said(agent.post(f"{here}web/", {"web": "GW-1207"}))
        assert "The web search answered with an error (500)" in shown
        assert agent.post(f"{here}web/", {"web": " "}).status_code == 422


def test_the_web_search_is_set_up_and_tried(world: World, sign_in: SignIn) -> None:
    administrator = sign_in(world.sofia)
    with searx(results=[result("https://a.example", "SearXNG", "")]) as robot:
        form = {"address": robot.url, "active": "on", "query": "SearXNG"}
        assert "It answered with 1 result." in said(administrator.post("/settings/web-search/", form | {"try": "1"}))
        assert administrator.post("/settings/web-search/", form).status_code == 302
        assert robot.url in said(administrator.get("/settings/web-search/"))
    assert "cannot be reached" in said(administrator.post("/settings/web-search/", form | {"try": "1"}))
    administrator.post("/settings/web-search/removal/")
    assert robot.url not in said(administrator.get("/settings/web-search/"))


def test_a_limit_is_noted_from_a_case_in_two_clicks(world: World, sign_in: SignIn) -> None:
    ticket = world.write_in(world.marie, "Can I export invoices to Excel?")
    lead = sign_in(world.leo)
    assert f'href="/knowledge/new/?kind=limit&amp;ticket={ticket.number}"' in said(lead.get(f"/c/{ticket.number}/"))
    address = f"/knowledge/new/?kind=limit&ticket={ticket.number}&title=We+cannot+export+invoices+to+Excel."
    form = said(lead.get(address))
    assert 'value="We cannot export invoices to Excel."' in form
    answer = lead.post(address, {"title": "We cannot export invoices to Excel.", "stance": "cannot", "for_customers":
                                 "on", "team": world.care.team.pk, "act": "publish"})
    assert answer["Location"] == f"/c/{ticket.number}/"
    item = Item.objects.get()
    assert (item.ticket, item.stance, item.pages.get().published is not None) == (ticket, "cannot", True)
    draft = "kind=reply&text=Of+course+we+can+export+your+invoices+to+Excel."
    remarks = said(lead.put(f"/c/{ticket.number}/draft/", draft))
    assert "We cannot export invoices to Excel." in remarks


def over(world: World) -> Ticket:
    """A case of some length that is solved."""
    ticket = world.write_in(world.marie, LETTER)
    world.deliver(world.answer(ticket, world.ioana, "We have renewed the key."))
    tickets.move(ticket, Status.SOLVED, member=world.ioana, now=world.now)
    return ticket


@pytest.mark.parametrize(("into", "where"), [
    ("error", "/edit/"), ("article", "/edit/"), ("limit", "/edit/"), ("reply", "/c/"), ("", "/c/"),
])
def test_what_was_learned_becomes_something_in_one_step(world: World, sign_in: SignIn, into: str, where: str) -> None:
    ticket, agent = over(world), sign_in(world.ioana)
    assert "What did we learn?" in said(agent.get(f"/c/{ticket.number}/"))
    answer = agent.post(f"/c/{ticket.number}/lesson/", {"line": "Keys run out.", "into": into})
    assert where in answer["Location"]
    assert agent.get(answer["Location"]).status_code == 200
    assert (Lesson.objects.get().text, SavedReply.objects.exists()) == ("Keys run out.", into == "reply")
    assert "What did we learn?" not in said(agent.get(f"/c/{ticket.number}/"))


def test_it_can_be_passed_over_and_a_quick_question_never_meets_it(world: World, sign_in: SignIn) -> None:
    ticket, agent = over(world), sign_in(world.ioana)
    agent.post(f"/c/{ticket.number}/lesson/", {"line": "half", "into": "error", "act": "skip"})
    assert (Lesson.objects.get().text, Item.objects.exists()) == ("", False)
    assert "What did we learn?" not in said(agent.get(f"/c/{ticket.number}/"))
    quick = world.write_in(world.jonas, "When do you open?")
    answer = agent.post(f"/c/{quick.number}/answer/", {"text": "Hello Jonas, at nine.", "kind": "reply", "read": "1",
                                                       "then": "close", "seen": "999999"}, follow=True)
    assert "What did we learn?" not in said(answer)


def test_the_list_says_where_the_line_can_be_written(world: World, sign_in: SignIn) -> None:
    ticket, agent = world.write_in(world.jonas, LETTER), sign_in(world.ioana)
    answer = agent.post(f"/c/{ticket.number}/answer/", {"text": "Hello, we have renewed the key.", "kind": "reply",
                                                        "read": "1", "then": "close", "seen": "999999"}, follow=True)
    assert f'<a href="/c/{ticket.number}/#lesson">What did we learn?</a>' in said(answer)
