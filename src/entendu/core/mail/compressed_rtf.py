"""The compressed RTF in which Outlook keeps a formatted text inside winmail.dat (MS-OXRTFCP)."""

from __future__ import annotations

import struct

MAX_RTF = 5_000_000
_COMPRESSED = 0x75465A4C
_PLAIN = 0x414C454D
# The dictionary every stream begins with (§2.1.2.1).
_BEGINNING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096


def decompress(data: bytes) -> bytes:
    """The RTF, b'' when the stream is none. A stream that was cut gives what came before the cut. Never raises."""
    if len(data) < 16:
        return b""
    size, raw_size, kind, _checksum = struct.unpack_from("<IIII", data)
    content = data[16 : size + 4]
    if kind == _PLAIN:
        return content[:raw_size]
    if kind != _COMPRESSED:
        return b""
    window = bytearray(_BEGINNING.ljust(_WINDOW, b"\0"))
    write = len(_BEGINNING)
    out = bytearray()
    position = 0
    while position < len(content) and len(out) < min(raw_size, MAX_RTF):
        control = content[position]
        position += 1
        for bit in range(8):
            if position >= len(content):
                break
            if not control >> bit & 1:
                piece = content[position : position + 1]
                position += 1
            else:
                reference = int.from_bytes(content[position : position + 2], "big")
                position += 2
                start, length = reference >> 4, (reference & 0xF) + 2
                if start == write % _WINDOW:
                    return bytes(out[:raw_size])  # the end mark (§2.1.3.2)
                piece = b""
                for step in range(length):
                    # A reference may reach into what it is just writing.
                    piece += bytes([window[(start + step) % _WINDOW]])
                    window[(write + step) % _WINDOW] = piece[-1]
            for byte in piece:
                window[write % _WINDOW] = byte
                write += 1
            out += piece
    return bytes(out[:raw_size])
