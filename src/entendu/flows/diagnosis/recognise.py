"""Error codes in a text: what has the shape of a catalogue's codes is looked up, and what is none of them collected.

A text is scanned by a few expressions and its candidates are asked for at once, so that a hundred thousand codes cost
a message no more than a thousand (`core.diagnosis.codes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from entendu.core.diagnosis.codes import key_of, scanner
from entendu.core.wording import error_code
from entendu.core.wording.prose import prose
from entendu.parts.diagnosis.models.codes import ErrorCode
from entendu.parts.diagnosis.queries import codes

LARGEST = 256 * 1024  # bytes of a file that are read
CLOSELY = 20_000  # characters of it in which codes are looked for that no catalogue has
MOST_FILES = 8
TRACE = "trace"  # a stack trace is no code
_TEXTS = frozenset({".txt", ".log", ".json", ".jsonl", ".csv", ".tsv", ".xml", ".yml", ".yaml", ".ini", ".conf", ".out",
                    ".err", ".md", ".trace", ".dmp"})
_TYPES = frozenset({"application/json", "application/xml", "application/x-ndjson", "application/yaml"})
_SHORTEST_UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class Recognised:
    """A code as it stands in a text at `start`, and the catalogues' rows of it; none where it is unknown."""

    written: str
    key: str
    start: int
    rows: tuple[ErrorCode, ...]


def codes_in(text: str, named: Iterable[tuple[str, int]] = ()) -> list[Recognised]:
    """The codes in a text, those of a catalogue first. `named` are words that were read as codes already, with their
    places: what of them no catalogue has is an unknown code. Two queries."""
    candidates = {one.key: (one.written, one.start) for one in scanner(codes.shapes()).candidates(text)}
    unsure = {key: (words, start) for words, start in named if len(key := key_of(words)) >= _SHORTEST_UNKNOWN}
    wanted = candidates | {key: place for key, place in unsure.items() if key not in candidates}
    if not wanted:
        return []
    rows = codes.look_up(wanted)
    known = [Recognised(words, key, start, tuple(_nearest(words, rows[key])))
             for key, (words, start) in wanted.items() if key in rows]
    none = codes.no_codes(unsure) if unsure.keys() - rows.keys() else frozenset()
    unknown = [Recognised(words, key, start, ()) for key, (words, start) in unsure.items()
               if key not in rows and key not in none]
    return known + unknown


def codes_in_file(content: bytes) -> list[Recognised]:
    """The codes in a log or another text, as far as it is read."""
    text = decoded(content[:LARGEST])
    return codes_in(text, named_in(text[:CLOSELY]))


def named_in(text: str) -> Iterator[tuple[str, int]]:
    """What reads as an error code in any text, with its place: for what no catalogue has."""
    for found in error_code.findings(prose(text)):
        if found.value != TRACE:
            yield found.value, found.start


def is_text(name: str, kind: str) -> bool:
    """Whether a file of this name and type (`type/subtype`) can be read as text."""
    return (kind.startswith("text/") and kind != "text/calendar") or kind in _TYPES or (
        PurePath(name.lower()).suffix in _TEXTS)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 where it says so (Windows' own logs), else as old programs write."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        # The last character may be cut in two.
        tail = len(content) - trouble.start < 4
        return content[: trouble.start].decode("utf-8-sig") if tail else content.decode("cp1252", errors="replace")


def _nearest(written: str, rows: list[ErrorCode]) -> list[ErrorCode]:
    """Those that are written just so, where there are such: "1-23" and "12-3" have one key."""
    said = written.strip().upper()
    return [one for one in rows if one.code.upper() == said] or rows
