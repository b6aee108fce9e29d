"""The patterns in which the rules are written: words as a person would write them, made into one regular expression.

    never again             these words, with no more between them than a comma, a dash or a bracket; accents and
                            case do not matter, nor whether an apostrophe was typed
    guarantee*              a word that begins so
    *ment                   a word that ends so
    (my|our) colleague      one of these
    [really] sorry          may be there or not
    never ... again         up to four words between; `..7` up to seven
    <colleagues>            any entry of a list of the rule file
    #                       a number
    ^ sorry                 at the beginning of a sentence; `sorry $` at its end
    , ? ! : %               these marks

There is no way to write a repetition within a repetition, so a pattern takes time in proportion to the text, also
one that a team wrote itself. Most sentences never meet the expression at all: each pattern knows some words of which
one must be there (its anchors).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from entendu.core.governor.facts.fold import fold
from entendu.core.wording.same_words import says_nothing

Lists = Mapping[str, Sequence[str]]

_LONGEST = 600
_PIECE = re.compile(
    r"\s*(?:(?P<gap>\.\.(?:\.|(?P<many>\d)))|<(?P<list>[\w-]+)>|(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)"
    r"|(?P<number>\#)|(?P<start>\^)|(?P<end>\$)|(?P<mark>[,?!:;%])|(?P<word>\*?[\w'’&+./-]+\*?))"
)
_PART = re.compile(r"[a-z0-9]+")
# What may stand between two words; between words whose spelling matters, no hyphen and no apostrophe.
_BETWEEN = r"[^\w.!?\n]{1,3}"
_SPACE = r"[^\w.!?\n'\-]{1,3}"
_APOSTROPHE, _HYPHEN = "[' ]?", "[- ]?"  # in words: may be typed or not
_WORD = r"\w+(?:['\-]\w+)*"


class PatternError(ValueError):
    """A pattern that cannot be read; its text is one sentence that says where."""


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read, and the words (or stems, with a `*`) of which each match holds at least one.

    No anchors means that it has to be tried on every sentence. Of each of `needs` (whole words) a match holds one as
    well. The expression is made when it is first tried: most of
    a language's never are in one run of the command line.
    """

    tree: _Choice
    anchors: frozenset[str]
    exact: bool
    needs: tuple[frozenset[str], ...] = ()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The regular expression for folded text, or for text in small letters where it is exact."""
        source = self.tree.source()
        if self.exact:  # every mark counts: "its" is not "it's"
            source = source.replace(_BETWEEN, _SPACE).replace(_APOSTROPHE, "'").replace(_HYPHEN, "-")
        return re.compile(source)


def compiled(pattern: str, lists: Lists, exact: bool = False) -> Pattern:
    """Read one pattern; an `exact` one is for text in small letters whose accents matter.

    Raises PatternError with a sentence that says what cannot be read.
    """
    if len(pattern) > _LONGEST:
        raise PatternError(f"The pattern “{pattern[:40]}…” is longer than {_LONGEST} characters; write two.")
    tree = _Reader(pattern, lists, exact).tree()
    anchors = tree.anchors() or frozenset()
    return Pattern(tree, anchors, exact, tuple(need for need in tree.needs() if need != anchors))


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a stem, a number, a mark, a gap or an edge of the sentence."""

    kind: str
    text: str = ""

    def source(self) -> str:
        if self.kind == "word":
            body = "".join(_APOSTROPHE if c == "'" else _HYPHEN if c == "-" else re.escape(c) for c in self.text)
            return rf"\b{body}\b"
        if self.kind == "stem":
            return rf"\b{re.escape(self.text)}\w*"
        if self.kind == "ending":
            return rf"\b\w+{re.escape(self.text)}\b"
        return {"number": r"\b\d[\d.,:]*\b", "mark": re.escape(self.text), "start": r"\A\W{0,3}", "end": r"\W{0,4}\Z"}[
            self.kind
        ]

    def anchors(self) -> frozenset[str] | None:
        if self.kind == "stem":
            first = _PART.match(fold(self.text))
            return frozenset({f"{first[0]}*"}) if first else None
        if self.kind != "word":
            return None
        parts = _PART.findall(fold(self.text))
        if len(parts) < 2:
            return frozenset(parts) or None
        # "don't" is "don" and "t" to whoever cuts words, and "dont" where the apostrophe is missing.
        return frozenset({max(parts, key=len), "".join(parts)})


