"""Quotes found in the HTML of a mail: by the marks that mail programs leave in it, and by what its lines say.

The HTML is read as lines; the containers that programs put quotes into become lines with a quote mark, and then
the rules of plain text decide about all of them alike. What goes is cut out of the source, the rest stays as sent.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field

from entendu.core.mail import markup
from entendu.core.mail.quotes import announces, keep, visible

_LIMIT = 5_000_000
# Without any of these the tags say nothing about quotes, and the lines alone decide.
_MARKS = (
    "quote", "cite", "wrote", "rplyfwd", "appendonsend", "stopspelling", "reference-message", "olk_src", "border-top",
    "signature", "reply", "orig", "header", "forward", "gmail_attr", "zmail_extra",
)  # fmt: skip
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,30})\s*=\s*(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s>\"']{1,2000}))")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BREAKS = frozenset(
    """address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li ol
    p pre section table tr td th ul br""".split()
)
# Containers that hold nothing but a quote.
_QUOTE_CLASS = re.compile(
    r"(?:^|\s)(?:ecx|m_-?\d+|x_)*(?:gmail_quote(?:_container)?|gmail_attr|yahoo_quoted|yahoo-quoted|yQTDBase|"
    r"protonmail_quote|tutanota_quote|moz-cite-prefix|moz-forward-container|zmail_extra|quotehunk|"
    r"quote-?head(?:er)?|bloop_original_html|gmail_forward|wrote|mail-quote|mailquote|airmail_ext_\S*quote|"
    r"freebirdQuote|front-blockquote|missive_quote|cafe_quote|shortmail_quote|hey-quote|OutlookMessageHeader|"
    r"reply-quote|nylas-quote|skiff_quote|js-quote)(?:$|\s)",
    re.I,
)
_QUOTE_ID = re.compile(
    r"^(?:x_|ecx|m_-?\d+)*(?:yahoo_quoted_?\w*|OLK_SRC_BODY_SECTION|reply-intro|isForwardContent|replySplit|quoted-?(?:text|message|reply)?|mailQuote|orig(?:inal)?(?:Msg|Message|Body)?|divCite\w*|cite|gwQuote\w*)$",
    re.I,
)
# Places below which everything is a quote.
_CUT_ID = re.compile(
    r"^(?:x_|ecx|m_-?\d+)*(?:divRplyFwdMsg|appendonsend|stopSpelling|mail-editor-reference-message-container|ms-outlook-mobile-body-separator-line|LPlnk-never|zwchr|editor-reference-message|mail-editor-reference)$",
    re.I,
)
_CUT_CLASS = re.compile(
    r"(?:^|\s)(?:ms-outlook-mobile-reference-message|hmquote|gmail_chip_quote_start|mail-editor-reference-message-container)(?:$|\s)",
    re.I,
)
_TOP_BORDER = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+#?\w{3,12}\s+1\.0pt"
    r"|border-top:\s*(?:1px|1\.0pt|1pt|thin)?\s*solid\s+(?:rgb\([\d, ]+\)|#\w{3,6})\s*(?:1\.0pt|1pt|1px)?;"
    r"[^\"']{0,60}padding:\s*3(?:\.0)?pt",
    re.I,
)
_INDENT_ONLY = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)|webkit-indent-blockquote", re.I)
_SIGNATURE_CLASS = re.compile(
    r"(?:^|\s)(?:ecx|m_-?\d+|x_)*(?:gmail_signature|moz-signature|protonmail_signature_block(?:-user|-proton)?|tutanota_signature|gmail_signature_prefix|elided-signature)(?:$|\s)",
    re.I,
)
_SIGNATURE_ID = re.compile(
    r"^(?:x_|ecx|m_-?\d+)*(?:Signature|ms-outlook-mobile-signature|AppleMailSignature|ymail_android_signature|composer_signature|signature_?\w*|divtagdefaultwrapper-signature)$",
    re.I,
)
_CUT_LINE = "-----Original Message-----"


@dataclass(slots=True)
class _Page:
    """The HTML as lines: `lines[n]` is made of the source ranges `ranges[n]`, all of them in document order."""

    lines: list[str] = field(default_factory=list)
    ranges: list[list[tuple[int, int]]] = field(default_factory=list)
    containers: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Quote containers: source from, to, first line, line after the last."""


def visible_html(source: str) -> str:
    """The HTML `source` without quotes and signature; '' when nothing remains. Linear; never raises.

    The result is as unsafe as the source: it has to pass the sanitiser like it.
    """
    source = source[:_LIMIT]
    page = _read(source)
    kept = keep(page.lines)
    gone: list[tuple[int, int]] = []
    for begin, end, first, last in page.containers:
        if not any(kept[first:last]):
            gone.append((begin, end))
    for stays, ranges in zip(kept, page.ranges, strict=True):
        if not stays:
            gone.extend(ranges)
    if not any(stays and _words(line) for stays, line in zip(kept, page.lines, strict=True)):
        return ""
    return _without(source, gone)


def visible_text(source: str, text: str = "") -> str:
    """What the writer of the HTML wrote themselves, as plain text. `text` is the source as text, if it is known."""
    if text:
        lower = source.lower()
        if not any(mark in lower for mark in _MARKS):
            return visible(text)
    return markup.to_text(visible_html(source))


def _words(line: str) -> bool:
    return bool(line.strip(" \t>\u00a0\ufeff\u200b"))


def _without(source: str, gone: list[tuple[int, int]]) -> str:
    out: list[str] = []
    position = 0
    for begin, end in sorted(gone):
        if begin < position:
            begin = position
        if end <= begin:
            continue
        out.append(source[position:begin])
        position = end
    out.append(source[position:])
    return "".join(out)


