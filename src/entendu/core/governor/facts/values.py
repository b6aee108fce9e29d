"""The typed values in a text: where each stands, what kind it is, and one canonical form for all its spellings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from entendu.core.governor.facts.calendar_words import MONTHS, RELATIVE_DAYS, SHORT_WEEKDAYS, UNITS, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a folded text: `kind` and `canon` say what it is, `relative` that it rots with the day."""

    start: int
    end: int
    kind: str
    canon: str
    relative: bool = False


Scan = Callable[[str, date], Iterator[Found]]


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = f"(?:{_any(MONTHS)})\\.?"
_DAY_NAME = f"(?:{_any(WEEKDAYS | SHORT_WEEKDAYS)})\\.?,?\\s+"
_DATE = re.compile(
    rf"""(?<![\w.,/-])(?:{_DAY_NAME})?(?:
      (?P<iy>\d{{4}})-(?P<im>\d\d)-(?P<id>\d\d)(?![\d-])
    | (?P<d>\d{{1,2}})(?P<sep>[./-])(?P<m>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d\d)(?![\d./-]\d)(?!\d)
    | (?P<ds>\d{{1,2}})/(?P<ms>(?<=\d\d/)\d{{1,2}}|\d\d)(?![\d/]|\s*%)
    | (?P<dn>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<mn>{_MONTH})(?:,?\s+(?P<yn>20\d\d))?(?!\w)
    | (?P<mf>{_MONTH})\s+(?P<df>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<yf>20\d\d))?(?![\w:]|\s*[ap]\.?m\b)
    )""",
    re.VERBOSE,
)
_DAY_OF_MONTH = re.compile(
    r"(?<!\w)(?:the|le|pe)\s+(?P<d>\d{1,2})(?P<th>st|nd|rd|th|er)?(?![.,]\d)(?=\s*(?:[,.;!?)]|$|at\b|"
    r"a\s+\d|la\s+\d|between|entre|intre|from|de\s+\d))"
)
_RELATIVE = re.compile(rf"(?<![\w-])(?:{_any(RELATIVE_DAYS)})(?![\w-])")
_WEEKDAY = re.compile(
    rf"(?<![\w-])(?P<lead>next\s+|this\s+|on\s+)?(?P<w>{_any(WEEKDAYS)})(?P<tail>\s+(?:next|prochain|"
    rf"viitoare|viitor))?(?!\w)"
)

_CLOCK = (
    r"(?:(?P<h{0}>[01]?\d|2[0-4])(?:(?::|\s?h\s?|\.)(?P<m{0}>[0-5]\d)(?!/\d)(?::[0-5]\d)?|"
    r"(?P<bare{0}>\s?h(?:eures?)?(?![a-z])))?\s?(?P<half{0}>[ap]\.?m\.?(?![a-z]))?|(?P<word{0}>noon|"
    r"midday|midi|amiaza|pranz|midnight|minuit|miezul noptii))"
)
_JOIN = r"(?:\s*(?:-|and|to|until|till|et|a|jusqu'a|si|la|pana la|pana)\s*)"
_LEAD = r"(?:(?P<lead>between|from|entre|de la|de|intre|dintre|orele|ora|interval(?:ul)?|creneau|slot)\s*:?\s+)?"
_WINDOW = re.compile(
    r"(?<![\w.,:/-])"
    + _LEAD
    + _CLOCK.format(1)
    + _JOIN
    + r"(?:(?:ora|orele)\s+)?"
    + _CLOCK.format(2)
    + r"(?![\w/]|:\d|[.,]\d|-\d|\s?%)"
)
_TIME = re.compile(
    r"(?<![\w.,:/-])(?P<lead>(?:ora|orele)\s+)?"
    + _CLOCK.format(1)
    + r"(?P<oclock>\s?o'clock)?(?![\w/]|:\d|[.,]\d|-\d|\s?%)"
)

