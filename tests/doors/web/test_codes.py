"""The page "Error codes": a catalogue is brought in with a bar, what nobody knows is added in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from entendu.flows.diagnosis import catalogue
from entendu.parts.diagnosis.actions import codes as actions
from entendu.parts.diagnosis.models.codes import CodeImport
from entendu.parts.diagnosis.queries import codes as queries
from entendu.parts.staff.models import Member
from tests.world import World

SignIn = Callable[[Member], Client]


@pytest.fixture
def leo(world: World, sign_in: SignIn, time_machine: Any) -> Client:
    """Léo, who leads Care."""
    time_machine.move_to(world.now)
    return sign_in(world.leo)


def bring(client: Client, content: bytes, name: str = "shop.csv", product: str = "Shop") -> Any:
    return client.post("/settings/codes/", {"file": SimpleUploadedFile(name, content), "product": product})


def page(client: Client, address: str = "/settings/codes/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_waits_is_read_and_says_what_became_of_it(leo: Client) -> None:
    answer = bring(leo, b"code,cause\nE1,a\n,b\nE2,c\n")
    run = CodeImport.objects.get()
    assert answer["Location"] == f"/settings/codes/#import-{run.pk}"
    waits = page(leo, f"/settings/codes/imports/{run.pk}/")
    assert "shop.csv waits for its turn." in waits
    assert 'hx-trigger="every 1s"' in waits
    actions.claim_import(now=timezone.now())
    actions.progress(run, now=timezone.now(), state=CodeImport.State.RUNNING, total=3, bad_count=1, taken=1)
    half = page(leo, f"/settings/codes/imports/{run.pk}/")
    assert '<progress max="2" value="1"' in half
    assert "1 of 2" in half
    catalogue.import_codes(run, queries.content_of(run), timezone.now)
    over = page(leo, f"/settings/codes/imports/{run.pk}/")
    assert "2 new, 0 changed, 0 as they were." in over
    assert "Line 3 has no code; the others are imported" in over
    assert "hx-trigger" not in over
    assert "2 codes" in page(leo)


@pytest.mark.parametrize(("content", "words"), [
    (b"cause\nx\n", "The first line names no column “code”"), (b"", "empty"),
])
def test_what_cannot_be_read_says_why(leo: Client, content: bytes, words: str) -> None:
    answer = bring(leo, content)
    catalogue.import_waiting(timezone.now)
    shown = page(leo) if answer.status_code == 302 else answer.content.decode()
    assert words in shown


def test_the_catalogue_shows_its_versions_and_finds_a_code(leo: Client) -> None:
    for cause in (b"first", b"second"):
        bring(leo, b"code,cause,fix,tell_fr\nSHOP-1," + cause + b",mend,Patience\nTILL-1,x,,\n")
        catalogue.import_waiting(timezone.now)
    shop = queries.catalogue_of("Shop")
    assert shop is not None
    here = f"/settings/codes/{shop.pk}/"
    assert "second" in page(leo, here)
    assert "first" in page(leo, f"{here}?version=1")
    found = page(leo, f"{here}?q=till 1")
    assert "<code>TILL-1</code>" in found
    assert "<code>SHOP-1</code>" not in found


def test_an_unknown_code_is_added_in_one_step(world: World, leo: Client) -> None:
    case = world.write_in(world.marie, "It stops with error ZZ-4711.")
    shown = page(leo)
    assert "<code>ZZ-4711</code>" in shown
    assert f'href="/c/{case.number}/"' in shown
    assert 'value="ZZ-4711"' in page(leo, "/settings/codes/new/?code=ZZ-4711")
    leo.post("/settings/codes/new/", {"code": "ZZ-4711", "product": "Printer", "cause": "No paper",
                                      "tell_fr": "Ajoutez du papier."})
    assert "<code>ZZ-4711</code>" not in page(leo)
    [row] = queries.look_up(["ZZ4711"])["ZZ4711"]
    assert (row.cause, row.tell) == ("No paper", {"fr": "Ajoutez du papier."})


def test_what_is_no_code_is_not_collected_again(world: World, leo: Client) -> None:
    world.write_in(world.marie, "It stops with error ZZ-4711.")
    leo.post("/settings/codes/none/", {"code": "ZZ-4711"})
    case = world.write_in(world.jonas, "It stops with error ZZ-4711.")
    assert "ZZ-4711" not in page(leo)
    assert "ZZ-4711" not in [one.words for one in case.facts.filter(kind="code")]


def test_tickets_that_a_lead_may_not_see_are_only_counted(world: World, leo: Client) -> None:
    case = world.write_in(world.marie, "It stops with error ZZ-4711.", to=world.billing)
    shown = page(leo)
    assert "on 1 case" in shown
    assert f'href="/c/{case.number}/"' not in shown


def test_a_catalogue_is_taken_out(leo: Client) -> None:
    bring(leo, b"code\nE1234\n")
    catalogue.import_waiting(timezone.now)
    shop = queries.catalogue_of("Shop")
    assert shop is not None
    leo.post(f"/settings/codes/{shop.pk}/removal/")
    assert queries.shapes() == ()


def test_a_code_without_a_letter_is_refused(leo: Client) -> None:
    answer = leo.post("/settings/codes/new/", {"code": "???", "product": "Shop", "cause": "x"})
    assert answer.status_code == 422


def test_agents_do_not_find_the_page(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.ioana).get("/settings/codes/").status_code == 404
