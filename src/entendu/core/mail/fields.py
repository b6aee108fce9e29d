"""Header fields: where they end, what each says, also when a mailer folded them wrongly (RFC 5322 §2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from entendu.core.mail.charset import guess
from entendu.core.mail.encoded_words import decode_words

MAX_FIELDS = 2_000
MAX_FIELD_BYTES = 256 * 1024
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
# A line without a colon amid the header is a badly folded one when a field known to mail follows it.
_KNOWN_NEXT = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|reply-to|sender|return-path"
    rb"|references|in-reply-to|delivered-to|x-[a-z0-9-]+|list-[a-z-]+|dkim-signature|importance|priority)[ \t]*:",
    re.IGNORECASE,
)
_UNSAFE = re.compile("[\x00-\x08\x0a-\x1f\x7f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(value: str) -> str:
    """One line without control characters or lone surrogates; what is left is safe in a header and in a page."""
    if _UNSAFE.search(value):
        value = _UNSAFE.sub(" ", value)
    if not value.isascii():
        value = _SURROGATE.sub("\ufffd", value)
    return value.strip()


class Fields:
    """The fields of one entity in their order. Names are compared without case."""

    __slots__ = ("_pairs", "_texts", "defects")

    def __init__(self, pairs: list[tuple[str, bytes]], defects: tuple[str, ...] = ()) -> None:
        self._pairs = pairs
        self._texts: dict[str, str] = {}
        self.defects = defects

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._pairs)

    def __contains__(self, name: str) -> bool:
        return any(have == name for have, _ in self._pairs)

    def values(self, name: str) -> list[str]:
        """Each value of the field `name` (lower case), unfolded and clean, encoded words left as they are."""
        return [_as_text(value) for have, value in self._pairs if have == name]

    def value(self, name: str) -> str:
        """The first non-empty value of the field, or ''."""
        for have, value in self._pairs:
            if have == name and (text := _as_text(value)):
                return text
        return ""

    def text(self, name: str) -> str:
        """The first value as a reader should see it, encoded words decoded (RFC 2047)."""
        if name not in self._texts:
            self._texts[name] = clean(decode_words(self.value(name)))
        return self._texts[name]

    def without(self, name: str) -> Fields:
        """The same fields but for `name`."""
        return Fields([pair for pair in self._pairs if pair[0] != name], self.defects)


def _as_text(value: bytes) -> str:
    if value.isascii() and b"\x1b" not in value:
        text = value.decode("ascii")
    else:
        text = guess(value)[0]
    if "\n" in text or "\r" in text:
        # RFC 5322 §2.2.3: unfolding removes the line break and keeps the white space after it.
        text = re.sub(r"[\r\n]+(?=[ \t])|[\r\n]+\Z", "", text)
    return clean(text)


def split_header(raw: bytes, start: int = 0, end: int | None = None) -> tuple[Fields, int]:
    """The fields that begin at `start` and the offset where the body begins.

    A missing empty line, an mbox "From " line, badly folded lines and a byte order mark are survived. Linear in the
    size of the header; at most MAX_FIELDS fields are kept.
    """
    end = len(raw) if end is None else end
    pairs: list[tuple[str, bytes]] = []
    defects: list[str] = []
    position = start
    current: list[bytes] = []
    current_size = 0
    name = ""
    body = end

    def finish() -> None:
        if name and len(pairs) < MAX_FIELDS:
            pairs.append((name, b"\n".join(current)))

    while position < end:
        newline = raw.find(b"\n", position, end)
        following = end if newline < 0 else newline + 1
        line = raw[position : end if newline < 0 else newline]
        if line.endswith(b"\r"):
            line = line[:-1]
        if not line:
            body = following
            break
        if line[0] in b" \t" and name:
            if line.strip() or _goes_on(raw, following, end):
                if current_size < MAX_FIELD_BYTES:
                    current.append(line)
                    current_size += len(line)
                position = following
                continue
            body = following
            break
        match = _NAME.match(line)
        if match:
            finish()
            name = match[1].decode("ascii").lower()
            current = [line[match.end() : match.end() + MAX_FIELD_BYTES]]
            current_size = len(current[0])
        elif not name and line.startswith((b"From ", b">From ")):
            pass
        elif name and not line.startswith(b"--") and _KNOWN_NEXT.match(raw, following, end):
            current.append(b" " + line)
            _note(defects, "A header line was folded wrongly; it was joined to the line before it.")
        else:
            body = position
            _note(defects, "The empty line between header and body is missing.")
            break
        position = following
    finish()
    if len(pairs) >= MAX_FIELDS:
        _note(defects, f"The header has more than {MAX_FIELDS} fields; the rest was left out.")
    return Fields(pairs, tuple(defects)), body


def _goes_on(raw: bytes, position: int, end: int) -> bool:
    """Whether header lines follow a line of blanks, which then was a fold and not the end of the header."""
    return bool(_KNOWN_NEXT.match(raw, position, end) or raw[position : position + 1] in (b" ", b"\t"))


def _note(defects: list[str], sentence: str) -> None:
    if sentence not in defects:
        defects.append(sentence)
