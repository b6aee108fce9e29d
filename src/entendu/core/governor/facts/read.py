"""Reading a message: what it states, of what, and in which role; what in it is no news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise

from entendu.core.governor.facts import cues
from entendu.core.governor.facts.calendar_words import LONG_DATES
from entendu.core.governor.facts.fold import compose, fold
from entendu.core.governor.facts.parts import Part, Sentence, minute_of, sentences, stamp_of
from entendu.core.governor.facts.values import Found, find

WHEN = frozenset({"date", "time", "window"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One value in its role: what kind, which, what for."""

    kind: str
    canon: str
    role: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says, as far as words can be read.

    `news` are the statements that count; `old` the values it says no longer hold; `states` what has become of
    the matter, with "not-" in front where it is denied; `names`, `entities` and `marks` what it is about; `words` and
    `tokens` the rest, as a set and in order; `books` whether it speaks of the company's own bookkeeping; `rots` the
    places where a day is named from today.
    """

    news: frozenset[Statement]
    old: frozenset[Statement]
    labels: frozenset[str]
    states: frozenset[str]
    names: frozenset[str]
    entities: frozenset[tuple[str, str]]
    marks: frozenset[tuple[str, str]]
    words: frozenset[str]
    tokens: tuple[str, ...]
    asks: bool
    books: bool
    still: bool
    rots: tuple[tuple[int, int, str], ...]
    sentences: tuple[Sentence, ...]


@lru_cache(maxsize=8192)
def read(text: str, at: datetime, case: str = "") -> Reading:
    """Read a text (subject, newline, body) written at `at`, which is in the person's own zone."""
    text = compose(text)
    folded = fold(text)
    found = find(folded, at.date())
    cut = sentences(text, folded, found, at)
    reader = _Reader(text, folded, at, fold(case))
    today = at.date().isoformat()
    news = [s for s in cut if s.part is Part.NEWS]
    reader.has_day = any(
        v.kind == "date" and v.canon != today and s.start <= v.start < s.end for v in found for s in news
    )
    for sentence in cut:
        if sentence.part is Part.NEWS:
            reader.take(sentence, [v for v in found if sentence.start <= v.start < sentence.end])
    return reader.done(found, cut)


