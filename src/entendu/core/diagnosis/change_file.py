"""Files of changes: CSV, JSON or JSON lines with whatever names their writer gave the columns → rows, or why not.

A row that cannot be taken is told with its line and its trouble; the others are taken.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any

from entendu.core.diagnosis.timeline import Kind
from entendu.core.governor.facts.fold import fold

_NAMES = {
    "at": ("at", "time", "when", "timestamp", "date", "datetime", "changed_at", "created_at", "quand", "cand"),
    "kind": ("kind", "type", "category", "categorie"),
    "actor": ("actor", "who", "user", "author", "by", "username", "changed_by", "qui", "cine"),
    "object": ("object", "what", "target", "file", "item", "name", "resource", "path", "quoi", "objet", "ce", "obiect"),
    "details": ("details", "detail", "message", "description", "summary", "comment", "text", "detalii"),
    "key": ("key", "id", "uuid", "event_id", "cle", "cheie"),
    "customer": ("customer", "organisation", "organization", "contact", "account", "company", "client"),
    "system": ("system", "site", "shop", "environment", "systeme", "sistem"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_KINDS = {
    **{kind.value: kind for kind in Kind},
    **dict.fromkeys(("page", "theme file", "html", "css", "layout"), Kind.TEMPLATE),
    **dict.fromkeys(("deploy", "release", "push", "build", "version", "upgrade", "rollback"), Kind.DEPLOYMENT),
    **dict.fromkeys(("config", "configuration", "settings", "option", "parameter", "flag"), Kind.SETTING),
    **dict.fromkeys(("theme", "extension", "app", "module", "addon", "package"), Kind.PLUGIN),
    **dict.fromkeys(("signin", "sign-in", "logon", "session", "authentication"), Kind.LOGIN),
    **dict.fromkeys(("user", "permission", "permissions", "role", "password", "account", "key", "token"), Kind.ACCESS),
    **dict.fromkeys(("content", "import", "price list", "products", "record", "database"), Kind.DATA),
    **dict.fromkeys(("dns", "domain", "firewall", "router", "vpn", "hosting"), Kind.NETWORK),
    **dict.fromkeys(("ssl", "tls", "https"), Kind.CERTIFICATE),
    **dict.fromkeys(("firmware", "hardware", "printer", "driver", "terminal"), Kind.DEVICE),
}
LONGEST = {"actor": 160, "object": 300, "details": 2000, "key": 200, "customer": 254, "system": 80}
LINE_END = "\n"


class NotAChangeFile(ValueError):
    """What was given is no file of changes; the text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change as a file tells it; '' for what it does not tell. `line` counts from 1."""

    line: int
    at: datetime
    kind: Kind
    actor: str
    object: str
    details: str
    key: str
    customer: str
    system: str


class Wrong(StrEnum):
    """Why a line could not be taken."""

    NO_OBJECT = "is no object"
    NO_JSON = "is no JSON"
    NO_CSV = "is no CSV"
    NO_TIME = "has no time that can be read (ISO 8601, such as 2026-11-16T15:04)"
    NO_WORDS = "does not say what was changed"
    NO_CUSTOMER = "names no customer whom we know"
    OTHER_CHANGE = "has a key that stands for another change"


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that could not be taken, and why."""

    line: int
    why: Wrong


def kind_of(word: str) -> Kind:
    """The kind that a word names, in whatever way programs write it; `OTHER` where none is known."""
    folded = fold(word).strip().replace("_", " ")
    return _KINDS.get(folded) or _KINDS.get(folded.rstrip("s")) or Kind.OTHER


def rows(content: bytes, zone: tzinfo) -> Iterator[Row | Bad]:
    """The rows of a file in UTF-8: a JSON array, JSON lines, or CSV with a line of names and , ; or tab between.

    Times are ISO 8601; without an offset they are on the clock of `zone`. `NotAChangeFile` where nothing fits.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise NotAChangeFile("The file is not in UTF-8; nothing was taken; save it as UTF-8.") from trouble
    for line, said in _records(text):
        yield said if isinstance(said, Bad) else _row(line, said, zone)


def _records(text: str) -> Iterator[tuple[int, Mapping[str, str] | Bad]]:
    start = text.lstrip()[:1]
    if start == "[":
        yield from _array(text)
    elif start == "{":
        yield from _lines(text)
    elif text.strip():
        yield from _table(text)
    else:
        raise NotAChangeFile("The file is empty; nothing was taken.")


def _array(text: str) -> Iterator[tuple[int, Mapping[str, str] | Bad]]:
    try:
        found = json.loads(text)
    except ValueError as trouble:
        raise NotAChangeFile(f"The file is no JSON ({trouble}); nothing was taken.") from trouble
    for number, one in enumerate(found, 1):
        yield number, _named(one) if isinstance(one, dict) else Bad(number, Wrong.NO_OBJECT)


def _lines(text: str) -> Iterator[tuple[int, Mapping[str, str] | Bad]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
        except ValueError:
            yield number, Bad(number, Wrong.NO_JSON)
            continue
        yield number, _named(one) if isinstance(one, dict) else Bad(number, Wrong.NO_OBJECT)


def _table(text: str) -> Iterator[tuple[int, Mapping[str, str] | Bad]]:
    head = text.split(LINE_END, 1)[0]
    separator = max(",;\t", key=head.count)
    table = csv.DictReader(io.StringIO(text, newline=None), delimiter=separator, restval="", restkey="")
    try:
        names = {_field(name) for name in table.fieldnames or ()}
    except csv.Error as trouble:
        raise NotAChangeFile(f"The file is no table ({trouble}); nothing was taken.") from trouble
    if not {"at", "object"} <= names:
        raise NotAChangeFile("The file's first line does not name when and what; nothing was taken; name its columns, "
                             "such as: at, kind, actor, object, details, key.")
    try:
        for one in table:
            yield table.line_num, _named({name: value for name, value in one.items() if name})
    except csv.Error:
        yield table.line_num, Bad(table.line_num, Wrong.NO_CSV)


def _field(name: str | None) -> str:
    return _FIELD_OF.get(fold(name or "").strip().replace(" ", "_"), "")


def _named(one: Mapping[str, Any]) -> dict[str, str]:
    """Our names for the fields, the first that fits for each; words without control characters."""
    said: dict[str, str] = {}
    for name, value in one.items():
        field = _field(name)
        if field and value is not None and not isinstance(value, (dict, list)):
            said.setdefault(field, " ".join(str(value).replace("\0", " ").split()))
    return said


def _row(line: int, said: Mapping[str, str], zone: tzinfo) -> Row | Bad:
    try:
        at = datetime.fromisoformat(said.get("at", ""))
    except ValueError:
        return Bad(line, Wrong.NO_TIME)
    if not 1990 <= at.year <= 2100:
        return Bad(line, Wrong.NO_TIME)
    if not said.get("object") and not said.get("details"):
        return Bad(line, Wrong.NO_WORDS)
    fields = {name: said.get(name, "")[:longest] for name, longest in LONGEST.items()}
    fields["object"] = fields["object"] or fields["details"][: LONGEST["object"]]
    return Row(line, at if at.tzinfo else at.replace(tzinfo=zone), kind_of(said.get("kind", "")), **fields)
