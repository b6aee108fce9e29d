"""Error codes are recognised by their own shapes, learned from the catalogue; the time grows with the text alone."""

from __future__ import annotations

import random
import string
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.codes import Scanner, key_of, learn, scanner, shapes_from

MIXED = ("ORA-00942", "TNS-12541", "0x80070005", "E1234", "EPERM", "17", "A4", "DNS_PROBE_FINISHED_NXDOMAIN",
         "ERR_CERT_DATE_INVALID", "java.lang.NullPointerException", "4F2A-99BC", "21.3-F")
LETTER = ("Hello, since Thursday the order page shows an error and we lost two jobs, version 4.2.1. It said E{0} and "
          "SHOP-{0} on 2026-11-22 at 10:30, then nothing at all. I did not touch anything, and nobody else did. ")


def catalogue(count: int) -> list[str]:
    """So many codes of six forms, as firms' catalogues mix them."""
    chance = random.Random(count)
    heads = ["".join(chance.choices(string.ascii_uppercase, k=chance.randint(2, 4))) for _ in range(40)]
    makers = (lambda n: f"SHOP-{n:06d}", lambda n: f"0x{n * 40_009:08X}", lambda n: f"E{n + 1000}",
              lambda n: f"{heads[n % 40]}{n:06d}", lambda n: f"ERR_{heads[n % 40]}_{heads[n // 40 % 40]}{n}", str)
    return [makers[n % len(makers)](n) for n in range(count)]


def found(codes: tuple[str, ...] | list[str], text: str) -> list[str]:
    return [one.written for one in scanner(learn(codes)).candidates(text)]


@pytest.mark.parametrize(("text", "codes"), [
    ("It says ora-00942: table or view does not exist.", ["ora-00942"]),
    ("I got ORA 00942.", ["ORA 00942"]),
    ("ORA–00942, with a dash that the mail program chose", ["ORA–00942"]),
    ("(0x80070005)", ["0x80070005"]),
    ("the oven shows E1234", ["E1234"]),
    ("EPERM, said the log, not eperm", ["EPERM"]),
    ("error 17, after 17 days", ["17"]),
    ("cod eroare: A4, on A4 paper", ["A4"]),
    ("code d’erreur n° 17", ["17"]),
    ("DNS_PROBE_FINISHED_NXDOMAIN", ["DNS_PROBE_FINISHED_NXDOMAIN"]),
    ("at java.lang.NullPointerException", ["java.lang.NullPointerException"]),
    ("4f2a-99bc on the label", ["4f2a-99bc"]),
    ("It takes 17 days, on A4 paper, and nothing happens.", []),
    ("XORA-00942Y is a part of something longer, and SHORA-009421 too", []),
    ("timeout after a while", []),
    ("", []),
])
def test_codes_are_found_by_what_the_catalogues_codes_look_like(text: str, codes: list[str]) -> None:
    assert found(MIXED, text) == codes


def test_what_the_catalogue_has_nothing_like_is_not_looked_up() -> None:
    assert found(["ORA-00942"], "E1234, 0x80070005, error 17") == []
    assert found([], "ORA-00942") == []


def test_a_code_is_one_code_however_it_is_typed() -> None:
    assert {key_of(text) for text in ("ORA-00942", "ora 00942", "ORA–00942", " Ora_00942 ")} == {"ORA00942"}


def test_shapes_come_back_from_the_form_in_which_they_are_kept() -> None:
    shapes = learn(MIXED)
    assert shapes_from([one.as_json() for one in shapes]) == shapes


CODES = st.from_regex(r"[A-Z]{2,5}[-_]?[0-9]{2,6}|0x[0-9A-F]{6,8}|[A-Z]{2,4}(_[A-Z]{2,6}){2,3}", fullmatch=True)


@given(st.lists(CODES, min_size=1, max_size=30), st.data())
def test_every_code_of_a_catalogue_is_found_in_a_sentence(codes: list[str], data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(codes))
    assert key_of(code) in {one.key for one in Scanner(learn(codes)).candidates(f"It says {code}, and stops.")}


@given(st.lists(st.text(max_size=40), max_size=30), st.text(max_size=400))
def test_no_catalogue_and_no_text_stops_the_reading(codes: list[str], text: str) -> None:
    for one in Scanner(learn(codes)).candidates(text):
        assert text[one.start:one.end] == one.written
        assert key_of(one.written) == one.key


def cpu_ms(scan: Scanner, text: str) -> float:
    """The least of several runs, in milliseconds of CPU."""
    times = []
    for _ in range(5):
        begun = process_time()
        scan.candidates(text)
        times.append(process_time() - begun)
    return min(times) * 1000


def test_recognition_costs_under_two_milliseconds_and_grows_no_faster_than_the_text() -> None:
    costs = {}
    for count in (1_000, 10_000, 100_000):
        scan = scanner(learn(catalogue(count)))
        for size in (1_000, 10_000, 100_000):
            text = (LETTER.format(1234) * (size // 100))[:size]
            assert "E1234" in {one.key for one in scan.candidates(text)}
            costs[count, size] = cpu_ms(scan, text)
    assert costs[100_000, 1_000] < 2
    assert costs[100_000, 100_000] < costs[100_000, 1_000] * 100 * 3, "grows faster than the text"
    assert costs[100_000, 10_000] < costs[1_000, 10_000] * 3 + 1, "grows with the catalogue"


@pytest.mark.parametrize("text", ["A" * 100_000, "A-" * 50_000, "1." * 50_000, "error " * 17_000, "0x" * 50_000,
                                  "E1234 " * 17_000, "ERR_" * 25_000])
def test_no_text_is_read_slowly(text: str) -> None:
    scan = scanner(learn([*MIXED, *catalogue(1000), *(f"{n:b}-{n:b}:{n}/x{n}" for n in range(40))]))
    assert cpu_ms(scan, text) < 400
