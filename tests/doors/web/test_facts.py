"""What a case stands on, in the rail and on its page: checked with what shows it, cited from the conversation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entendu.doors.web.desk.fate import Reader
from entendu.doors.web.understanding import facts
from entendu.flows.diagnosis import catalogue, claims
from entendu.parts.diagnosis.actions.claims import Said, Shown
from entendu.parts.diagnosis.models.claims import Fact
from entendu.parts.staff.models import Member
from entendu.parts.tickets.models import Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
TOLD = "Hello Ioana, I did nothing. We lost two jobs this week. Since Thursday it shows SHOP-000942."
SHOP = b"code,cause,fix,tell_en\nSHOP-000942,The queue is full,Restart it,Your order is safe; try again at noon.\n"


@pytest.fixture
def ioana(world: World, sign_in: SignIn, time_machine: Any) -> Client:
    """Ioana at her desk on the world's Monday."""
    time_machine.move_to(world.now, tick=False)
    catalogue.import_now("shop.csv", SHOP, "Shop", timezone.now, lambda run: None)
    return sign_in(world.ioana)


@pytest.fixture
def case(world: World, ioana: Client) -> Ticket:
    """Marie's letter with claims and a code, and a log beside it."""
    return world.write_in(world.marie, TOLD, files=(("trace.log", "text/plain", b"10:03 SHOP-000942 queue"),))


def fact(case: Ticket, words: str) -> Fact:
    return Fact.objects.get(ticket=case, words__contains=words)


