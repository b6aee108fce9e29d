"""Changes beside the first error, and possible causes: what the pages show and what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entendu.core.diagnosis.timeline import Kind
from entendu.core.tickets.states import Status
from entendu.doors.web.care.brief import latest_cases
from entendu.doors.web.people.changed import changed_before
from entendu.flows.diagnosis import changes as log
from entendu.flows.diagnosis import diagnose
from entendu.parts.diagnosis.actions.changes import system_of
from entendu.parts.diagnosis.models.causes import Cause
from entendu.parts.diagnosis.models.changes import SystemChange
from entendu.parts.people import actions as people
from entendu.parts.staff.models import Member
from entendu.parts.tickets import actions as tickets
from entendu.parts.tickets.models import Draft, Ticket
from tests.world import World

SignIn = Callable[[Member], Client]
LETTER = ("My clients tap Confirm on the booking page on their phones and nothing happens, since Thursday 07:52. "
          "I did nothing.")
NOTHING = {"kept": 0}


@pytest.fixture
def ioana(world: World, sign_in: SignIn, time_machine: Any) -> Client:
    """Ioana at her desk on the world's Monday."""
    time_machine.move_to(world.now, tick=False)
    return sign_in(world.ioana)


@pytest.fixture
def case(world: World) -> Ticket:
    """Marie's letter; her contractor edited the header the Monday before, and more was done since."""
    people.change_contact(world.marie, organisation=world.laval)
    tell(world, days=-6.7, kind=Kind.TEMPLATE, actor="Ravi", object="header.html line 41", details="winter banner")
    tell(world, days=-4.6, kind=Kind.DATA, actor="Marie Laval", object="price list", details="hourly rate")
    tell(world, days=-1, kind=Kind.PLUGIN, actor="hosting", object="cookie notice", details="2.2")
    return world.write_in(world.marie, LETTER, subject="Clients cannot confirm")


def tell(world: World, *, days: float, **fields: Any) -> None:
    told = log.Told(world.now + timedelta(days=days), **fields)
    log.take(log.By("Hosting", system_of(world.laval)), [told], now=world.now)


