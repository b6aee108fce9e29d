"""Content-Transfer-Encoding undone (RFC 2045 §6), also where it is broken."""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = bytes(
    byte for byte in range(256) if not (chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "+/"))
)
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? ([0-7]{3,4}) ([^\r\n]{1,255})\r?$", re.MULTILINE)


def decode(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The content and a sentence when it was broken ('' when it was not). Never raises."""
    encoding = encoding.strip().lower().split(";")[0].strip().strip("\"'")
    if encoding == "base64":
        return _base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), ""
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        found = uuencoded(data)
        if found:
            return found[0][1], ""
        return data, "A part says it is uuencoded but is not."
    if encoding in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "unknown"):
        return data, ""
    return data, "A part names an encoding that mail does not have; its content was left as it came."


def _base64(data: bytes) -> tuple[bytes, str]:
    packed = data.translate(None, b"\r\n\t ")
    try:
        return binascii.a2b_base64(packed, strict_mode=True), ""
    except (binascii.Error, ValueError):
        pass
    # What follows the first closing "=" is a footer that some gateway added in clear, unless it too is base64.
    head, pad, tail = packed.partition(b"=")
    if pad and len(tail.strip(b"=")) and re.search(rb"[^A-Za-z0-9+/=]", tail):
        packed = head
    packed = packed.translate(None, _NOT_BASE64)
    if len(packed) % 4 == 1:
        packed = packed[:-1]
    try:
        return binascii.a2b_base64(
            packed + b"=" * (-len(packed) % 4)
        ), "A part's base64 is damaged; what could be read was kept."
    except (binascii.Error, ValueError):
        return data, "A part's base64 cannot be read; it was kept as it came."


def uuencoded(data: bytes) -> list[tuple[str, bytes, int, int]]:
    """Files uuencoded within a text: name, content, and the range of bytes they take."""
    found: list[tuple[str, bytes, int, int]] = []
    position = 0
    while match := _UU_BEGIN.search(data, position):
        end = data.find(b"\nend", match.end())
        if end < 0:
            break
        stop = data.find(b"\n", end + 1)
        stop = len(data) if stop < 0 else stop + 1
        content = _uu_lines(data[match.end() + 1 : end + 1])
        if content is None:
            position = match.end()
            if len(found) > 100 or position > 5_000_000:
                break
            continue
        found.append((match[2].decode("utf-8", "replace").strip(), content, match.start(), stop))
        position = stop
    return found


def _uu_lines(block: bytes) -> bytes | None:
    out: list[bytes] = []
    for line in block.splitlines():
        if not line or line[:1] in (b"`", b" "):
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                return None
    return b"".join(out)
