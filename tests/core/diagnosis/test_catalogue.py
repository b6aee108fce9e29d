"""Files of error codes are read as firms keep them: whatever their columns are called, in CSV or JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.catalogue import LONGEST_TEXT, BadLine, NotACatalogue, Row, rows_of

FULL = Row(2, "E1", "No paper", "Fill the tray", {"en": "Add paper.", "fr": "Ajoutez du papier."})


@pytest.mark.parametrize("text", [
    "code,cause,fix,tell_en,tell_fr\nE1,No paper,Fill the tray,Add paper.,Ajoutez du papier.\n",
    "Error Code;Reason;Solution;Customer message (en);Customer message (fr)\r\nE1;No paper;Fill the tray;Add paper.;"
    "Ajoutez du papier.\r\n",
    "\ufeffCod eroare\tCauză\tRezolvare\tTell.en\tTell fr\nE1\tNo paper\tFill the tray\tAdd paper.\tAjoutez du papier.",
])
def test_a_table_by_any_name(text: str) -> None:
    assert list(rows_of(text.encode(), "codes.csv")) == [FULL]


@pytest.mark.parametrize("value", [
    [{"code": "E1", "cause": "No paper", "fix": "Fill the tray",
      "tell": {"en": "Add paper.", "fr": "Ajoutez du papier."}}],
    {"codes": [{"Error": "E1", "Cause": "No paper", "Fix": "Fill the tray", "tell_en": "Add paper.",
                "tell_fr": "Ajoutez du papier."}]},
    {"E1": {"cause": "No paper", "fix": "Fill the tray", "tell": {"en": "Add paper.", "fr": "Ajoutez du papier."}}},
])
def test_json_of_any_form(value: object) -> None:
    [row] = rows_of(json.dumps(value).encode(), "codes.json")
    assert isinstance(row, Row)
    assert (row.code, row.cause, row.fix, row.tell) == (FULL.code, FULL.cause, FULL.fix, FULL.tell)


def test_an_object_a_line() -> None:
    rows = list(rows_of(b'{"code": "E1"}\n\nnot this\n{"code": "E2", "fix": 5}\n', "codes.jsonl"))
    assert rows == [Row(1, "E1"), BadLine(3, "no-object", "not this"), Row(4, "E2", fix="5")]


def test_a_bad_line_says_why_and_the_others_are_taken() -> None:
    table = f"code,cause\nE1,a\n,no code here\nE1,b\n{'X1' * 70},c\nE2,{'x' * (LONGEST_TEXT + 1)}\nE3,d\n"
    rows = list(rows_of(table.encode(), "codes.csv"))
    assert [one.code for one in rows if isinstance(one, Row)] == ["E1", "E3"]
    bad = [(one.line, one.why) for one in rows if isinstance(one, BadLine)]
    assert bad == [(3, "no-code"), (4, "twice"), (5, "code-too-long"), (6, "too-long")]


def test_a_product_may_stand_in_the_file() -> None:
    rows = rows_of(b'{"product": "Shop", "codes": [{"code": "E1"}, {"code": "E1", "product": "Till"}]}', "x.json")
    assert [one.product for one in rows if isinstance(one, Row)] == ["Shop", "Till"]


def test_old_encodings_are_read() -> None:
    [row] = rows_of("code;cause\nE1;Échec réseau\n".encode("cp1252"), "codes.csv")
    assert isinstance(row, Row)
    assert row.cause == "Échec réseau"


@pytest.mark.parametrize(("content", "name", "why"), [
    (b"  \n", "x.csv", "empty-file"), (b"cause,fix\na,b\n", "x.csv", "no-columns"), (b"[1, 2", "x.json", "no-json"),
    (b"5", "x.json", "no-list"),
])
def test_what_is_no_catalogue_says_so(content: bytes, name: str, why: str) -> None:
    with pytest.raises(NotACatalogue) as stopped:
        list(rows_of(content, name))
    assert stopped.value.why == why


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.json", "x.jsonl", "x"]))
def test_no_bytes_break_the_reader(content: bytes, name: str) -> None:
    try:
        rows = list(rows_of(content, name))
    except NotACatalogue:
        return  # which is an answer
    assert all(isinstance(one, Row | BadLine) for one in rows)
