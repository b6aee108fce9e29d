"""A moment in the words of a message, in English, French and Romanian: as people write it, and as `when` reads it."""

from __future__ import annotations

from datetime import datetime

_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "ro": "luni marți miercuri joi vineri sâmbătă duminică".split(),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie".split(),
}


def day(moment: datetime, language: str) -> str:
    """The day on the clock that `moment` carries: "Thursday 26 November"; English for a language without a table."""
    language = language if language in _DAYS else "en"
    number = "1er" if language == "fr" and moment.day == 1 else str(moment.day)
    names = f"{_DAYS[language][moment.weekday()]}{',' if language == 'ro' else ''}"
    return f"{names} {number} {_MONTHS[language][moment.month - 1]}"


def clock(moment: datetime, language: str) -> str:
    """The hour: "17:00", « 17 h », « 17 h 30 »."""
    if language != "fr":
        return f"{moment:%H:%M}"
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment:%M}" if moment.minute else "")


def at(moment: datetime, language: str) -> str:
    """Day and hour: "Thursday 26 November at 17:00", « jeudi 26 novembre à 17 h », „joi, 26 noiembrie, la 17:00”."""
    link = {"fr": " à ", "ro": ", la "}.get(language, " at ")
    return f"{day(moment, language)}{link}{clock(moment, language)}"


def between(opens: datetime, closes: datetime, language: str) -> str:
    """A window of one day: "Thursday 26 November between 14:00 and 15:00"."""
    words = {"fr": " entre {} et {}", "ro": ", între {} și {}"}.get(language, " between {} and {}")
    return day(opens, language) + words.format(clock(opens, language), clock(closes, language))