@dataclass(slots=True)
class _Open:
    name: str
    begin: int
    line: int
    quote: bool
    signature: bool


class _Reader:
    """Walks the tags once, with a stack of what is open, and writes the lines."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.page = _Page()
        self.text: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.stack: list[_Open] = []
        self.quotes = 0
        self.last_blockquote = _last_blockquote(source) if "<blockquote" in source.lower() else -1

    def end_line(self) -> None:
        if not self.spans and not self.text:
            return
        text = re.sub(r"\s+", " ", "".join(self.text)).strip()
        mark = "> " if self.quotes else ""
        self.page.lines.append(mark + text if text else mark.strip())
        self.page.ranges.append(self.spans)
        self.text, self.spans = [], []

    def cut(self) -> None:
        """Everything from here on is a quote, says the mail program."""
        self.end_line()
        if not self.quotes:
            self.page.lines.append(_CUT_LINE)
            self.page.ranges.append([])

    def opened(self, name: str, begin: int, end: int) -> None:
        attributes = _attributes(self.source[begin : min(end, begin + 4_000)]) if end - begin > len(name) + 2 else {}
        if name in _BREAKS:
            self.end_line()
        if _is_cut(name, attributes):
            self.cut()
        if name in ("img", "hr"):
            self.spans.append((begin, end))
            self.text.append("\ufffc" if name == "img" and not _is_spacer(attributes) else "")
            if name == "hr":
                self.end_line()
            return
        if name == "br":
            # The break belongs to the line before it, or is an empty line of its own.
            if self.page.lines and self.page.ranges[-1]:
                self.page.ranges[-1].append((begin, end))
            return
        if name in _VOID:
            return
        quote = _is_quote(name, attributes)
        if quote is None:
            self.end_line()
            plain = not attributes.get("class") and begin == self.last_blockquote
            quote = plain or bool(self.quotes) or announces(self.page.lines)
        signature = not quote and _is_signature(attributes)
        if quote or signature:
            self.end_line()
        if quote:
            self.quotes += 1
        if signature and not self.quotes:
            self.page.lines.append("--")
            self.page.ranges.append([])
        self.stack.append(_Open(name, begin, len(self.page.lines), quote, signature))

    def closed(self, name: str, end: int) -> None:
        if name in _BREAKS:
            self.end_line()
        # Only as far down as mail programs misnest; a stray end tag closes nothing.
        for depth in range(len(self.stack) - 1, max(-1, len(self.stack) - 60), -1):
            if self.stack[depth].name == name:
                for one in self.stack[depth:]:
                    self._leave(one, end)
                del self.stack[depth:]
                return

    def _leave(self, one: _Open, end: int) -> None:
        if one.quote or one.signature:
            self.end_line()
            self.page.containers.append((one.begin, end, one.line, len(self.page.lines)))
        if one.quote:
            self.quotes -= 1
        if one.signature and not self.quotes:
            # What follows a marked signature is no part of it.
            self.page.lines.append("> ")
            self.page.ranges.append([])

    def words(self, begin: int, end: int) -> None:
        value = self.source[begin:end]
        if value.strip() or self.text:
            self.text.append(entities.unescape(value) if "&" in value else value)
        self.spans.append((begin, end))


def _read(source: str) -> _Page:
    reader = _Reader(source)
    unseen = ""
    for kind, value, begin, end in markup.tokens(source):
        if kind == "text":
            if not unseen:
                reader.words(begin, end)
        elif unseen:
            if (value == unseen and kind == "end") or value == "body":
                unseen = ""
        elif kind == "start":
            if value in ("script", "style", "title", "head", "template"):
                unseen = "" if source.endswith("/>", begin, end) else value
            else:
                reader.opened(value, begin, end)
        else:
            reader.closed(value, end)
    reader.end_line()
    for one in reader.stack:
        if one.quote:
            reader.page.containers.append((one.begin, len(source), one.line, len(reader.page.lines)))
    return reader.page


def _attributes(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag):
        found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
    return found


def _is_quote(name: str, attributes: dict[str, str]) -> bool | None:
    """Whether the element holds a quote; None when only what stands around it can tell."""
    name_of_class = attributes.get("class", "")
    if name == "blockquote":
        if attributes.get("type", "").lower() == "cite" or "cite" in attributes:
            return True
        # Composers indent with a blockquote that has no border; that is layout and not a quote.
        if _INDENT_ONLY.search(f"{attributes.get('style', '')} {name_of_class}"):
            return False
        # Somebody may have made the quote themselves, with a button of the composer.
        return None if not name_of_class or "gmail_quote" in name_of_class else True
    return bool(_QUOTE_CLASS.search(name_of_class) or _QUOTE_ID.search(attributes.get("id", "")))


def _last_blockquote(source: str) -> int:
    """Where the last blockquote begins that is in no other one; -1 for none."""
    depth, last = 0, -1
    for kind, name, begin, _ in markup.tokens(source):
        if name == "blockquote":
            if kind == "start" and depth == 0:
                last = begin
            depth = max(0, depth + (1 if kind == "start" else -1))
    return last


def _is_signature(attributes: dict[str, str]) -> bool:
    return bool(_SIGNATURE_CLASS.search(attributes.get("class", "")) or _SIGNATURE_ID.search(attributes.get("id", "")))


def _is_cut(name: str, attributes: dict[str, str]) -> bool:
    if _CUT_ID.search(attributes.get("id", "")) or _CUT_CLASS.search(attributes.get("class", "")):
        return True
    return name in ("div", "p", "td") and bool(_TOP_BORDER.search(attributes.get("style", "")))


def _is_spacer(attributes: dict[str, str]) -> bool:
    """A tracking pixel or spacer says nothing."""
    return attributes.get("width") in ("0", "1") or attributes.get("height") in ("0", "1")
