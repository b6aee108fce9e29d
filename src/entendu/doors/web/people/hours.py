"""Weekly hours in a form: rows of days and times, each mistake in one sentence, and the same hours in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entendu.core.governor.hours import HoursError, parse
from entendu.doors.web.people.choices import DAYS

SPARE_ROWS = 2
MOST_ROWS = 30
# 9, 9:30, 09:30, 9h, 9h30, 9.30
CLOCK = re.compile(r"^\s*(\d{1,2})(?:[:.hH](\d{2}))?[hH]?\s*$")


class Row(NamedTuple):
    """One line as it was entered: a day or two, and two times."""

    first: str = ""
    last: str = ""
    opens: str = ""
    closes: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was entered here."""
        return not any(self)


class HoursWidget(forms.Widget):
    """Rows of first day, last day, from, to. Two spare rows are always there, so that no script is needed."""

    template_name = "web/people/hours.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[Row]:
        """The rows as they were sent."""
        rows = []
        for number in range(MOST_ROWS):
            if f"{name}-{number}-opens" not in data:
                break
            rows.append(Row(*(data.get(f"{name}-{number}-{part}", "").strip() for part in Row._fields)))
        return rows

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        """The form was sent without hours."""
        return f"{name}-0-opens" not in data

    def id_for_label(self, id_: str) -> str:
        """The legend stands for all rows; each control has a name of its own."""
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows: the rows that are filled, then spare ones."""
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or [] if not row.is_empty]
        shown = (rows + [Row()] * max(SPARE_ROWS, 3 - len(rows)))[:MOST_ROWS]
        context["days"] = [("", ""), *DAYS.items()]
        context["rows"] = [{"number": number, "label": number + 1, "row": row} for number, row in enumerate(shown)]
        return context


class HoursField(forms.Field):
    """Hours as they are stored, [["mon-fri", "09:00", "17:30"]]; no row means always."""

    widget = HoursWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> list[Row]:
        """Stored rows as the form shows them; entered ones as they are."""
        return [row if isinstance(row, Row) else _shown(row) for row in value or []]

    def clean(self, value: list[Row]) -> list[list[str]]:
        """The rows to store; a sentence for each that is wrong."""
        mistakes, rows = [], []
        for number, row in enumerate(value or [], start=1):
            if row.is_empty:
                continue
            try:
                rows.append(_stored(row, number))
            except ValidationError as error:
                mistakes.append(error)
        if mistakes:
            raise ValidationError(mistakes)
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as it would be stored."""
        return True


def in_words(rows: list[list[str]]) -> str:
    """Stored hours as one reads them: "Monday to Friday, 09:00 to 17:30"."""
    lines = []
    for row in rows:
        shown = _shown(row)
        times = {"opens": shown.opens, "closes": shown.closes}
        if shown.last:
            lines.append(_("%(first)s to %(last)s, %(opens)s to %(closes)s")
                         % {"first": DAYS[shown.first], "last": DAYS[shown.last], **times})
        else:
            lines.append(_("%(day)s, %(opens)s to %(closes)s") % {"day": DAYS[shown.first], **times})
    return "; ".join(lines)


def _shown(row: list[str]) -> Row:
    first, _dash, last = row[0].partition("-")
    return Row(first, last, row[1], row[2])


def _stored(row: Row, number: int) -> list[str]:
    if row.first not in DAYS or (row.last and row.last not in DAYS):
        raise ValidationError(_("Row %(number)s has times and no day; choose the day on which it begins.")
                              % {"number": number})
    if not row.opens:
        raise ValidationError(_("Row %(number)s has no beginning; enter a time such as 09:00.") % {"number": number})
    if not row.closes:
        raise ValidationError(_("Row %(number)s has no end; enter a time such as 17:30.") % {"number": number})
    opens, closes = _clock(row.opens, number), _clock(row.closes, number)
    if opens == closes:
        raise ValidationError(_("Row %(number)s begins and ends at %(time)s; enter another time for its end.")
                              % {"number": number, "time": opens})
    days = row.first if row.last in ("", row.first) else f"{row.first}-{row.last}"
    try:
        parse([(days, opens, closes)], "UTC")
    except HoursError as error:
        raise ValidationError(str(error)) from None
    return [days, opens, closes]


def _clock(text: str, number: int) -> str:
    """The time as 09:00; midnight at the end of a day is 00:00."""
    match = CLOCK.match(text)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValidationError(_("Row %(number)s: “%(text)s” is no time of day; write it as in 09:00.")
                              % {"number": number, "text": text[:20]})
    return f"{hour % 24:02}:{minute:02}"
