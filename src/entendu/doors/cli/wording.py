"""`entendu wording check`: texts in, findings out, one object a line (contracts of the command line)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from entendu.core.wording.as_json import NotReadable, read_item
from entendu.core.wording.findings import Direction
from entendu.core.wording.rules import BrokenRulesError
from entendu.doors.cli.lines import BAD_INPUT, FAILED, say, stop
from entendu.parts.wording.dictionaries import shelf


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Check `args.text`, or the lines of standard input.

    Exit code 1 if a line was bad, 2 if the input is no text or the rules cannot be used.
    """
    try:
        return _check(args, out, err)
    except BrokenRulesError as wrong:
        return stop(err, wrong, BAD_INPUT)


def _check(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
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
    except ValueError as wrong:
        why = wrong if isinstance(wrong, NotReadable) else "It is no JSON."
        return {"error": f"Line {number} cannot be checked; the others are. {why}", "line": number}


def _read(item: Any, args: argparse.Namespace) -> dict[str, Any]:
    return read_item(item, shelf(args.dictionaries), Direction(args.direction), args.language)
