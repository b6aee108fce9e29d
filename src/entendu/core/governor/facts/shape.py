"""What the words of a sentence say of its values, whichever these are: their roles, and the states of the matter.

A system writes the same sentence a thousand times with other values in it. So its values are blanked out, and what is
left, its shape, is read once and remembered. Places in a shape are not places in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from entendu.core.governor.facts import cues
from entendu.core.governor.facts.fold import fold
from entendu.core.governor.facts.values import Found

WHEN = frozenset({"date", "time", "window"})
BLANK = "0"


@dataclass(frozen=True, slots=True)
class Blank:
    """The place of a value in a shape. `digits` is 1 where it is all digits, 2 where these are three or more."""

    start: int
    end: int
    kind: str
    digits: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A sentence without its values.

    `roles` are those of its values in order; `stamps` says that it speaks of messages, `is_over` that a value says when
    something began or ended. The others are as in a `Reading`.
    """

    roles: tuple[str, ...]
    states: frozenset[str]
    marks: frozenset[tuple[str, str]]
    names: frozenset[str]
    tokens: tuple[str, ...]
    board: bool
    books: bool
    still: bool
    asks: bool
    stamps: bool
    is_over: bool


def shape_of(text: str, start: int, end: int, values: Sequence[Found]) -> Shape:
    """The shape of a stretch of a text, its values blanked out."""
    pieces: list[str] = []
    blanks: list[tuple[int, int, str, int]] = []
    length = 0
    for value in values:
        piece = text[start : value.start]
        length += len(piece)
        digits = (1 if len(value.canon) < 3 else 2) if value.canon.isdigit() else 0
        word = _WORD_OF_A_CODE.match(text, value.start, value.end) if value.kind == "code" else None
        blank = word[0] + BLANK if word else BLANK
        blanks.append((length, length + len(blank), value.kind, digits))
        pieces += piece, blank
        length += len(blank)
        start = value.end - (text[value.end - 1] == ".")  # "4 pm." may end the sentence
    pieces.append(text[start:end])
    return _shape("".join(pieces), tuple(blanks))


@lru_cache(maxsize=16384)
def _shape(words: str, places: tuple[tuple[int, int, str, int], ...]) -> Shape:
    text = fold(words)
    blanks = [Blank(*place) for place in places]
    board = cues.BOARD.search(text) is not None
    states = frozenset() if board else frozenset(_states(text))
    roles = _roles(text, blanks)
    if "done" in states:  # "works again since 14:05" is when it came back, not when it began
        roles = ["recovery" if role == "since" else role for role in roles]
    names, tokens = _words(words, text, blanks)
    return Shape(
        roles=tuple(roles),
        states=states,
        marks=frozenset((cues.GROUP_OF_MARK[mark], mark) for m in cues.MARKS.finditer(text) if (mark := m.lastgroup)),
        names=frozenset(names),
        tokens=tuple(tokens),
        board=board,
        books=board or cues.BOOKKEEPING.search(text) is not None,
        still=cues.STILL.search(text) is not None,
        asks="?" in text or cues.INSTRUCTION.search(text) is not None,
        stamps=cues.STAMP.search(text) is not None,
        is_over=not {"since", "recovery"}.isdisjoint(roles),
    )


def _words(words: str, text: str, blanks: list[Blank]) -> tuple[set[str], list[str]]:
    """The names in it, folded, and all its words in order."""
    names: set[str] = set()
    tokens: list[str] = []
    for start, end in zip([0, *(b.end for b in blanks)], [*(b.start for b in blanks), len(text)], strict=True):
        tokens += re.findall(r"[a-z]+", text[start:end])
        for m in _NAME.finditer(words, start, end):
            owns = words[m.end() : m.end() + 2] in ("'s", "’s")
            if m[0][0].isupper() and (owns or not _opens_a_sentence(words[: m.start()])):
                names.add(text[m.start() : m.end()])
    return names, tokens


