"""`entendu changes import`: what it takes, what it says, and with which code it ends."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from entendu.doors.cli.main import parser
from entendu.parts.diagnosis.models.changes import SystemChange
from entendu.parts.people import actions as people

pytestmark = pytest.mark.django_db
TABLE = "at,who,what,kind,key,customer\n2026-11-16T15:04,Ravi,header.html line 41,page,1,\n"


def run(*words: str | Path) -> tuple[int, list[dict[str, Any]], str]:
    args = parser().parse_args(["changes", "import", *map(str, words)])
    out, err = io.StringIO(), io.StringIO()
    return args.run(args, out, err), [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


@pytest.fixture
def laval() -> None:
    marie = people.meet("email", "marie@laval.example", name="Marie", language="en", now=datetime.now(UTC))
    people.change_contact(marie, organisation=people.add_organisation("Laval Electrical", "laval.example"))


@pytest.mark.usefixtures("laval")
def test_a_file_for_one_customer(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(TABLE)
    options = (file, "--customer", "laval.example", "--system", "shop", "--time-zone", "Indian/Mauritius")
    code, (said,), _err = run(*options)
    assert (code, said["new"], said["known"], said["bad"]) == (0, 1, 0, 0)
    assert run(*options)[1][0]["known"] == 1
    row = SystemChange.objects.select_related("system__organisation").get()
    assert (str(row.system.organisation), row.system.name, row.kind) == ("Laval Electrical", "shop", "template")
    assert row.at == datetime(2026, 11, 16, 11, 4, tzinfo=UTC)


@pytest.mark.usefixtures("laval")
def test_lines_that_cannot_be_taken_are_told_and_the_others_taken(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(TABLE + "2026-11-16T15:05,Ravi,footer.html,page,1,marie@laval.example\n"
                    "soon,Ravi,x,page,3,marie@laval.example\n2026-11-16T15:06,Ravi,y,page,4,nobody@example.org\n"
                    "2026-11-16T15:07,Ravi,z,page,1,marie@laval.example\n")
    code, (said,), err = run(file)
    assert (code, said["new"], said["bad"]) == (1, 1, 4)
    assert "Line 4 was not taken: it has no time that can be read" in err
    assert "Line 5 was not taken: it names no customer" in err
    assert "Line 6 was not taken: it has a key that stands for another change" in err


@pytest.mark.parametrize(("words", "said"), [
    (("nowhere.csv",), "cannot be read"), (("log.csv", "--customer", "nobody"), "No customer goes by 'nobody'"),
    (("log.csv", "--time-zone", "Mars/Olympus"), "is no time zone"),
])
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                  words: tuple[str, ...], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_text(TABLE)
    code, out, err = run(*words)
    assert (code, out) == (2, [])
    assert said in err


def test_what_is_no_file_of_changes(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8\xff")
    assert run(file)[0] == 2
