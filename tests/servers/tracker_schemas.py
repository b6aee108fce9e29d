"""What GitHub, GitLab and Jira take at the addresses that the desk uses, as JSON Schema 2020-12, from their references.

An address or a field that is not here is a violation: the desk asks for what is known to exist, and for nothing else.
Where the whole published description of GitHub is at hand, `tests/long/test_trackers_published.py` holds to that.
"""

from __future__ import annotations

import re
from typing import Any

import jsonschema_rs

Schema = dict[str, Any]
WHOLE = r"^\d+$"
INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"


def record(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """An object with these properties and no other."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def text(longest: int = 0, pattern: str = "") -> Schema:
    """A text, at least one character long."""
    limits: Schema = {"type": "string", "minLength": 1}
    return limits | ({"maxLength": longest} if longest else {}) | ({"pattern": pattern} if pattern else {})


def one_of(*values: str) -> Schema:
    """One of these texts."""
    return {"enum": list(values)}


def marks() -> Schema:
    """The marks of a text in ADF that the desk uses."""
    kinds = [record(("type",), type=one_of("strong", "em", "strike", "code")),
             record(("type", "attrs"), type=one_of("link"), attrs=record(("href",), href=text(pattern=r"^https?://")))]
    return {"type": "array", "minItems": 1, "items": {"anyOf": kinds}}


def node(kind: str, inside: list[str], least: int, **more: Schema) -> Schema:
    """A node of ADF that holds at least so many of these."""
    content = {"type": "array", "minItems": least, "items": {"anyOf": [{"$ref": f"#/$defs/{one}"} for one in inside]}}
    return record(("type", "content", *more), type=one_of(kind), content=content, **more)


BLOCKS = ["paragraph", "heading", "bulletList", "orderedList", "blockquote", "codeBlock"]
INLINE = ["text", "hardBreak"]
DOCUMENT: Schema = node("doc", BLOCKS, 1, version={"const": 1})
PIECES: dict[str, Schema] = {
    "text": record(("type", "text"), type=one_of("text"), text=text(), marks=marks()),
    "plain": record(("type", "text"), type=one_of("text"), text=text()),
    "hardBreak": record(("type",), type=one_of("hardBreak")),
    "paragraph": node("paragraph", INLINE, 0),
    "heading": node("heading", INLINE, 0, attrs=record(("level",), level={"enum": [1, 2, 3, 4, 5, 6]})),
    "listItem": node("listItem", ["paragraph"], 1),
    "bulletList": node("bulletList", ["listItem"], 1),
    "orderedList": node("orderedList", ["listItem"], 1),
    "blockquote": node("blockquote", ["paragraph"], 1),
    "codeBlock": record(("type", "content"), type=one_of("codeBlock"), attrs=record(language=text()),
                        content={"type": "array", "items": {"$ref": "#/$defs/plain"}}),
}
LABEL = text(50, r"^\S[^,]*$")
PAGE = {"per_page": text(pattern=WHOLE)}

# Method, path, what the query may hold, what the body must be.
ADDRESSES: tuple[tuple[str, str, Schema, Schema | None], ...] = (
    ("POST", r"/repos/[\w.-]+/[\w.-]+/issues", record(), record(
        ("title",), title=text(256), body=text(65_536), labels={"type": "array", "items": LABEL})),
    ("GET", r"/repos/[\w.-]+/[\w.-]+/issues", record(
        (), state=one_of("open", "closed", "all"), since=text(pattern=INSTANT),
        sort=one_of("created", "updated", "comments"), direction=one_of("asc", "desc"), **PAGE), None),
    ("GET", r"/repos/[\w.-]+/[\w.-]+/issues/\d+", record(), None),
    ("GET", r"/repos/[\w.-]+/[\w.-]+", record(), None),
    ("POST", r"/api/v4/projects/[^/]+/issues", record(), record(
        ("title",), title=text(255), description=text(1_048_576), labels=text())),
    ("GET", r"/api/v4/projects/[^/]+/issues", record(
        (), created_after=text(pattern=INSTANT), scope=one_of("created_by_me", "assigned_to_me", "all"),
        order_by=one_of("created_at", "updated_at"), sort=one_of("asc", "desc"), **PAGE), None),
    ("GET", r"/api/v4/projects/[^/]+/issues/\d+", record(), None),
    ("GET", r"/api/v4/projects/[^/]+", record(), None),
    ("POST", r"/rest/api/3/issue", record(), record(("fields",), fields=record(
        ("project", "issuetype", "summary", "description"), project=record(("key",), key=text(pattern=r"^[A-Z]\w+$")),
        issuetype=record(("name",), name=text()), summary=text(255, r"^[^\n]*$"), description=DOCUMENT,
        labels={"type": "array", "items": text(255, r"^\S+$")})) | {"$defs": PIECES}),
    ("GET", r"/rest/api/3/search/jql", record(
        ("jql",), jql=text(), fields=text(), maxResults=text(pattern=WHOLE)), None),
    ("GET", r"/rest/api/3/issue/[A-Z]\w+-\d+", record((), fields=text()), None),
    ("GET", r"/rest/api/3/myself", record(), None),
    ("GET", r"/rest/api/3/project/[A-Z]\w+", record(), None),
    ("GET", r"/rest/api/3/mypermissions", record(("permissions",), projectKey=text(), permissions=text()), None),
)


def violations(method: str, path: str, query: dict[str, str], body: Any) -> list[str]:
    """What is wrong with a request, line by line."""
    for known, pattern, of_query, of_body in ADDRESSES:
        if method == known and re.fullmatch(pattern, path):
            found = _errors(of_query, query)
            return found + (_errors(of_body, body) if of_body is not None else [])
    return [f"no such address: {method} {path}"]


def _errors(schema: Schema, value: Any) -> list[str]:
    validator = jsonschema_rs.Draft202012Validator(schema)
    errors = validator.iter_errors(value)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}" for error in errors]
