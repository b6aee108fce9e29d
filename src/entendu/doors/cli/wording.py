"""`entendu wording check`: texts in, findings out, one object a line (contracts of the command line)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TextIO

from entendu.core.promises.working import WorkingTimeError, working_time
from entendu.core.wording.findings import OFFICE_HOURS, Context, Direction, Finding
from entendu.core.wording.read import read
from entendu.doors.cli.lines import BAD_INPUT, FAILED, say, stop
from entendu.parts.wording.dictionaries import shelf


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Check `args.text`, or the lines of standard input; exit code 1 if a line was bad, 2 if the input is no text."""
    if args.text is not None:
        say(out, _read({"text": args.text, "language": args.language}, args))
        return 0
    bad = 0
    try:
        for number, line in enumerate(_lines(sys.stdin), 1):
            if line:
                answer = _answer(line, number, args)
                bad += "error" in answer
                say(out, answer)
    except UnicodeDecodeError:
        return stop(err, "Standard input is not UTF-8; what came before was read.", BAD_INPUT)
    return FAILED if bad else 0


def _lines(source: Iterable[str]) -> Iterator[str]:
    return (line.strip() for line in source)


def _answer(line: str, number: int, args: argparse.Namespace) -> dict[str, Any]:
    try:
        return _read(json.loads(line), args)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        usual = "It wants an object with a “text”, and times as RFC 3339."
        why = wrong if isinstance(wrong, WorkingTimeError) else usual
        return {"error": f"Line {number} cannot be checked; the others are. {why}", "line": number}


def _read(item: Mapping[str, Any], args: argparse.Namespace) -> dict[str, Any]:
    text = item["text"]
    if not isinstance(text, str):
        raise TypeError("text")
    direction = Direction(item.get("direction") or args.direction)
    language = item.get("language") or args.language
    reading = read(text, direction, language, _context(item.get("context") or {}), shelf(args.dictionaries))
    found = [_object(finding, text) for finding in reading.findings]
    return {"id": item.get("id"), "language": reading.language or None, "findings": found}


def _context(given: Mapping[str, Any]) -> Context:
    """The context of one text; what is not given is not known."""
    now = datetime.fromisoformat(given["now"]) if given.get("now") else None
    if now is not None and now.tzinfo is None:
        raise ValueError("now has no offset")
    hours = given.get("hours")
    work = working_time(given.get("timezone") or "UTC", hours) if hours or given.get("timezone") else OFFICE_HOURS
    lists = {name: tuple(map(str, given.get(name) or ())) for name in ("known", "limits", "asked", "promised")}
    plain = {name: str(given.get(name) or "") for name in ("emotion", "style", "level")}
    return Context(now=now, work=work, words=frozenset(map(str, given.get("words") or ())), **lists, **plain)


def _object(finding: Finding, text: str) -> dict[str, Any]:
    out: dict[str, Any] = {
        "check": finding.check,
        "start": finding.start,
        "end": finding.end,
        "text": text[finding.start : finding.end],
        "message": finding.message,
        "suggestions": list(finding.suggestions),
        "severity": finding.severity.value,
    }
    if finding.check == "promise":
        out |= {"due": finding.due.isoformat() if finding.due else None, "hedged": finding.hedged}
    out |= {name: value for name in ("value", "target") if (value := getattr(finding, name))}
    return out