_MOVED = re.compile(
    r"(?<!\w)(?:mov|chang|postpon|reschedul|shift|push|brought|put|deplac|report|decal|avanc|pass|mut|"
    r"reprogram|aman|schimb|trec)\w*\s(?:\w+\s)?$"
)
_DAY_WORD = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|mie|joi|vin|dum)[a-z]{0,6}|lu|ma|mi|"
    r"jo|vi|sa|du|l|v|s|d)\.?"
)
_BARE = r"(?:\d{1,2}(?:(?::|\s?h\s?|\.)[0-5]\d|\s?h)?\s?(?:[ap]\.?m\.?)?|noon|midday|midi|pranz)"
_HOURS_SPAN = rf"(?:from |de la |de |intre |entre |between |orele )?{_BARE}{_JOIN}{_BARE}"
_OPENING_HOURS = re.compile(
    rf"(?<!\w)(?:(?:from |du |de |de )?{_DAY_WORD}\s?(?:-|to|through|till|au|a|pana|la|"
    rf"pana la)\s?{_DAY_WORD}|daily|every day|weekdays|tous les jours|zilnic|7j?/7|24/7|en semaine|"
    rf"opening hours|office hours|business hours|horaires(?: d'ouverture)?|heures d'ouverture|"
    rf"program(?:ul)?(?: de lucru)?|orar)"
    rf"[\s,:(]*{_HOURS_SPAN}(?:\s?(?:,|;|and|et|si|&)\s?(?:(?:le |the |"
    rf"on )?{_DAY_WORD}\s*:?\s*)?{_HOURS_SPAN})*"
    rf"(?:\s?(?:,|;|and|et|si|&)\s?(?:le |the |on )?{_DAY_WORD}s?\s*(?:until|till|to|jusqu'a|"
    rf"pana la)\s*{_BARE})?(?![\w:])"
)

_HOURS_THEN_DAYS = re.compile(
    rf"(?<![\w.,:/-]){_HOURS_SPAN}[\s,(]*(?:from |du |de )?{_DAY_WORD}\s?(?:-|to|through|au|a|pana)\s?{_DAY_WORD}(?!\w)"
)
_ALWAYS = re.compile(
    r"(?<!\w)(?:24\s?h?\s?/\s?(?:24|7)(?:\s?[,/]?\s?7\s?j?\s?/\s?7)?|7\s?j?\s?/\s?7|24\s?h?\s?sur\s?24|"
    r"24 hours a day|24 de ore din 24)(?!\w)"
)
_NUMBER = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_CURRENCY = {
    "€": "€", "eur": "€", "euro": "€", "euros": "€", "$": "$", "usd": "$", "cad": "$", "us$": "$", "ca$": "$",
    "c$": "$",
    "dollars": "$", "dollar": "$", "£": "£", "gbp": "£", "pounds": "£", "lei": "lei", "ron": "lei", "leu": "lei",
    "chf": "chf", "mdl": "mdl", "francs": "chf", "zl": "zl", "pln": "zl",
}  # fmt: skip
_MARK = "|".join(sorted(map(re.escape, _CURRENCY), key=len, reverse=True))
_MONEY = re.compile(rf"(?<![\w.,])(?:(?P<c1>{_MARK})[ ]?(?P<n1>{_NUMBER})|(?P<n2>{_NUMBER})[ ]?(?P<c2>{_MARK})(?!\w))")
_PERCENT = re.compile(rf"(?<![\w.,])(?P<n>{_NUMBER})\s?(?:%|percent\b|per cent\b|pour cent\b|la suta\b)")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|fr|"
    r"ro|ca|eu|co\.uk|example|io|be|md)(?:/[^\s<>\"]*)?(?!\w)"
)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|00|\(?0|\(\d{3}\)|\d{3}-\d{3}-)(?:\d{0,3}\s?\(0\))?[\d\s./-]{0,5}\)?[\d\s./-]{3,16}\d(?!\w)"
)
_VERSION = re.compile(r"(?<![\w.])(?:(?:version|versiunea|v)\.?\s?\d+(?:\.\d+)*|\d+\.\d+\.\d+(?:\.\d+)*)(?![\w])")
_CODE = re.compile(
    r"(?<![\w.])#?(?=[\w/-]*\d)(?:[a-z0-9]+(?:[-/_][a-z0-9]+)+|[a-z]+\d[a-z0-9]*|\d+[a-z][a-z0-9]*|"
    r"\d{5,})(?!\w)"
)
_ORDINAL_OR_UNIT = re.compile(
    r"\d+(?:st|nd|rd|th|er|e|eme|ere|a|lea|kg|g|km|m|cm|mm|gb|mb|kb|ko|mo|go|l|ml|w|kw|kwh|v|min|mn|s|sec|"
    r"x|h)$"
)
_PLAIN = re.compile(rf"(?<![\w.,])(?:n°|nr\.?|no\.?|#)?\s?(?P<n>{_NUMBER})(?!\w)")
_DURATION = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,3})\s?(?P<u>minutes?|mins?|mn|heures?|hours?|hrs?|ore|ora|minut|zile|zi|days?|"
    r"jours?|weeks?|semaines?|saptamani|saptamana|months?|mois|luni|luna|years?|ans?|ani|seconds?|"
    r"secondes?|secunde)(?![a-z])"
)
# A value never runs over the end of a paragraph or of a line that ends a sentence.
_STRETCH = re.compile(r"[.!?:;|]\s*\n|\n\s*\n")
_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
_NUMERIC_DATE = re.compile(r"\d[./-]\d")
_DOMAIN = re.compile(r"\.(?:com|net|org|fr|ro|ca|eu|co|example|io|be|md)")


