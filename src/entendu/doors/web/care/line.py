"""The line of ups and downs, drawn on the server: a year, its last month at a larger scale, and the same as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from entendu.core.care.moments import WEIGHTS, Happened, Point, line
from entendu.doors.web.care.said import QUOTED, happened_words
from entendu.doors.web.templatetags.desk import short_day

# The drawing's own measures, in units of its box of 830 by 206.
LEFT, MONTH_FROM, RIGHT, MIDDLE, SCALE = 4.0, 461.0, 806.0, 100.9, 1.4
BAND = 453.1
MONTH, YEAR = timedelta(days=30), timedelta(days=365)
LABELS, LONGEST, LETTER, ROW = 7, 30, 6.3, 15.0
ROWS, TRIED = 24, 30


def drawn(happened: Sequence[Happened], now: datetime) -> dict[str, Any] | None:
    """The values of `web/care/line.html`; None where nothing happened between us."""
    points = line(happened, now)
    if not points:
        return None
    begin = max(now - YEAR, points[0].at - timedelta(days=3))
    begin = min(begin, now - MONTH - timedelta(days=60))
    places = [(_x(one.at, begin, now), _y(one.level), one) for one in points]
    return {
        "path": _path([(x, y) for x, y, _ in places]), "band": BAND, "middle": MIDDLE,
        "dots": _dots(places[:-1]),
        "today": {"x": _n(places[-1][0]), "y": _n(places[-1][1])}, "labels": _labels(places[:-1]),
        "months": _months(begin, now), "days": _days(now),
        "list": render_to_string("web/care/line_rows.html", {
            "rows": [_row(one) for one in reversed(happened[-ROWS:])]}),
    }


def _x(at: datetime, begin: datetime, now: datetime) -> float:
    """Eleven months take the left half, the last one the right."""
    since = now - MONTH
    if at >= since:
        return MONTH_FROM + (RIGHT - MONTH_FROM) * min((at - since) / MONTH, 1.0)
    return LEFT + (BAND - 2 * LEFT - LEFT) * max((at - begin) / (since - begin), 0.0)


def _y(level: float) -> float:
    return MIDDLE - level * SCALE


def _path(places: Sequence[tuple[float, float]]) -> str:
    """A smooth line that never runs beyond its points: level at each of them."""
    (x, y), *rest = places
    parts = [f"M{_n(x)} {_n(y)}"]
    for nx, ny in rest:
        half = (nx - x) / 2
        parts.append(f"C{_n(x + half)} {_n(y)} {_n(nx - half)} {_n(ny)} {_n(nx)} {_n(ny)}")
        x, y = nx, ny
    return "".join(parts)


def _dots(places: Sequence[tuple[float, float, Point]]) -> SafeString:
    """A circle for each moment: there may be a hundred, and they stand in both drawings."""
    circles = (f'<circle class="{_look(one)}" cx="{_n(x)}" cy="{_n(y)}" r="5"/>' for x, y, one in places)
    return SafeString("".join(circles))


def _look(one: Point) -> str:
    weight = WEIGHTS[one.happened.kind] if one.happened else 0
    return "dot" if weight > 0 else "dot-late" if weight <= -14 else "dot-plain"


def _labels(places: Sequence[tuple[float, float, Point]]) -> list[dict[str, Any]]:
    """The weightiest moments by name, as far as there is room; all of them stand in the list."""
    taken: list[tuple[float, float, float]] = []
    shown = []
    ranked = sorted(places, key=lambda one: -abs(WEIGHTS[one[2].happened.kind]) if one[2].happened else 0)
    for x, y, one in ranked[:TRIED]:
        if one.happened is None or len(shown) == LABELS:
            continue
        words = _short(happened_words(one.happened))
        ends = x > RIGHT / 2
        at, wide = (x - 10 if ends else x + 10), len(words) * LETTER
        box = (at - wide if ends else at, at if ends else at + wide, y)
        if box[0] < LEFT or box[1] > RIGHT + 12 or any(_meets(box, other) for other in taken) or any(
                box[0] < ox < box[1] and abs(oy - y) < ROW for ox, oy, other in places if other is not one):
            continue
        taken.append(box)
        shown.append({"x": _n(at), "y": _n(y + 4), "anchor": "end" if ends else "start", "words": words,
                      "voice": one.happened.kind in QUOTED})
    return shown


def _meets(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < ROW


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _months(begin: datetime, now: datetime) -> list[dict[str, str]]:
    """Every other month on the left."""
    found, at, limit = [], timezone.localtime(begin).replace(day=1), now - MONTH
    while at < limit:
        if at > begin:
            found.append({"x": _n(_x(at, begin, now)), "words": date_format(at, "M")})
        at = (at + timedelta(days=32)).replace(day=1)
    step = max(1, len(found) // 5 + 1)
    return [one for one in found[::step] if float(one["x"]) < BAND - 40]


def _days(now: datetime) -> list[dict[str, str]]:
    """Some days of the last month."""
    days = [timezone.localtime(now) - timedelta(days=back) for back in (24, 17, 10)]
    return [{"x": _n(_x(at, at - YEAR, now)), "words": date_format(at, "j M")} for at in days]


def _row(one: Happened) -> dict[str, Any]:
    weight = WEIGHTS[one.kind]
    return {"when": short_day(one.at), "at": timezone.localtime(one.at).isoformat(timespec="seconds"), "up": weight > 0,
            "words": happened_words(one), "ticket": one.ticket}


def _n(value: float) -> str:
    """A number for SVG, whatever the language of the page."""
    return f"{value:.1f}"
