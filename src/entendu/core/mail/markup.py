"""HTML of a mail turned into plain text: for reading, searching and rules, never for showing as HTML again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tfoot", "tr", "ul"]
)
_SPACED = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "dl", "table"])
_UNSEEN = frozenset(["script", "style", "title", "template", "head", "noframes", "object", "applet", "select", "textarea"])
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_QUOTE_ATTRIBUTE = re.compile(r"type\s*=\s*[\"']?cite|class\s*=\s*[\"'][^\"']*(?:gmail_quote|yahoo_quoted|moz-cite)|\bcite\s*=", re.IGNORECASE)
MAX_QUOTE_DEPTH = 20


def tokens(source: str) -> Iterator[tuple[str, str, int, int]]:
    """The source as ('text'|'start'|'end', text or tag name in lower case, from, to), comments and declarations dropped.

    A forgiving scanner, linear in the length of the source whatever it holds; for 'start' the range covers the tag.
    """
    position, length = 0, len(source)
    lower = ""
    comment_open = True  # whether another "-->" may still come
    while position < length:
        at = source.find("<", position)
        if at < 0:
            yield "text", source[position:], position, length
            return
        following = source[at + 1 : at + 2]
        if not (following.isalpha() or following in ("/", "!", "?")):
            yield "text", source[position : at + 1], position, at + 1
            position = at + 1
            continue
        if at > position:
            yield "text", source[position:at], position, at
        if source.startswith("<!--", at) and comment_open:
            close = source.find("-->", at + 4)
            if close >= 0:
                position = close + 3
                continue
            comment_open = False
        close = _tag_end(source, at)
        if close < 0:
            yield "text", source[at:], at, length
            return
        position = close + 1
        match = _NAME.match(source, at + 1, close)
        if not match:
            continue
        name = match[1].lower()
        if following == "/":
            yield "end", name, at, position
            continue
        yield "start", name, at, position
        if name in ("script", "style", "title", "textarea", "noframes", "xmp"):
            lower = lower or source.lower()
            if len(lower) == length:
                shut = lower.find(f"</{name}", position)
                if shut >= 0:
                    yield "text", source[position:shut], position, shut
                    position = shut


def _tag_end(source: str, at: int) -> int:
    """The offset of the ">" that closes the tag at `at`, one inside a quoted attribute passed over; -1 for none."""
    close = source.find(">", at)
    for _ in range(3):
        if close < 0 or close - at > 20_000:
            return close
        tag = source[at:close]
        if tag.count('"') % 2 == 0:
            return close
        further = source.find(">", close + 1, close + 5_000)
        if further < 0:
            return close
        close = further
    return source.find(">", at)


def to_text(source: str) -> str:
    """What a reader sees of the HTML, as lines; quoted blocks get "> " so that they stay recognisable as quotes."""
    writer = _Writer()
    unseen = 0
    unseen_name = ""
    for kind, value, start, end in tokens(source):
        if kind == "text":
            if not unseen:
                writer.text(value)
        elif unseen:
            if value == unseen_name:
                unseen += 1 if kind == "start" else -1
            elif value == "body":
                unseen = 0  # a head that nobody closed
        elif kind == "start" and value in _UNSEEN:
            if not source.endswith("/>", start, end):
                unseen, unseen_name = 1, value
        else:
            writer.tag(kind == "start", value, source[start:end])
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