def _longest(phrases: Iterable[str]) -> frozenset[str]:
    """Of each phrase its longest word, without which it cannot stand in a text."""
    return frozenset(max(_LETTERS.findall(phrase), key=len) for phrase in phrases)


# A scan costs more than a look at the words that it cannot do without.
_DAYS_FROM_TODAY = _longest(RELATIVE_DAYS)
_A_DAY = _DAYS_FROM_TODAY | WEEKDAYS.keys()
_MONEY_WORDS = frozenset(word for word in _CURRENCY if word.isalpha())
_NOON = frozenset("noon midday midi amiaza pranz midnight minuit miezul".split())
_CLOCKS = _NOON | frozenset(
    "h heure heures am pm m clock ora orele between entre intre creneau slot interval intervalul".split()
)
_LENGTHS = frozenset(
    """minute minutes min mins mn heure heures hour hours hr hrs ore ora minut zile zi day days jour jours week weeks
    semaine semaines saptamani saptamana month months mois luni luna year years an ans ani second seconds seconde
    secondes secunde""".split()
)
_WEEK = frozenset("mon tue wed thu fri sat sun lun mar mer jeu ven sam dim mie joi vin dum".split())
_SHORTEST_DAYS = frozenset("lu ma mi jo vi sa du l v s d".split())
_OPENING_WORDS = frozenset(
    "daily every weekdays jours zilnic j semaine hours horaires heures program programul orar".split()
)


def find(text: str, today: date) -> list[Found]:
    """All values of a folded text, in order, none overlapping; `today` is the writer's day where the person is."""
    found: list[Found] = []
    start = 0
    for end in [*(m.end() for m in _STRETCH.finditer(text)), len(text)]:
        values = _find_in(text[start:end], today) if end > start else ()
        found += [replace(v, start=v.start + start, end=v.end + start) for v in values] if start else values
        start = end
    return found


@lru_cache(maxsize=16384)
def _find_in(text: str, today: date) -> tuple[Found, ...]:
    """The values of one stretch; what a firm writes under every message is read once a day."""
    words = frozenset(_LETTERS.findall(text))
    runs = [m.span() for m in _DIGITS.finditer(text)]
    found: list[Found] = []
    taken = bytearray(len(text))
    for scan in _scans(text, words, sum(end - start for start, end in runs)):
        if scan in (_codes, _numbers) and not any(0 in taken[start:end] for start, end in runs):
            break
        for value in scan(text, today):
            if 1 not in taken[value.start : value.end]:
                taken[value.start : value.end] = b"\1" * (value.end - value.start)
                found.append(value)
    return tuple(sorted(found, key=lambda f: f.start))


