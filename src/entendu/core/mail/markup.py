"""HTML of a mail turned into plain text: for reading, searching and rules, never for showing as HTML again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BLOCKS = frozenset(
    """address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table tbody thead tfoot tr ul""".split()
)
_SPACED = frozenset("""p h1 h2 h3 h4 h5 h6 ul ol blockquote pre dl table""".split())
_UNSEEN = frozenset("""script style title template head noframes object applet select textarea""".split())
# What the browser reads as text up to the end tag.
_RAW = frozenset("script style title textarea noframes xmp".split())
_TAG = re.compile(r"<(?:!(--)|(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})([^>]*)>|[!?/][^>]*>)")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_QUOTE_ATTRIBUTE = re.compile(
    r"type\s*=\s*[\"']?cite|class\s*=\s*[\"'][^\"']*(?:gmail_quote|yahoo_quoted|moz-cite)|\bcite\s*=", re.IGNORECASE
)
MAX_QUOTE_DEPTH = 20


def tokens(source: str) -> Iterator[tuple[str, str, int, int]]:
    """The source as ('text'|'start'|'end', tag name in lower case or '', from, to); comments and declarations
    dropped.

    A forgiving scanner, linear in the length of the source whatever it holds.
    """
    position = 0
    # Nothing is a tag that no ">" can close; looking no further keeps the scan linear.
    limit = source.rfind(">") + 1
    comment_open = True  # whether another "-->" may still come
    lower = ""
    while match := _TAG.search(source, position, limit):
        at, after = match.span()
        if at > position:
            yield "text", "", position, at
        name = match[3]
        if name is None:
            if match[1] and comment_open:
                close = source.find("-->", at + 4)
                comment_open = close >= 0
                after = close + 3 if comment_open else after
            position = after
            continue
        if match[4].count('"') & 1:
            after = _tag_end(source, after)
        position = after
        name = name.lower()
        if match[2]:
            yield "end", name, at, after
            continue
        yield "start", name, at, after
        if name in _RAW:
            lower = lower or source.lower()
            shut = lower.find(f"</{name}", after) if len(lower) == len(source) else -1
            if shut > after:
                yield "text", "", after, shut
                position = shut
    if position < len(source):
        yield "text", "", position, len(source)


def _tag_end(source: str, after: int) -> int:
    """Where a tag ends whose first ">" stands inside a quoted attribute; the first one when no quote closes soon."""
    quote = source.find('"', after, after + 5_000)
    close = source.find(">", quote, quote + 5_000) if quote >= 0 else -1
    return close + 1 if close >= 0 else after


def to_text(source: str) -> str:
    """What a reader sees of the HTML, as lines; quoted blocks get "> " so that they stay recognisable as quotes."""
    writer = _Writer()
    unseen = 0
    unseen_name = ""
    for kind, value, start, end in tokens(source):
        if kind == "text":
            if not unseen:
                writer.text(source[start:end])
        elif unseen:
            if value == unseen_name:
                unseen += 1 if kind == "start" else -1
            elif value == "body":
                unseen = 0  # a head that nobody closed
        elif kind == "start" and value in _UNSEEN:
            if not source.endswith("/>", start, end):
                unseen, unseen_name = 1, value
        else:
            writer.tag(kind == "start", value, source[start:end] if value == "blockquote" else "")
    return writer.finish()


class _Writer:
    """Collects lines: collapses blanks as a browser does, keeps at most one empty line between paragraphs."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.preformatted = 0
        self.quotes: list[bool] = []
        self.gap = False

    def text(self, value: str) -> None:
        if "&" in value:
            value = html.unescape(value)
        if self.preformatted:
            first, *rest = value.split("\n")
            self.line.append(first)
            for one in rest:
                self.end_line(force=True)
                self.line.append(one)
            return
        value = _BLANKS.sub(" ", value)
        if value == " " and (not self.line or self.line[-1].endswith(" ")):
            return
        self.line.append(value)

    def tag(self, opens: bool, name: str, source: str) -> None:
        if name == "br":
            self.end_line(force=True)
            return
        if name in ("td", "th"):
            if opens and self.line:
                self.line.append(" ")
            return
        if name == "img" and opens:
            return
        if name not in _BLOCKS:
            return
        self.end_line()
        if name == "blockquote":
            self._quote(opens, source)
        elif name == "pre":
            self.preformatted = max(0, self.preformatted + (1 if opens else -1))
        elif name == "li" and opens:
            self.line.append("- ")
        if name in _SPACED:
            self.gap = True

    def _quote(self, opens: bool, source: str) -> None:
        if not opens:
            if self.quotes:
                self.quotes.pop()
        elif len(self.quotes) < MAX_QUOTE_DEPTH:
            self.quotes.append(bool(_QUOTE_ATTRIBUTE.search(source[:2_000])))

    def end_line(self, force: bool = False) -> None:
        if not self.line and not force:
            return
        text = "".join(self.line).replace("\u00a0", " ")
        text = text.rstrip() if self.preformatted else text.strip()
        self.line = []
        prefix = "> " * sum(self.quotes) if self.quotes else ""
        if not text or text == "-":
            if force and self.lines and not self.gap:
                self.lines.append(prefix.rstrip())
            return
        if self.gap and self.lines and self.lines[-1].strip("> "):
            self.lines.append(prefix.rstrip())
        self.gap = False
        self.lines.append(prefix + text)

    def finish(self) -> str:
        self.end_line()
        return "\n".join(self.lines).strip("\n")
