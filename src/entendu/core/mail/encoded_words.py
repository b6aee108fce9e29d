"""Encoded words of RFC 2047 in header text, decoded the way mail is really written."""

from __future__ import annotations

import binascii
import re

from entendu.core.mail.charset import decode

# Mailers put spaces inside encoded words and forget the space between two of them; both are read. The parts are
# bounded so that a long header of "=?" stays linear.
_WORD = re.compile(
    r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\r\n]{0,4000}(?:\?(?!=)[^?\r\n]{0,200}){0,8})\?="
)
_BLANK = re.compile(r"[ \t\r\n]*")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode_words(text: str) -> str:
    """The header text with its encoded words decoded; broken ones stay as they were written. Never raises.

    Blanks between two encoded words disappear (RFC 2047 §6.2); a character cut between two words of the same
    charset is joined again, although the RFC forbids to cut it.
    """
    if "=?" not in text:
        return text
    out: list[str] = []
    position = 0
    pending: tuple[str, bytes] | None = None

    def flush() -> None:
        nonlocal pending
        if pending is not None:
            out.append(decode(pending[1], pending[0])[0].replace("\r", " ").replace("\n", " "))
            pending = None

    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        content = _content(match[2], match[3])
        if content is None:
            continue
        charset = match[1].lower()
        if pending is not None and _BLANK.fullmatch(between):
            if pending[0] == charset and not charset.startswith("iso-2022"):
                pending = (charset, pending[1] + content)
            else:
                flush()
                pending = (charset, content)
        else:
            flush()
            out.append(between)
            pending = (charset, content)
        position = match.end()
    flush()
    out.append(text[position:])
    return "".join(out)


def _content(encoding: str, payload: str) -> bytes | None:
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        data = data.replace(b"_", b" ")
        return _HEX.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), data)
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(data) % 4 == 1:
        data = data[:-1]
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return None
