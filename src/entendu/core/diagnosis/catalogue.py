"""A file of error codes, as firms keep them: CSV or JSON, with whatever names they gave to its columns.

A row is a code with its cause, its fix and what to tell the customer, the last also by language. A line that cannot be
taken says why, and the others are taken all the same.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, cast

from entendu.core.diagnosis.codes import LONGEST, key_of
from entendu.core.governor.facts.fold import fold

LONGEST_TEXT = 10_000
LONGEST_PRODUCT = 80
# What people call the columns, folded; the first name is ours.
NAMES = {
    "code": ("code", "error code", "error", "code erreur", "code d'erreur", "cod", "cod eroare", "number", "numero"),
    "cause": ("cause", "reason", "meaning", "description", "message", "cauza", "motif", "signification", "descriere"),
    "fix": ("fix", "solution", "resolution", "remedy", "action", "correction", "remede", "solutie", "rezolvare",
            "remediu", "workaround"),
    "tell": ("tell", "tell them", "customer", "customer message", "what to tell", "reply", "client", "dire", "reponse",
             "raspuns", "ce spunem"),
    "product": ("product", "application", "component", "produit", "produs", "systeme", "system", "sistem"),
}  # fmt: skip
_BY_NAME = {name: ours for ours, names in NAMES.items() for name in names}
_LANGUAGE = re.compile(r"(?P<name>.+?)[ .:\[(]+(?P<language>[a-z]{2})[\])]?")
_SPACES = re.compile(r"[\s_-]+")


class NotACatalogue(ValueError):
    """Nothing of the file can be taken: `why` is "empty-file", "no-columns", "no-csv", "no-json" or "no-list"."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.why, self.line = why, line


@dataclass(frozen=True, slots=True)
class Row:
    """One code of a file. `tell` is by language, '' for any; `product` is '' where the file names none."""

    line: int
    code: str
    cause: str = ""
    fix: str = ""
    tell: Mapping[str, str] = field(default_factory=dict)
    product: str = ""

    @property
    def digest(self) -> str:
        """Of all that the row says of its code."""
        said = "\0".join([self.cause, self.fix, *(f"{name}={text}" for name, text in sorted(self.tell.items()))])
        return blake2b(said.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken: why ("empty", "no-code", "code-too-long", "too-long", "no-object", "twice") and the
    words that it is about."""

    line: int
    why: str
    words: str = ""


def rows_of(content: bytes, name: str) -> Iterator[Row | BadLine]:
    """The rows of a file. Its name tells JSON from CSV where it ends so; else its first character does.

    JSON: an array of objects, an object that holds one, an object by code, or an object a line. NotACatalogue where
    it is none of that.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise NotACatalogue("empty-file")
    begins = text.lstrip()[0]
    rows = _json(text) if name.lower().endswith((".json", ".jsonl", ".ndjson")) or begins in "[{" else _csv(text)
    yield from _once(rows)


def _once(rows: Iterator[Row | BadLine]) -> Iterator[Row | BadLine]:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if isinstance(row, Row):
            mark = (row.product, row.code)
            if mark in seen:
                yield BadLine(row.line, "twice", row.code)
                continue
            seen.add(mark)
        yield row


def _csv(text: str) -> Iterator[Row | BadLine]:
    first = text.lstrip().split("\n", 1)[0]
    sign = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    columns: list[tuple[str, str]] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = [_column(cell) for cell in cells]
                if not any(name == "code" for name, _ in columns):
                    raise NotACatalogue("no-columns", reader.line_num)
                continue
            yield _row(reader.line_num, zip(columns, cells, strict=False))
    except csv.Error:
        raise NotACatalogue("no-csv", reader.line_num) from None


def _json(text: str) -> Iterator[Row | BadLine]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as trouble:
        if text.lstrip().startswith("[") or "\n" not in text.strip():
            raise NotACatalogue("no-json", trouble.lineno) from None
        yield from _json_lines(text)
        return
    for line, one in enumerate(_objects(whole), 1):
        yield _object(line, one)


def _json_lines(text: str) -> Iterator[Row | BadLine]:
    for line, words in enumerate(text.splitlines(), 1):
        if words.strip():
            try:
                one = json.loads(words)
            except ValueError:
                yield BadLine(line, "no-object", words.strip()[:60])
                continue
            yield _object(line, one)


def _objects(whole: Any) -> Iterator[Any]:
    if isinstance(whole, list):
        yield from whole
        return
    if isinstance(whole, dict):
        inside = next((value for value in whole.values() if isinstance(value, list)), None)
        if inside is not None:
            product = whole.get("product")
            yield from ({"product": product, **one} if product and isinstance(one, dict) else one for one in inside)
        elif any(_column(str(name))[0] == "code" for name in whole):
            yield whole
        else:
            for code, value in whole.items():
                yield {"code": code, **value} if isinstance(value, dict) else {"code": code, "cause": value}
        return
    raise NotACatalogue("no-list")


def _object(line: int, one: Any) -> Row | BadLine:
    if not isinstance(one, dict):
        return BadLine(line, "no-object", str(one)[:60])
    cells: list[tuple[tuple[str, str], str]] = []
    for name, value in one.items():
        column, language = _column(str(name))
        if column == "tell" and isinstance(value, dict):
            cells += [(("tell", str(key)[:8]), _text(text)) for key, text in value.items()]
        elif column:
            cells.append(((column, language), _text(value)))
    return _row(line, iter(cells))


def _text(value: Any) -> str:
    return "" if value is None else str(cast(object, value))


def _row(line: int, cells: Iterator[tuple[tuple[str, str], str]]) -> Row | BadLine:
    said: dict[str, str] = {}
    tell: dict[str, str] = {}
    for (name, language), value in cells:
        text = value.strip()
        if not text or not name:
            continue
        if len(text) > LONGEST_TEXT:
            return BadLine(line, "too-long", said.get("code", text[:60]))
        if name == "tell":
            tell.setdefault(language, text)
        else:
            said.setdefault(name, text)
    code = said.get("code", "")
    if not key_of(code):
        return BadLine(line, "no-code", code[:60] or said.get("cause", "")[:60])
    if len(code) > LONGEST:
        return BadLine(line, "code-too-long", code[:60])
    return Row(line, code, said.get("cause", ""), said.get("fix", ""), tell,
               said.get("product", "")[:LONGEST_PRODUCT])  # fmt: skip


def _column(name: str) -> tuple[str, str]:
    """Our name of a column, and its language: "Customer message (fr)" is ("tell", "fr"); ("", "") for any other."""
    words = _SPACES.sub(" ", fold(name)).strip()
    if words in _BY_NAME:
        return _BY_NAME[words], ""
    found = _LANGUAGE.fullmatch(words)
    if found and _BY_NAME.get(found["name"].strip()) == "tell":
        return "tell", found["language"]
    return "", ""
