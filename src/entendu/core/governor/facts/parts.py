"""A message cut into its sentences, and each told apart: news, quoted text, or what stands under every message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from entendu.core.governor.facts.cues import BOILERPLATE, QUOTE_HEAD, TELEPHONE
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


_BREAK = re.compile(r"\n|(?<=[.!?…])[\"')\]]?\s+(?=[^\W_a-z]|[\"'«(\[]|\d|[a-z]{3})|\s[|·•]\s|\s--\s|(?<=;)\s+")
_ABBREVIATION = re.compile(r"(?:^|\W)(?:ref|tel|no|nr|n|m|mr|mrs|ms|mme|mlle|dr|st|str|bd|av|approx|env|cca|ca|p|dl|dna|d-na|dvs|art|max|min|vol|ext|int|num|fact|cmd|etc|a|e)\.$")
_DAYS = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|lu|ma|mi|jo|joi|vi|vin|sa|du|l|v|s|d)[a-z]*\.?"
    r"\s?(?:-|to|through|au|a|pana|la|si|and|et|&|,)\s?(?:la\s|pana\s)?(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|lu|ma|mi|jo|joi|vi|vin|sa|du|v|s|d)[a-z]*\.?"
)
OPENING = re.compile(rf"(?<!\w){_DAYS}[\s:,(]*(?:from|de|du|de la|orele|entre|between|intre)?\s*$|(?<!\w)(?:daily|every day|weekdays|tous les jours|zilnic|7/7|7j/7|24/7)[\s:,(]*(?:from|de|de la)?\s*$")
_MAYBE_FOOTER = re.compile(r"©|\(c\)|\b(?:19|20)\d\d\b")


def sentences(original: str, folded: str, values: list[Found]) -> list[Sentence]:
    """The sentences of a text. Where everything looks like a footer or a quote, all of it is news: doubt is news."""
    spans = list(_cut(original, folded))
    kinds = [Part.NEWS] * len(spans)
    quoting = signed = False
    for k, (start, end) in enumerate(spans):
        text = folded[start:end].strip()
        at_line_start = start == 0 or "\n" in original[max(0, start - 2) : start]
        if text == "--" or re.match(r"(?:--|__)\s*$", text):
            signed = True
        if QUOTE_HEAD.match(text):
            quoting = True
        if quoting or (at_line_start and text.startswith(">")):
            kinds[k] = Part.QUOTE
        elif signed:
            kinds[k] = Part.FOOTER
    last = len(spans)
    for k in reversed(range(len(spans))):
        if kinds[k] is Part.NEWS and not _is_footer(folded, spans[k], values):
            break
        if kinds[k] is Part.NEWS:
            kinds[k] = Part.FOOTER
        last = k
    if last == 0 or Part.NEWS not in kinds:
        kinds = [Part.QUOTE if kind is Part.QUOTE and Part.FOOTER in kinds else Part.NEWS for kind in kinds]
        if Part.NEWS not in kinds:
            kinds = [Part.NEWS] * len(spans)
    return [Sentence(start, end, kind) for (start, end), kind in zip(spans, kinds, strict=True)]


def _cut(original: str, folded: str) -> Iterator[tuple[int, int]]:
    start = 0
    for m in _BREAK.finditer(folded):
        before = folded[start : m.start() + (0 if m[0].startswith("\n") else 0)]
        if not m[0].strip("\n") == "" and _ABBREVIATION.search(before.rstrip()):
            continue
        if original[m.end() : m.end() + 1].islower() and "\n" not in m[0] and not m[0].strip() and folded[m.start() - 1] in ".":
            continue
        if before.strip():
            yield start, m.start()
        start = m.end()
    if folded[start:].strip():
        yield start, len(folded)


def _is_footer(folded: str, span: tuple[int, int], values: list[Found]) -> bool:
    """Whether a last sentence is of the kind that stands under every message, and says nothing of this case."""
    start, end = span
    text = folded[start:end]
    mine = [v for v in values if start <= v.start < end]
    loud = [v for v in mine if v.kind in ("money", "date", "percent", "duration") and not v.relative]
    if BOILERPLATE.search(text):
        return not [v for v in loud if v.kind != "duration"] or len(text) < 40
    if TELEPHONE.search(text) and any(v.kind == "phone" for v in mine):
        return not loud
    if any(v.kind in ("phone", "link") for v in mine) and not loud and len(text) < 60:
        return True
    if _MAYBE_FOOTER.search(text) and not loud and not any(v.kind in ("time", "window") for v in mine):
        return len(text) < 60
    return any(v.kind == "window" and OPENING.search(folded[start : v.start]) for v in mine) and not loud
