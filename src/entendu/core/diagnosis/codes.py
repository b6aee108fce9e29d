"""Error codes by their own shapes: what a catalogue's codes look like is learned from them, and texts are read for it.

A shape is a form, such as letters, a dash and digits, with the lengths that occur; a hundred thousand codes have a few
dozen forms at most. So a text is scanned by a few expressions, however many codes there are, and what fits is looked up
by its key. Each expression is bounded in length: the time grows with the text and with nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from entendu.core.governor.facts.fold import fold

LONGEST = 120
# Codes of so many forms, and of one form with so many beginnings, are told apart; beyond that they are taken together.
_FORMS, _HEADS = 24, 60
_SHORT = 3  # a code of fewer characters is one only where it is called so: A4 is paper
_PARTS = 8  # words and numbers of one code
_MOST = 400  # candidates of one text
_SEPARATORS = "-_.:/# "
_PART = re.compile(r"[a-z0-9]+|[^a-z0-9]+")
_HEX = re.compile(r"0x[0-9a-f]+")
_HEAD = re.compile(r"[a-z]*")
_DRAWN = str.maketrans("bcdefghijklmnopqrstuvwxyz012345678", "a" * 25 + "9" * 9)
_NOT_IN_KEY = re.compile(r"[\W_]+")
_KINDS = (
    ("x", re.compile(r"0x([0-9a-f]+)")), ("9", re.compile(r"(\d+)")), ("A", re.compile(r"([a-z]+)")),
    ("A9", re.compile(r"([a-z]+)(\d+)")), ("9A", re.compile(r"(\d+)([a-z]+)")), ("*", re.compile(r"([a-z0-9]+)")),
)  # fmt: skip
_SOURCES = {
    "x": "0x[0-9a-f]{%d,%d}", "9": r"[0-9]{%d,%d}", "A": "[a-z]{%d,%d}", "A9": "[a-z]{%d,%d}[0-9]{%d,%d}",
    "9A": "[0-9]{%d,%d}[a-z]{%d,%d}", "*": "[a-z0-9]{%d,%d}",
}  # fmt: skip
# What people put before a code that could be anything: "error 17", "cod eroare: 4021", "n° d'erreur 12".
_NAMED = re.compile(
    r"""\b(?:errors?|err|erreurs?|eroare[a]?|erori|fehler|codes?|cod|codul|coduri|alarm[ae]?|fault|panne|defaut
    |defectiune[a]?|avarie|stop|status|exit|errno|exception)\b
    (?:[\s:=\#(\["'/]{1,3}(?:codes?|cod(?:ul)?|numbers?|no\.?|n[o°]\.?|nr\.?|numero|numarul|(?:d['\ ]|de\ )?erreur
    |eroare|is|was|est|este|e)){0,3}
    [\s:=\#(\["'/]{1,3}(?P<code>[a-z0-9](?:[a-z0-9]|[-_.:/](?=[a-z0-9])){0,60})""",
    re.VERBOSE,
)
_LOOSE = r"(?=[a-z_.:/-]{0,40}[0-9])[a-z0-9](?:[a-z0-9]|[-_.:/](?=[a-z0-9])){1,60}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What some codes look like. `form` is kinds of parts with the signs between them ("A-9", "A9", "x"; a `+` after
    both for a row of parts of one kind), `sizes` the least and most of each part, `heads` the first letters where
    there are few. An empty form stands for whatever has a digit in it."""

    form: str
    sizes: tuple[tuple[int, int], ...] = ()
    heads: tuple[str, ...] = ()

    def as_json(self) -> list[Any]:
        """The shape as it is kept."""
        return [self.form, [list(size) for size in self.sizes], list(self.heads)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What looks like one of the catalogue's codes, at `[start, end)`; `key` is what it is looked up by."""

    start: int
    end: int
    written: str
    key: str


def key_of(code: str) -> str:
    """What a code is looked up by: its letters and digits in capitals. "ora-00942" and "ORA 00942" are one code."""
    return _NOT_IN_KEY.sub("", fold(code)).upper()[:LONGEST]


def learn(codes: Iterable[str]) -> tuple[Shape, ...]:
    """The shapes of these codes, the most frequent first."""
    counted: Counter[str] = Counter()
    sizes: dict[str, list[tuple[int, int]]] = {}
    heads: dict[str, set[str]] = {}
    for (drawn, head), count in Counter(map(_drawn, codes)).items():
        form, lengths = _form(drawn)
        counted[form] += count
        known = sizes.setdefault(form, [(n, n) for n in lengths])
        sizes[form] = [(min(low, n), max(high, n)) for (low, high), n in zip(known, lengths, strict=True)]
        if len(heads.setdefault(form, set())) <= _HEADS:
            heads[form].add(head)
    frequent = [form for form, _ in counted.most_common() if form]
    loose = len(frequent) > _FORMS or "" in counted
    found = [Shape(form, tuple(sizes[form]), _few(form, heads[form])) for form in frequent[:_FORMS]]
    return (*found, Shape("")) if loose else tuple(found)


def shapes_from(rows: Iterable[Sequence[Any]]) -> tuple[Shape, ...]:
    """Shapes from the form in which they are kept."""
    return tuple(Shape(str(form), tuple((int(a), int(b)) for a, b in sizes), tuple(map(str, heads)))
                 for form, sizes, heads in rows)  # fmt: skip


