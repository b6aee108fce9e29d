"""Files of changes, as systems write them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entendu.core.diagnosis.change_file import Bad, NotAChangeFile, Row, kind_of, rows
from entendu.core.diagnosis.timeline import Kind

ZONE = ZoneInfo("Indian/Mauritius")
TOLD = ("2026-11-16T15:04:00+04:00", Kind.TEMPLATE, "Ravi", "header.html line 41", "banner", "7")


@pytest.mark.parametrize("text", [
    "at,kind,actor,object,details,key\n2026-11-16T15:04,template,Ravi,header.html line 41,banner,7\n",
    "When;Type;Who;File;Message;ID\r\n2026-11-16 15:04;template;Ravi;header.html line 41;banner;7\r\n",
    "\ufeffQuand\tType\tQui\tQuoi\tMessage\tClé\n2026-11-16T11:04Z\tpage\tRavi\theader.html line 41\tbanner\t7",
    '[{"time": "2026-11-16T15:04", "kind": "html", "user": "Ravi", "what": "header.html line 41",'
    ' "description": "banner", "id": 7}]',
    '{"at": "2026-11-16T15:04", "type": "css", "by": "Ravi", "path": "header.html line 41", "comment": "banner",'
    ' "key": "7", "more": {"a": 1}}\n\n',
])
def test_one_change_in_every_dress(text: str) -> None:
    (row,) = rows(text.encode(), ZONE)
    assert isinstance(row, Row)
    assert (row.at.astimezone(ZONE).isoformat(), row.kind, row.actor, row.object, row.details, row.key) == TOLD


def test_a_bad_line_is_told_and_the_others_are_taken() -> None:
    found = list(rows(b"at,what\nyesterday,x\n2026-11-16T15:04,\n2026-11-16T15:04,y\n9999-01-01T00:00,z\n", ZONE))
    assert [(one.line, isinstance(one, Bad)) for one in found] == [(2, True), (3, True), (4, False), (5, True)]


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe", b"name,age\na,1\n", b"[1, 2"])
def test_what_is_no_file_of_changes(content: bytes) -> None:
    with pytest.raises(NotAChangeFile, match="nothing was taken"):
        list(rows(content, ZONE))


@pytest.mark.parametrize(("word", "kind"), [
    ("Deploy", Kind.DEPLOYMENT), ("releases", Kind.DEPLOYMENT), ("TLS", Kind.CERTIFICATE), ("Firmware", Kind.DEVICE),
    ("permissions", Kind.ACCESS), ("DNS", Kind.NETWORK), ("price list", Kind.DATA), ("sneezing", Kind.OTHER),
])
def test_kinds_by_other_names(word: str, kind: Kind) -> None:
    assert kind_of(word) is kind


@given(st.binary())
def test_whatever_is_given(content: bytes) -> None:
    try:
        found = list(rows(content, ZONE))
    except NotAChangeFile:
        return
    assert all(isinstance(one, (Row, Bad)) for one in found)


@given(st.text())
def test_whatever_stands_in_a_table(text: str) -> None:
    found = list(rows(f"at,what\n{text}".encode("utf-8", "replace"), ZONE))
    assert all(isinstance(one, (Row, Bad)) for one in found)
