"""A message cut into its sentences, and each told apart: news, quoted text, or what stands around every message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from entendu.core.governor.facts.cues import BOILERPLATE, QUOTE_HEAD, STAMP, TELEPHONE
from entendu.core.governor.facts.values import Found


class Part(StrEnum):
    """What a sentence is."""

    NEWS = "news"
    QUOTE = "quote"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text and what it is."""

    start: int
    end: int
    part: Part


_BREAK = re.compile(r"(?<=[.!?…])[\"')\]]?\s+(?=[^\W_a-z]|[\"'(\[]|\d|[a-z]{3})|\s[|·•]\s|\s--\s")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:ref|tel|no|nr|n|m|mr|mrs|ms|mme|mlle|dr|dre|st|str|bd|bvd|av|approx|env|cca|ca|p|dl|dna|"
    r"d-na|dvs|art|max|min|vol|ext|int|num|fact|cmd|etc|bl|ap|sc|et|a|e)\.$"
)
_SIGNED = re.compile(
    r"(?:[A-ZÀ-ÖØ-ÞĂÂÎȘȚŞŢŒ][\w'’.-]*(?:\s(?:&\s|de\s|du\s|la\s|of\s|and\s|et\s|și\s)*|$)){2,4}"
)  # a name and nothing else
_TIMELY = frozenset({"money", "date", "time", "window", "percent", "duration"})
_LOUD = frozenset({"money", "date", "time", "window", "percent", "duration", "code", "version"})