def _opens_a_sentence(head: str) -> bool:
    head = head.rstrip(" \"'«“„([*")
    return not head or head[-1] in ".!?:|…\n])"


def _states(text: str) -> set[str]:
    states = set()
    for m in cues.ANY_STATE.finditer(text):
        state = m.lastgroup or ""
        clause = _CLAUSE.split(text[max(0, m.start() - 60) : m.start()])[-1]
        if cues.CONDITION.search(clause) or _TO_BE.search(clause[-12:]) or _BY_THEN.match(text, m.end()):
            continue
        negated = (
            cues.NEGATION.search(clause) is not None
            or cues.NEGATION.match(text[m.end() : m.end() + 6].strip()) is not None
        )
        states.add(f"not-{state}" if negated else state)
    return states


def _roles(text: str, blanks: list[Blank]) -> list[str]:
    roles: list[str] = []
    end_of_last = 0
    for k, blank in enumerate(blanks):
        before = text[end_of_last : blank.start]
        after = text[blank.end : blanks[k + 1].start if k + 1 < len(blanks) else len(text)]
        last = roles[-1] if roles else ""
        roles.append(_role(blank, before, after, last if k and blanks[k - 1].kind in WHEN else ""))
        end_of_last = blank.end
    return _with_old_ones(text, blanks, roles)


def _role(value: Blank, before: str, after: str, last: str) -> str:
    if cues.GONE.match(after):
        return "old"
    if value.kind in WHEN:
        return _nearest(cues.WHEN_ROLES, before, after) or (last if last and _BESIDE.fullmatch(before) else "plan")
    if value.kind == "money":
        return _right_after(cues.MONEY_ROLES, after) or _nearest(cues.MONEY_ROLES, before, after, 28) or "total"
    if value.kind == "code":
        if cues.SECRET_AFTER.match(after) or (value.digits and cues.SIGN_IN.search(before + after)):
            return "secret"
        return _nearest(cues.CODE_ROLES, before, "", 24) or "code"
    if value.kind == "number":
        near = re.search(r"([a-z]{2,})\W*$", before) or re.match(r"\W*([a-z]{2,})", after)
        if _nearest({"message": cues.CODE_ROLES["message"]}, before, "", 16):
            return "message"
        if _nearest({"old": cues.WHEN_ROLES["old"]}, before, "", 16):
            return "old"
        if (
            value.digits == 2
            and _nearest(cues.CODE_ROLES, before, "", 24) == "secret"
        ):
            return "secret"
        return near[1][:5] if near else "number"
    return value.kind


def _with_old_ones(text: str, values: list[Blank], roles: list[str]) -> list[str]:
    """Of two values of one kind in "moved from … to …" or "not … but …", the first no longer holds."""
    for kind in WHEN | {"money", "number", "code"}:
        pair = [
            k
            for k, v in enumerate(values)
            if v.kind == kind and roles[k] not in ("old", "stamp", "hours", "message")
        ]
        for a, b in pairwise(pair):
            before = text[: values[a].start]
            between = text[values[a].end : values[b].start]
            if (
                (
                    _FROM.search(before)
                    and _TO.search(between)
                    and _MOVES.search(text)
                )
                or (_NOT.search(before) and _BUT.search(between))
                or _ARROW.search(between)
                or _was_announced(text, before, between)
            ):
                roles[a] = "old"
                for c in range(a + 1, b):  # the hour that goes with the old day
                    if (
                        values[c].kind in WHEN
                        and values[c].kind != kind
                        and _BESIDE.fullmatch(text, values[c - 1].end, values[c].start)
                    ):
                        roles[c] = "old"
    return roles


def _was_announced(whole: str, before: str, between: str) -> bool:
    """Whether a value is what was announced, in a sentence that says that it has changed."""
    said = max((m.end() for m in cues.WEAKLY_OLD.finditer(before)), default=-99)
    return (
        said >= len(before) - 14
        and bool(_MOVES.search(whole) or _LATE.search(whole))
        and not _AND.fullmatch(between)
    )


