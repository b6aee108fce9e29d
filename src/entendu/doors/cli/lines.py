"""How commands speak: JSON objects, one a line, on standard output; trouble in one sentence on standard error."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any, Protocol, TextIO

FAILED = 1
BAD_INPUT = 2


class Run(Protocol):
    """What a command does: reads its arguments, writes its lines, returns the exit code."""

    def __call__(self, args: argparse.Namespace, out: TextIO, err: TextIO) -> int: ...


# What `ArgumentParser.add_subparsers` returns; the class has no public name.
Groups = argparse._SubParsersAction  # type: ignore[type-arg]


_JSON = json.JSONEncoder(ensure_ascii=False)


def say(out: TextIO, value: Mapping[str, Any]) -> None:
    """One object on one line, in UTF-8 as it is."""
    out.write(_JSON.encode(value) + "\n")


def stop(err: TextIO, sentence: object, code: int = BAD_INPUT) -> int:
    """Says why nothing more is done, and gives the exit code."""
    err.write(f"{sentence}\n")
    return code