@lru_cache(maxsize=64)
def scanner(shapes: tuple[Shape, ...]) -> Scanner:
    """The reader for codes of these shapes; made once."""
    return Scanner(shapes)


class Scanner:
    """Finds what looks like a code of the shapes that it was made for."""

    def __init__(self, shapes: tuple[Shape, ...]) -> None:
        clear = [_source(shape) for shape in shapes if not _is_weak(shape)]
        self._reads_names = any(_is_weak(shape) or _least(shape) < _SHORT for shape in shapes)
        self._clear = _bounded(clear) if clear else None

    def candidates(self, text: str) -> list[Candidate]:
        """Each possible code once, in the order of the text, a few hundred at the most."""
        if self._clear is None and not self._reads_names:
            return []
        folded = fold(text)
        found: dict[str, Candidate] = {}
        for start, end in islice(self._places(folded), _MOST * 5):
            written = text[start:end]
            if written.isalpha() and not written.isupper():
                continue  # "timeout" is a word, TIMEOUT may be a code
            key = key_of(written)
            if key and key not in found:
                found[key] = Candidate(start, end, written, key)
                if len(found) == _MOST:
                    break
        return sorted(found.values(), key=lambda one: one.start)

    def _places(self, folded: str) -> Iterator[tuple[int, int]]:
        if self._clear is not None:
            spans = (found.span() for found in self._clear.finditer(folded))
            yield from ((start, end) for start, end in spans if end - start >= _SHORT)
        if self._reads_names:
            yield from (found.span("code") for found in _NAMED.finditer(folded))


def _drawn(code: str) -> tuple[str, str]:
    """A code with each letter and each digit alike, as thousands of its sort are; and its first letters."""
    folded = fold(code.strip())
    if _HEX.fullmatch(folded):
        return f"0x{'f' * (len(folded) - 2)}", ""
    return folded.translate(_DRAWN), _HEAD.match(folded).group()  # type: ignore[union-attr]


def _form(drawn: str) -> tuple[str, list[int]]:
    """A drawn code's form and the lengths of its parts; an empty form for one like no other."""
    parts = _PART.findall(drawn)
    words, signs = parts[::2], parts[1::2]
    if not words or not parts[0][0].isalnum() or len(words) != len(signs) + 1 or len(words) > _PARTS:
        return "", []
    if any(len(sign) != 1 or sign not in _SEPARATORS for sign in signs):
        return "", []
    kinds, lengths = zip(*map(_kind, words), strict=True)
    if len(set(kinds)) == 1 and len(set(signs)) == 1 and len(words) > 2:
        flat = [n for group in lengths for n in group]
        return f"{kinds[0]}{signs[0]}+", [min(flat), max(flat), len(words)]
    form = kinds[0] + "".join(sign + kind for sign, kind in zip(signs, kinds[1:], strict=True))
    return form, [n for group in lengths for n in group]


def _kind(word: str) -> tuple[str, list[int]]:
    for kind, pattern in _KINDS:
        if found := pattern.fullmatch(word):
            return kind, [len(group) for group in found.groups()]
    return "*", [len(word)]


def _few(form: str, heads: set[str]) -> tuple[str, ...]:
    begins = form.startswith("A") and not form.endswith("+")
    return tuple(sorted(heads)) if begins and len(heads) <= _HEADS else ()


def _is_weak(shape: Shape) -> bool:
    """Whether what has this shape is a code only where it is called one: bare numbers, dates, short words."""
    kinds = set(re.findall(r"A9|9A|[A9x*]", shape.form))
    if kinds == {"9"}:
        return True
    most = sum(high for _low, high in shape.sizes)
    single = not any(sign in shape.form for sign in _SEPARATORS)
    return single and ((kinds == {"A"} and most < 4) or most < _SHORT)


def _least(shape: Shape) -> int:
    return sum(low for low, _high in shape.sizes[:2])


def _source(shape: Shape) -> str:
    """The expression for folded text."""
    if not shape.form:
        return _LOOSE
    if shape.form.endswith("+"):
        kind, sign = shape.form[:-2], shape.form[-2]
        (low, _), (_, high), (fewest, most) = shape.sizes
        each = _SOURCES[kind]
        one = each % ((low, high) * (each.count("%d") // 2))
        return f"{one}(?:{re.escape(sign)}{one}){{{fewest - 1},{most - 1}}}"
    sizes = list(shape.sizes)
    out = ""
    for kind, sign in re.findall(r"(A9|9A|[A9x*])([-_.:/# ]?)", shape.form):
        source = _SOURCES[kind]
        numbers = [n for size in sizes[: source.count("%d") // 2] for n in size]
        del sizes[: source.count("%d") // 2]
        piece = source % tuple(numbers)
        if not out and shape.heads:
            letters = "|".join(map(re.escape, shape.heads))
            piece = f"(?:{letters})" + (piece[piece.index("}") + 1 :])
        # The dash of "ORA-00942" is often left out, or typed as a space.
        out += piece + ("" if not sign else "[-_ ]?" if sign in "-_ " and kind == "A" else re.escape(sign))
    return out


def _bounded(sources: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9_])(?:{'|'.join(sources)})(?![a-z0-9_]|[-][a-z0-9])")
