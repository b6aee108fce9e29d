"""The command that replays a trace: its lines, its exit codes, and what it says of a bad line."""

import argparse
import io
import json

from entendu.doors.cli import governor
from tests.core.governor.days import Day, at


def replay(tmp_path, lines, form="lines"):
    path = tmp_path / "trace.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    code = governor.run(argparse.Namespace(trace=str(path), form=form), out, err)
    return code, out.getvalue(), err.getvalue()


def a_day():
    day = Day().say(at("10:00"), "Your case has number 7.", "confirmation").say(at("10:01"), "Rate us!", "courtesy")
    return [json.dumps(event) for event in day.lines()]


def test_deliveries_then_outcomes(tmp_path):
    code, out, err = replay(tmp_path, a_day())
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [("body" in line, line.get("outcome")) for line in lines] == [
        (True, None),
        (False, "delivered"),
        (False, "dropped"),
    ]


def test_a_bad_line_is_named_and_the_rest_is_done(tmp_path):
    stranger = json.dumps({"at": "2026-11-16T09:00:00+01:00", "event": "inbound", "person": "nobody", "case": "c"})
    code, out, _ = replay(tmp_path, [*a_day()[:1], "{not json", stranger, *a_day()[1:]])
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [line["line"] for line in lines if "error" in line] == [2, 3]
    assert sum("body" in line for line in lines) == 1


def test_a_missing_trace_is_said_in_one_sentence(tmp_path):
    out, err = io.StringIO(), io.StringIO()
    assert governor.run(argparse.Namespace(trace=str(tmp_path / "none"), form="lines"), out, err) == 2
    assert "cannot be read" in err.getvalue()
    assert not out.getvalue()


def test_a_time_line_reads_like_a_week(tmp_path):
    _, out, _ = replay(tmp_path, a_day(), "timeline")
    assert "Mon 16 Nov 10:00  sms: Your case has number 7." in out
    assert "Not sent" in out