class _Reader:
    """The state of one reading, sentence by sentence."""

    def __init__(self, text: str, folded: str, at: datetime, case: str) -> None:
        self.text, self.folded, self.at, self.case = text, folded, at, case
        self.news: set[Statement] = set()
        self.old: set[Statement] = set()
        self.labels: set[str] = set()
        self.states: set[str] = set()
        self.names: set[str] = set()
        self.entities: set[tuple[str, str]] = set()
        self.marks: set[tuple[str, str]] = set()
        self.tokens: list[str] = []
        self.books = self.still = self.asks = self.has_day = False

    def take(self, sentence: Sentence, values: list[Found]) -> None:
        """Read one sentence of news."""
        text = self.folded[sentence.start : sentence.end]
        board = cues.BOARD.search(text) is not None
        books = board or cues.BOOKKEEPING.search(text) is not None
        states = set() if board else self._states(sentence, text)
        self.books |= books
        self.still |= cues.STILL.search(text) is not None
        self.asks |= cues.QUESTION.search(text) is not None or cues.INSTRUCTION.search(text) is not None
        self.states |= states
        marks = [m.lastgroup or "" for m in cues.MARKS.finditer(text)]
        self.marks |= {(cues.GROUP_OF_MARK[mark], mark) for mark in marks}
        roles = self._roles(sentence, values)
        if "done" in states:  # "works again since 14:05" is when it came back, not when it began
            roles = ["recovery" if role == "since" else role for role in roles]
        made = stamp_of(values, self.at, text) if not {"since", "recovery"} & set(roles) else set()
        stamped = made | {
            id(v) for v, role in zip(values, roles, strict=True) if self._is_stamp(v, role, books, bool(made))
        }
        for value, role in zip(values, roles, strict=True):
            if id(value) not in stamped and not (board and self._is_of_the_books(value)):
                self._state(value, role)
        self._words_of(sentence, values)

    def _state(self, value: Found, role: str) -> None:
        if value.kind == "time" and role == "plan" and not self.has_day and self._is_over(value.canon):
            role = "since"  # an hour of today that is over
        if role == "plan" and value.relative and value.canon == self.at.date().isoformat():
            role = "today"
        statement = Statement(value.kind, value.canon, role)
        if role == "old":
            self.old.add(statement)
        elif value.kind in ("phone", "hours") or (
            value.kind == "link" and "/" not in value.canon.split("//")[-1].rstrip("/")
        ):
            return
        elif value.kind == "code" and (role == "label" or value.canon == self.case):
            self.labels.add(value.canon)
        elif role not in ("message", "hours"):
            self.news.add(statement)
            if value.kind == "code" and role in ("entity", "code"):
                self.entities.add((_shape(value.canon), value.canon))

    def _is_of_the_books(self, value: Found) -> bool:
        """Whether a value beside a change of the books belongs to it: a level, a user's number, when it was done."""
        return value.kind in ("number", "code", "version", "link") or (
            value.kind == "time" and self._is_over(value.canon)
        )

    def _is_over(self, clock: str) -> bool:
        """Whether an hour without a day is over today; just after midnight's hours may be tomorrow's."""
        return 0 <= self.at.hour * 60 + self.at.minute - minute_of(clock) < 12 * 60

    def _is_stamp(self, value: Found, role: str, books: bool, made: bool) -> bool:
        """Whether a value only says which message this is, and when it was made."""
        if role == "stamp" or (
            made and value.kind in ("code", "number") and role in ("message", "label", "code", "number")
        ):
            return True
        if value.kind == "number" and role != "secret" and re.fullmatch(r"(?:19|20)\d\d", value.canon):
            return True
        if books and value.kind == "number" and role != "secret":
            return True
        if not books or role not in ("plan", "past", "number"):
            return False
        today = self.at.date().isoformat()
        if value.kind == "date":
            return value.canon == today
        if value.kind == "time":
            return abs(minute_of(value.canon) - self.at.hour * 60 - self.at.minute) <= 15
        return False

    def _roles(self, sentence: Sentence, values: list[Found]) -> list[str]:
        roles: list[str] = []
        end_of_last = sentence.start
        for k, value in enumerate(values):
            before = self.folded[end_of_last : value.start]
            after = self.folded[value.end : values[k + 1].start if k + 1 < len(values) else sentence.end]
            last = roles[-1] if roles else ""
            roles.append(self._role(value, before, after, last if k and values[k - 1].kind in WHEN else ""))
            end_of_last = value.end
        return self._with_old_ones(sentence, values, roles)

    def _role(self, value: Found, before: str, after: str, last: str) -> str:
        if cues.GONE.match(after):
            return "old"
        if value.kind in WHEN:
            return _nearest(cues.WHEN_ROLES, before, after) or (last if last and _BESIDE.fullmatch(before) else "plan")
        if value.kind == "money":
            return _right_after(cues.MONEY_ROLES, after) or _nearest(cues.MONEY_ROLES, before, after, 28) or "total"
        if value.kind == "code":
            if cues.SECRET_AFTER.match(after) or (value.canon.isdigit() and cues.SIGN_IN.search(before + after)):
                return "secret"
            return _nearest(cues.CODE_ROLES, before, "", 24) or "code"
        if value.kind == "number":
            near = re.search(r"([a-z]{2,})\W*$", before) or re.match(r"\W*([a-z]{2,})", after)
            if _nearest({"message": cues.CODE_ROLES["message"]}, before, "", 16):
                return "message"
            if _nearest({"old": cues.WHEN_ROLES["old"]}, before, "", 16):
                return "old"
            if (
                len(value.canon) >= 3
                and value.canon.isdigit()
                and _nearest(cues.CODE_ROLES, before, "", 24) == "secret"
            ):
                return "secret"
            return near[1][:5] if near else "number"
        return value.kind

    def _with_old_ones(self, sentence: Sentence, values: list[Found], roles: list[str]) -> list[str]:
        """Of two values of one kind in "moved from … to …" or "not … but …", the first no longer holds."""
        for kind in WHEN | {"money", "number", "code"}:
            pair = [
                k
                for k, v in enumerate(values)
                if v.kind == kind and roles[k] not in ("old", "stamp", "hours", "message")
            ]
            for a, b in pairwise(pair):
                before = self.folded[sentence.start : values[a].start]
                between = self.folded[values[a].end : values[b].start]
                if (
                    (
                        _FROM.search(before)
                        and _TO.search(between)
                        and _MOVES.search(self.folded[sentence.start : sentence.end])
                    )
                    or (_NOT.search(before) and _BUT.search(between))
                    or _ARROW.search(between)
                    or self._was_announced(sentence, values[a], before, between)
                ):
                    roles[a] = "old"
                    for c in range(a + 1, b):  # the hour that goes with the old day
                        if (
                            values[c].kind in WHEN
                            and values[c].kind != kind
                            and _BESIDE.fullmatch(self.folded, values[c - 1].end, values[c].start)
                        ):
                            roles[c] = "old"
        return roles

    def _was_announced(self, sentence: Sentence, value: Found, before: str, between: str) -> bool:
        """Whether a value is what was announced, in a sentence that says that it has changed."""
        whole = self.folded[sentence.start : sentence.end]
        said = max((m.end() for m in cues.WEAKLY_OLD.finditer(before)), default=-99)
        return (
            said >= len(before) - 14
            and bool(_MOVES.search(whole) or _LATE.search(whole))
            and not _AND.fullmatch(between)
        )

    def _states(self, sentence: Sentence, text: str) -> set[str]:
        states = set()
        for m in cues.ANY_STATE.finditer(text):
            state = m.lastgroup or ""
            before = text[max(0, m.start() - 60) : m.start()]
            clause = re.split(r"[,;:]\s|\s-\s", before)[-1]
            if cues.CONDITION.search(clause) or re.search(
                r"(?<!\w)(?:be|to|pour|sera|seront|va fi|vor fi|etre|a fi|fi|de)\s*$", clause[-12:]
            ):
                continue
            negated = (
                cues.NEGATION.search(clause) is not None
                or cues.NEGATION.match(text[m.end() : m.end() + 6].strip()) is not None
            )
            states.add(f"not-{state}" if negated else state)
        return states

    def _words_of(self, sentence: Sentence, values: list[Found]) -> None:
        place = sentence.start
        pieces = []
        for v in [*values, None]:
            pieces.append((place, v.start if v else sentence.end))
            place = v.end if v else place
        for start, end in pieces:
            self.tokens += re.findall(r"[a-z]+", self.folded[start:end])
            for m in _NAME.finditer(self.text, start, end):
                owns = self.text[m.end() : m.end() + 2] in ("'s", "’s")
                if m[0][0].isupper() and (owns or not self._opens_a_sentence(m.start(), sentence.start)):
                    self.names.add(self.folded[m.start() : m.end()])

    def _opens_a_sentence(self, place: int, start: int) -> bool:
        head = self.text[start:place].rstrip(" \"'«“„([*")
        return not head or head[-1] in ".!?:|…\n])"

    def done(self, found: list[Found], cut: list[Sentence]) -> Reading:
        """The reading, with the places that rot; a quotation keeps its words."""
        told = {place for s in cut if s.part is Part.NEWS for place in range(s.start, s.end)}
        return Reading(
            news=frozenset(self.news),
            old=frozenset(self.old),
            labels=frozenset(self.labels),
            states=frozenset(self.states),
            names=frozenset(self.names),
            entities=frozenset(self.entities),
            marks=frozenset(self.marks),
            words=frozenset(self.tokens),
            tokens=tuple(self.tokens),
            asks=self.asks,
            books=self.books,
            still=self.still,
            rots=tuple((v.start, v.end, v.canon) for v in found if v.relative and v.start in told),
            sentences=tuple(cut),
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


def _shape(code: str) -> str:
    return re.sub(r"\d", "9", code)


def rewrite(text: str, at: datetime, now: datetime, language: str, case: str = "") -> str:
    """The text with days named from today rewritten as dates, if today has become another day since."""
    if at.date() == now.date():
        return text
    text = compose(text)
    for start, end, day in reversed(read(text, at, case).rots):
        text = text[:start] + _long_date(date.fromisoformat(day), language) + text[end:]
    return text


def _long_date(day: date, language: str) -> str:
    form, days, months = LONG_DATES[language if language in LONG_DATES else "en"]
    return form.format(day=days[day.weekday()], date=day.day, month=months[day.month - 1])