# "ticket-41" is a value, and says what it is of.
_WORD_OF_A_CODE = re.compile(r"[^\W\d_]{3,}-")
_CLAUSE = re.compile(r"[,;:]\s|\s-\s")
_TO_BE = re.compile(r"(?<!\w)(?:be|to|pour|sera|seront|va fi|vor fi|etre|a fi|fi|de)\s*$")
_BY_THEN = re.compile(  # "paid by 2 December": not yet
    r"\s+(?:by|before|no later than|avant|d'ici|au plus tard|pana (?:la|pe|in)|inainte de|cel tarziu)\s"
    rf"(?:the |le |la |pe )?{BLANK}"
)
_BESIDE = re.compile(
    r"(?:[\s,(]|(?<!\w)(?:at|a|la|ora|orele|on|le|pe|from|between|entre|intre|de|vers|around|about|"
    r"in jur de)(?!\w))*"
)
_NAME = re.compile(r"(?<![\w'’-])[^\W\d_a-z][^\W\d_]*[a-zà-ž][^\W\d_]*(?!\w)")
_FROM = re.compile(r"(?<!\w)(?:from|de la|de pe|din|de|du|des)\s*(?:the\s)?$")
_TO = re.compile(
    r"(?<!\w)(?:to|au|a|la|pe|pour|pentru|vers|now|desormais|acum|becomes|devient|devine)\s*(?:the\s|"
    r"le\s)?$|^\s*(?:to|au|a|la|pe)(?!\w)"
)
_MOVES = re.compile(
    r"(?<!\w)(?:mov|chang|postpon|reschedul|shift|push|brought|bring|put|goes|went|deplac|report|decal|"
    r"avanc|pass|modif|mut|reprogram|aman|schimb|devans|trec|crest|scad|rais|rises?|rose|fell|drop|lower|"
    r"augment|baiss)"
)
_NOT = re.compile(r"(?<!\w)(?:not|won't|non|pas|nu)(?:\s\w+){0,3}\s*$")
_BUT = re.compile(r"(?<!\w)(?:but|mais|ci)(?!\w)")
_AND = re.compile(r"\s*(?:,|and|or|et|ou|si|sau)\s*")
_LATE = re.compile(
    r"(?<!\w)(?:now|maintenant|desormais|acum|late|delay|put off|sorry|retard|repouss|desole|intarzi|scuze|pare rau|"
    r"arriv|ajung)"
)
_ARROW = re.compile(r"->|=>|→|⇒|➜")


# Cues that may also follow their value: "by Friday at the latest", "50 € deposit".
_AFTER = frozenset({"due", *cues.MONEY_ROLES}) - {"old", "tax"}


def _nearest(roles: dict[str, re.Pattern[str]], before: str, after: str, reach: int = 44) -> str:
    """The role whose cue stands nearest before the value, else right after it."""
    best, place = "", (-1, 0)
    tail = before[-reach:]
    for role, pattern in roles.items():
        for m in pattern.finditer(tail):
            if (m.end(), -m.start()) > place:  # the nearest; of two that end together the longer
                best, place = role, (m.end(), -m.start())
    if best:
        return best
    head = re.split(r"[.;,(]|\s(?:and|et|si)\s", after[:30])[0]
    for role, pattern in roles.items():
        if role in _AFTER and pattern.search(head):
            return role
    return ""


def _right_after(roles: dict[str, re.Pattern[str]], after: str) -> str:
    """The role whose cue follows a value at once: "50 € d'acompte", "£50 as a deposit"."""
    head = re.match(r"\s?(?:d'|de |as an? |in |ca |drept |pour |for )(?:the |la |le |l')?[^\W\d]{3,}", after)
    return next((role for role, pattern in roles.items() if head and pattern.search(head[0])), "")
