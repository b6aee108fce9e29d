"""Since when: the moment at which a trouble began, as somebody tells it in English, French or Romanian.

"Since Thursday 07:52", "depuis hier matin", "de trei zile", "a client showed me on Thursday morning", or the time at
the head of a line of a log. What was said of a day or a part of it is a stretch of time, not a moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from entendu.core.governor.facts.fold import fold
from entendu.core.promises.when import LANGUAGES
from entendu.core.promises.words.table import alternatives


@dataclass(frozen=True, slots=True)
class Since:
    """It began between `earliest` and `latest` (aware), as the words at [start, end) say.

    `said` is True where they speak of the beginning ("since"), False where a day is merely named.
    """

    start: int
    end: int
    earliest: datetime
    latest: datetime
    said: bool


@dataclass(frozen=True, slots=True)
class _Speech:
    """How a language says it; expressions for folded text."""

    begins: str  # stands before the moment at which something began
    lasts: str  # stands before how long it has been so
    ago: str  # "three days ago": before the number, or "" where it follows
    ago_after: str
    parts: Mapping[str, tuple[int, int]]  # words for a part of the day and its hours
    today: Mapping[str, tuple[int, int]]  # the same of today: "this morning"
    link: str  # may stand between a day and its hour
    last: str  # "last", after a day


_SPEECH = {
    "en": _Speech(
        begins=r"since|ever since|from|starting|started|began|begun|beginning|as of|as from|worked until|until",
        lasts=r"for|since", ago="", ago_after=r"ago|earlier",
        parts={"morning": (5, 12), "noon": (11, 14), "afternoon": (12, 18), "evening": (17, 23), "night": (20, 24)},
        today={"this morning": (5, 12), "this afternoon": (12, 18), "this evening": (17, 23), "last night": (-4, 6),
               "tonight": (18, 24)},
        link=r"(?:at|around|about|in|the|from|on|early|late|,|\()", last=r"last"),
    "fr": _Speech(
        begins=r"depuis|des|a partir de|a compter de|commence|marchait jusqu'a|jusqu'a",
        lasts=r"depuis|pendant", ago=r"il y a|voila|ca fait", ago_after="",
        parts={"matin": (5, 12), "midi": (11, 14), "apres-midi": (12, 18), "apres midi": (12, 18), "soir": (17, 23),
               "nuit": (20, 24)},
        today={"ce matin": (5, 12), "cet apres-midi": (12, 18), "ce midi": (11, 14), "ce soir": (17, 23),
               "cette nuit": (-4, 6)},
        link=r"(?:a|au|vers|le|la|en|dans|autour de|,|\()", last=r"dernier|derniere|passe"),
    "ro": _Speech(
        begins=r"de|din|de la|incepand cu|incepand de|incepand din|inca de|inca din|a inceput|mergea pana|pana",
        lasts=r"de", ago=r"acum|in urma cu", ago_after=r"in urma",
        parts={"dimineata": (5, 12), "pranz": (11, 14), "dupa-amiaza": (12, 18), "dupa-masa": (12, 18),
               "dupa amiaza": (12, 18), "seara": (17, 23), "noaptea": (20, 24)},
        today={"azi-dimineata": (5, 12), "azi dimineata": (5, 12), "dimineata asta": (5, 12), "aseara": (-7, 0),
               "azi-noapte": (-4, 6), "astazi dimineata": (5, 12)},
        link=r"(?:la|ora|pe la|pe|in|spre|in jur de|catre|,|\()", last=r"trecut|trecuta"),
}
_AS_FAR_BACK = timedelta(days=400)
_WEAKLY = ("for", "pendant")  # "I was away for three days" may be another matter
_ISO = re.compile(
    r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d+)?(z|[+-]\d\d:?\d\d)?)?(?!\d)")
_CLOCK = r"(?P<h>[01]?\d|2[0-3])(?: ?[h:.] ?(?P<m>[0-5]\d)| ?h(?:eures?)?\b| ?(?P<ap>[ap])\.?m\b)"
_ABOUT = "(?:about|around|almost|nearly|over|the last|environ|presque|plus de|vreo|aproape|circa|peste)"
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1),
          "week": timedelta(weeks=1), "fortnight": timedelta(weeks=2), "month": timedelta(days=30)}


def since(text: str, language: str, said_at: datetime, zone: tzinfo) -> Since | None:
    """When the trouble of `text` began, said at `said_at` (aware) by somebody on the clock of `zone`; None if unsaid.

    Where they speak of several moments, the earliest of those that are said to be the beginning counts, else the
    earliest that is named. Other languages are read as English; figures of a log are read in all.
    """
    speech = language if language in _SPEECH else "en"
    folded = fold(text)
    read = [*_stamps(folded, zone), *_Reader(speech, folded, said_at.astimezone(zone)).all()]
    past = [one for one in read if said_at - _AS_FAR_BACK < one.earliest <= said_at]
    return min((_bounded(one, said_at) for one in past), key=lambda one: (not one.said, one.earliest), default=None)


def _bounded(one: Since, said_at: datetime) -> Since:
    """It began before it was told."""
    return Since(one.start, one.end, one.earliest, min(one.latest, said_at), one.said)


def _stamps(folded: str, zone: tzinfo) -> Iterator[Since]:
    """Dates written as ISO 8601 has them, with or without an hour: how logs and programs write."""
    for found in _ISO.finditer(folded):
        year, month, day, hour, minute, second, offset = found.groups()
        try:
            moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
                              tzinfo=_offset(offset) or zone)
        except ValueError:
            continue
        whole = timedelta(0) if hour else timedelta(days=1)
        yield Since(found.start(), found.end(), moment, moment + whole, said=bool(hour))


def _offset(words: str | None) -> tzinfo | None:
    if not words:
        return None
    return UTC if words == "z" else datetime.strptime(words.replace(":", ""), "%z").tzinfo


class _Reader:
    """Reads one folded text in one language."""

    def __init__(self, language: str, folded: str, now: datetime) -> None:
        self.language, self.folded, self.now = language, folded, now
        self.words = LANGUAGES[language]

    def all(self) -> Iterator[Since]:
        """Whatever past moments the text names."""
        days, lasts = _expressions(self.language)
        for found in lasts.finditer(self.folded):
            if (one := self._lasting(found)) is not None:
                yield one
        for found in days.finditer(self.folded):
            day = self._day(found)
            if day is not None:
                yield self._stretch(found, day)

    def _lasting(self, found: re.Match[str]) -> Since | None:
        number, unit = self.words.number(found["n"] or found["n2"]), self.words.units[found["unit"] or found["unit2"]]
        if number is None:
            return None
        said = not found[0].startswith(_WEAKLY)
        half, moment = _UNITS[unit] / 2, self.now - number * _UNITS[unit]
        if unit in ("minute", "hour"):
            return Since(found.start(), found.end(), moment - half, moment + half, said)
        first = moment if unit == "day" else moment - half
        midnight = datetime.combine(first.date(), time(), moment.tzinfo)
        return Since(found.start(), found.end(), midnight, midnight + _UNITS[unit], said)

    def _day(self, found: re.Match[str]) -> date | None:
        today = self.now.date()
        if found["today"]:
            return today
        if found["offset"]:
            back = self.words.offsets[found["offset"]]
            return today + timedelta(days=back) if back <= 0 else None
        if found["wd"]:
            back = (today.weekday() - self.words.weekdays[found["wd"]]) % 7
            return today - timedelta(days=back or 7 if found["last"] else back)
        month = self.words.months[found["mo"] or found["mo2"]]
        return _dated(int(found["d"] or found["d2"]), month, today)

    def _stretch(self, found: re.Match[str], day: date) -> Since:
        speech, zone = _SPEECH[self.language], self.now.tzinfo
        midnight = datetime.combine(day, time(), zone)
        said = bool(found["begins"])
        part = speech.today.get(found["today"] or "") or speech.parts.get(found["part"] or "")
        if found["h"]:
            hour = int(found["h"]) + 12 * (found["ap"] == "p" and int(found["h"]) < 12)
            late = part is not None and part[0] >= 12 and hour < 12 and not found["ap"]
            moment = midnight + timedelta(hours=hour + 12 * late, minutes=int(found["m"] or 0))
            whole = timedelta(minutes=1) if found["m"] else timedelta(hours=1)
            return Since(found.start(), found.end(), moment, moment + whole, said)
        opens, closes = part or (0, 24)
        return Since(found.start(), found.end(), midnight + timedelta(hours=opens),
                     midnight + timedelta(hours=closes), said)


def _dated(day: int, month: int, today: date) -> date | None:
    """The latest such day that is not to come."""
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


@lru_cache(maxsize=3)
def _expressions(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """For a day with its part and hour, and for a length of time that lasts until now."""
    speech, words = _SPEECH[language], LANGUAGES[language]
    past = {word: days for word, days in words.offsets.items() if days <= 0}
    months, weekdays = alternatives(words.months), alternatives(words.weekdays)
    day = (rf"(?P<today>{alternatives(speech.today)})|(?P<offset>{alternatives(past)})"
           rf"|(?:(?:{weekdays}),? )?(?P<d>\d\d?)(?:st|nd|rd|th|er)?(?: of)? (?P<mo>{months})(?!\w)"
           rf"|(?P<mo2>{months})\.? (?P<d2>\d\d?)(?:st|nd|rd|th)?(?!\w)|(?P<wd>{weekdays})")
    link = rf"(?:[\s,(]+{speech.link})*[\s,(]*"
    days = (rf"(?<!\w)(?P<begins>(?:{speech.begins})[\s,:]+)?(?:{speech.link} )?(?:{speech.last} )?(?:{day})(?!\w)"
            rf"(?P<last> (?:{speech.last})(?!\w))?"
            rf"(?:{link}(?P<part>{alternatives(speech.parts)})(?!\w))?(?:{link}{_CLOCK})?")
    units, number = alternatives(words.units), rf"\d+(?:[.,]\d)?|{alternatives(words.numbers)}"
    lead = "|".join(one for one in (speech.ago, speech.lasts) if one)
    lasts = (rf"(?<!\w)(?:{lead}) (?:{_ABOUT} )?(?P<n>{number}) ?(?:de )?(?P<unit>{units})(?!\w)"
             rf"|(?<!\w)(?P<n2>{number}) ?(?P<unit2>{units}) (?:{speech.ago_after or '(?!)'})(?!\w)")
    return re.compile(days), re.compile(lasts)