def words_of(page: str) -> str:
    """What a reader sees of a page, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def rail(client: Client, case: Ticket) -> str:
    return client.get(f"/c/{case.number}/understanding/").content.decode()


def page(client: Client, case: Ticket, query: str = "") -> str:
    answer = client.get(f"/c/{case.number}/facts/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_rail_shows_whose_word_it_is_and_what_a_code_means(ioana: Client, case: Ticket) -> None:
    shown = rail(ioana, case)
    assert "<code>SHOP-000942</code> The queue is full" in shown
    assert "<q>We lost two jobs this week</q>" in shown
    assert "Marie’s word, not checked" in shown
    assert f'href="/c/{case.number}/facts/"' in shown


def test_what_is_confirmed_has_a_tick_and_what_is_refuted_is_struck(world: World, ioana: Client, case: Ticket) -> None:
    claims.settle(fact(case, "two jobs"), "confirmed", world.ioana, Shown("log", "2 cancelled"), now=world.now)
    claims.settle(fact(case, "did nothing"), "refuted", world.ioana, Shown("log", "theme edited", against=True),
                  now=world.now)
    shown = rail(ioana, case)
    assert re.search(r'class="u is-part" id="u-facts"', shown)
    assert re.search(r'i-check.*We lost two jobs this week <span class="vh">verified', shown)
    assert "<s>I did nothing</s>" in shown


def test_a_quick_question_meets_none_of_it(world: World, ioana: Client) -> None:
    case = world.write_in(world.jonas, "How do I change the address on my invoice? I use Firefox 128.0.")
    assert "u-facts" not in rail(ioana, case)


def test_the_step_costs_two_queries(world: World, ioana: Client, case: Ticket) -> None:
    reader = Reader(world.ioana, "en", world.now)
    assert case.contact.language == "en"
    with CaptureQueriesContext(connection, ) as asked:
        assert facts.step(case, reader) is not None
    assert len(asked) <= 2


def test_a_claim_is_confirmed_by_what_shows_it(world: World, ioana: Client, case: Ticket) -> None:
    lost = fact(case, "two jobs")
    answer = ioana.post(f"/c/{case.number}/facts/{lost.pk}/",
                        {"act": "confirm", "what": "log", "shows": "two bookings cancelled on 19 Nov"})
    assert answer["Location"] == f"/c/{case.number}/facts/#f-{lost.pk}"
    shown = words_of(page(ioana, case))
    assert "confirmed by Ioana Dumitru" in shown
    assert "two bookings cancelled on 19 Nov a line of a log, Ioana Dumitru" in shown


def test_without_evidence_nothing_is_changed_and_what_was_typed_stays(ioana: Client, case: Ticket) -> None:
    lost = fact(case, "two jobs")
    answer = ioana.post(f"/c/{case.number}/facts/{lost.pk}/", {"act": "confirm", "what": "link", "shows": "no address"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Nothing shows it yet; nothing was changed" in shown
    assert 'value="no address"' in shown
    assert fact(case, "two jobs").state == "claimed"


def test_a_sentence_is_pressed_and_stands_in_the_form(world: World, ioana: Client, case: Ticket) -> None:
    lost = fact(case, "two jobs")
    chosen = page(ioana, case, f"?fact={lost.pk}")
    assert "Cite what shows “We lost two jobs this week”" in words_of(chosen)
    [address] = re.findall(r'href="[^"]*facts/(\?fact=\d+&amp;cite=[^"]*)#f-\d+">Hello Ioana, I did', chosen)
    filled = page(ioana, case, address.replace("&amp;", "&"))
    entry = case.entries.get(kind="theirs")
    assert re.search(rf'<option value="entry-{entry.pk}" selected>', filled)
    assert f'id="shows-{lost.pk}" name="shows" value="Hello Ioana, I did nothing."' in filled
    free = page(ioana, case)
    [address] = re.findall(r'href="[^"]*facts/(\?cite=[^"]*)#add">Hello Ioana, I did', free)
    assert 'id="add-words" name="words" value="Hello Ioana, I did nothing."' in page(ioana, case, address)


def test_a_code_shows_itself_where_it_stands_and_puts_what_to_tell_into_the_reply(world: World, ioana: Client,
                                                                                 case: Ticket) -> None:
    code = Fact.objects.get(ticket=case, kind="code")
    shown = page(ioana, case)
    for words in ("The queue is full", "Restart it", "Your order is safe; try again at noon."):
        assert words in shown
    assert f'<option value="file-{code.file_id}" selected>' in shown, "the log shows it best"
    [number] = re.findall(r'name="code" value="(\d+)"', shown)
    answer = ioana.post(f"/c/{case.number}/facts/reply/", {"code": number})
    assert answer["Location"] == f"/c/{case.number}/#reply"
    assert "Your order is safe; try again at noon.</textarea>" in ioana.get(f"/c/{case.number}/").content.decode()


def test_a_failure_without_a_code_can_be_asked_for_one(world: World, ioana: Client) -> None:
    case = world.write_in(world.jonas, "The page does not work, nothing is saved. What can I do about it?")
    assert "No error code was given." in page(ioana, case)
    ioana.post(f"/c/{case.number}/facts/reply/", {"ask": "1"})
    assert "error code or a number?" in ioana.get(f"/c/{case.number}/").content.decode()


def test_one_is_added_by_hand_and_another_taken_out_and_brought_back(world: World, ioana: Client, case: Ticket) -> None:
    ioana.post(f"/c/{case.number}/facts/new/", {"words": "header.html changed Mon 16, 15:04", "kind": "finding",
                                                "what": "change", "shows": "deployment 4.2.1"})
    assert fact(case, "header.html").state == "confirmed"
    ioana.post(f"/c/{case.number}/facts/new/", {"words": "Her brother has the password", "kind": "claim"})
    brother = fact(case, "brother")
    here = f"/c/{case.number}/facts/{brother.pk}/"
    ioana.post(here, {"act": "edit", "words": "Her brother knows the password"})
    ioana.post(here, {"act": "withdraw"})
    shown = page(ioana, case)
    assert "Her brother knows the password" in shown[shown.index("Taken out"):]
    ioana.post(here, {"act": "reopen"})
    shown = words_of(page(ioana, case))
    assert "noted, Ioana Dumitru" in shown
    assert "put in other words, Ioana Dumitru" in shown
    assert "Her brother has the password" in shown, "how it read before"


def test_evidence_is_taken_back(world: World, ioana: Client, case: Ticket) -> None:
    lost = fact(case, "two jobs")
    claims.settle(lost, "confirmed", world.ioana, Shown("log", "a line"), now=world.now)
    ioana.post(f"/c/{case.number}/facts/evidence/{lost.evidence.get().pk}/removal/")
    assert fact(case, "two jobs").state == "claimed"


@pytest.mark.parametrize(("fields", "words"), [
    ({"words": "  "}, "There are no words yet; nothing was added"),
])
def test_an_empty_line_is_not_added(ioana: Client, case: Ticket, fields: dict[str, str], words: str) -> None:
    answer = ioana.post(f"/c/{case.number}/facts/new/", fields)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_facts_of_another_case_are_not_there(world: World, ioana: Client, case: Ticket) -> None:
    other = world.write_in(world.jonas, "I did nothing, and we lost two jobs.")
    lost = fact(case, "two jobs")
    claims.settle(lost, "confirmed", world.ioana, Shown("log", "a line"), now=world.now)
    assert ioana.post(f"/c/{other.number}/facts/{lost.pk}/", {"act": "withdraw"}).status_code == 404
    evidence = lost.evidence.get()
    assert ioana.post(f"/c/{other.number}/facts/evidence/{evidence.pk}/removal/").status_code == 404
    assert ioana.post(f"/c/{case.number}/facts/{lost.pk}/", {"act": "nonsense"}).status_code == 422


def test_what_they_wrote_is_shown_and_never_run(world: World, ioana: Client) -> None:
    case = world.write_in(world.marie, "I changed nothing <script>alert(1)</script> since Thursday.")
    claims.add(case, world.ioana, Said("claim", "<b>bold</b>"), Shown("link", "https://example.org/?a=1&b=\"2"),
               now=world.now)
    shown = page(ioana, case)
    assert "<script>alert" not in shown
    assert "<b>bold</b>" not in shown


@pytest.mark.parametrize("cite", ["", "x", "1", "1-2", "999999-0-5", "1-0-99999999999999999999", "-", "1-9-3-4-5-6"])
def test_no_address_breaks_the_page(ioana: Client, case: Ticket, cite: str) -> None:
    assert "Facts" in page(ioana, case, f"?fact=abc&cite={cite}")


def test_a_long_case_costs_no_more_queries(world: World, ioana: Client, case: Ticket) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(ioana, case)
        return len(asked)

    before = cost()
    for number in range(6):
        world.later(minutes=1)
        world.write_in(world.marie, f"We lost {number + 3} more jobs.", answers=case.entries.filter(kind="theirs")[0])
    claims.settle(fact(case, "two jobs"), "confirmed", world.ioana, Shown("log", "a line"), now=world.now)
    assert cost() <= before + 1