def _scans(text: str, words: frozenset[str], digits: int) -> Iterator[Scan]:
    """The scans that may find something, the surest kind first."""
    if "@" in text or "http" in text or "www." in text or _DOMAIN.search(text):
        yield _links
    if digits >= 9:
        yield _phones
    if digits and ("24" in text or "/7" in text or _may_be_opening_hours(text, words)):
        yield _opening_hours
    if digits and not (words.isdisjoint(_MONEY_WORDS) and "€" not in text and "$" not in text and "£" not in text):
        yield _money
    if digits and ("%" in text or "cent" in text or "suta" in words):
        yield _percentages
    if digits and not (words.isdisjoint(MONTHS) and not _NUMERIC_DATE.search(text)):
        yield _dates
    if not words.isdisjoint(_A_DAY):
        yield _days
    if digits and not words.isdisjoint(("the", "le", "pe")):
        yield _days_of_month
    if digits and not words.isdisjoint(_LENGTHS):
        yield _durations
    has_clock = not words.isdisjoint(_CLOCKS) or ":" in text or ("." in text and digits > 1)
    if has_clock:
        yield _windows
    if digits and (text.count(".") > 1 or not words.isdisjoint(("v", "version", "versiunea"))):
        yield _versions
    if has_clock:
        yield _times
    if digits:
        yield _codes
        yield _numbers


def _may_be_opening_hours(text: str, words: frozenset[str]) -> bool:
    if not words.isdisjoint(_OPENING_WORDS) or ("-" in text and not words.isdisjoint(_SHORTEST_DAYS)):
        return True
    return not _WEEK.isdisjoint(word[:3] for word in words)


def names_days_from_today(text: str) -> bool:
    """Whether a folded text may say "tomorrow" or the like; False is sure."""
    return not _DAYS_FROM_TODAY.isdisjoint(_LETTERS.findall(text))


def _links(text: str, _: date) -> Iterator[Found]:
    for m in _LINK.finditer(text):
        yield Found(m.start(), m.end(), "link", m[0].rstrip(".,;:!?)"))


def _phones(text: str, _: date) -> Iterator[Found]:
    for m in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        if 9 <= len(digits) <= 15 and not re.search(r"20\d\d-\d\d-\d\d", m[0]):
            yield Found(m.start(), m.end(), "phone", digits[-9:])


def _opening_hours(text: str, _: date) -> Iterator[Found]:
    for m in _ALWAYS.finditer(text):
        yield Found(m.start(), m.end(), "hours", m[0])
    for m in _HOURS_THEN_DAYS.finditer(text):
        yield Found(m.start(), m.end(), "hours", m[0])
    for m in _OPENING_HOURS.finditer(text):
        yield Found(m.start(), m.end(), "hours", m[0])


def _dates(text: str, today: date) -> Iterator[Found]:
    for m in _DATE.finditer(text):
        day = _day_of(m, today)
        if day:
            yield Found(m.start(), m.end(), "date", day.isoformat())


def _days(text: str, today: date) -> Iterator[Found]:
    for m in _RELATIVE.finditer(text):
        yield Found(m.start(), m.end(), "date", (today + timedelta(days=RELATIVE_DAYS[m[0]])).isoformat(), True)
    for m in _WEEKDAY.finditer(text):
        if re.search(r"\d\s$", text[: m.start()]) or text[m.end() : m.end() + 1] == "-":
            continue  # "3 luni" are months; "luni-vineri" are opening hours
        ahead = (WEEKDAYS[m["w"]] - today.weekday() - 1) % 7 + 1
        yield Found(m.start("w"), m.end("w"), "date", (today + timedelta(days=ahead)).isoformat())


def _days_of_month(text: str, today: date) -> Iterator[Found]:
    for m in _DAY_OF_MONTH.finditer(text):
        near = [d for k in range(-15, 46) if (d := today + timedelta(days=k)).day == int(m["d"])]
        if near:
            yield Found(m.start(), m.end(), "date", min(near, key=lambda d: abs((d - today).days)).isoformat())