def page(client: Client, ticket: Ticket, name: str) -> str:
    response = client.get(f"/c/{ticket.number}/{name}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_rail_names_the_first_causes_with_a_word_each(ioana: Client, case: Ticket) -> None:
    rail = page(ioana, case, "understanding")
    assert "Possible causes" in rail
    assert "header.html line 41 was changed" in rail
    assert "A defect on our side" in rail
    assert "%" not in rail


def test_the_page_of_a_person_shows_what_changed_before(world: World, ioana: Client, case: Ticket,
                                                        django_assert_num_queries: Any) -> None:
    shown = ioana.get(f"/people/{world.marie.pk}/").content.decode()
    lines = shown[shown.index("What changed before the first error"):shown.index('id="cases-h"')]
    assert lines.index("header.html line 41") < lines.index("price list") < lines.index(
        "First error: Clients cannot confirm")
    assert lines.count('class="is-it"') == 1
    assert lines.index('class="is-it"') < lines.index("header.html") < lines.index("winter banner")
    assert f"/c/{case.number}/changes/" in lines
    assert "cookie notice" not in lines
    cases = latest_cases(world.marie, world.ioana)
    with django_assert_num_queries(5):
        assert changed_before(world.marie, cases) is not None
    tickets.move(case, Status.SOLVED, member=world.ioana, now=world.now)
    case.refresh_from_db()
    with django_assert_num_queries(0):
        assert changed_before(world.marie, [case]) is None
    assert "What changed before" not in ioana.get(f"/people/{world.marie.pk}/").content.decode()


def test_who_has_no_logged_system_costs_one_query(world: World, ioana: Client, django_assert_num_queries: Any) -> None:
    question = world.write_in(world.jonas, "It fails since Thursday 07:52.", subject="Sign-in")
    with django_assert_num_queries(1):
        assert changed_before(world.jonas, [question]) is None


def test_a_quick_question_meets_none_of_it(world: World, ioana: Client, case: Ticket) -> None:
    question = world.write_in(world.marie, "Can two people share one calendar?")
    assert "Possible causes" not in page(ioana, question, "understanding")


def test_the_time_line_shows_what_changed_before_the_error_and_why_it_is_first(ioana: Client, case: Ticket) -> None:
    shown = page(ioana, case, "changes")
    assert 'role="img" aria-label="2 changes before the first error.' in shown
    first = shown[shown.index('class="change-list"'):]
    assert first.index("header.html line 41") < first.index("price list")
    assert "about the same: pages and buttons" in shown
    assert "cookie notice" in shown[shown.index("What came after cannot have caused it."):]
    assert "since Thursday 07:52" in shown


def test_the_first_error_is_put_right_in_one_field(ioana: Client, case: Ticket) -> None:
    ioana.post(f"/c/{case.number}/changes/first-error/", {"when": "2026-11-22 09:00"})
    assert diagnose.told_by(case).first.earliest == datetime(2026, 11, 22, 5, 0, tzinfo=case.created_at.tzinfo)
    assert "as one of us said" in page(ioana, case, "changes")
    ioana.post(f"/c/{case.number}/changes/first-error/", {"when": "banana"})
    assert "names no moment of the past" in page(ioana, case, "changes")
    ioana.post(f"/c/{case.number}/changes/first-error/", {"when": ""})
    assert "as they wrote:" in page(ioana, case, "changes")


def test_a_change_is_told_by_hand_in_a_line(ioana: Client, case: Ticket) -> None:
    ioana.post(f"/c/{case.number}/changes/new/", {"when": "on Wednesday at 18:00", "who": "Ravi", "kind": "template",
                                                  "what": "confirm button"})
    row = SystemChange.objects.get(object="confirm button")
    assert (row.actor, row.kind, row.source, row.member) == ("Ravi", "template", "desk", row.member)
    assert row.at.isoformat() == "2026-11-18T14:00:00+00:00"
    assert "confirm button" in page(ioana, case, "changes")
    ioana.post(f"/c/{case.number}/changes/new/", {"when": "", "what": "x"})
    assert "nothing was noted" in page(ioana, case, "changes")


def test_changes_come_from_a_file(ioana: Client, case: Ticket) -> None:
    table = b"at,who,what,kind\n2026-11-16T15:04,Ravi,footer.html,page\nyesterday,Ravi,x,page\n"
    url = f"/c/{case.number}/changes/file/"
    for sentence in ("1 change is new. 0 were known.", "0 changes are new. 1 was known."):
        ioana.post(url, {"file": SimpleUploadedFile("changes.csv", table)})
        shown = page(ioana, case, "changes")
        assert sentence in shown
        assert "Line 3 was not taken" in shown
    ioana.post(url, {"file": SimpleUploadedFile("photo.jpg", b"\xff\xd8")})
    assert "no changes that can be read" in page(ioana, case, "changes")


def cause(case: Ticket, words: str) -> diagnose.Possible:
    found = diagnose.diagnosis(case, now=case.created_at).causes
    return next(one for one in found if words in f"{one.change and one.change.object} {one.words} {one.hypothesis.key}")


def likely(case: Ticket, words: str) -> str:
    return cause(case, words).likelihood.value


def test_ranks_move_as_checks_come_in_until_one_is_confirmed(ioana: Client, case: Ticket) -> None:
    base = f"/c/{case.number}/causes/"
    assert "Check this first:" in page(ioana, case, "causes")
    header = cause(case, "header.html").handle
    ioana.post(f"{base}verdict/", {"cause": header, "verdict": "confirmed", "because": ""})
    assert "the cause stays open" in page(ioana, case, "causes")
    assert diagnose.confirmed_cause(case) is None
    ioana.post(f"{base}evidence/", {"cause": header, "weigh": "++", "words": "On a copy with the old header it works"})
    assert likely(case, "header.html") == "very-likely"
    assert likely(case, "ours") == "unlikely"
    ioana.post(f"{base}verdict/", {"cause": cause(case, "ours").handle, "verdict": "ruled-out",
                                   "because": "Our booking service answered every request"})
    assert "<s>A defect on our side</s>" in page(ioana, case, "understanding")
    ioana.post(f"{base}verdict/", {"cause": cause(case, "header").handle, "verdict": "confirmed"})
    confirmed = diagnose.confirmed_cause(case)
    assert confirmed is not None
    assert confirmed.change is not None
    assert confirmed.change.object == "header.html line 41"
    rail = page(ioana, case, "understanding")
    assert 'class="u is-done" id="u-causes"' in rail


def test_evidence_that_does_not_belong_is_taken_out_and_its_verdict_with_it(ioana: Client, case: Ticket) -> None:
    base = f"/c/{case.number}/causes/"
    ioana.post(f"{base}verdict/", {"cause": "ours", "verdict": "ruled-out", "because": "Others can book"})
    row = cause(case, "ours").cause
    assert row is not None
    (seen,) = row.evidence.all()
    ioana.post(f"{base}evidence/removal/", {"evidence": seen.pk, "cause": row.pk})
    assert (likely(case, "ours"), Cause.objects.get(pk=row.pk).weights) == ("possible", [])


def test_a_colleague_thinks_of_a_cause(ioana: Client, case: Ticket) -> None:
    ioana.post(f"/c/{case.number}/causes/new/", {"words": "Old page kept by phones", "cost": "quick",
                                                 "settled_by": "Open it in a private window"})
    shown = page(ioana, case, "causes")
    assert "Old page kept by phones" in shown
    assert "Open it in a private window" in shown
    assert Cause.objects.filter(ticket=case, origin="ours").exists()  # what stood there then is kept with it
    ioana.post(f"/c/{case.number}/causes/new/", {"words": " "})
    assert "nothing was changed" in page(ioana, case, "causes")
    ioana.post(f"/c/{case.number}/causes/evidence/", {"cause": "ours", "weigh": "much", "words": "x"})
    assert "what it speaks for; nothing was changed" in page(ioana, case, "causes")


def test_the_customer_gets_the_credit_in_the_reply(world: World, ioana: Client, case: Ticket) -> None:
    people.change_contact(world.marie, language="fr")
    base = f"/c/{case.number}/causes/"
    header = cause(case, "header.html").handle
    ioana.post(f"{base}verdict/", {"cause": header, "verdict": "confirmed", "because": "The old header works"})
    ioana.post(f"{base}credit/", {"cause": cause(case, "header").handle, "theirs": "1"})
    shown = page(ioana, case, "causes")
    assert "1 idea of Marie has turned out to be the cause." in shown
    ioana.post(f"{base}reply/")
    draft = Draft.objects.get(ticket=case)
    assert "Vous aviez raison" in draft.text
    assert "header.html line 41" in draft.text
    ioana.post(f"{base}credit/", {"cause": cause(case, "header").handle, "theirs": "0"})
    ioana.post(f"{base}reply/")
    draft.refresh_from_db()
    assert draft.text.count("\n\n") == 1


def test_what_worked_then_is_offered_when_a_case_looks_the_same(world: World, ioana: Client, case: Ticket) -> None:
    base = f"/c/{case.number}/causes/"
    header = cause(case, "header.html").handle
    ioana.post(f"{base}verdict/", {"cause": header, "verdict": "confirmed", "because": "The old header works"})
    here = cause(case, "header").handle
    ioana.post(f"{base}alternative/", {"cause": here, "words": "A plain form on a page of its own", "worked": "1"})
    ioana.post(f"{base}alternative/", {"cause": here, "words": "Clearing the phone's cache"})
    ioana.post(f"/c/{case.number}/status/", {"status": "solved"})
    again = world.write_in(world.jonas, "My guests tap Confirm on the booking page and nothing happens.",
                           subject="Clients cannot confirm")
    shown = page(ioana, again, "causes")
    assert f"As in case {case.number}" in shown
    assert "Worked before: A plain form on a page of its own" in shown
    assert "Clearing the phone" not in shown
    (gone,) = Cause.objects.get(pk=int(here)).alternatives.filter(worked=False)
    ioana.post(f"{base}alternative/", {"cause": here, "remove": gone.pk})
    assert "Clearing the phone" not in page(ioana, case, "causes")


def test_many_customers_with_one_code_speak_for_a_defect_of_ours(world: World, ioana: Client, case: Ticket) -> None:
    before = cause(case, "ours").hypothesis.weight
    text = "The page says error E-7741 since Thursday 07:52."
    for n in range(3):
        other = people.meet("email", f"p{n}@example.org", name=f"P {n}", language="en", now=world.now)
        world.write_in(other, text)
    mine = world.write_in(world.marie, text)
    after = cause(mine, "ours")
    assert after.others == 3
    assert after.hypothesis.weight > before
    assert "3 other customers" in page(ioana, mine, "causes")


def test_a_change_that_was_made_once_more_is_one_cause(world: World, ioana: Client, case: Ticket) -> None:
    header = cause(case, "header.html").handle
    ioana.post(f"/c/{case.number}/causes/evidence/", {"cause": header, "weigh": "+", "words": "It is the header"})
    tell(world, days=-5.9, kind=Kind.TEMPLATE, actor="Ravi", object="header.html line 41", details="once more")
    shown = page(ioana, case, "causes")
    assert shown.count("header.html line 41 was changed</h2>") == 1
    assert "about the same: pages and buttons" in shown


def test_a_cause_of_another_case_is_not_there(world: World, ioana: Client, case: Ticket) -> None:
    other = world.write_in(world.jonas, "It stopped since Friday.")
    ioana.post(f"/c/{case.number}/causes/new/", {"words": "Old page kept by phones"})
    mine = Cause.objects.get(words="Old page kept by phones")
    for handle in (str(mine.pk), "change:99999", "", "9" * 30):
        ioana.post(f"/c/{other.number}/causes/credit/", {"cause": handle, "theirs": "1"})
        assert "That cause is not there any more" in page(ioana, other, "causes")
    mine.refresh_from_db()
    assert mine.credited_to is None


def test_the_rail_asks_little(ioana: Client, case: Ticket, world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        diagnose.glance(case, now=world.now)
    assert len(asked) <= 6
