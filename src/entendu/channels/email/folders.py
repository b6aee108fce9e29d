"""Mail that lies in files: a single message, an mbox, a Maildir, a folder of messages, or standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PEEK = 64 * 1024
_CHUNK = 1024 * 1024
# The line between two messages of an mbox: "From ", a sender, a date with its time (RFC 4155, appendix A).
_SEPARATOR = re.compile(rb"From (?:\"[^\"\r\n]{0,200}\"\S{0,200}|\S{1,500})[ \t].{0,100}?\d{1,2}:\d{2}")
_QUOTED = re.compile(rb">+From ")
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9_.-]{0,100}[ \t]*:")
# Configuration files have lines of this form too; a mail has one of these among them.
_KNOWN_FIELD = re.compile(
    rb"^(?:from|to|cc|subject|date|received|message-id|return-path|delivered-to|mime-version|content-type"
    rb"|reply-to)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_MH_NAME = re.compile(r"[1-9]\d*")
_SUFFIXES = (".eml", ".mbox", ".mbx")


class NotMail(Exception):
    """What was named holds no mail: one sentence that says what it is and what would do."""


def messages(path: str | os.PathLike[str]) -> Iterator[tuple[str, bytes]]:
    """Each message under `path` as (the file it lies in, its raw bytes), in the order of the file or of the names.

    `path` is a message (.eml or any name), an mbox in any dialect with LF or CRLF, a Maildir (its `cur` and `new`),
    a folder with .eml or .mbox files at any depth (an MH folder too), or "-" for a message or mbox on standard input.
    An mbox is streamed: only one message at a time is held. Raises NotMail when there is nothing that could be mail,
    and OSError when the operating system refuses to read.
    """
    if os.fspath(path) == "-":
        yield from _from_stream(sys.stdin.buffer, "-")
        return
    place = Path(path)
    if place.is_dir():
        yield from _from_folder(place)
        return
    if not place.exists():
        raise NotMail(f"There is no file {place}; name a message, an mbox, a Maildir or a folder of messages.")
    yield from _from_file(place)


def _from_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    if (folder / "cur").is_dir() or (folder / "new").is_dir():
        kept = [file for sub in ("cur", "new") for file in _files(folder / sub)]
        for file in sorted(kept, key=lambda file: file.name):
            yield str(file), file.read_bytes()
        return
    found = False
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names, key=_by_number):
            if name.lower().endswith(_SUFFIXES) or _MH_NAME.fullmatch(name):
                found = True
                yield from _from_file(Path(place) / name)
    if not found:
        raise NotMail(f"The folder {folder} holds no mail; it should be a Maildir or hold .eml or .mbox files.")


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [Path(entry.path) for entry in os.scandir(folder) if entry.is_file() and not entry.name.startswith(".")]


def _by_number(name: str) -> tuple[int, str]:
    """Files of an MH folder in the order of their numbers, others by name."""
    return (int(name) if _MH_NAME.fullmatch(name) and len(name) < 19 else 0, name)


def _from_file(file: Path) -> Iterator[tuple[str, bytes]]:
    with file.open("rb") as stream:
        yield from _from_stream(stream, str(file))


def _from_stream(stream: BinaryIO, label: str) -> Iterator[tuple[str, bytes]]:
    start = _read_some(stream)
    shown = "Standard input" if label == "-" else label
    if not start.strip():
        raise NotMail(f"{shown} is empty; there is no mail in it.")
    if start.startswith(b"From "):
        _, _, after = start.partition(b"\n")
        if not _FIELD.match(after.lstrip(b">")):
            raise NotMail(f"{shown} begins like an mbox but no header follows; it is not mail.")
        for raw in _mbox(_lines(start, stream)):
            yield label, raw
        return
    if not label.lower().endswith(".eml") and not _looks_like_mail(start):
        raise NotMail(f"{shown} is not mail; it should be a message with its header, an mbox or a Maildir.")
    yield label, start + stream.read()


def _read_some(stream: BinaryIO) -> bytes:
    """The first bytes of the stream, also where a pipe gives them in small pieces."""
    pieces: list[bytes] = []
    size = 0
    while size < _PEEK and (piece := stream.read(_PEEK - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _looks_like_mail(start: bytes) -> bool:
    """Whether the first line that holds anything is a header field, and one of the header is a mail's."""
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head = start.partition(b"\n\n")[0]
    return bool(_FIELD.match(head) and _KNOWN_FIELD.search(head))


def _lines(start: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The lines of `start` and the rest of the stream; of a line without end, pieces."""
    rest = start
    while rest:
        lines = _LINE.findall(rest)
        rest = b""
        more = stream.read(_CHUNK)
        if more and lines and not lines[-1].endswith(b"\n"):
            last = lines.pop()
            if len(last) > 2 * _CHUNK:
                yield last
            else:
                more = last + more
        yield from lines
        rest = more


def _mbox(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The messages of an mbox. Quoted "From " lines lose one ">" (mboxrd); a separator needs an empty line above."""
    message: list[bytes] | None = None
    blank = True
    for line in lines:
        if blank and line.startswith(b"From ") and (message is None or _SEPARATOR.match(line)):
            if message:
                yield _finished(message)
            message = []
            blank = False
            continue
        if message is not None:
            message.append(line[1:] if line.startswith(b">") and _QUOTED.match(line) else line)
        blank = line in (b"\n", b"\r\n")
    if message:
        yield _finished(message)


def _finished(lines: list[bytes]) -> bytes:
    """One message; the empty line before the next separator belongs to the mbox."""
    if lines[-1] in (b"\n", b"\r\n"):
        lines.pop()
    return b"".join(lines)