def _day_of(m: re.Match[str], today: date) -> date | None:
    year: int | None = None
    if m["iy"]:
        year, month, day = int(m["iy"]), int(m["im"]), int(m["id"])
    elif m["d"]:
        day, month, year = int(m["d"]), int(m["m"]), int(m["y"])
    elif m["ds"]:
        day, month = int(m["ds"]), int(m["ms"])
    elif m["dn"]:
        day, month, year = int(m["dn"]), MONTHS[m["mn"].rstrip(".")], int(m["yn"]) if m["yn"] else None
    else:
        day, month, year = int(m["df"]), MONTHS[m["mf"].rstrip(".")], int(m["yf"]) if m["yf"] else None
    if month > 12 >= day:
        day, month = month, day
    if year is not None:
        return _real(year + 2000 if year < 100 else year, month, day)
    near = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _real(y, month, day))]
    return min(near, key=lambda d: abs((d - today).days), default=None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _windows(text: str, _: date) -> Iterator[Found]:
    for m in _WINDOW.finditer(text):
        marked = [bool(m[f"m{k}"] or m[f"bare{k}"] or m[f"half{k}"] or m[f"word{k}"]) for k in (1, 2)]
        if not (
            marked[1]
            or (marked[0] and m["lead"])
            or m["lead"] in ("between", "entre", "intre", "orele", "creneau", "slot", "interval", "intervalul")
        ):
            continue
        if m["lead"] in ("from", "de", "de la") and _MOVED.search(text[max(0, m.start() - 24) : m.start()]):
            continue  # "moved from ten to eleven" is no window
        opens, closes = _clock(m, 1, m["half2"]), _clock(m, 2, None)
        if opens and closes and opens > closes:
            opens = _clock(m, 1, None)  # "8:00 to 2:00 pm" begins in the morning
        if opens and closes:
            yield Found(m.start(), m.end(), "window", f"{opens}-{closes}")


def _times(text: str, _: date) -> Iterator[Found]:
    for m in _TIME.finditer(text):
        if m["m1"] or m["bare1"] or m["half1"] or m["word1"] or m["lead"] or m["oclock"]:
            value = _clock(m, 1, None)
            if value:
                yield Found(m.start("word1") if m["word1"] else m.start("h1"), m.end(), "time", value)


def _clock(m: re.Match[str], k: int, other_half: str | None) -> str | None:
    if word := m[f"word{k}"]:
        return "00:00" if word in ("midnight", "minuit", "miezul noptii") else "12:00"
    hour, minute = int(m[f"h{k}"]), int(m[f"m{k}"] or 0)
    half = (m[f"half{k}"] or other_half or "").replace(".", "")
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour % 24:02d}:{minute:02d}" if hour <= 24 else None


def _money(text: str, _: date) -> Iterator[Found]:
    for m in _MONEY.finditer(text):
        cents = _cents(m["n1"] or m["n2"])
        yield Found(m.start(), m.end(), "money", f"{cents} {_CURRENCY[m['c1'] or m['c2']]}")


def _percentages(text: str, _: date) -> Iterator[Found]:
    for m in _PERCENT.finditer(text):
        yield Found(m.start(), m.end(), "percent", str(_cents(m["n"])))


def _cents(number: str) -> int:
    """A number in hundredths, whichever of comma, point, space and apostrophe groups its thousands."""
    plain = number.replace(" ", "").replace("'", "")
    whole, part = plain, ""
    if match := re.search(r"[.,](\d{1,2})$", plain):
        whole, part = plain[: match.start()], match[1]
    return int(re.sub(r"\D", "", whole)) * 100 + int(part.ljust(2, "0") or 0)


def _durations(text: str, _: date) -> Iterator[Found]:
    for m in _DURATION.finditer(text):
        unit = UNITS.get(m["u"][:3]) or UNITS.get(m["u"], m["u"])
        yield Found(m.start(), m.end(), "duration", f"{int(m['n'])} {unit}")


def _versions(text: str, _: date) -> Iterator[Found]:
    for m in _VERSION.finditer(text):
        yield Found(m.start(), m.end(), "version", re.sub(r"[^\d.]|^\D+", "", m[0]).strip("."))


def _codes(text: str, _: date) -> Iterator[Found]:
    for m in _CODE.finditer(text):
        canon = m[0].lstrip("#")
        kind = "number" if _ORDINAL_OR_UNIT.fullmatch(canon) or re.fullmatch(r"(?:19|20)\d\d", canon) else "code"
        yield Found(m.start(), m.end(), kind, canon)


def _numbers(text: str, _: date) -> Iterator[Found]:
    for m in _PLAIN.finditer(text):
        yield Found(m.start(), m.end(), "number", m["n"].replace(" ", ""))
