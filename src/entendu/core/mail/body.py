"""Which parts of a mail are its text, its HTML and its files (RFC 8621 §4.1.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from entendu.core.mail import flowed, markup, tnef, transfer
from entendu.core.mail.encoded_words import decode_words
from entendu.core.mail.fields import split_header
from entendu.core.mail.invitation import summarise
from entendu.core.mail.letter import Attachment
from entendu.core.mail.mime import Part, parse
from entendu.core.mail.names import given_name, safe_name

MAX_TEXT = 5_000_000
_MEDIA = ("image/", "audio/", "video/")
_SHOWN = ("text/plain", "text/html", "text/enriched", "text/richtext")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_STUB = re.compile(
    r"(?i)(?:e?-?mail|message|program|client|reader)[^.]{0,60}(?:does|do|can)(?:es)?\s*(?:n[o']t|"
    r"not)\s+(?:support|display|show|render|read)[^.]{0,60}html"
    r"|(?:view|see|read)[^.]{0,40}(?:this )?(?:e?-?mail|message|newsletter)[^.]{0,40}(?:html|in (?:your|a) browser)"
    r"|html[^.]{0,40}(?:e?-?mail|message|version)[^.]{0,60}(?:cannot|can't|not be|unable)"
    r"|(?:ne|n')\s*(?:supporte|permet|affiche|prend|lit)[^.]{0,60}html|format html"
    r"|nu (?:suport|afiș|afis|poate)[^.]{0,60}html"
)


@dataclass(slots=True)
class Body:
    """What the parts of one mail amount to."""

    text: str = ""
    html: str = ""
    from_html: bool = False
    """Whether the text was made from the HTML, because the mail has no text of its own."""
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        if sentence and sentence not in self.defects:
            self.defects.append(sentence)


@dataclass(slots=True)
class _Sorted:
    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)


def compose(root: Part) -> Body:
    """The body of the mail `root`. Never raises."""
    body = Body()
    found = _Sorted()
    _sort([root], "mixed", False, found, (found.html, found.text))
    pieces = []
    for part in found.text:
        pieces.append(_plain(part, body))
    text = "\n".join(piece for piece in pieces if piece.strip())
    body.html = "\n".join(piece for part in found.html if part.type == "text/html" and (piece := _source(part, body)))
    if body.html and (not text.strip() or _is_stub(text)) and not any(p.type == "text/html" for p in found.text):
        text = markup.to_text(body.html)
        body.from_html = True
    body.from_html = body.from_html or (bool(text.strip()) and all(part.type == "text/html" for part in found.text))
    for part in found.files:
        _attach(part, body)
    if not text.strip() and not body.html:
        text = _fallback(found.files, body)
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT]
        body.note(f"The text is longer than {MAX_TEXT:,} characters; the rest is only in the raw mail.")
    body.text = text.strip("\n")
    return body


def _sort(
    parts: list[Part], kind: str, alternative: bool, found: _Sorted, into: tuple[list[Part] | None, list[Part] | None]
) -> None:
    """RFC 8621 §4.1.4, the suggested algorithm; the depth is bounded by mime.MAX_DEPTH."""
    to_html, to_text = into
    text_before = len(to_text) if to_text is not None else -1
    html_before = len(to_html) if to_html is not None else -1
    for index, part in enumerate(parts):
        if part.multipart:
            sub = part.type.partition("/")[2]
            _sort(part.children, sub, alternative or sub == "alternative", found, (to_html, to_text))
            continue
        media = part.type.startswith(_MEDIA)
        shown = part.type in _SHOWN
        inline = (
            part.disposition != "attachment"
            and (shown or media)
            and (index == 0 or (kind != "related" and (media or not part.file_name)))
        )
        if not inline or media:
            found.files.append(part)
            continue
        if kind == "alternative":
            if part.type == "text/html":
                target = to_html
            else:
                target = to_text
            if target is None:
                found.files.append(part)
            else:
                target.append(part)
            continue
        if alternative:
            if part.type == "text/html":
                to_text = None
            else:
                to_html = None
        if to_text is not None:
            to_text.append(part)
        if to_html is not None:
            to_html.append(part)
    if kind == "alternative" and to_text is not None and to_html is not None:
        if text_before == len(to_text) and html_before != len(to_html):
            to_text.extend(to_html[html_before:])
        if html_before == len(to_html) and text_before != len(to_text):
            to_html.extend(to_text[text_before:])


def _source(part: Part, body: Body) -> str:
    text, defects = part.text()
    for sentence in defects:
        body.note(sentence)
    return text.replace("\0", "")[:MAX_TEXT]


def _plain(part: Part, body: Body) -> str:
    """The text of one shown part: HTML read, flowed lines joined, uuencoded files taken out."""
    if part.type == "text/html":
        return _CONTROL.sub("", markup.to_text(_source(part, body)))
    if part.type in ("text/enriched", "text/richtext"):
        return _CONTROL.sub("", re.sub(r"<[^<>]{0,200}>", "", _source(part, body).replace("<<", "<")))
    if b"begin" in part.body:
        _take_uuencoded(part, body)
    text, defects = part.text()
    for sentence in defects:
        body.note(sentence)
    if part.parameters.get("format", "").lower() == "flowed":
        text = flowed.unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    return _CONTROL.sub("", text)


def _take_uuencoded(part: Part, body: Body) -> None:
    """Move uuencoded files out of a text part; the part then holds only what was written around them."""
    data, _ = part.content()
    files = transfer.uuencoded(data)
    if not files:
        return
    rest, position = [], 0
    for name, content, start, end in files:
        rest.append(data[position:start])
        position = end
        _add(body, name, Attachment("", "application/octet-stream", content))
    rest.append(data[position:])
    left = b"".join(rest)
    part.raw, part.start, part.end = left, 0, len(left)
    part.fields = part.fields.without("content-transfer-encoding")


def _attach(part: Part, body: Body) -> None:
    content, broken = part.content()
    body.note(broken)
    if part.type in ("application/ms-tnef", "application/vnd.ms-tnef") or part.file_name.lower() == "winmail.dat":
        opened = tnef.parse(content)
        if opened is not None:
            for name, type_, data in opened.files:
                _add(body, name, Attachment("", type_, data))
            if not body.html and opened.html:
                body.html = opened.html
            return
        body.note("The mail's winmail.dat cannot be opened; it is attached as it came.")
    content_id = "".join(part.fields.value("content-id").strip().strip("<>").split())
    inline = part.disposition == "inline" or (bool(content_id) and part.disposition != "attachment")
    name = part.file_name
    if not name and part.type in ("message/rfc822", "message/global"):
        name = _subject_of(content) + ".eml"
    _add(body, name, Attachment("", part.type, content, inline, content_id[:500]))


def _subject_of(content: bytes) -> str:
    fields, _ = split_header(content[:100_000])
    return fields.text("subject")[:100] or "message"


def _add(body: Body, name: str, file: Attachment) -> None:
    """Keep a file under a safe form of the name it came with, or under one of ours."""
    if "=?" in name:
        name = decode_words(name)
    safe = safe_name(name) or given_name(file.type, len(body.attachments) + 1)
    body.attachments.append(replace(file, name=safe))


def _is_stub(text: str) -> bool:
    """Whether a plain part only says that the real mail is in HTML."""
    return len(text) < 600 and bool(_STUB.search(text))


def _fallback(files: list[Part], body: Body) -> str:
    """Text for a mail that shows none: an invitation put into words, or the one message it encloses."""
    for part in files:
        if part.type == "text/calendar":
            text = summarise(part.text()[0])
            if text:
                return text
    enclosed = [part for part in files if part.type in ("message/rfc822", "message/global")]
    if len(enclosed) == 1 and len(files) == 1 and enclosed[0].depth == 0:
        inner, _ = parse(enclosed[0].content()[0])
        if not any(part.type == "message/rfc822" for part in inner.walk()):
            return compose(inner).text
    return ""