@dataclass(frozen=True)
class _Choice:
    """One of several rows; `optional` if none of them need be there."""

    rows: tuple[_Row, ...]
    optional: bool = False

    def source(self) -> str:
        return "(?:" + "|".join(row.source() for row in self.rows) + ")"

    def anchors(self) -> frozenset[str] | None:
        return self._anchors

    @cached_property
    def _anchors(self) -> frozenset[str] | None:
        """Found once: a list of a rule file stands in many patterns."""
        if self.optional:
            return None
        every = [row.anchors() for row in self.rows]
        return frozenset().union(*(a for a in every if a)) if all(every) else None

    def needs(self) -> list[frozenset[str]]:
        """The words of each piece that is always there, where none of them is a stem."""
        pieces = self.rows[0].pieces if len(self.rows) == 1 else ()
        return [a for piece in pieces if (a := piece.anchors()) and not any(word.endswith("*") for word in a)]


@dataclass(frozen=True, slots=True)
class _Row:
    """Pieces that follow each other."""

    pieces: tuple[_Token | _Choice, ...]

    def source(self) -> str:
        out, glue = "", ""
        for piece in self.pieces:
            if isinstance(piece, _Choice) and piece.optional:
                # It takes the space along, on the side where there is one.
                out += f"(?:{glue}{piece.source()})?" if glue else f"(?:{piece.source()}{_BETWEEN})?"
            elif isinstance(piece, _Token) and piece.kind == "gap":
                out, glue = out + rf"(?:{_BETWEEN}{_WORD}){{0,{piece.text}}}", _BETWEEN
            elif isinstance(piece, _Token) and piece.kind == "mark":
                out, glue = out + r"\s?" + piece.source(), r"\s{0,2}"
            elif isinstance(piece, _Token) and piece.kind in ("start", "end"):
                out, glue = out + piece.source(), ""
            else:
                out, glue = out + glue + piece.source(), _BETWEEN
        return out

    def anchors(self) -> frozenset[str] | None:
        """Those of the piece that is rarest by the look of it: no words of grammar, few words, and long ones."""
        known = [a for piece in self.pieces if (a := piece.anchors())]
        return max(known, key=_rarity) if len(known) > 1 else next(iter(known), None)


def _rarity(anchors: frozenset[str]) -> tuple[int, float]:
    common = sum(map(says_nothing, anchors))
    return -common, min(map(len, anchors)) - len(anchors) / 4


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str, lists: Lists, exact: bool) -> None:
        self.pattern, self.lists, self.exact, self.at = pattern, lists, exact, 0

    def tree(self) -> _Choice:
        tree = _Choice(self._rows(""))
        if self.at < len(self.pattern.rstrip()):
            raise PatternError(f"In the pattern “{self.pattern}” a bracket closes that was never opened.")
        return tree

    def _rows(self, closing: str) -> tuple[_Row, ...]:
        """Everything up to `closing`, alternatives apart."""
        rows: list[list[_Token | _Choice]] = [[]]
        while (piece := self._next()) is not None and piece["close"] is None:
            self.at = piece.end()
            if piece["bar"]:
                rows.append([])
            elif piece["open"]:
                optional = piece["open"] == "["
                rows[-1].append(_Choice(self._rows("]" if optional else ")"), optional))
            else:
                rows[-1].append(self._piece(piece))
        if closing:
            if piece is None or piece["close"] != closing:
                raise PatternError(f"In the pattern “{self.pattern}” a bracket is not closed.")
            self.at = piece.end()
        if any(not row for row in rows):
            raise PatternError(f"In the pattern “{self.pattern}” there is nothing where words should be.")
        return tuple(_Row(tuple(row)) for row in rows)

    def _next(self) -> re.Match[str] | None:
        if not self.pattern[self.at :].strip():
            return None
        found = _PIECE.match(self.pattern, self.at)
        if found is None:
            raise PatternError(f"The pattern “{self.pattern}” cannot be read from “{self.pattern[self.at :]}” on.")
        return found

    def _piece(self, piece: re.Match[str]) -> _Token | _Choice:
        if piece["list"]:
            return self._list(piece["list"])
        if piece["gap"]:
            return _Token("gap", piece["many"] or "4")
        if piece["word"]:
            return _word(piece["word"], self.exact)
        kind = next(k for k in ("number", "start", "end", "mark") if piece[k])
        return _Token(kind, piece["mark"] or "")

    def _list(self, name: str) -> _Choice:
        if name not in self.lists:
            raise PatternError(f"The pattern “{self.pattern}” names the list “{name}”, which its file does not have.")
        return _entries(tuple(self.lists[name]), self.exact)


@lru_cache(maxsize=512)
def _entries(entries: tuple[str, ...], exact: bool) -> _Choice:
    """The longest first, so that "the night shift" is not read as "the night"."""
    ordered = sorted(entries, key=len, reverse=True)
    return _Choice(tuple(_Row(tuple(_word(word, exact) for word in entry.split())) for entry in ordered))


def _word(word: str, exact: bool) -> _Token:
    plain = word.lower().replace("’", "'") if exact else fold(word)
    if plain.startswith("*"):
        return _Token("ending", plain[1:])
    return _Token("stem", plain[:-1]) if plain.endswith("*") else _Token("word", plain)
