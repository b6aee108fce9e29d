"""Names of days and months, and days named from today, folded: en, fr and ro in one table each.

The three languages share almost no such word, and where they do ("mai", "august") they mean the same month,
so a message need not say which language it is in.
"""

from __future__ import annotations

MONTHS: dict[str, int] = {
    **{name: k for k, name in enumerate(
        "january february march april may june july august september october november december".split(), 1)},
    **{name: k for k, name in enumerate(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(), 1)},
    **{name: k for k, name in enumerate(
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie".split(),
        1)},
    "jan": 1, "janv": 1, "ian": 1, "feb": 2, "fev": 2, "fevr": 2, "mar": 3, "apr": 4, "avr": 4, "jun": 6, "iun": 6,
    "jul": 7, "juil": 7, "iul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "noi": 11, "noie": 11,
    "dec": 12,
}  # fmt: skip

WEEKDAYS: dict[str, int] = {
    **{name: k for k, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())},
    **{name: k for k, name in enumerate("lundi mardi mercredi jeudi vendredi samedi dimanche".split())},
    **{name: k for k, name in enumerate("luni marti miercuri joi vineri sambata duminica".split())},
}

# Written short they mean a day only in front of a date.
SHORT_WEEKDAYS: dict[str, int] = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
    "lun": 0, "mar": 1, "mer": 2, "jeu": 3, "ven": 4, "sam": 5, "dim": 6, "mie": 2, "joi": 3, "vin": 4, "dum": 6,
}  # fmt: skip

# Days from today. "Tonight" is today.
RELATIVE_DAYS: dict[str, int] = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "later today": 0,
    "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2, "yesterday": -1,
    "aujourd'hui": 0, "ce soir": 0, "ce matin": 0, "cet apres-midi": 0, "cette nuit": 0,
    "demain": 1, "apres-demain": 2, "hier": -1,
    "azi": 0, "astazi": 0, "diseara": 0, "in seara aceasta": 0, "in aceasta seara": 0, "azi-dimineata": 0,
    "azi dimineata": 0,
    "in aceasta dimineata": 0, "maine": 1, "poimaine": 2, "ieri": -1,
}  # fmt: skip

# A day of the week in the language of the message, for rewriting a relative day as a date.
LONG_DATES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        "{day} {date} {month}",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("January", "February", "March", "April", "May", "June",
         "July", "August", "September", "October", "November", "December"),
    ),
    "fr": (
        "{day} {date} {month}",
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("janvier", "février", "mars", "avril", "mai", "juin",
         "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "ro": (
        "{day}, {date} {month}",
        ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"),
        ("ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
         "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"),
    ),
}  # fmt: skip

# How long something lasts: the unit, by all its names.
UNITS = {
    "min": "min",
    "mn": "min",
    "hou": "hour",
    "heu": "hour",
    "hr": "hour",
    "hrs": "hour",
    "ore": "hour",
    "ora": "hour",
    "zil": "day",
    "zi": "day",
    "day": "day",
    "jou": "day",
    "wee": "week",
    "sem": "week",
    "sap": "week",
    "mon": "month",
    "moi": "month",
    "lun": "month",
    "yea": "year",
    "ans": "year",
    "an": "year",
    "ani": "year",
    "sec": "s",
}
