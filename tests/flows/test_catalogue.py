"""A file of error codes becomes a version of its product's catalogue: at once, in pieces, and never by halves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from time import process_time

import pytest
from django.utils import timezone

from entendu.core.diagnosis.catalogue import Row
from entendu.core.diagnosis.codes import scanner
from entendu.flows.diagnosis import catalogue
from entendu.parts.diagnosis.actions import codes as actions
from entendu.parts.diagnosis.models.codes import CodeFile, CodeImport, ErrorCode
from entendu.parts.diagnosis.queries import codes as queries
from tests.world import World

pytestmark = pytest.mark.django_db


def table(*rows: str) -> bytes:
    return "\n".join(["code,cause,fix,tell_en", *rows]).encode()


def bring(content: bytes, product: str = "Shop", name: str = "codes.csv",
          tell: Callable[[CodeImport], None] = lambda run: None) -> CodeImport:
    return catalogue.import_now(name, content, product, timezone.now, tell)


def counts(run: CodeImport) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.unchanged, run.bad_count


def says(key: str) -> list[str]:
    return [one.cause for one in queries.look_up([key]).get(key, [])]


def test_what_is_new_changed_unchanged_and_bad_is_counted() -> None:
    assert counts(bring(table("E1,a,b,c", "E2,a,b,c", ",x,y,z"))) == (2, 0, 0, 1)
    again = bring(table("E1,a,b,c", "E2,other,b,c", "E3,a,b,c"))
    assert (counts(again), again.state, again.taken) == ((1, 1, 1, 0), CodeImport.State.DONE, 3)


def test_old_versions_stay_readable() -> None:
    bring(table("E1,first,,", "E2,same,,"))
    bring(table("E1,second,,"))
    shop = queries.catalogue_of("shop")
    assert shop is not None
    assert (shop.version, shop.codes) == (2, 2)
    assert [one.cause for one in queries.codes_in(shop, 1)] == ["first", "same"]
    assert [one.cause for one in queries.codes_in(shop, 2)] == ["second", "same"]
    assert says("E1") == ["second"]
    [row] = queries.look_up(["E1"])["E1"]
    assert [(one.since, one.cause) for one in queries.readings_of(row)] == [(2, "second"), (1, "first")]


def test_two_products_may_have_the_same_code() -> None:
    bring(table("E1,of the shop,,"))
    bring(table("E1,of the till,,"), "Till")
    assert says("E1") == ["of the shop", "of the till"]


def test_the_product_is_what_was_said_else_what_stands_in_the_file_else_its_name() -> None:
    bring(json.dumps([{"code": "E1", "product": "Till"}]).encode(), "", "x.json")
    bring(table("E1,a,,"), "", "/somewhere/Bakery oven.csv")
    assert [one.product for one in queries.catalogues()] == ["Bakery oven", "Till"]


def test_a_version_comes_into_force_as_a_whole(world: World) -> None:
    bring(table("E1,first,,"))
    shop = queries.catalogue_of("Shop")
    assert shop is not None
    actions.write_codes(shop, 2, [{"code": "E9", "cause": "half", "fix": "", "tell": {}, "digest": "x"}],
                        [queries.rows_in_force(shop)["E1"].id])
    assert (says("E1"), says("E9")) == (["first"], []), "half written is not in force"
    bring(table("E2,a,,"))
    assert (says("E1"), says("E9"), says("E2")) == (["first"], [], ["a"]), "what died is taken back"


def test_an_uploaded_file_is_read_by_the_worker(world: World) -> None:
    run = catalogue.hand_in("codes.csv", table("E1,a,b,c"), "Shop", world.leo, now=world.now)
    assert says("E1") == []
    assert catalogue.import_waiting(timezone.now) == 1
    run.refresh_from_db()
    assert (run.state, run.new, run.taken, run.total) == (CodeImport.State.DONE, 1, 1, 1)
    assert not CodeFile.objects.exists(), "the file is not kept"
    assert catalogue.import_waiting(timezone.now) == 0


def test_what_a_dead_worker_left_is_taken_up(world: World) -> None:
    run = catalogue.hand_in("codes.csv", table("E1,a,b,c"), "Shop", world.leo, now=world.now)
    assert actions.claim_import(now=world.now) == run
    assert actions.claim_import(now=world.later(minutes=1)) is None
    assert actions.claim_import(now=world.later(minutes=2)) == run


@pytest.mark.parametrize(("content", "words"), [
    (b"cause,fix\na,b\n", "names no column"), (b"[1,", "Line 1 is no JSON"), (b"5", "no list of codes"),
])
def test_what_is_no_catalogue_changes_nothing_and_says_so(world: World, content: bytes, words: str) -> None:
    name = "codes.csv" if b"cause" in content else "codes.json"
    run = catalogue.hand_in(name, content, "Shop", world.leo, now=world.now)
    catalogue.import_waiting(timezone.now)
    run.refresh_from_db()
    assert run.state == CodeImport.State.FAILED
    assert words in catalogue.sentence(run.why)
    assert not queries.catalogues().exists()


def test_an_empty_or_huge_file_is_refused_at_once(world: World) -> None:
    for content in (b" \n", b"x" * (catalogue.LARGEST + 1)):
        with pytest.raises(catalogue.CannotImport, match="nothing was imported"):
            catalogue.hand_in("codes.csv", content, "Shop", world.leo, now=world.now)


def test_each_bad_line_has_a_sentence() -> None:
    run = bring(table(",x,,", "E1,a,,", "E1,b,,", f"{'Y1' * 70},,,", f"E2,{'z' * 10_001},,"))
    said = [catalogue.sentence_of_line(*one) for one in run.bad]
    assert [one.split(";")[0] for one in said] == [
        "Line 2 has no code", "Line 4: E1 stands in the file before", "Line 5: the code is longer than 120 characters",
        "Line 6 (E2): a text is longer than 10,000 characters"]


def test_one_code_by_hand_is_a_version_too(world: World) -> None:
    bring(table("E1,a,,"))
    catalogue.add_code("Shop", Row(0, "ORA-00942", "No such table"), world.leo, now=world.now)
    assert says("ORA00942") == ["No such table"]
    assert says("E1") == ["a"]
    assert [one.written for one in scanner(queries.shapes()).candidates("ORA-00942 and E1")] == ["ORA-00942"]


def test_ten_thousand_codes_come_in_within_three_seconds_of_cpu_in_pieces() -> None:
    rows = [f"SHOP-{n:06d},The queue {n} is full,Restart the worker {n},Your order is safe." for n in range(10_000)]
    told: list[int] = []
    begun = process_time()
    run = bring(table(*rows), tell=lambda run: told.append(run.taken))
    assert process_time() - begun < 3
    assert told == [2500, 5000, 7500, 10_000]
    assert run.touched_at - run.created_at < timedelta(seconds=30)
    assert ErrorCode.objects.count() == 10_000


@pytest.mark.long
def test_a_hundred_thousand_codes_come_in_within_ten_seconds_of_cpu() -> None:
    rows = [f"SHOP-{n:06d},The queue {n} is full,Restart the worker {n},Your order is safe." for n in range(100_000)]
    begun = process_time()
    assert counts(bring(table(*rows))) == (100_000, 0, 0, 0)
    assert process_time() - begun < 10
    begun = process_time()
    assert counts(bring(table(*rows))) == (0, 0, 100_000, 0)
    assert process_time() - begun < 10
