"""Markdown as Atlassian Document Format, version 1, which Jira's REST API v3 wants for a description.

Only what `report.py` writes and what people type into such a report: headings, paragraphs, lists, quotations, blocks of
code, and bold, italic, struck out, code and links within a line. All else is shown as it was typed. The structure is
that of developer.atlassian.com, "Atlassian Document Format": a text node is never empty, code takes no mark but a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*([\w+-]*)\s*$")
_BULLET = re.compile(r"[-*+]\s+(.*)")
_NUMBER = re.compile(r"\d{1,9}[.)]\s+(.*)")
_INLINE = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])
      | (?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
      | \*\*(?P<strong>[^*]+?)\*\*
      | ~~(?P<strike>[^~]+?)~~
      | (?<!\w)[*_](?P<em>[^*_\s](?:[^*_]*[^*_\s])?)[*_](?!\w)
      | \[(?P<label>(?:\\.|[^\]\\])+)\]\((?P<href>https?://[^\s)]+)\)
      | (?P<url>https?://[^\s<>)\]]*[^\s<>)\].,;:!?'"])""",
    re.VERBOSE,
)
_MARKS = {"strong": "strong", "strike": "strike", "em": "em"}


def document(markdown: str) -> Node:
    """The whole text as one document; an empty text is one empty paragraph."""
    lines = markdown.replace("\r\n", "\n").split("\n")
    return {"version": 1, "type": "doc", "content": list(_blocks(lines)) or [{"type": "paragraph", "content": []}]}


def _blocks(lines: list[str]) -> Iterator[Node]:
    place = 0
    while place < len(lines):
        line = lines[place]
        fence, heading = _FENCE.match(line), _HEADING.match(line)
        if not line.strip():
            place += 1
        elif fence:
            end = _end_of_fence(lines, place + 1, fence[1])
            yield _code_block("\n".join(lines[place + 1 : end]), fence[2])
            place = end + 1
        elif heading:
            yield {"type": "heading", "attrs": {"level": len(heading[1])}, "content": _inline(heading[2])}
            place += 1
        else:
            end = _end_of_run(lines, place)
            yield _of_run(lines[place:end])
            place = end


def _end_of_fence(lines: list[str], start: int, fence: str) -> int:
    """The closing fence: as long as the opening one, or longer; an open end runs to the end of the text."""
    for place in range(start, len(lines)):
        line = lines[place].strip()
        if len(line) >= len(fence) and set(line) == {fence[0]}:
            return place
    return len(lines)


def _kind(line: str) -> str:
    if not line.strip() or _HEADING.match(line) or _FENCE.match(line):
        return ""
    if line.startswith(">"):
        return "blockquote"
    if _BULLET.match(line):
        return "bulletList"
    return "orderedList" if _NUMBER.match(line) else "paragraph"


def _end_of_run(lines: list[str], start: int) -> int:
    """Where the lines of one kind end; an indented line goes on with the item above it."""
    kind, place = _kind(lines[start]), start + 1
    while place < len(lines):
        goes_on = kind.endswith("List") and lines[place][:1].isspace() and bool(lines[place].strip())
        if _kind(lines[place]) != kind and not goes_on:
            break
        place += 1
    return place


def _of_run(lines: list[str]) -> Node:
    kind = _kind(lines[0])
    if kind == "blockquote":
        inner = [line[1:].removeprefix(" ") for line in lines]
        return {"type": kind, "content": list(_quoted(inner)) or [{"type": "paragraph", "content": []}]}
    if kind == "paragraph":
        return _paragraph(lines)
    items: list[list[str]] = []
    for line in lines:
        found = (_BULLET if kind == "bulletList" else _NUMBER).match(line)
        if found:
            items.append([found[1]])
        else:
            items[-1].append(line.strip())
    return {"type": kind, "content": [{"type": "listItem", "content": [_paragraph(item)]} for item in items]}


def _quoted(lines: list[str]) -> Iterator[Node]:
    """A quotation holds paragraphs alone here: what a customer wrote has no structure of ours."""
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line)
        elif run:
            yield _paragraph(run)
            run = []


def _paragraph(lines: list[str]) -> Node:
    content: list[Node] = []
    for place, line in enumerate(lines):
        content += [{"type": "hardBreak"}] if place and content else []
        content += _inline(line.strip())
    return {"type": "paragraph", "content": content}


def _code_block(text: str, language: str) -> Node:
    node: Node = {"type": "codeBlock", "content": [{"type": "text", "text": text}] if text else []}
    return node | {"attrs": {"language": language}} if language else node


def _inline(text: str, marks: tuple[str, ...] = ()) -> list[Node]:
    nodes: list[Node] = []
    place = 0
    for found in _INLINE.finditer(text):
        _say(nodes, text[place : found.start()], marks)
        place = found.end()
        name = str(found.lastgroup)
        if name == "escaped":
            _say(nodes, found["escaped"], marks)
        elif name in _MARKS:
            nodes += _inline(found[name], (*marks, _MARKS[name]))
        elif name == "code":
            nodes.append({"type": "text", "text": found["code"].strip() or found["code"], "marks": [{"type": "code"}]})
        else:
            href = found["href"] or found["url"]
            shown = re.sub(r"\\(.)", r"\1", found["label"]) if found["label"] else href
            nodes.append({"type": "text", "text": shown, "marks": [{"type": "link", "attrs": {"href": href}}]})
    _say(nodes, text[place:], marks)
    return nodes


def _say(nodes: list[Node], text: str, marks: tuple[str, ...]) -> None:
    """Adds words; to the node before where that says as plainly."""
    wanted = [{"type": mark} for mark in dict.fromkeys(marks)]
    if not text:
        return
    if nodes and nodes[-1]["type"] == "text" and nodes[-1].get("marks", []) == wanted:
        nodes[-1]["text"] += text
        return
    nodes.append({"type": "text", "text": text} | ({"marks": wanted} if wanted else {}))