class _Cutter:
    """One text being cut."""

    def __init__(self, original: str, folded: str, values: list[Found], at: datetime) -> None:
        self.original, self.folded, self.values, self.at = original, folded, values, at

    def lines(self) -> Iterator[tuple[int, int]]:
        start = 0
        for line in self.folded.split("\n"):
            if line.strip():
                yield start, start + len(line)
            start += len(line) + 1

    def sentences_in(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        begin = start
        for m in _BREAK.finditer(self.folded, start, end):
            before = self.folded[begin : m.start()].rstrip()
            if m[0].isspace() and (
                _ABBREVIATION.search(before) or (before.endswith(".") and self.original[m.end()].islower())
            ):
                continue
            if before.strip():
                yield begin, m.start()
            begin = m.end()
        if self.folded[begin:end].strip():
            yield begin, end

    def is_around(self, start: int, end: int) -> bool:
        """Whether a stretch is of the kind that stands around every message, and says nothing of this case."""
        text = self.folded[start:end]
        mine = [v for v in self.values if start <= v.start < end]
        stamps = stamp_of(mine, self.at, STAMP.search(text) is not None) if mine else set()
        if any(v.kind in _LOUD and id(v) not in stamps and not _is_label(v, text, start) for v in mine):
            return False
        if not mine and _SIGNED.fullmatch(self.original[start:end].strip()):
            return True
        return bool(stamps or BOILERPLATE.search(text) or any(v.kind in ("hours", "phone") for v in mine)) or (
            len(text) < 60 and (any(v.kind == "link" for v in mine) or TELEPHONE.search(text) is not None)
        )


def cut(original: str, folded: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends, whatever it is."""
    cutter = _Cutter(original, folded, [], datetime.min)
    return [span for line in cutter.lines() for span in cutter.sentences_in(*line)]


def sentences(original: str, folded: str, values: list[Found], at: datetime) -> list[Sentence]:
    """The sentences of a text. Where everything looks like a footer or a quote, all of it is news: doubt is news."""
    cutter = _Cutter(original, folded, values, at)
    lines = list(cutter.lines())
    kinds = _kinds_of_lines(cutter, lines)
    out = [
        Sentence(s, e, kind)
        for (start, end), kind in zip(lines, kinds, strict=True)
        for s, e in cutter.sentences_in(start, end)
    ]
    for k in range(1, len(out)):
        sentence = out[k]
        if (
            sentence.part is Part.NEWS
            and QUOTE_HEAD.match(folded[sentence.start : sentence.end])
            and "\n" not in folded[out[k - 1].end : sentence.start]
        ):
            line = folded.find("\n", sentence.start)
            out[k:] = [Sentence(s.start, s.end, Part.QUOTE if line < 0 or s.start < line else s.part) for s in out[k:]]
    for k in reversed(range(len(out))):
        sentence = out[k]
        if sentence.part is Part.NEWS:
            if k == 0 or not cutter.is_around(sentence.start, sentence.end):
                break
            out[k] = Sentence(sentence.start, sentence.end, Part.FOOTER)
    if not any(s.part is Part.NEWS for s in out):
        return [Sentence(s.start, s.end, Part.NEWS) for s in out]
    return out


def _kinds_of_lines(cutter: _Cutter, lines: list[tuple[int, int]]) -> list[Part]:
    kinds = [Part.NEWS] * len(lines)
    quoting = signed = False
    for k, (start, end) in enumerate(lines):
        text = cutter.folded[start:end].strip()
        signed |= re.fullmatch(r"--|__+", text) is not None
        if (
            cutter.folded[start - 2 : start] == "\n\n"
            and quoting
            and not text.startswith(">")
            and cutter.is_around(start, end)
        ):
            quoting = False  # the footer below what is quoted
        quoting |= QUOTE_HEAD.match(text) is not None
        if quoting or text.startswith(">"):
            kinds[k] = Part.QUOTE
        elif signed:
            kinds[k] = Part.FOOTER
    news = [k for k, kind in enumerate(kinds) if kind is Part.NEWS]
    while len(news) > 1 and cutter.is_around(*lines[news[-1]]):
        kinds[news.pop()] = Part.FOOTER
    _take_the_address_along(cutter, lines, kinds)
    for k in news[:2]:  # above the text, or between it and its subject
        start, end = lines[k]
        mine = [v for v in cutter.values if start <= v.start < end]
        if len(news) > 1 and stamp_of(mine, cutter.at, said=False) and cutter.is_around(start, end):
            kinds[k] = Part.FOOTER
    return kinds


def _take_the_address_along(cutter: _Cutter, lines: list[tuple[int, int]], kinds: list[Part]) -> None:
    """The first lines of a closing paragraph of which the last lines are a footer: a name, a street, a postal code."""
    for k in range(len(lines) - 2, 0, -1):
        start, end = lines[k]
        if kinds[k] is not Part.NEWS or kinds[k + 1] is not Part.FOOTER or lines[k + 1][0] > end + 1:
            continue
        first = next(i for i in range(k, -1, -1) if i == 0 or lines[i - 1][1] + 1 < lines[i][0])
        plain = not any(start <= v.start < end and v.kind in _TIMELY for v in cutter.values)
        if plain and any(kind is Part.NEWS for kind in kinds[:first]):
            kinds[k] = Part.FOOTER


def minute_of(clock: str) -> int:
    """Minutes after midnight of a canonical HH:MM."""
    return int(clock[:2]) * 60 + int(clock[3:])


def stamp_of(values: list[Found], at: datetime, said: bool) -> set[int]:
    """The values (by identity) that only say when a message was made: its very minute with its day.

    Either is enough where the words beside it speak of sending (`said`).
    """
    today = at.date().isoformat()
    days = [v for v in values if v.kind == "date" and v.canon == today and not v.relative]
    now = at.hour * 60 + at.minute
    minutes = [v for v in values if v.kind == "time" and abs(minute_of(v.canon) - now) <= 3]
    if not (days and minutes) and not (said and (days or minutes)):
        return set()
    near = [
        v
        for v in (*days, *minutes)
        if not (days and minutes) or any(abs(v.start - o.start) < 40 for o in (minutes if v in days else days))
    ]
    return {id(v) for v in near}


def _is_label(value: Found, text: str, start: int) -> bool:
    """A number that a message bears, or that a firm does."""
    before = text[max(0, value.start - start - 28) : value.start - start]
    return value.kind in ("code", "number") and (
        STAMP.search(before) is not None
        or BOILERPLATE.search(text) is not None
        or before.strip() in ("[", "[#", "(", "#", "")
    )
