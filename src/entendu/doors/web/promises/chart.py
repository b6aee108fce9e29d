"""How much was kept on time, week by week, as a drawing. Everything is reckoned here; the template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entendu.parts.promises.queries import Week

LEFT, RIGHT, TOP, BOTTOM = 34.0, 440.0, 14.0, 100.0
MANY = 2  # late in one week, so that it is worth a word


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines of the grid, the dots, the line through them, the words on it; `says` is all of it in a sentence."""

    says: str
    grid: list[dict[str, Any]] = field(default_factory=list)
    dots: list[dict[str, Any]] = field(default_factory=list)
    line: str = ""
    ticks: list[dict[str, Any]] = field(default_factory=list)
    last: dict[str, Any] | None = None
    worst: dict[str, Any] | None = None


def chart(weeks: Sequence[Week]) -> Chart | None:
    """The drawing of these weeks, oldest first; None where too few of them had a promise."""
    given = [(place, week) for place, week in enumerate(weeks) if week.given]
    if len(given) < 2:
        return None
    share = {place: 100 * week.kept / week.given for place, week in given}
    low = next(floor for floor in (80, 50, 0) if min(share.values()) >= floor)
    step = (RIGHT - LEFT) / (len(weeks) - 1)

    def at(place: int) -> tuple[float, float]:
        return round(LEFT + place * step, 1), round(BOTTOM - (share[place] - low) * (BOTTOM - TOP) / (100 - low), 1)

    dots = [{"x": at(place)[0], "y": at(place)[1], "late": week.given - week.kept >= MANY,
             "last": place == given[-1][0]} for place, week in given]
    worst_place, worst = max(given, key=lambda one: one[1].given - one[1].kept)
    late = worst.given - worst.kept
    lines = [low, (100 + low) // 2, 100]
    return Chart(
        _says(given, share), dots=dots, line=" ".join(f"{dot['x']},{dot['y']}" for dot in dots),
        grid=[{"value": value, "y": round(BOTTOM - (value - low) * (BOTTOM - TOP) / (100 - low), 1)}
              for value in lines],
        ticks=[{"x": round(LEFT + place * step, 1), "words": day(weeks[place]), "anchor": anchor} for place, anchor in
               ((0, "start"), (len(weeks) // 2, "middle"), (len(weeks) - 1, "end"))],
        last={"x": dots[-1]["x"] + 10, "y": dots[-1]["y"] + 5, "words": f"{share[given[-1][0]]:.0f}%"},
        worst={"x": at(worst_place)[0] + (10 if worst_place < len(weeks) / 2 else -10), "y": at(worst_place)[1] + 14,
               "anchor": "start" if worst_place < len(weeks) / 2 else "end",
               "words": ngettext("%(n)d late", "%(n)d late", late) % {"n": late}} if late >= MANY else None,
    )


def day(week: Week) -> str:
    """The Monday of a week, in few letters."""
    return formats.date_format(timezone.localtime(week.begins), pgettext("date format of a week", "j M"))


def _says(given: Sequence[tuple[int, Week]], share: dict[int, float]) -> str:
    whole = sum(1 for place, _week in given if share[place] == 100)
    words = {"first": f"{share[given[0][0]]:.0f}", "begins": day(given[0][1]), "last": f"{share[given[-1][0]]:.0f}",
             "ends": day(given[-1][1])}
    says = _("Share of promises kept on time, by week: from %(first)s percent in the week of %(begins)s to %(last)s "
             "percent in the week of %(ends)s.") % words
    if not whole:
        return says
    return f"{says} " + ngettext("%(n)d week at 100.", "%(n)d weeks at 100.", whole) % {"n": whole}
