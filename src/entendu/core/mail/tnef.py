"""winmail.dat opened: the files and the HTML that Outlook packs into one part (MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from entendu.core.mail.charset import decode
from entendu.core.mail.compressed_rtf import decompress

_SIGNATURE = 0x223E9F78
_ATTRIBUTES_LIMIT = 10_000
# Attribute ids without their type (MS-OXTNEF §2.1.3.3).
_ATTACH_RENDER = 0x9002
_ATTACH_DATA = 0x800F
_ATTACH_TITLE = 0x8010
_ATTACHMENT = 0x9005
_MESSAGE_PROPERTIES = 0x9003
_CODE_PAGE = 0x9007
# Property ids (MS-OXPROPS).
_BODY_HTML = 0x1013
_RTF = 0x1009
_DATA = 0x3701
_FILE_NAME = 0x3704
_LONG_NAME = 0x3707
_MIME_TAG = 0x370E
_SIZES = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8, 0x48: 16}


@dataclass(slots=True)
class Opened:
    """What a TNEF stream holds: (name, type, content) of each file, the HTML body. An RTF body becomes a file."""

    files: list[tuple[str, str, bytes]] = field(default_factory=list)
    html: str = ""


@dataclass(slots=True)
class _File:
    title: str = ""
    long_name: str = ""
    type: str = ""
    data: bytes = b""


def parse(data: bytes) -> Opened | None:
    """The content of a TNEF stream, or None when it is none. A stream that was cut gives what came before the cut."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    opened = Opened()
    files: list[_File] = []
    code_page, rtf = "cp1252", b""
    for attribute, value in _attributes(data):
        if attribute == _CODE_PAGE and len(value) >= 4:
            code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _ATTACH_RENDER:
            files.append(_File())
        elif attribute == _ATTACH_TITLE and files:
            files[-1].title = _text(value, code_page)
        elif attribute == _ATTACH_DATA and files:
            files[-1].data = value
        elif attribute == _ATTACHMENT and files:
            _file_properties(files[-1], value, code_page)
        elif attribute == _MESSAGE_PROPERTIES:
            for key, content in _properties(value):
                if key == _BODY_HTML and not opened.html:
                    opened.html = _text(content, code_page)
                elif key == _RTF and not rtf:
                    rtf = decompress(content)
    for file in files:
        if file.data or file.title or file.long_name:
            name = file.long_name or file.title
            opened.files.append((name, file.type or "application/octet-stream", file.data))
    if rtf and not opened.html:
        opened.files.append(("message.rtf", "application/rtf", rtf))
    return opened


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 6
    for _ in range(_ATTRIBUTES_LIMIT):
        if position + 9 > len(data):
            return
        _level, identifier, length = struct.unpack_from("<BII", data, position)
        position += 9
        value = data[position : position + length]
        yield identifier & 0xFFFF, value
        position += length + 2  # a checksum follows


def _file_properties(file: _File, value: bytes, code_page: str) -> None:
    for key, content in _properties(value):
        if key == _LONG_NAME:
            file.long_name = _text(content, code_page)
        elif key == _FILE_NAME and not file.title:
            file.title = _text(content, code_page)
        elif key == _MIME_TAG:
            kind = _text(content, code_page).strip().lower()
            file.type = kind if "/" in kind and kind.isascii() and kind.isprintable() else ""
        elif key == _DATA and not file.data:
            file.data = content


def _properties(value: bytes) -> Iterator[tuple[int, bytes]]:
    """(property id, content) of a property list (MS-OXTNEF §2.1.3.4); stops where the list no longer holds."""
    if len(value) < 4:
        return
    count = min(struct.unpack_from("<I", value)[0], _ATTRIBUTES_LIMIT)
    position = 4
    try:
        for _ in range(count):
            tag = struct.unpack_from("<I", value, position)[0]
            position += 4
            kind, identifier = tag & 0xFFFF, tag >> 16
            if identifier >= 0x8000:
                position = _skip_name(value, position)
            multiple, kind = bool(kind & 0x1000), kind & 0x0FFF
            if kind in _SIZES:
                times = struct.unpack_from("<I", value, position)[0] if multiple else 1
                position += 4 if multiple else 0
                size = _SIZES[kind] * times
                yield identifier, _wide(kind, value[position : position + size])
                position += (size + 3) & ~3
                continue
            times = struct.unpack_from("<I", value, position)[0]
            position += 4
            for _ in range(min(times, _ATTRIBUTES_LIMIT)):
                size = struct.unpack_from("<I", value, position)[0]
                position += 4
                yield identifier, _wide(kind, value[position : position + size])
                position += (size + 3) & ~3
    except struct.error:
        return


def _skip_name(value: bytes, position: int) -> int:
    kind: int = struct.unpack_from("<I", value, position + 16)[0]
    if kind == 0:
        return position + 24
    length: int = struct.unpack_from("<I", value, position + 20)[0]
    return position + 24 + ((length + 3) & ~3)


def _wide(kind: int, content: bytes) -> bytes:
    """Unicode strings as UTF-8, so that one rule reads all strings; everything else as it is."""
    if kind == 0x1F:
        return b"\xef\xbb\xbf" + content.decode("utf-16-le", "replace").encode("utf-8", "replace")
    return content


def _text(content: bytes, code_page: str) -> str:
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace").rstrip("\0")
    return decode(content.rstrip(b"\0"), code_page)[0]
