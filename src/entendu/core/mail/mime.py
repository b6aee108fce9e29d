"""The tree of a mail's parts (RFC 2045, RFC 2046), found without recursion and within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from entendu.core.mail import parameters, transfer
from entendu.core.mail.charset import decode
from entendu.core.mail.fields import Fields, split_header

MAX_DEPTH = 40
MAX_PARTS = 2_000
_TYPE = re.compile(r"[!#$%&'*+.^_`{|}~0-9a-z-]+/[!#$%&'*+.^_`{|}~0-9a-z-]+")
_DASHES = re.compile(rb"^--([^\s]{1,200}?)[ \t]*\r?$", re.MULTILINE)


@dataclass(slots=True)
class Part:
    """One entity: its header, and the range of the mail that is its body. Children only when it is multipart."""

    raw: bytes
    fields: Fields
    start: int
    end: int
    depth: int = 0
    default_type: str = "text/plain"
    children: list[Part] = field(default_factory=list)
    type: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    file_name: str = ""
    """The name as sent: not safe to use as a file name."""

    def __post_init__(self) -> None:
        value = self.fields.value("content-type")
        main, self.parameters = parameters.parse(value) if value else ("", {})
        if main == "text":
            main = "text/plain"
        # RFC 2045 §5.2: what cannot be understood is plain text.
        self.type = main if _TYPE.fullmatch(main) else (self.default_type if not value else "text/plain")
        value = self.fields.value("content-disposition")
        self.disposition, given = parameters.parse(value) if value else ("", {})
        self.file_name = given.get("filename") or self.parameters.get("name") or given.get("name") or ""

    @property
    def multipart(self) -> bool:
        return bool(self.children)

    @property
    def body(self) -> bytes:
        """The body as it stands in the mail, not yet decoded."""
        return self.raw[self.start : self.end]

    def content(self) -> tuple[bytes, str]:
        """The decoded body and a sentence when its encoding was broken."""
        return transfer.decode(self.body, self.fields.value("content-transfer-encoding"))

    def text(self) -> tuple[str, tuple[str, ...]]:
        """The decoded body as text with \\n line ends, and what was wrong with it."""
        data, broken = self.content()
        text, wrong = decode(data, self.parameters.get("charset", ""))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text, tuple(sentence for sentence in (broken, wrong) if sentence)

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


def parse(raw: bytes) -> tuple[Part, list[str]]:
    """The mail as a tree, and a sentence for each thing that was wrong with its structure.

    Linear in the size of the mail times MAX_DEPTH. A message within the message stays one part (its type is
    message/rfc822); whoever wants to look inside parses its content.
    """
    defects: list[str] = []
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw[start : start + 1] in (b"\n", b"\r"):
        start += 1
    fields, body = split_header(raw, start)
    defects.extend(fields.defects)
    root = Part(raw, fields, body, len(raw))
    waiting = [root]
    count = 1
    while waiting:
        part = waiting.pop()
        if not part.type.startswith("multipart/"):
            continue
        if part.depth >= MAX_DEPTH:
            _note(defects, f"Parts are nested more than {MAX_DEPTH} deep; the deeper ones stay together as one file.")
            part.type = "application/octet-stream"
            continue
        ranges = _split(part, defects)
        if not ranges:
            _note(defects, "A part says it has parts of its own but has none that can be found.")
            part.type = "text/plain"
            continue
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for begin, end in ranges:
            if count >= MAX_PARTS:
                _note(defects, f"The mail has more than {MAX_PARTS} parts; the rest was left out.")
                break
            fields, body = split_header(raw, begin, end)
            for sentence in fields.defects:
                _note(defects, sentence)
            part.children.append(Part(raw, fields, min(body, end), end, part.depth + 1, default))
            count += 1
        waiting.extend(part.children)
    return root, defects


def _split(part: Part, defects: list[str]) -> list[tuple[int, int]]:
    """The ranges between the boundary lines of a multipart body (RFC 2046 §5.1)."""
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    ranges = _between(part, b"--" + boundary, defects) if boundary else []
    if not ranges:
        # No boundary named, or another one used: the first line of dashes that comes again will be it.
        match = _DASHES.search(part.raw, part.start, min(part.end, part.start + 20_000))
        if match and part.raw.find(b"--" + match[1], match.end(), part.end) >= 0:
            ranges = _between(part, b"--" + match[1], [])
            if ranges:
                _note(defects, "The line that should part the mail's parts is not the one it names; it was guessed.")
    return ranges


def _between(part: Part, delimiter: bytes, defects: list[str]) -> list[tuple[int, int]]:
    raw, end = part.raw, part.end
    ranges: list[tuple[int, int]] = []
    begin = -1
    position = part.start
    while True:
        at = raw.find(delimiter, position, end)
        if at < 0:
            break
        after = at + len(delimiter)
        position = after
        if at > part.start and raw[at - 1] not in b"\r\n":
            continue
        newline = raw.find(b"\n", after, min(after + 1_000, end))
        stop = newline if newline >= 0 else min(after + 1_000, end)
        rest = raw[after:stop].strip()
        if rest not in (b"", b"--"):
            continue
        if begin >= 0:
            ranges.append((begin, _before_line_break(raw, begin, at)))
            if len(ranges) > MAX_PARTS:
                return ranges
        position = begin = min(stop + 1, end)
        if rest == b"--":
            return ranges
    if begin >= 0 and begin < end:
        _note(defects, "The closing boundary of a part is missing; the mail may have been cut.")
        ranges.append((begin, end))
    return ranges


def _before_line_break(raw: bytes, begin: int, at: int) -> int:
    """The line break before a boundary belongs to the boundary (RFC 2046 §5.1.1)."""
    if at > begin and raw[at - 1 : at] == b"\n":
        at -= 1
        if at > begin and raw[at - 1 : at] == b"\r":
            at -= 1
    return max(at, begin)


def _note(defects: list[str], sentence: str) -> None:
    if sentence not in defects:
        defects.append(sentence)
