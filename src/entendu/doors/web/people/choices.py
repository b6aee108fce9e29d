"""What forms offer to choose from: time zones by continent, languages by their own names, days of the week."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DAYS = {
    "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"), "fri": _("Friday"),
    "sat": _("Saturday"), "sun": _("Sunday"),
}
# Zones are named after places; these folders hold old names and offsets without a place.
NO_PLACES = {"Etc", "SystemV", "US", "posix", "right", "Brazil", "Canada", "Chile", "Mexico"}


@cache
def zones() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Time zones in groups: continent, then (IANA name, place)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        region, slash, place = name.partition("/")
        if slash and region not in NO_PLACES:
            groups.setdefault(region, []).append((name, place.replace("_", " ")))
    return tuple((region, tuple(places)) for region, places in groups.items())


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """Languages of two letters, each under the name that its speakers give it."""
    found = {code: info["name_local"] for code, info in LANG_INFO.items() if len(code) == 2 and "name_local" in info}
    return tuple(sorted(((code, name.capitalize()) for code, name in found.items()), key=lambda one: one[1].casefold()))


def language_name(code: str) -> str:
    """The language in its own name; a code that we do not know as it stands."""
    return dict(languages()).get(code, code)


class ZoneField(forms.ChoiceField):
    """An IANA time zone; `nothing` is what an empty choice means, without it one has to be chosen."""

    def __init__(self, *, nothing: object = "", **options: object) -> None:
        first = [("", nothing)] if nothing else [("UTC", _("UTC (no place)"))]
        super().__init__(choices=lambda: [*first, *zones()], required=not nothing, **options)  # type: ignore[arg-type]

    def valid_value(self, value: object) -> bool:
        """Also an older name that was stored before, as long as it is one."""
        return super().valid_value(value) or value in available_timezones()


class LanguageField(forms.ChoiceField):
    """The language that a contact reads; none means that we do not know."""

    def __init__(self, **options: object) -> None:
        super().__init__(choices=lambda: [("", _("Not known")), *languages()], required=False,
                         **options)  # type: ignore[arg-type]

    def validate(self, value: object) -> None:
        """Only what was offered."""
        if value and not self.valid_value(value):
            raise ValidationError(_("Choose a language from the list."))
