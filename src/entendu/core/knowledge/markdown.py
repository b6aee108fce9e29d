"""A plain part of Markdown (CommonMark 0.31), enough for articles: into HTML, and into words for a letter.

Headings, paragraphs, lists of one level, quotes, fenced code, rules; inside them strong, emphasis, code and links.
HTML in the source is shown as it is written: everything is escaped, so nothing of it becomes a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_BULLET = re.compile(r" {0,3}[-*+][ \t]+(.*)$")
_NUMBER = re.compile(r" {0,3}(\d{1,9})[.)][ \t]+(.*)$")
_QUOTE = re.compile(r" {0,3}> ?(.*)$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_SPAN = re.compile(
    r"""
      \\(?P<plain>[!-/:-@\[-`{-~])                                          # a mark that means itself (CommonMark 2.4)
    | (?P<tick>`+)(?P<code>.+?)(?P=tick)(?!`)
    | \[(?P<label>[^\[\]\n]{1,300})\]\((?P<target>[^\s()<>]{1,2000})(?:\s+"[^"\n]{0,300}")?\)
    | <(?P<address>(?:https?://|mailto:)[^\s<>]{1,2000})>
    | (?P<bare>https?://[^\s<>"']{1,1999}[^\s<>"'.,;:!?)\]])
    | (?<![*\w])\*\*(?=\S)(?P<strong>.{1,2000}?)(?<=\S)\*\*(?!\w)
    | (?<![_\w])__(?=\S)(?P<strong_too>.{1,2000}?)(?<=\S)__(?!\w)
    | (?<![*\w])\*(?=[^\s*])(?P<em>[^*\n]{1,2000}?)(?<=\S)\*(?!\w)
    | (?<![_\w])_(?=[^\s_])(?P<em_too>[^_\n]{1,2000}?)(?<=\S)_(?!\w)
    """,
    re.VERBOSE,
)
_SAFE = ("http://", "https://", "mailto:")
_DEEPEST = 4  # emphasis inside emphasis


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a text. `kind` is heading, text, bullets, numbers, quote, code or rule; `level` a heading's, from 1,
    or a list's first number. `lines` are a list's points, else the lines of the part, still with their marks."""

    kind: str
    lines: tuple[str, ...] = ()
    level: int = 0


def blocks(source: str) -> list[Block]:
    """The parts of a text in order."""
    return list(_blocks(source.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")))


def to_html(source: str, heading: int = 2) -> str:
    """The text as HTML without any of its own tags; its highest heading becomes `<h{heading}>`."""
    parts = blocks(source)
    highest = min((part.level for part in parts if part.kind == "heading"), default=1)
    return "\n".join(_html(part, heading - highest) for part in parts)


def to_words(source: str) -> str:
    """The text as one would write it in a letter: no marks, points with a dash, addresses beside their words."""
    return "\n\n".join(quotable(source))


def quotable(source: str) -> list[str]:
    """Its paragraphs and lists as words for a letter, each by itself; headings and rules are left out."""
    said = (words_of(part) for part in blocks(source))
    return [words for words in said if words]


def words_of(part: Block) -> str:
    """One part as words for a letter; "" of a heading or a rule."""
    if part.kind in {"heading", "rule"}:
        return ""
    if part.kind == "code":
        return "\n".join(part.lines).strip("\n")
    lines = [_plain(line) for line in part.lines]
    if part.kind == "bullets":
        return "\n".join(f"- {line}" for line in lines)
    if part.kind == "numbers":
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, max(part.level, 1)))
    return " ".join(lines) if part.kind == "text" else "\n".join(lines)


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif fence := _FENCE.match(line):
            end = next((n for n in range(at + 1, len(lines)) if lines[n].strip().startswith(fence[1])), len(lines))
            yield Block("code", tuple(lines[at + 1 : end]))
            at = end + 1
        elif heading := _HEADING.match(line):
            yield Block("heading", (heading[2],), len(heading[1]))
            at += 1
        elif _RULE.match(line):
            yield Block("rule")
            at += 1
        else:
            part, at = _run(lines, at)
            yield part


def _run(lines: list[str], at: int) -> tuple[Block, int]:
    """A quote, a list or a paragraph from this line on, and the line after it."""
    for kind, mark in (("quote", _QUOTE), ("bullets", _BULLET), ("numbers", _NUMBER)):
        first = mark.match(lines[at])
        if first is None:
            continue
        points: list[str] = []
        while at < len(lines) and (lines[at].strip() or _goes_on(lines, at, mark, kind)):
            here = mark.match(lines[at])
            if here is None and (kind == "quote" or _begins(lines[at])):
                break
            if here is not None:
                points.append(here[here.re.groups])
            elif lines[at].strip():
                points[-1] += f" {lines[at].strip()}"
            at += 1
        return Block(kind, tuple(points), int(first[1]) if kind == "numbers" else 0), at
    start = at
    while at < len(lines) and lines[at].strip() and (at == start or not _begins(lines[at])):
        at += 1
    return Block("text", tuple(line.strip() for line in lines[start:at])), at


def _goes_on(lines: list[str], at: int, mark: re.Pattern[str], kind: str) -> bool:
    """Whether a list continues after one empty line."""
    return kind != "quote" and at + 1 < len(lines) and mark.match(lines[at + 1]) is not None


def _begins(line: str) -> bool:
    return any(mark.match(line) for mark in (_HEADING, _BULLET, _NUMBER, _QUOTE, _FENCE, _RULE))


def _html(part: Block, deeper: int) -> str:
    if part.kind == "rule":
        return "<hr>"
    if part.kind == "code":
        return f'<pre tabindex="0"><code>{escape(chr(10).join(part.lines))}</code></pre>'
    if part.kind == "heading":
        level = min(part.level + deeper, 6)
        return f"<h{level}>{_spans(part.lines[0])}</h{level}>"
    if part.kind in {"bullets", "numbers"}:
        tag = "ul" if part.kind == "bullets" else "ol"
        start = f' start="{part.level}"' if part.level > 1 else ""
        return f"<{tag}{start}>" + "".join(f"<li>{_spans(line)}</li>" for line in part.lines) + f"</{tag}>"
    inside = "<br>".join(_spans(line) for line in part.lines) if part.kind == "quote" else _spans("\n".join(part.lines))
    return f"<blockquote><p>{inside}</p></blockquote>" if part.kind == "quote" else f"<p>{inside}</p>"


def _spans(text: str, depth: int = 0) -> str:
    pieces, end = [], 0
    for span in _SPAN.finditer(text):
        pieces.append(escape(text[end : span.start()]))
        pieces.append(_span(span, depth))
        end = span.end()
    return "".join([*pieces, escape(text[end:])])


def _span(span: re.Match[str], depth: int) -> str:
    if span["plain"]:
        return escape(span["plain"])
    if span["code"]:
        return f"<code>{escape(span['code'].strip())}</code>"
    if span["label"]:
        if not span["target"].lower().startswith(_SAFE):
            return escape(span["label"])
        return f'<a href="{escape(span["target"])}" rel="noopener noreferrer">{escape(span["label"])}</a>'
    if address := span["address"] or span["bare"]:
        return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(address)}</a>'
    strong, inside = span["strong"] or span["strong_too"], span["em"] or span["em_too"]
    tag, inside = ("strong", strong) if strong else ("em", inside)
    return f"<{tag}>{escape(inside) if depth >= _DEEPEST else _spans(inside, depth + 1)}</{tag}>"


def _plain(text: str, depth: int = 0) -> str:
    def said(span: re.Match[str]) -> str:
        if span["label"]:
            label, target = span["label"], span["target"]
            return label if label == target or not target.lower().startswith(_SAFE) else f"{label} ({target})"
        inside = span["strong"] or span["strong_too"] or span["em"] or span["em_too"]
        if inside:
            return inside if depth >= _DEEPEST else _plain(inside, depth + 1)
        code = span["code"].strip() if span["code"] else ""
        return span["plain"] or code or span["address"] or span["bare"]

    return _SPAN.sub(said, text)
